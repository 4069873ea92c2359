"""Closed forms of prices, users, publishers and the desk, through runs: what came out beside what the formula says."""

from collections.abc import Iterator
from math import exp, log, sqrt
from random import Random

from agents.clock import Clock, Life
from agents.desk import Desk
from tests.trust.tiny_worlds import START, lived, outcomes, states, world

Pairs = Iterator[tuple[float, float]]
_ONCE = {"compute": "1e24 FLOP", "cadence": "20 year"}
"""A lab that trains one model, on the first day."""


def price(chance: Random) -> Pairs:
    """Let a price feel a utilisation that stays as it is."""
    first, pace, target = 1e-12, chance.uniform(0.0, 0.4), chance.uniform(0.0, 1.0)
    stock = sqrt(20.0 * 1e24 / 6.0) / chance.uniform(0.1, 0.9)
    pool = {"stock": f"{stock!r} token", "price": f"{first!r} USD/token", "price_pace": pace, "price_target": target}
    wanted = sqrt(20.0 * 1e24 / 6.0) / stock
    for state in states(lived(world(pool, {"compute": "1e24 FLOP"}))):
        years = state.year - START
        yield state.price, first * exp(pace * ((wanted - target) * years - wanted * (1.0 - exp(-years))))


def publisher(chance: Random) -> Pairs:
    """Close a pool that was read once, as far as that goes."""
    most, half, time = chance.uniform(0.0, 1.0), chance.uniform(0.1, 9.0), chance.uniform(0.3, 8.0)
    closing = {"most": most, "half_pressure": half, "closing_time": f"{time!r} year"}
    stock = sqrt(20.0 * 1e24 / 6.0) * chance.uniform(1.1, 9.0)
    pool = {"stock": f"{stock!r} token"}
    read = sqrt(20.0 * 1e24 / 6.0) / stock
    to = 1.0 - most * read / (read + half)
    for state in states(lived(world(pool, _ONCE, publishers={"sites": {"pools": ["web"], "closing": closing}}))):
        yield state.open_share, to + (1.0 - to) * exp(-(state.year - START) / time)


def users(chance: Random) -> Pairs:
    """Let users come to the one model that there is, and count what they take and what that costs."""
    demand, time = 10 ** chance.uniform(12.0, 15.0), chance.uniform(0.3, 6.0)
    markup, sensitivity, at_half = chance.uniform(1.0, 6.0), chance.uniform(2.0, 9.0), chance.uniform(0.05, 0.3)
    base = {
        "demand": f"{demand!r} token/year",
        "adoption_time": f"{time!r} year",
        "sensitivity": sensitivity,
        "appeal_loss": f"{at_half!r} nat/token",
        "markup": markup,
    }
    economy = {"price_performance": "1 x/year", "compute_price": "2e-18 USD/FLOP"}
    loaded = world({"stock": "1e20 token"}, _ONCE, user_bases={"people": base}, economy=economy)
    history = lived(loaded)
    model, found = history.models[0], outcomes(loaded, history)
    appeal = exp(sensitivity * log(at_half / model.reducible_loss))
    share = appeal / (1.0 + appeal)
    for state in history.uses:
        yield state.share, share * (1.0 - exp(-(state.year - START) / time))
    taken = demand * share * (10.0 - time * (1.0 - exp(-10.0 / time)))
    yield found["inference_flop"], 2.0 * model.size * taken
    yield found["serving_spend_usd"], 2.0 * model.size * taken * 2e-18
    yield found["revenue_usd"], markup * found["serving_spend_usd"]


def no_demand(chance: Random) -> Pairs:
    """Serve users who want nothing: nothing is served, paid or bought."""
    compute = 10 ** chance.uniform(22.0, 25.0)
    base = {"demand": "0 token/year"}
    loaded = world({}, {"compute": f"{compute!r} FLOP"}, user_bases={"people": base})
    found = outcomes(loaded, lived(loaded))
    for name in ("inference_flop", "serving_spend_usd", "revenue_usd", "data_spend_usd", "owner_income_usd"):
        yield found[name], 0.0


def spending(chance: Random) -> Pairs:
    """Pay for compute at the price of its day, which falls by a factor a year."""
    price, factor, at = chance.uniform(1e-18, 3e-18), chance.uniform(1.0, 2.0), chance.uniform(2018.0, 2028.0)
    economy = {
        "compute_price": {"value": f"{price!r} USD/FLOP", "at": at},
        "price_performance": f"{factor!r} x/year",
    }
    loaded = world({"stock": "1e20 token"}, {"compute": "1e24 FLOP"}, economy=economy)
    history = lived(loaded)
    for model in history.models:
        yield model.spend_usd, 1e24 * price * factor ** (at - model.year)
    yield outcomes(loaded, history)["compute_spend_usd"], sum(model.spend_usd for model in history.models)


class _Even(Random):
    """Luck that is neither good nor bad: every talk takes its mean."""

    def expovariate(self, lambd: float = 1.0) -> float:
        """Return the mean."""
        return 1.0 / lambd


def desk(chance: Random) -> Pairs:
    """Wait at a desk whose talks all take as long: the n-th of those who come at once waits for n // desks talks."""
    desks, time, guests = chance.randint(1, 4), chance.uniform(0.01, 2.0), 12
    clock, waits = Clock(0.0), list[float]()
    there = Desk(clock, desks, 0)

    def guest() -> Life:
        waits.append((yield from there.negotiate(_Even(), time)))

    for _ in range(guests):
        clock.start(guest())
    while clock.next < 1000.0:
        clock.step()
    for i, waited in enumerate(waits):
        yield waited, i // desks * time


def queue(chance: Random, guests: int = 1000, load: float | None = None) -> Pairs:
    """Follow Lindley's recursion: who comes waits as long as who came before, and that talk, less the time between.

    Waits are told beside the mean time between two guests, 1, since dates are on a grid.
    """
    load, seed = chance.uniform(0.1, 0.95) if load is None else load, chance.random()
    clock, waits = Clock(0.0), list[float]()
    there, comings, talks = Desk(clock, 1, 0), Random(f"comings {seed}"), Random(f"talks {seed}")

    def guest() -> Life:
        waits.append((yield from there.negotiate(talks, load)))

    def come() -> Life:
        for _ in range(guests):
            yield clock.timeout(comings.expovariate(1.0))
            clock.start(guest())

    clock.start(come())
    while clock.next < 100.0 * guests:
        clock.step()
    comings, talks, waited = Random(f"comings {seed}"), Random(f"talks {seed}"), 0.0
    comings.expovariate(1.0)
    for found in waits:
        yield 1.0 + found, 1.0 + waited
        waited = max(0.0, waited + load * talks.expovariate(1.0) - comings.expovariate(1.0))
