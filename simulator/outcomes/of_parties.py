"""Outcomes of everyone else: what owners earn, what users are served, what gets out, and who depends on whom."""

from collections.abc import Iterator
from math import fsum

from agents.corpus import Helping
from simulator.outcomes.measure import Outcome
from simulator.recorder import History
from worlds.config.schema import World
from worlds.pools.access import concentration

_FOR_DATA = ("deal", "integration")
"""Payments for data beside the price of what is read."""


def data_spend(world: World, history: History) -> Iterator[Outcome]:
    """Yield what labs paid for data: what they read, deals, and working them in."""
    read = [one.corpus.spend_usd for one in history.corpora]
    yield Outcome("data_spend_usd", fsum([*read, *(one.usd for one in history.payments if one.what in _FOR_DATA)]))


def levies(world: World, history: History) -> Iterator[Outcome]:
    """Yield what labs paid as levies."""
    yield Outcome("levy_usd", _paid(history, "levy"))


def fines(world: World, history: History) -> Iterator[Outcome]:
    """Yield what labs paid as fines."""
    yield Outcome("fines_usd", _paid(history, "fine"))


def _paid(history: History, what: str) -> float:
    """Return what labs paid for one thing [USD]."""
    return fsum(one.usd for one in history.payments if one.what == what)


def owner_income(world: World, history: History) -> Iterator[Outcome]:
    """Yield what owners and archives got."""
    yield Outcome("owner_income_usd", fsum(one.usd for one in history.payments if one.to))


def privacy_incidents(world: World, history: History) -> Iterator[Outcome]:
    """Yield how often private data got out."""
    yield Outcome("privacy_incidents", float(sum(one.kind == "incident" for one in history.happenings)))


def inference_flop(world: World, history: History) -> Iterator[Outcome]:
    """Yield the compute of serving users."""
    yield Outcome("inference_flop", fsum(one.inference_flop for one in history.final_uses))


def serving_spend(world: World, history: History) -> Iterator[Outcome]:
    """Yield what the compute of serving users cost."""
    yield Outcome("serving_spend_usd", fsum(one.spend_usd for one in history.final_uses))


def revenue(world: World, history: History) -> Iterator[Outcome]:
    """Yield what users paid."""
    yield Outcome("revenue_usd", fsum(one.revenue_usd for one in history.final_uses))


def access_concentration(world: World, history: History) -> Iterator[Outcome]:
    """Yield how unequal the labs that train are in what they may read at the end."""
    held = {lab: fsum(pools.values()) for lab, pools in history.rights.items()}
    yield Outcome("access_concentration", concentration(held))


def owner_dependence(world: World, history: History) -> Iterator[Outcome]:
    """Yield the largest part of what a lab has read that one owner or archive let it read."""
    owners, archives = world.data_owners.values(), world.archives.values()
    keepers = [*(one.pools for one in owners), *(one.pools for one in archives)]
    read: dict[str, list[Helping]] = {}
    for one in history.corpora:
        read.setdefault(one.lab, []).extend(one.corpus.helpings)
    yield Outcome("owner_dependence", max((_dependence(mine, keepers) for mine in read.values()), default=0.0))


def _dependence(helpings: list[Helping], keepers: list[list[str]]) -> float:
    """Return the largest part of the effective tokens of a lab's helpings that comes from the pools of one keeper."""
    whole = fsum([helping.effective for helping in helpings])
    parts = [fsum([helping.effective for helping in helpings if helping.pool in pools]) for pools in keepers]
    return max(parts, default=0.0) / whole if whole > 0 else 0.0
