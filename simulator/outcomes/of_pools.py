"""Outcomes of pools: when they run dry, what is left, and how hard they were used."""

from collections.abc import Iterator
from math import log

from simulator.outcomes.measure import Outcome, date
from simulator.recorder import History
from worlds.config.schema import World


def exhaustion(world: World, history: History) -> Iterator[Outcome]:
    """Yield the exhaustion year of every target."""
    for target in ("public", "ecosystem", *world.pools):
        yield date(history, f"exhaustion_year.{target}", history.crossings.year(target))


def final_stock(world: World, history: History) -> Iterator[Outcome]:
    """Yield what each pool holds at the end."""
    for pool, state in history.final.items():
        yield Outcome(f"final_stock.{pool}", state.stock)


def read_share(world: World, history: History) -> Iterator[Outcome]:
    """Yield how much of each pool anyone has read."""
    for pool, state in history.final.items():
        yield Outcome(f"read_share.{pool}", state.read_share)


def regeneration_gap(world: World, history: History) -> Iterator[Outcome]:
    """Yield by how much use outgrows regrowth in each pool."""
    for pool, state in history.final.items():
        wanted = [(one.year, one.stretch[pool]) for one in history.demands if one.stretch.get(pool, 0.0) > 0]
        first = next((one for one in history.states if one.pool == pool and one.stock > 0), None)
        if (
            len(wanted) < 2
            or wanted[-1][0] <= wanted[0][0]
            or first is None
            or state.stock <= 0
            or state.year <= first.year
        ):
            yield Outcome(f"regeneration_gap.{pool}", None, "never")
            continue
        use = log(wanted[-1][1] / wanted[0][1]) / (wanted[-1][0] - wanted[0][0])
        regrowth = log(state.stock / first.stock) / (state.year - first.year)
        yield Outcome(f"regeneration_gap.{pool}", use - regrowth)


def peak_utilisation(world: World, history: History) -> Iterator[Outcome]:
    """Yield the largest demand on each pool."""
    for pool in world.pools:
        seen = [one.utilisation[pool] for one in history.demands if pool in one.utilisation]
        yield Outcome(f"peak_utilisation.{pool}", max(seen, default=0.0))
