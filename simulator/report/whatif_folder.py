"""The folder of a what-if: its tables, its figures and the manifest."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from simulator.folder import write_folder
from simulator.report.run_folder import write_tables
from simulator.report.whatif import save_figures
from simulator.whatif.comparison import Comparison


def save(comparison: Comparison, folder: Path) -> Path:
    """Write the folder of a what-if and return it.

    Raises:
        InputError: when the folder holds something else or cannot be written.
    """
    request = comparison.request

    def fill(draft: Path) -> None:
        write_tables(_tables(comparison), draft)
        save_figures(comparison, draft)

    return write_folder(folder, request.hash, _facts(comparison), fill)


def _tables(comparison: Comparison) -> Mapping[str, pa.Table]:
    """Return what is written as tables."""
    lists = {name: getattr(comparison, name) for name in ("effects", "burdens", "accounts", "regrets", "survivals")}
    tables = {name: pa.Table.from_pylist([asdict(one) for one in rows]) for name, rows in lists.items() if rows}
    return {**tables, "pairs": comparison.pairs}


def _facts(comparison: Comparison) -> dict[str, object]:
    """Return what the manifest says."""
    request = comparison.request
    base = request.baseline
    return {
        "kind": "whatif",
        "world": base.loaded.name,
        "policies": request.policies,
        "scenarios": [case.scenario for case in request.cases],
        "frozen": request.frozen,
        "assumed": list(request.assumed),
        "world_hash": base.loaded.hash,
        "resolved": base.loaded.plain,
        "changed": {side.policy: side.loaded.plain for side in request.cases[0].sides},
        "seed": base.seed,
        "replications": base.replications,
        "wall_seconds": round(comparison.wall_seconds, 3),
    }
