"""How candidates do over futures: mean, worst tenth, regret, and in how many futures they satisfy.

Everything here is a function of arrays. Gains are outcomes with a sign, so that more is always better.
"""

from math import ceil

import numpy as np

from simulator.whatif.pairs import ROUNDING

WORST = 0.1
"""Share of futures that count as the worst."""


def not_dominated(gains: np.ndarray) -> np.ndarray:
    """Return which rows no other row dominates: is at least as good in every column, and better in one.

    Rows that are alike in every column dominate none of each other.

    Args:
        gains: more is better [candidates x objectives].
    """
    kept = np.ones(len(gains), dtype=bool)
    for i, row in enumerate(gains):
        kept[i] = not np.any(np.all(gains >= row, axis=1) & np.any(gains > row, axis=1))
    return kept


def moved(gains: np.ndarray, baseline: np.ndarray) -> np.ndarray:
    """Return which objectives are another than in the baseline for any candidate in any future, rounding apart.

    Args:
        gains: [candidates x futures x objectives].
        baseline: [futures x objectives].

    Returns:
        [objectives].
    """
    slack = ROUNDING * np.maximum(np.abs(gains), np.abs(baseline))
    found: np.ndarray = np.any(np.abs(gains - baseline) > slack, axis=(0, 1))
    return found


def worst_tenth(gains: np.ndarray) -> np.ndarray:
    """Return the mean over the worst tenth of futures, at least one, of each objective by itself.

    Args:
        gains: [candidates x futures x objectives].

    Returns:
        [candidates x objectives].
    """
    most = ceil(WORST * gains.shape[1])
    found: np.ndarray = np.sort(gains, axis=1)[:, :most].mean(axis=1)
    return found


def regrets(gains: np.ndarray) -> np.ndarray:
    """Return in each future by how much the best candidate there is better, objective by objective.

    Args:
        gains: [candidates x futures x objectives].
    """
    found: np.ndarray = gains.max(axis=0) - gains
    return found


def relative(regret: np.ndarray) -> np.ndarray:
    """Return regrets as shares of the way from the best to the worst candidate of a future; 0 where all are alike.

    Args:
        regret: [candidates x futures x objectives].
    """
    most = regret.max(axis=0)
    found: np.ndarray = regret / np.where(most > 0, most, 1.0)
    return found


def no_worse(gains: np.ndarray, baseline: np.ndarray) -> np.ndarray:
    """Return in which futures a candidate is no worse than the baseline in everything, rounding apart.

    Args:
        gains: [candidates x futures x objectives].
        baseline: [futures x objectives].

    Returns:
        [candidates x futures].
    """
    slack = ROUNDING * np.maximum(np.abs(gains), np.abs(baseline))
    found: np.ndarray = np.all(gains >= baseline - slack, axis=2)
    return found
