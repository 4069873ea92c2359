"""Outcomes of a result folder as one file, for other programs."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from simulator.experiments.results import Results, sorted_outcomes
from worlds.config.faults import InputError, listed, writing


def export(results: Results, file: Path) -> int:
    """Write the outcomes of all runs, sorted by run id, and return how many rows there are.

    Args:
        results: of a folder.
        file: what is written: `.csv`, `.parquet`, or `.nc` for xarray and its kin (of a batch).

    Raises:
        InputError: when the ending is none of these, or the file cannot be written.
    """
    writer = _WRITERS.get(file.suffix)
    if writer is None:
        raise InputError(f"{file}: {file.suffix or 'no ending'} is not written; allowed: {listed(_WRITERS)}")
    if file.is_dir() or file.resolve().parent == results.folder.resolve():
        raise InputError(f"{file}: is a folder, or within one of results; allowed: a file elsewhere")
    draft = file.with_name(f".draft-{file.name}")
    try:
        with writing(file):
            rows = writer(results, draft)
            draft.replace(file)
    except pa.ArrowInvalid as error:
        raise InputError(f"{results.folder}: is damaged; allowed: start the batch again, which mends it") from error
    finally:
        draft.unlink(missing_ok=True)
    return rows


def _as_csv(results: Results, file: Path) -> int:
    """Write a CSV file."""
    table = sorted_outcomes(results)
    pcsv.write_csv(table, file, pcsv.WriteOptions(quoting_style="needed"))
    return len(table)


def _as_parquet(results: Results, file: Path) -> int:
    """Write a Parquet file."""
    table: pa.Table = sorted_outcomes(results)
    pq.write_table(table, file, compression="zstd")
    return len(table)


def _as_netcdf(results: Results, file: Path) -> int:
    """Write a NetCDF file."""
    if not results.is_batch:
        raise InputError(f"{results.folder}: holds no batch; allowed: .csv or .parquet for a single run")
    found = results.xarray()
    found.to_netcdf(file, engine="scipy")
    return int(found.sizes["point"] * found.sizes["replication"] * len(found.data_vars))


_WRITERS: dict[str, Callable[[Results, Path], int]] = {".csv": _as_csv, ".parquet": _as_parquet, ".nc": _as_netcdf}
