"""A plan held against what there is: how much of each pool, of public text and of everything a lab wants."""

from collections.abc import Sequence
from math import fsum

from agents.gathering import Gatherer
from agents.surroundings import Demand
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool


def demand_of(lab: str, reader: Reader, pools: Sequence[Pool], gatherer: Gatherer, year: float) -> Demand:
    """Return a plan held against the pools that a lab can read (MODEL.md, 7.8).

    Args:
        lab: who plans.
        reader: what it wants and can use.
        pools: what it can read, by name.
        gatherer: how it reads.
        year: decimal year of the plan.
    """
    stretch = gatherer.unbounded(reader, pools, year)
    holds = {pool.name: pool.epoch_cap * pool.readable(year, *reader.rights(pool.name)) for pool in pools}
    wanted = {name: (stretch[name], held) for name, held in holds.items()}
    public = [pool for pool in pools if pool.kind == "public"]
    if public:
        stocks = (pool.effective_stock(year, *reader.rights(pool.name)) for pool in public)
        wanted["public"] = (reader.wanted, fsum(stocks))
    if pools:
        wanted["ecosystem"] = (reader.wanted, _worthwhile(pools, reader, gatherer, year))
    utilisation = {target: want / there for target, (want, there) in wanted.items() if there > 0}
    gone = tuple(target for target, (_, there) in wanted.items() if there <= 0)
    return Demand(lab, year, reader.wanted, utilisation, stretch, gone)


def _worthwhile(pools: Sequence[Pool], reader: Reader, gatherer: Gatherer, year: float) -> float:
    """Return the effective stock of everything worth reading [effective token]."""
    return fsum(
        pool.repetition * offer.unique * offer.value
        for pool in pools
        for offer in offers_of(pool, year, reader, gatherer.values)
        if offer.value / offer.compute >= gatherer.min_value
    )
