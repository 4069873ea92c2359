"""Results: what a folder holds, queried lazily and told as tidy frames."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from simulator.experiments.parts import has_its_size, parts_of, path_of
from simulator.experiments.quantiles import encoded, laid_out, quantiles
from simulator.experiments.store import DESIGN, KIND, Standing, standing_of
from simulator.folder import manifest_of
from worlds.config.faults import InputError, listed, nearest, not_installed
from worlds.config.schema.experiment import Kept

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

BAND = (0.05, 0.5, 0.95)
CELL = ("world", "scenario", "policy", "point")


class Results:
    """The tables of a result folder: of a batch, a run or a what-if.

    Nothing is read before it is asked for, and of a batch only parts that are whole. A batch may still be running.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Name a folder with its manifest; use `open`."""
        self.folder, self.manifest = folder, manifest

    @classmethod
    def open(cls, path: str | Path) -> "Results":
        """Return the results of a folder.

        Raises:
            InputError: when there are none.
        """
        return cls(Path(path), manifest_of(Path(path)))

    def __repr__(self) -> str:
        """Return what the folder holds, and which tables."""
        kind, runs = self.manifest.get("kind"), self.manifest.get("runs")
        of = f"{kind} of {runs:,} runs" if isinstance(runs, int) else kind
        return f"Results({str(self.folder)!r}: {of}; tables: {', '.join(self.tables) or 'none yet'})"

    @property
    def has_outcomes(self) -> bool:
        """Whether it holds outcomes of single runs, or will when it has been gone on with."""
        return self.is_batch or "outcomes" in self._files

    @property
    def is_batch(self) -> bool:
        """Whether it is the folder of a batch."""
        return self.manifest.get("kind") == KIND

    @property
    def standing(self) -> Standing:
        """How far the batch is.

        Raises:
            InputError: when it is no batch.
        """
        return standing_of(self.folder)

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """The files of every table."""
        if not self.is_batch:
            return {path.stem: [path] for path in sorted(self.folder.glob("*.parquet"))}
        files: dict[str, list[Path]] = {}
        for part in parts_of(self.folder):
            for name in part.files if has_its_size(self.folder, part) else ():
                files.setdefault(name, []).append(path_of(self.folder, name, part.number))
        return files

    @property
    def tables(self) -> list[str]:
        """The tables that there are."""
        return sorted(self._files)

    def dataset(self, table: str) -> ds.Dataset:
        """Return a table to be queried lazily by pyarrow: `to_table(columns=..., filter=...)`, or by DuckDB.

        Raises:
            InputError: when there is no such table.
        """
        return self._dataset(table)

    def _dataset(self, table: str, *, listed_words: bool = False) -> ds.Dataset:
        """Return a table, its words as places in a list if asked for."""
        if table not in self._files:
            known = listed(self._files) if self._files else "none yet"
            hint = f"; with `keep: {{tables: [{table}]}}` an experiment has it"
            kept = hint if self.is_batch and table in get_args(Kept) else ""
            raise InputError(
                f"{self.folder}: has no table {table!r}{nearest(table, self._files)}; allowed: {known}{kept}"
            )
        files = [str(path) for path in self._files[table]]
        plain = ds.dataset(files, format="parquet")
        if not listed_words:
            return plain
        words = [field.name for field in plain.schema if pa.types.is_string(field.type)]
        return ds.dataset(files, format=ds.ParquetFileFormat(dictionary_columns=words))

    def frame(
        self, table: str, columns: Sequence[str] | None = None, where: pc.Expression | None = None
    ) -> "pd.DataFrame":
        """Return a table as a pandas frame.

        Args:
            table: its name.
            columns: which of its columns; all unless given.
            where: which of its rows, such as `pyarrow.compute.field("pool") == "public_text"`.

        Raises:
            InputError: when there is no such table or column.
        """
        dataset = self.dataset(table)
        _check_columns(table, dataset, columns or ())
        found: pd.DataFrame = dataset.to_table(
            columns=None if columns is None else list(columns), filter=where
        ).to_pandas()
        return found

    def outcomes(self, names: Iterable[str] | None = None) -> "pd.DataFrame":
        """Return outcomes, a row for each run and outcome: run_id (of a batch), replication, outcome, value, censored.

        Args:
            names: which of them; all unless given.
        """
        if names is None:
            return self.frame("outcomes")
        asked = [names] if isinstance(names, str) else list(names)
        self.check_outcomes(asked)
        return self.frame("outcomes", where=pc.field("outcome").isin(asked))

    def check_outcomes(self, names: Iterable[str]) -> None:
        """Refuse outcomes that there are not.

        Raises:
            InputError: naming those that there are, or saying that no run came to its end.
        """
        known = self.outcome_names
        odd = [name for name in names if name not in known]
        if odd and not known:
            raise InputError(f"{self.folder}: no run came to its end, so that there are no outcomes{self._hint}")
        if odd:
            near = nearest(odd[0], known)
            raise InputError(f"{odd[0]}: is no outcome of {self.folder}{near}; allowed: {listed(known)}")

    @property
    def _hint(self) -> str:
        """Why that may be, as the end of a sentence."""
        failed = self.standing.failed if self.is_batch else 0
        return f": all {failed:,} runs failed (`tokenshed batch {self.folder}` says why)" if failed else ""

    @cached_property
    def outcome_names(self) -> list[str]:
        """Every outcome that there is; none where no run came to its end."""
        if "outcomes" not in self._files:
            return []
        names: list[str] = pc.unique(self.dataset("outcomes").to_table(columns=["outcome"])["outcome"]).to_pylist()
        return names

    def design(self) -> "pd.DataFrame":
        """Return the points of a batch's design: point, and a column for each axis in base units."""
        found: pd.DataFrame = pq.read_table(self.folder / DESIGN).to_pandas()
        return found

    def runs(self) -> "pd.DataFrame":
        """Return every run of a batch that is stored, with its point, in its order.

        Returns:
            run_id, run, world, scenario, policy, point, replication, status, error, year, events, then the axes.
        """
        self._check_batch()
        return self.frame("status").sort_values("run", ignore_index=True).merge(self.design(), on="point", how="left")

    def _check_batch(self) -> None:
        """Refuse what only a batch has.

        Raises:
            InputError: when it is the folder of something else.
        """
        if not self.is_batch:
            raise InputError(f"{self.folder}: holds no batch; allowed: a folder that `tokenshed batch` has written")

    def failures(self) -> "pd.DataFrame":
        """Return the runs that failed, with the command that makes each again."""
        rows = self.runs()
        rows = rows[rows["status"] == "failed"].reset_index(drop=True)
        more = "".join(f" --import {name}" for name in self.manifest.get("imports", ()))
        return rows.assign(command=[f"tokenshed rerun {self.folder} {run_id}{more}" for run_id in rows["run_id"]])

    def wide(self, names: Iterable[str] | None = None) -> "pd.DataFrame":
        """Return one row a run of a batch: what `runs` says, then a column for each outcome.

        Censored outcomes and those of failed runs are missing numbers; `outcomes` says which way they are censored.
        """
        return self.runs().merge(self._by_run(names), on="run_id", how="left")

    def _by_run(self, names: Iterable[str] | None) -> "pd.DataFrame":
        """Return run_id and a column for each outcome."""
        return self.outcomes(names).pivot(index="run_id", columns="outcome", values="value").reset_index()

    def band(
        self,
        table: str,
        column: str,
        by: Sequence[str] = ("year",),
        where: pc.Expression | None = None,
        levels: Sequence[float] = BAND,
    ) -> "pd.DataFrame":
        """Return quantiles of a column over runs, such as a pool's stock by year.

        Args:
            table: such as `pools`.
            column: of numbers.
            by: for each combination of these columns; of a batch also world, scenario, policy and point.
            where: which rows.
            levels: of the quantiles.

        Returns:
            The columns of `by`, then one for each level, named q05, q50, q95.
        """
        cells = [name for name in by if name in CELL] if self.is_batch else []
        plain = [name for name in by if name not in cells]
        # Words as places in a list are read faster, but not every expression knows them.
        dataset = self._dataset(table, listed_words=where is None)
        names = [*(["run_id"] if cells else []), *plain, column]
        _check_columns(table, dataset, names)
        found = dataset.to_table(columns=names, filter=where)
        keys = {name: found[name] for name in plain}
        if cells:
            keys |= self._cells(found["run_id"], cells)
        return quantiles({name: keys[name] for name in by}, found[column], levels)

    def _cells(self, run_ids: pa.ChunkedArray, names: Sequence[str]) -> dict[str, pa.ChunkedArray]:
        """Return where each row of a table belongs."""
        status = self.dataset("status").to_table(columns=["run_id", *names])
        whole = encoded(run_ids)
        places = pc.index_in(whole.dictionary, status["run_id"]).take(whole.indices)
        return {name: laid_out(status[name], places) for name in names}

    def xarray(self, names: Iterable[str] | None = None) -> "xr.Dataset":
        """Return the outcomes of a batch as an xarray dataset over world, scenario, policy, point and replication.

        The axes of the design are coordinates along `point`. It needs the extra `xarray`.

        Raises:
            InputError: when xarray is not installed.
        """
        try:
            import xarray as xr  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise not_installed("xarray", "xarray") from error
        keys = [*CELL, "replication"]
        rows = self.frame("status", ["run_id", *keys]).merge(self._by_run(names), on="run_id", how="left")
        found = xr.Dataset.from_dataframe(rows.drop(columns="run_id").set_index(keys))
        points = self.design().set_index("point")
        points = points.loc[found["point"].to_numpy()]
        coordinates = {str(name): ("point", points[name].to_numpy()) for name in points}
        return found.assign_coords(coordinates)


def _check_columns(table: str, dataset: ds.Dataset, columns: Iterable[str]) -> None:
    """Refuse columns that a table does not have.

    Raises:
        InputError: naming the first of them.
    """
    odd = sorted(set(columns) - set(dataset.schema.names))
    if odd:
        near = nearest(odd[0], dataset.schema.names)
        raise InputError(f"{table}: has no column {odd[0]!r}{near}; allowed: {listed(dataset.schema.names)}")


def sorted_outcomes(results: Results) -> pa.Table:
    """Return the outcomes of all runs sorted by run id; those of a batch with world, scenario, policy and point."""
    table = results.dataset("outcomes").to_table()
    if not results.is_batch:
        return table
    status = results.dataset("status").to_table(columns=["run_id", *CELL])
    joined = table.append_column("place", pa.array(range(len(table)))).join(status, "run_id")
    joined = joined.sort_by([("run_id", "ascending"), ("place", "ascending")])
    return joined.select(["run_id", *CELL, "replication", "outcome", "value", "censored"])
