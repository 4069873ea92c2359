"""How good a forecast was: the continuous ranked probability score (CRPS), and how often an interval held.

The CRPS is the distance of a forecast from what came, in the unit of both; for a forecast without spread it is the
absolute error. Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359, eq. 20 and 21.
"""

from collections.abc import Sequence
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]


def crps_of_sample(sample: Floats, observed: float) -> float:
    """Return the CRPS of an ensemble, in its unit: E|X - y| - E|X - X'| / 2, over all pairs of its members.

    Args:
        sample: members of the ensemble, in any order.
        observed: what came.
    """
    x = np.sort(sample)
    n = len(x)
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float(np.mean(np.abs(x - observed)) - np.dot(ranks, x) / n**2)


def crps_of_normal(middle: float, spread: float, observed: float) -> float:
    """Return the CRPS of a normal forecast, in its unit (Gneiting and Raftery 2007, p. 367); |error| without spread."""
    if spread <= 0:
        return abs(observed - middle)
    z = (observed - middle) / spread
    return float(spread * (z * (2.0 * stats.norm.cdf(z) - 1.0) + 2.0 * stats.norm.pdf(z) - 1.0 / sqrt(pi)))


def crps_of_student(middle: float, spread: float, freedom: float, observed: float) -> float:
    """Return the CRPS of a Student t forecast, in its unit.

    Equation: Jordan, Krueger and Lerch 2019, J. Stat. Softw. 90(12), appendix A.

    Args:
        middle: its location.
        spread: its scale.
        freedom: degrees of freedom, above 1.
        observed: what came.
    """
    if spread <= 0:
        return abs(observed - middle)
    z = (observed - middle) / spread
    known = stats.t(freedom)
    tails = 2.0 * known.pdf(z) * (freedom + z**2) / (freedom - 1.0)
    pairs = (
        2.0 * sqrt(freedom) / (freedom - 1.0) * special.beta(0.5, freedom - 0.5) / special.beta(0.5, freedom / 2) ** 2
    )
    return float(spread * (z * (2.0 * known.cdf(z) - 1.0) + tails - pairs))


def held(sample: Floats, observed: float, coverage: float) -> bool:
    """Return whether what came lies in the middle share of an ensemble."""
    low, high = np.quantile(sample, (0.5 - coverage / 2.0, 0.5 + coverage / 2.0))
    return bool(low <= observed <= high)


def covered(samples: Sequence[Floats], observed: Sequence[float], coverage: float) -> float:
    """Return in which share of cases the middle part of the ensemble held what came."""
    return float(np.mean([held(one, came, coverage) for one, came in zip(samples, observed, strict=True)]))


def skill(crps: float, of_baseline: float) -> float:
    """Return 1 - CRPS / CRPS of the baseline, a plain number: 1 is perfect, 0 no better, below it worse."""
    return 1.0 - crps / of_baseline if of_baseline > 0 else 0.0 if crps == of_baseline else float("-inf")
