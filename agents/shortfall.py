"""Waiting for data: the moment at which enough has regrown."""

from collections.abc import Sequence

from scipy.optimize import brentq

from agents.corpus import ENOUGH
from agents.gathering import Gatherer
from worlds.pools.offers import Reader
from worlds.pools.pool import Pool

_TO = 1e-9
"""How exactly the moment is found [year]."""


def regrown(gatherer: Gatherer, reader: Reader, pools: Sequence[Pool], year: float, longest: float) -> float:
    """Return how long to wait until a frozen plan finds enough [year]; 0 where waiting does not help.

    What is found at an acceptable value is a monotone sum while pools grow, so that its root is the moment.

    Args:
        gatherer: how the lab reads.
        reader: who reads, and how much of it; the plan stays as it is.
        pools: what can be read, by name.
        year: decimal year now.
        longest: how long the lab would wait at the most [year].
    """

    def missing(wait: float) -> float:
        return gatherer.found(reader, pools, year + wait) - ENOUGH * reader.wanted

    if longest <= 0 or missing(longest) < 0:
        return 0.0
    root = float(brentq(missing, 0.0, longest, xtol=_TO))
    return min(longest, root + _TO)
