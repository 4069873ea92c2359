"""A plan held against what there is: how much of each pool, of public text and of everything a lab wants."""

from math import fsum

from agents.gathering import Gatherer, Menu
from agents.surroundings import Demand


def demand_of(lab: str, menu: Menu, gatherer: Gatherer) -> Demand:
    """Return a plan held against the pools that a lab can read (MODEL.md, 7.8).

    Args:
        lab: who plans.
        menu: what it wants, and what it is offered.
        gatherer: how it reads.
    """
    reader, pools, year = menu.reader, menu.pools, menu.year
    stretch = gatherer.unbounded(menu)
    readable = {pool.name: menu.readable(pool) for pool in pools}
    wanted = {pool.name: (stretch[pool.name], pool.epoch_cap * readable[pool.name]) for pool in pools}
    public = [pool for pool in pools if pool.kind == "public"]
    if public:
        stocks = [pool.repetition * readable[pool.name] * pool.quality(year) for pool in public]
        wanted["public"] = (reader.wanted, fsum(stocks))
    if pools:
        wanted["ecosystem"] = (reader.wanted, _worthwhile(menu, gatherer.min_value))
    utilisation = {target: want / there for target, (want, there) in wanted.items() if there > 0}
    gone = tuple(target for target, (_, there) in wanted.items() if there <= 0)
    return Demand(lab, year, reader.wanted, utilisation, stretch, gone)


def _worthwhile(menu: Menu, least: float) -> float:
    """Return the effective stock of everything that is worth at least so much [effective token]."""
    return fsum(
        [
            pool.repetition * offer.unique * offer.value
            for pool, offer in menu.dishes
            if offer.value / offer.compute >= least
        ]
    )
