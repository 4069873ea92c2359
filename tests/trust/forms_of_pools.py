"""Closed forms of pools, through runs: what came out beside what the formula says."""

from collections.abc import Iterator
from math import exp, log
from random import Random

from tests.trust.tiny_worlds import START, lived, states, world

Pairs = Iterator[tuple[float, float]]


def growth(chance: Random) -> Pairs:
    """Follow a stock that grows, from the date of its number on, whatever is lost of it."""
    stock, factor, at = 10 ** chance.uniform(10.0, 15.0), chance.uniform(0.8, 1.5), chance.uniform(2010.0, 2030.0)
    pool = {"stock": {"value": f"{stock!r} token", "at": at}, "net_growth": f"{factor!r} x/year"}
    pool["link_rot"] = f"{chance.uniform(0.0, 20.0)!r} %/year"
    for state in states(lived(world(pool))):
        yield state.stock, stock * factor ** (state.year - at)


def _fed(chance: Random) -> tuple[dict[str, object], float, float, float]:
    """Return a pool with a constant inflow, its first stock, its steady stock and its loss a year."""
    first, steady, lost = 10 ** chance.uniform(10.0, 15.0), 10 ** chance.uniform(10.0, 15.0), chance.uniform(0.01, 0.7)
    inflow = steady * -log(1.0 - lost)
    pool: dict[str, object] = {
        "stock": f"{first!r} token",
        "inflow": f"{inflow!r} token/year",
        "link_rot": f"{100.0 * lost!r} %/year",
    }
    return pool, first, steady, lost


def regrowth(chance: Random) -> Pairs:
    """Follow a stock that is fed at a constant rate toward its steady state."""
    pool, first, steady, lost = _fed(chance)
    for state in states(lived(world(pool))):
        yield state.stock, steady + (first - steady) * (1.0 - lost) ** (state.year - START)


def steady_state(chance: Random) -> Pairs:
    """Stay where as much comes in as is lost."""
    pool, _, steady, _ = _fed(chance)
    for state in states(lived(world({**pool, "stock": f"{steady!r} token"}))):
        yield state.stock, steady


def half_life(chance: Random) -> Pairs:
    """Halve a stock that nothing feeds in ln 2 / -ln(1 - lost) years."""
    years = chance.choice([1.0, 2.0, 4.0, 5.0])
    lost = 1.0 - 0.5 ** (1.0 / years)
    pool = {"stock": "1e14 token", "inflow": "0 token/year", "link_rot": f"{100.0 * lost!r} %/year"}
    found = {state.year: state.stock for state in states(lived(world(pool)))}
    for i in (0, 1, 2):
        if START + i * years in found:
            yield found[START + i * years], 1e14 * 0.5**i


def takedown(chance: Random) -> Pairs:
    """Take a share out: what is gone and what is left make what was there, and regrowth begins anew."""
    pool, first, steady, lost = _fed(chance)
    at, share = START + chance.uniform(1.0, 8.0), chance.uniform(0.0, 1.0)
    history = lived(world({**pool, "takedowns": {"court": {"at": at, "share": share}}}))
    before = steady + (first - steady) * (1.0 - lost) ** (at - START)
    gone = next(one.value for one in history.happenings if one.kind == "takedown")
    yield gone, share * before
    for state in states(history):
        if state.year > at:
            yield state.stock, steady + (before - gone - steady) * (1.0 - lost) ** (state.year - at)


def machine_text(chance: Random) -> Pairs:
    """Let models write a constant share of what flows in from the first day on."""
    share, factor, lost = chance.uniform(0.0, 1.0), chance.uniform(1.0, 1.4), chance.uniform(0.0, 0.5)
    worth = chance.uniform(0.0, 1.0)
    pool = {"net_growth": f"{factor!r} x/year", "link_rot": f"{100.0 * lost!r} %/year", "machine_quality": worth}
    g, d = log(factor), -log(1.0 - lost)
    for state in states(lived(world({**pool, "ai_share": share}))):
        made = share * (1.0 - exp(-(g + d) * (state.year - START)))
        yield state.machine / state.stock, made
        yield state.quality, 1.0 - made * (1.0 - worth)


def door(chance: Random) -> Pairs:
    """Let a share relax: after each `time` 1/e of the way is left."""
    value, to, time = chance.uniform(0.0, 1.0), chance.uniform(0.0, 1.0), chance.uniform(0.2, 10.0)
    since = START + chance.uniform(-4.0, 9.0)
    course = {"value": value, "to": to, "since": since, "time": f"{time!r} year"}
    for state in states(lived(world({"open_share": course}))):
        yield state.open_share, to + (value - to) * exp(-max(0.0, state.year - since) / time)


def backlog(chance: Random) -> Pairs:
    """Digitise a backlog: of B tokens B exp(-t / time) are left."""
    tokens, time = 10 ** chance.uniform(12.0, 15.0), chance.uniform(0.3, 20.0)
    since = START + chance.uniform(0.0, 5.0)
    told = {"tokens": f"{tokens!r} token", "since": since, "time": f"{time!r} year"}
    tapes = {"kind": "multimodal", "modality": "speech", "transfer": 1.0, "stock": "1e12 token"}
    loaded = world({}, archives={"library": {"pools": ["tapes"], "backlog": told}}, pools={"tapes": tapes})
    for state in states(lived(loaded), "tapes"):
        yield state.stock, 1e12 + tokens * (1.0 - exp(-max(0.0, state.year - since) / time))
