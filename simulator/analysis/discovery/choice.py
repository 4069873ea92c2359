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


def chosen(steps: Sequence[Step], coverage: float | None = None) -> Step:
    """Return the box to be told: the one in which lying correlates most with that it happens (phi).

    A small pure box and a large one that says little both lose, however often it happens over all futures; the product
    of coverage and density would choose a box of nearly everything where it happens often. Of equal boxes the one with
    fewer edges is told.

    Args:
        steps: the trajectory.
        coverage: instead, the densest box that covers at least so much.
    """
    if coverage is not None:
        enough = [one for one in steps if one.coverage >= coverage]
        return max(enough, key=lambda one: (one.density, one.coverage, -one.restricted))
    return max(steps, key=lambda one: (one.worth, -one.restricted, one.held))


def quasi_p(step: Step, edge: Restriction, columns: np.ndarray, passes: np.ndarray) -> float:
    """Return how likely a box would be as dense by chance if one of its edges said nothing.

    A binomial test of the box against the same without that edge (Bryant and Lempert 2010). It is quasi since the
    edge was looked for among many, for which it makes no allowance.
    """
    without = step_of("", step.box.without(edge), columns, passes)
    return float(stats.binom.sf(step.passed - 1, step.held, without.density))


def pruned(step: Step, columns: np.ndarray, passes: np.ndarray) -> Step:
    """Return a box without the edges that could be chance, the weakest taken away first."""
    while edges := step.box.restrictions:
        levels = [quasi_p(step, edge, columns, passes) for edge in edges]
        weakest = int(np.argmax(levels))
        if levels[weakest] < SIGNIFICANT:
            break
        step = step_of("pruned", step.box.without(edges[weakest]), columns, passes)
    return step


def chance(
    search: Search, passes: np.ndarray, found: Step, shuffles: int, seed: int, coverage: float | None = None
) -> float:
    """Return in which share of shuffles of what happens over the futures a box as good is found; NaN of none.

    It answers what quasi-p-values cannot: whether a search over so many axes would find as much where nothing is.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_SHUFFLES,)))
    as_good = 0
    for _ in range(shuffles):
        other = chosen(search.trajectory(rng.permutation(passes)), coverage)
        as_good += other.worth >= found.worth if coverage is None else other.density >= found.density
    return as_good / shuffles if shuffles else nan
