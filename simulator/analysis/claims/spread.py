"""How sure a number is: the middle 90 % of futures, intervals of shares and means, the bootstrap."""

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

import numpy as np

from simulator.analysis.claims.futures import Numbers
from simulator.whatif.pairs import CONFIDENCE, mean_and_half_width

RESAMPLED = 2000


def middle(values: Numbers) -> tuple[float, float, float]:
    """Return the median and the middle 90 % of what is known of some values, in their unit; NaN of nothing."""
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan"), float("nan")
    low, median, high = np.quantile(known, [(1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2])
    return float(median), float(low), float(high)


def median(values: Numbers) -> float:
    """Return the median of what is known of some values, in their unit."""
    return middle(values)[0]


def mean(values: Numbers) -> tuple[float, float, float]:
    """Return the mean of paired differences and its 90 % interval (Student's t), in their unit."""
    centre, half = mean_and_half_width([float(one) for one in values if not np.isnan(one)])
    return centre, centre - half, centre + half


def proportion(happens: "np.typing.NDArray[np.bool_]") -> tuple[float, float, float]:
    """Return the share of futures in which something happens, with its 90 % interval (Wilson 1927)."""
    n, share = len(happens), float(np.mean(happens))
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def bootstrap(number: int, statistic: Callable[[Numbers], float], seed: int) -> tuple[float, float]:
    """Return the 90 % bootstrap interval of a statistic of observations, in its unit.

    Args:
        number: how many observations there are.
        statistic: takes how often each observation counts.
        seed: of the resampling.
    """
    random = np.random.default_rng(seed)
    weights = random.multinomial(number, np.full(number, 1 / number), size=RESAMPLED).astype(float)
    found = np.array([statistic(one) for one in weights])
    low, high = np.nanquantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
