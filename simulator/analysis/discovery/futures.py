"""The futures of a batch: where each lies on the axes of the design, and whether it happens there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.discovery.box import Factor
from simulator.analysis.discovery.question import DIMENSIONS, Question
from simulator.analysis.sensitivity.response import rows_of
from simulator.experiments.results import Results
from simulator.whatif.pairs import difference
from worlds.config.faults import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 20


@dataclass(frozen=True)
class Futures:
    """Runs of a batch that can answer a question.

    Attributes:
        factors: axes that vary.
        columns: where each future lies on them, in base units; of words their places [futures x factors].
        passes: in which of them it happens [futures].
        left_out: where those lie of which it is not known, since a run failed or has no such outcome [n x factors].
        failed: of how many of those a run failed.
        censored: in how many futures a date is outside of the time of the world, on either side.
        replications: futures at each point.
    """

    factors: tuple[Factor, ...]
    columns: np.ndarray
    passes: np.ndarray
    left_out: np.ndarray
    failed: int
    censored: int
    replications: int

    @property
    def rate(self) -> float:
        """Share of the futures in which it happens."""
        return float(self.passes.mean())


def futures_of(results: Results, question: Question) -> Futures:
    """Return the futures of a batch.

    Args:
        results: of a complete batch.
        question: when it happens.

    Raises:
        InputError: when the batch has nothing to compare, too few futures, or it happens in none or all of them.
    """
    rows = _answers(results, question)
    factors, columns = _axes(results, rows)
    known = rows["known"].to_numpy(dtype=bool)
    futures = Futures(
        factors,
        columns[known],
        rows["passes"].to_numpy(dtype=bool)[known],
        columns[~known],
        int(rows["failed"].sum()),
        int(rows["censored"][rows["known"]].sum()),
        int(rows.groupby(["world", "scenario", "point"])["replication"].nunique().max()),
    )
    _check(futures, results, question)
    return futures


def _answers(results: Results, question: Question) -> "pd.DataFrame":
    """Return a row for each future: its point, whether it is known and whether it happens."""
    rows = _within(rows_of(results, question.outcome), results, question)
    mine = rows[rows["policy"] == question.policy].copy()
    mine["failed"], censored = mine["status"] == "failed", mine["censored"].notna()
    never = mine["censored"] == "never"
    if question.against is not None:
        keys = ["world", "scenario", "point", "replication"]
        other = rows[rows["policy"] == question.against]
        mine = mine.merge(other, on=keys, how="left", suffixes=("", "_other"), validate="one_to_one")
        pairs = zip(mine["value_other"], mine["value"], strict=True)
        mine["value"] = [difference(a, b) for a, b in pairs]
        mine["failed"] |= mine["status_other"] == "failed"
        censored = mine["censored"].notna() | mine["censored_other"].notna()
    if question.kind == "never":
        mine["passes"], mine["known"] = never, mine["value"].notna()
    else:
        below = question.kind == "below"
        mine["passes"] = mine["value"] < question.threshold if below else mine["value"] > question.threshold
        mine["known"] = mine["value"].notna()
    mine["censored"] = censored & (mine["status"] != "failed")
    return mine.sort_values(["world", "scenario", "point", "replication"], ignore_index=True)


def _within(rows: "pd.DataFrame", results: Results, question: Question) -> "pd.DataFrame":
    """Return the rows of the world and scenario that are asked of."""
    for column, name in (("world", question.world), ("scenario", question.scenario)):
        if name is None:
            continue
        there = sorted(rows[column].unique())
        if name not in there:
            near = nearest(name, there)
            raise InputError(f"--{column} {name}: is none of {results.folder}{near}; allowed: {', '.join(there)}")
        rows = rows[rows[column] == name]
    return rows


def _axes(results: Results, rows: "pd.DataFrame") -> tuple[tuple[Factor, ...], np.ndarray]:
    """Return every axis that varies, worlds and scenarios among them, and where rows lie on them."""
    points = results.design().set_index("point").loc[rows["point"]].reset_index(drop=True)
    unit_of = {one["name"]: one["unit"] for one in results.manifest["axes"]}
    factors: list[Factor] = []
    columns: list[np.ndarray] = []
    for name, values in [*points.items(), *((one, rows[one]) for one in ("world", "scenario"))]:
        if values.nunique() < 2:
            continue
        if values.dtype.kind in "iuf":
            factors.append(Factor(str(name), DIMENSIONS.get(unit_of.get(name, ""))))
            columns.append(values.to_numpy(dtype=float))
        else:
            words = tuple(sorted(map(str, values.unique())))
            factors.append(Factor(str(name), None, words))
            columns.append(values.astype(str).map(words.index).to_numpy(dtype=float))
    if not factors:
        raise InputError(f"{results.folder}: nothing varies in it; allowed: a batch over a sample or a grid of numbers")
    return tuple(factors), np.column_stack(columns)


def _check(futures: Futures, results: Results, question: Question) -> None:
    """Refuse futures that no box can be found among."""
    n, passing = len(futures.passes), int(futures.passes.sum())
    if n < FEWEST:
        raise InputError(f"{results.folder}: {n} futures are too few for a box; allowed: {FEWEST} or more, better 200")
    if passing in {0, n}:
        which = "none" if passing == 0 else "all"
        raise InputError(
            f"{results.folder}: in {which} of {n:,} futures {question.words}; allowed: a threshold that parts them"
        )
