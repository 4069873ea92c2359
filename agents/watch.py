"""Watching the world: whether a condition is true now, and when it will come true if nothing happens."""

from collections.abc import Callable
from itertools import pairwise
from math import inf

from scipy.optimize import brentq

from agents.surroundings import Surroundings
from worlds.config.watching import Watched
from worlds.pools.pool import Pool

AHEAD = 1.0
"""How far a regulator looks ahead at a time [year]."""
_LOOKS = 12
_TO = 1e-9
"""How exactly the moment of a crossing is found [year]."""
_OF_POOL: dict[str, Callable[[Pool, float], float]] = {
    "open_share": Pool.open_share,
    "stock": Pool.stock,
    "effective_stock": lambda pool, year: pool.effective_stock(year),
    "quality": Pool.quality,
    "machine_share": Pool.machine_share,
    "price": Pool.price,
    "read_share": Pool.read_share,
}


def margin(one: Watched, surroundings: Surroundings, year: float) -> float:
    """Return how far a condition is beyond its level, in base units; below 0 while it is not true.

    Args:
        one: the condition; of several pools the one that is furthest counts.
        surroundings: the ecosystem.
        year: decimal year, now or ahead, as if nothing happened until then.
    """
    if not one.pools:
        return one.beyond(float(surroundings.happened(one.what)))
    if one.what == "utilisation":
        seen = [surroundings.utilisation(pool) for pool in one.pools]
        return max((one.beyond(value) for value in seen if value is not None), default=-inf)
    quantity = _OF_POOL[one.what]
    return max(one.beyond(quantity(surroundings.pools[pool], year)) for pool in one.pools)


def next_turn(one: Watched, surroundings: Surroundings, year: float, *, true: bool) -> float | None:
    """Return the years until a condition turns if nothing happens: the root of closed forms; None within a year.

    Args:
        one: the condition.
        surroundings: the ecosystem.
        year: decimal year now.
        true: whether it is true now.
    """
    if not one.smooth:
        return None
    sign = -1.0 if true else 1.0

    def still(wait: float) -> float:
        return sign * margin(one, surroundings, year + wait)

    for before, after in pairwise(AHEAD * i / _LOOKS for i in range(_LOOKS + 1)):
        if still(after) > 0:
            low = still(before)
            return after if low > 0 else float(brentq(still, before, after, xtol=_TO)) + _TO
    return None
