"""What a run gave as a result folder: tables, networks, figures."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.folder import default_folder, write_folder
from simulator.report.figures import save_figures
from simulator.run import Result


def save(
    result: Result,
    folder: str | Path | None = None,
    digest: str | None = None,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Path:
    """Write the folder of a run and return it.

    Args:
        result: what a run gave.
        folder: where; `results/<world>-<scenario>-<policies>-<hash>` unless named.
        digest: the hash of the result; that of its request unless given.
        more: what the manifest says beside.

    Raises:
        InputError: when the folder holds something else or cannot be written.
    """
    request = result.request

    def fill(draft: Path) -> None:
        write_tables(result.tables, draft)
        nx.write_graphml(result.access, draft / "access.graphml")
        if result.lineage:
            nx.write_graphml(result.lineage, draft / "lineage.graphml")
        save_figures(result, draft)

    facts: dict[str, object] = {
        "kind": "run",
        "world": result.name,
        "policies": list(request.policies),
        "scenario": request.scenario,
        "world_hash": request.loaded.hash,
        "resolved": request.loaded.plain,
        "seed": request.seed,
        "replications": request.replications,
        "central": not request.drawn,
        "wall_seconds": round(result.wall_seconds, 3),
        **more,
    }
    digest = digest or request.hash
    return write_folder(Path(folder) if folder else default_folder(request.title, digest), digest, facts, fill)


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write each table as a Parquet file; the same table gives the same bytes."""
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
