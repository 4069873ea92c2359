"""What compute a lab has and what it costs, at any date."""

from dataclasses import dataclass
from math import exp, log

from worlds.config.schema import Lab as LabSection
from worlds.config.schema import World
from worlds.config.values import Values
from worlds.laws.growth import Taper, log_growth


@dataclass(frozen=True)
class Budget:
    """The compute of a lab.

    Attributes:
        start: decimal year at which the world begins, the date of numbers without one.
        growth: log growth of compute [1/year] before any taper.
        taper: how it slows.
        price: USD per FLOP at `priced`.
        priced: decimal year of the price.
        cheaper: log growth of FLOP per USD [1/year].
    """

    start: float
    growth: float
    taper: Taper | None
    price: float
    priced: float
    cheaper: float

    def factor(self, at: float | None, year: float) -> float:
        """Return the factor by which compute has grown from the date it is stated for (None: the start) to a year."""
        return exp(log_growth(self.growth, self.start if at is None else at, year, self.taper))

    def flop_price(self, year: float) -> float:
        """Return the price of compute [USD/FLOP] at a date."""
        return self.price * exp(self.cheaper * (self.priced - year))


def budget_of(section: LabSection, world: World, values: Values) -> Budget:
    """Return the budget of a lab with the numbers of one replication."""
    taper, price = section.taper, world.economy.compute_price
    return Budget(
        world.start,
        log(values[section.compute_growth]),
        None if taper is None else Taper(taper.since, log(values[taper.to]), values[taper.time]),
        values[price],
        world.start if price.at is None else price.at,
        log(values[world.economy.price_performance]),
    )
