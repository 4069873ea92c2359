"""What compute a lab has and what it costs, at any date."""

from dataclasses import dataclass
from math import exp, log

from worlds.config.schema import Lab as LabSection
from worlds.config.schema import World
from worlds.config.values import Values
from worlds.laws.growth import Taper, log_growth


@dataclass(frozen=True)
class ComputeMarket:
    """What compute costs everybody.

    Attributes:
        price: USD per FLOP at `priced`.
        priced: decimal year of the price.
        cheaper: log growth of FLOP per USD [1/year].
    """

    price: float
    priced: float
    cheaper: float

    def flop_price(self, year: float) -> float:
        """Return the price of compute [USD/FLOP] at a date."""
        return self.price * exp(self.cheaper * (self.priced - year))

    def renewed(self, year: float, price: float | None, cheaper: float) -> "ComputeMarket":
        """Return the market as it goes on from a date: at a new price, or from where it is.

        Args:
            year: decimal year.
            price: USD per FLOP from then on; None where it goes on from where it is.
            cheaper: log growth of FLOP per USD from then on [1/year].
        """
        return ComputeMarket(self.flop_price(year) if price is None else price, year, cheaper)


def market_of(world: World, values: Values) -> ComputeMarket:
    """Return the market for compute with the numbers of one replication."""
    price = world.economy.compute_price
    at = world.start if price.at is None else price.at
    return ComputeMarket(values[price], at, log(values[world.economy.price_performance]))


@dataclass(frozen=True)
class Budget:
    """The means of a lab: compute on a trend, money on a trend, or the lesser of both.

    Attributes:
        start: decimal year at which the world begins, the date of numbers without one.
        growth: log growth of compute [1/year] before any taper.
        taper: how it slows.
        flop: compute of a generation at `flop_at` [FLOP]; None where only money limits it.
        flop_at: decimal year of the compute; None for the start.
        usd: money of a generation at `usd_at` [USD]; None where it does not limit anything.
        usd_at: decimal year of the money; None for the start.
        usd_growth: log growth of the money [1/year].
        reinvest: share of both that is earned.
        scale: what both are multiplied by, for the lab of a group.
    """

    start: float
    growth: float
    taper: Taper | None
    flop: float | None
    flop_at: float | None
    usd: float | None
    usd_at: float | None
    usd_growth: float
    reinvest: float
    scale: float = 1.0

    def factor(self, at: float | None, year: float) -> float:
        """Return compute in a year over what is stated for a date (None: for the start)."""
        return self.scale * exp(log_growth(self.growth, self.start if at is None else at, year, self.taper))

    def compute(self, year: float) -> float | None:
        """Return the compute of a generation by its trend [FLOP]; None where there is none."""
        return None if self.flop is None else self.flop * self.factor(self.flop_at, year)

    def money(self, year: float) -> float | None:
        """Return the money of a generation by its trend [USD]; None where money does not limit anything."""
        if self.usd is None:
            return None
        years = year - (self.start if self.usd_at is None else self.usd_at)
        return self.scale * self.usd * exp(self.usd_growth * years)

    def earned(self, index: float) -> float:
        """Return how many times its means revenue makes: once where it is what the plans promised (MODEL.md, 7.7).

        Args:
            index: revenue over what the plans promised, as a ratio.
        """
        return 1.0 - self.reinvest + self.reinvest * index


def budget_of(section: LabSection, world: World, values: Values, score: float = 0.0) -> Budget:
    """Return the budget of a lab with the numbers of one replication.

    Args:
        section: what the world file says of it.
        world: the world.
        values: the numbers.
        score: by how many times `spread` the logarithm of its means lies above that of its group.
    """
    taper, compute, money = section.taper, section.compute, section.budget
    return Budget(
        start=world.start,
        growth=log(values[section.compute_growth]),
        taper=None if taper is None else Taper(taper.since, log(values[taper.to]), values[taper.time]),
        flop=None if compute is None else values[compute],
        flop_at=None if compute is None else compute.at,
        usd=None if money is None else values[money],
        usd_at=None if money is None else money.at,
        usd_growth=log(values[section.budget_growth]),
        reinvest=values[section.reinvest],
        scale=1.0 if section.spread is None else exp(values[section.spread] * score),
    )
