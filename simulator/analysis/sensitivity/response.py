"""What a design gave: one value of an outcome for each of its points, with what is censored and what failed counted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.experiments.results import Results
from simulator.outcomes import measure_of
from worlds.config.faults import InputError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Response:
    """An outcome at every point of a design, in its order.

    Attributes:
        outcome: its name.
        values: mean over replications, dates that do not happen as the end of the world and those before as its start;
            NaN where every replication failed [points].
        runs: how many runs there were.
        failed: how many of them failed.
        never: share of the others in which the date did not come by the end.
        before_start: share in which it had come by the start.
    """

    outcome: str
    values: np.ndarray
    runs: int
    failed: int
    never: float
    before_start: float


def response_of(results: Results, outcome: str, cell: int = 0) -> Response:
    """Return the response of a batch in one of its cells.

    Args:
        results: of a batch.
        outcome: its name.
        cell: number of the cell, a world in a scenario under a policy.

    Raises:
        InputError: when the batch is not complete or has no such outcome.
    """
    stated = results.manifest["cells"][cell]
    merged = rows_of(results, outcome)
    for key in ("world", "scenario", "policy"):
        merged = merged[merged[key] == stated[key]]
    means = merged.groupby("point")["value"].mean()
    values = means.reindex(range(int(results.manifest["points"]))).to_numpy(dtype=float)
    done = merged[merged["status"] == "done"]
    never, before = ((done["censored"] == kind).mean() if len(done) else 0.0 for kind in ("never", "before_start"))
    return Response(
        outcome, values, len(merged), int((merged["status"] == "failed").sum()), float(never), float(before)
    )


def rows_of(results: Results, outcome: str) -> "pd.DataFrame":
    """Return an outcome of every run of a complete batch, dates that are censored as the end or the start of the world.

    Args:
        results: of a batch.
        outcome: its name.

    Returns:
        run_id, world, scenario, policy, point, replication, status, value, censored; no value where a run failed.

    Raises:
        InputError: when the batch is not complete or has no such outcome.
    """
    if not results.standing.is_complete:
        raise InputError(f"{results.folder}: is not complete; allowed: a batch that is, so that no row is missing")
    status = results.frame("status", ["run_id", "world", "scenario", "policy", "point", "replication", "status"])
    rows = results.outcomes([outcome])[["run_id", "value", "censored"]]
    merged = status.merge(rows, on="run_id", how="left")
    if measure_of(outcome).unit == "year":
        for name, world in results.manifest["worlds"].items():
            here = merged["world"].str.cat(merged["scenario"], sep=", ") == name
            for kind, date in (("never", world["end"]), ("before_start", world["start"])):
                merged.loc[here & (merged["censored"] == kind), "value"] = float(date)
    return merged
