"""The small ecosystem as a kernel that numba compiles: trainings by date, pools in arrays, no library of events."""

from math import exp

import numba
import numpy as np

from tests.benchmarks.small.scene import Scene


@numba.njit(cache=False)
def _kernel(dates: np.ndarray, stocks: np.ndarray, growths: np.ndarray, shares: np.ndarray, years: float) -> np.ndarray:
    last = 0.0
    for now in dates:
        for i in range(len(stocks)):
            stocks[i] *= exp(growths[i] * (now - last))
            stocks[i] -= stocks[i] * shares[i]
        last = now
    for i in range(len(stocks)):
        stocks[i] *= exp(growths[i] * (years - last))
    return stocks


def events(one: Scene) -> list[float]:
    """Sort all trainings and carry them out."""
    dates = np.sort(np.array([date for dates in one.dates for date in dates]))
    found = _kernel(dates, np.array(one.stocks), np.array(one.growths), np.array(one.shares), one.years)
    return [float(value) for value in found]
