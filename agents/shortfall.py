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

    What is found at an acceptable value is a monotone sum while pools grow, so that its root is the moment; it is
    looked for in each stretch between the dates at which curves begin to move.

    Args:
        gatherer: how the lab reads.
        reader: who reads, and how much of it; the plan stays as it is.
        pools: what can be read, by name.
        year: decimal year now.
        longest: how long the lab would wait at the most [year].
    """

    def missing(wait: float) -> float:
        return gatherer.found(reader, pools, year + wait) - ENOUGH * reader.wanted

    if longest <= 0 or missing(0.0) >= 0:
        return 0.0
    turns = sorted({date - year for pool in pools for date in pool.dates if year < date < year + longest} | {longest})
    before = 0.0
    for after in turns:
        if missing(after) >= 0:
            return min(after, float(brentq(missing, before, after, xtol=_TO)) + _TO)
        before = after
    return 0.0
