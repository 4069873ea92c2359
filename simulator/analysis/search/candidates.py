"""Candidates: settings of every knob, each with how it does over the futures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analysis.search.evolution import Point
from simulator.analysis.search.judgement import not_dominated, regrets, relative, worst_tenth


@dataclass(frozen=True)
class Tried:
    """A candidate before it is judged.

    Attributes:
        number: from 1, in the order in which candidates were tried.
        generation: from 1.
        point: the value of each knob, in base units.
    """

    number: int
    generation: int
    point: Point


@dataclass(frozen=True)
class Candidate(Tried):
    """A setting of every knob, and how it does over the futures.

    Attributes:
        means: of each objective, in its base unit.
        worst: mean of each over its worst tenth of futures.
        regret: mean distance of each from the best candidate of a future, in its base unit.
        worst_regret: the largest such distance over futures.
        relative_regret: mean regret as a share of the way from the best to the worst candidate of a future, in the
            objective in which that is largest.
        robustness: share of futures in which it satisfies.
        undominated: whether no other candidate is as good in every mean and better in one.
        undominated_at_worst: the same by the worst tenth of futures.
        never: share of futures in which each objective is a date that does not come by the end of the world, so that
            its mean is at least what it says.
        before_start: the same of dates that had come by the start.
    """

    means: tuple[float, ...]
    worst: tuple[float, ...]
    regret: tuple[float, ...]
    worst_regret: tuple[float, ...]
    relative_regret: float
    robustness: float
    undominated: bool
    undominated_at_worst: bool
    never: tuple[float, ...]
    before_start: tuple[float, ...]


def judge(
    tried: Sequence[Tried],
    gains: np.ndarray,
    baseline: np.ndarray,
    robustness: np.ndarray,
    signs: np.ndarray,
    censored: np.ndarray,
) -> tuple[Candidate, ...]:
    """Return candidates with how they do.

    Args:
        tried: the candidates.
        gains: their objectives, more is better [candidates x futures x objectives].
        baseline: the same of the world as it is, which counts among those that may be best in a future [1 x ...].
        robustness: share of futures in which each satisfies [candidates].
        signs: by which gains are objectives again [objectives].
        censored: where dates lie beyond the end (1) or the start (-1) [candidates x futures x objectives].
    """
    if not tried:
        return ()
    means, worst = gains.mean(axis=1), worst_tenth(gains)
    regret = regrets(np.concatenate([gains, baseline]))
    shares = relative(regret)[:-1].mean(axis=1).max(axis=1)
    fronts = not_dominated(means), not_dominated(worst)
    return tuple(
        Candidate(
            one.number,
            one.generation,
            one.point,
            _row(means[i] * signs),
            _row(worst[i] * signs),
            _row(regret[i].mean(axis=0)),
            _row(regret[i].max(axis=0)),
            float(shares[i]),
            float(robustness[i]),
            bool(fronts[0][i]),
            bool(fronts[1][i]),
            _row((censored[i] > 0).mean(axis=0)),
            _row((censored[i] < 0).mean(axis=0)),
        )
        for i, one in enumerate(tried)
    )


def _row(values: np.ndarray) -> tuple[float, ...]:
    """Return values as plain numbers, none of them minus zero."""
    numbers: list[float] = (values + 0.0).tolist()
    return tuple(numbers)
