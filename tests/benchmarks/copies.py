"""Tables of many runs made from those of a few: in their shape, with their own ids, their numbers scaled by chance."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator.experiments.batch import Run


def copied(tables: Mapping[str, pa.Table], runs: Sequence[Run], rng: np.random.Generator) -> dict[str, pa.Table]:
    """Return the tables of a part with as many runs as are named.

    Args:
        tables: of fewer runs that were carried out; `status` among them.
        runs: whose part it is.
        rng: scales every number but years, so that copies do not compress better than runs.
    """
    real = tables["status"]["run_id"]
    pieces = [runs[i : i + len(real)] for i in range(0, len(runs), len(real))]
    return {
        name: pa.concat_tables([_renamed(table, real, piece, rng) for piece in pieces]).combine_chunks()
        for name, table in tables.items()
    }


def _renamed(table: pa.Table, real: pa.ChunkedArray, runs: Sequence[Run], rng: np.random.Generator) -> pa.Table:
    """Return the rows of as many runs as are named, as theirs."""
    owners = pc.index_in(table["run_id"], real).to_numpy()
    table, owners = table.filter(pa.array(owners < len(runs))), owners[owners < len(runs)]
    names = np.array([one.run_id for one in runs], dtype=object)
    columns = {"run_id": pa.array(names[owners], pa.string())}
    columns["replication"] = pa.array(np.array([one.replication for one in runs], dtype=np.int32)[owners])
    if "run" in table.schema.names:
        columns["run"] = pa.array(np.array([one.index for one in runs])[owners])
    for field in table.schema:
        if pa.types.is_floating(field.type) and field.name != "year":
            columns[field.name] = pc.multiply(table[field.name], pa.array(rng.lognormal(0, 0.3, len(owners))))
    return pa.table({name: columns.get(name, table[name]) for name in table.schema.names}, schema=table.schema)
