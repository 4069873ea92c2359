"""What users would take of models, and what they can pay for."""

from dataclasses import dataclass
from math import exp, log

from worlds.config.schema import UserBase as UserBaseSection
from worlds.config.values import Values


@dataclass(frozen=True)
class Stretch:
    """A time in which something grows at one rate.

    Attributes:
        begun: decimal year.
        years: how long.
        amount: a year, at the beginning.
        rate: log growth [1/year].
    """

    begun: float
    years: float
    amount: float
    rate: float


@dataclass(frozen=True)
class Wants:
    """What everybody together would take if all used models, and what they can pay.

    Attributes:
        tokens: wanted a year at `at` [token/year].
        at: decimal year of that.
        growth: log growth from then on [1/year].
        earlier: log growth until then [1/year].
        usd: what they can pay a year at `usd_at` [USD/year]; None where money limits nothing.
        usd_at: decimal year of that.
        usd_growth: log growth of it [1/year].
    """

    tokens: float
    at: float
    growth: float
    earlier: float
    usd: float | None
    usd_at: float
    usd_growth: float

    def demand(self, year: float) -> float:
        """Return the tokens wanted a year at a date [token/year]."""
        return self.tokens * exp((self.growth if year >= self.at else self.earlier) * (year - self.at))

    def money(self, year: float) -> float | None:
        """Return what everybody could pay a year at a date [USD/year]; None where money limits nothing."""
        return None if self.usd is None else self.usd * exp(self.usd_growth * (year - self.usd_at))

    def wanted(self, begun: float, years: float) -> list[Stretch]:
        """Return the demand of some years in stretches of one growth each [token/year]."""
        before = min(years, max(0.0, self.at - begun))
        stretches = [(begun, before, self.earlier), (begun + before, years - before, self.growth)]
        return [Stretch(since, time, self.demand(since), rate) for since, time, rate in stretches if time > 0]


def wants_of(section: UserBaseSection, values: Values, start: float) -> Wants:
    """Return what users want with the numbers of one replication; numbers without a date are those of `start`."""
    growth, spending = log(values[section.demand_growth]), section.spending
    return Wants(
        tokens=values[section.demand],
        at=start if section.demand.at is None else section.demand.at,
        growth=growth,
        earlier=growth if section.earlier_growth is None else log(values[section.earlier_growth]),
        usd=None if spending is None else values[spending],
        usd_at=start if spending is None or spending.at is None else spending.at,
        usd_growth=log(values[section.spending_growth]),
    )
