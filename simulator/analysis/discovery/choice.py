"""Which box of a trajectory is told, which of its edges are more than chance, and whether the whole is."""

from collections.abc import Sequence
from math import nan

import numpy as np
from scipy import stats

from simulator.analysis.discovery.box import Restriction, Step, step_of
from simulator.analysis.discovery.prim import Search

SIGNIFICANT = 0.05
_SHUFFLES = 0x5C0FF1E
"""Key of the stream that shuffles draw from."""


def chosen(steps: Sequence[Step], columns: np.ndarray, passes: np.ndarray, coverage: float | None = None) -> Step:
    """Return the box to be told: of those on the way, pruned, the one that tells best.

    That is the one in which lying correlates most with that it happens (phi): a small pure box and a large one that
    says little both lose, however often it happens over all futures. The product of coverage and density would choose
    a box of nearly everything where it happens often. Of equal boxes the one with fewer edges is told.

    Args:
        steps: the trajectory.
        columns: of the futures that it was looked for in.
        passes: in which of them it happens.
        coverage: instead, as a share, the densest box that covers at least so much.
    """
    boxes = [pruned(one, columns, passes) for one in steps if coverage is None or one.coverage >= coverage]
    if coverage is not None:
        return max(boxes, key=lambda one: (one.density, one.coverage, -one.restricted))
    return max(boxes, key=lambda one: (one.worth, -one.restricted, one.held))


def quasi_p(step: Step, columns: np.ndarray, passes: np.ndarray) -> np.ndarray:
    """Return for each edge how likely a box would be as dense by chance if that edge said nothing.

    A binomial test of the box against the same without the edge (Bryant and Lempert 2010). It is quasi since the edge
    was looked for among many, for which it makes no allowance.
    """
    outside = np.column_stack([_outside(step, edge, columns) for edge in step.box.restrictions])
    alone = outside & (outside.sum(axis=1) == 1)[:, None]
    density = (step.passed + alone[passes].sum(axis=0)) / (step.held + alone.sum(axis=0))
    levels: np.ndarray = stats.binom.sf(step.passed - 1, step.held, density)
    return levels


def _outside(step: Step, edge: Restriction, columns: np.ndarray) -> np.ndarray:
    """Return which futures lie beyond an edge."""
    limit, column = step.box.on(edge.axis), columns[:, edge.axis]
    if edge.side == "words":
        return ~limit.holds(column)
    beyond: np.ndarray = column < limit.low if edge.side == "low" else column > limit.high
    return beyond


def pruned(step: Step, columns: np.ndarray, passes: np.ndarray) -> Step:
    """Return a box without the edges that could be chance, the weakest taken away first."""
    while edges := step.box.restrictions:
        levels = quasi_p(step, columns, passes)
        weakest = int(np.argmax(levels))
        if levels[weakest] < SIGNIFICANT:
            break
        step = step_of("pruned", step.box.without(edges[weakest]), columns, passes)
    return step


def found(search: Search, passes: np.ndarray, coverage: float | None = None) -> tuple[Step, list[Step]]:
    """Return the box to be told, and the way to it; a coverage and how much is peeled are shares.

    PRIM is led astray where many axes say nothing: each offers a slice in which chance has it happen seldom. So it goes
    twice, over all axes and over those that tell futures apart by themselves, and the better box is told.
    """
    ways = [search.trajectory(passes)]
    telling = telling_axes(search, passes)
    if 0 < len(telling) < search.columns.shape[1]:
        ways.append(search.trajectory(passes, telling))
    boxes = [chosen(steps, search.columns, passes, coverage) for steps in ways]
    best = max(range(len(ways)), key=lambda i: (_goodness(boxes[i], coverage), -boxes[i].restricted))
    return boxes[best], ways[best]


def telling_axes(search: Search, passes: np.ndarray) -> list[int]:
    """Return the axes on which futures in which it happens lie otherwise than the others (Kolmogorov and Smirnov).

    Axes of words are among them always.
    """
    return [
        axis
        for axis, column in enumerate(search.columns.T)
        if axis in search.words or stats.ks_2samp(column[passes], column[~passes], method="asymp").pvalue < SIGNIFICANT
    ]


def _goodness(step: Step, coverage: float | None) -> float:
    """Return what boxes are compared by."""
    return step.worth if coverage is None else step.density


def chance(
    search: Search, passes: np.ndarray, told: Step, shuffles: int, seed: int, coverage: float | None = None
) -> float:
    """Return in which share of shuffles of what happens over the futures a box as good is found; NaN of none.

    It answers what quasi-p-values cannot: whether a search over so many axes would find as much where nothing is.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_SHUFFLES,)))
    as_good = 0
    for _ in range(shuffles):
        other, _ = found(search, rng.permutation(passes), coverage)
        as_good += _goodness(other, coverage) >= _goodness(told, coverage)
    return as_good / shuffles if shuffles else nan
