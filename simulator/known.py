"""What is known of use, money, deals and AI-written text, beside what is simulated at the same date."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.courses import Courses
from simulator.curves import CURVES, OWNER_KINDS, at, signed
from worlds.config.observed_ai_share import observed_ai_shares
from worlds.config.observed_deals import observed_deals
from worlds.config.observed_use import known_of_firms, observed_use, people_online

MONTHS = 12


@dataclass(frozen=True)
class Known:
    """A figure in base units of a curve.

    Attributes:
        curve: of which curve of `CURVES`.
        name: what was counted, by whom or of whom.
        year: decimal year.
        value: the figure.
        low: least that it may be.
        high: most that it may be; None where the figure is a lower bound for the world.
    """

    curve: str
    name: str
    year: float
    value: float
    low: float
    high: float | None


@dataclass(frozen=True)
class Beside:
    """A figure with the middle 80 % of the simulated ones.

    Attributes:
        known: what is known.
        low: 10 % quantile of what is simulated.
        middle: its median.
        high: its 90 % quantile.
    """

    known: Known
    low: float
    middle: float
    high: float

    @property
    def short(self) -> bool:
        """Whether most futures fall short of a lower bound."""
        return self.known.high is None and self.middle < self.known.low

    @property
    def holds(self) -> bool:
        """Whether the band has the figure in it, or its median in the figure's range, or reaches a lower bound."""
        if self.known.high is None:
            return self.high >= self.known.low
        return self.low <= self.known.value <= self.high or self.known.low <= self.middle <= self.known.high

    @property
    def verdict(self) -> str:
        """What the numbers say of what is simulated."""
        if self.known.high is None:
            return ("below it in most futures" if self.short else "above it") if self.holds else "below it"
        if self.holds:
            return "around it" if self.low <= self.known.value <= self.high else "within its range"
        return "too high" if self.middle > self.known.high else "too low"


def known_use() -> Iterator[Known]:
    """Yield figures of use and money: what firms together had at least, and what is said of the world."""
    for year, users in known_of_firms("users"):
        share = users / people_online(year)
        yield Known("users", "ChatGPT in a week, of those online", year, share, share, None)
    for year, tokens in known_of_firms("tokens_per_month"):
        yield Known("tokens_served", "firms that tell", year, tokens * MONTHS, tokens * MONTHS, None)
    for one in observed_use():
        if one.what == "tokens_per_month" and one.bound == "central":
            yield Known("tokens_served", "the world", one.year, *(MONTHS * x for x in (one.value, one.low, one.high)))
    for year, usd in known_of_firms("revenue_usd_per_year"):
        yield Known("revenue", "OpenAI and Anthropic, as far as known", year, usd, usd, None)


def known_shares() -> Iterator[Known]:
    """Yield what was measured of the share of new text that models write."""
    for one in observed_ai_shares():
        yield Known("new_machine_share", one.what, one.year, one.share, one.low, one.high)


def known() -> list[Known]:
    """Return everything that is known of a curve at a date, curve by curve."""
    return [*known_shares(), *known_use()]


def beside(courses: Courses, figures: list[Known]) -> list[Beside]:
    """Return each figure with what is simulated at its date."""
    made = {name: CURVES[name].of(courses) for name in {one.curve for one in figures}}
    return [_beside(one, at(made[one.curve], one.year, log=CURVES[one.curve].log)) for one in figures]


def _beside(one: Known, simulated: pd.Series) -> Beside:
    """Return a figure with the quantiles of what is simulated."""
    low, middle, high = (float(level) for level in simulated.quantile([0.1, 0.5, 0.9]))
    return Beside(one, low, middle, high)


@dataclass(frozen=True)
class DealsSoFar:
    """Public deals beside simulated ones, with owners of a kind.

    Attributes:
        kind: of owner.
        grid: decimal years.
        public: deals that are public by then.
        simulated: a row for each date, a column for each replication; None where the world has no such owner.
    """

    kind: str
    grid: np.ndarray
    public: np.ndarray
    simulated: pd.DataFrame | None


def deals_so_far(courses: Courses, first: float, step: float = 0.25) -> list[DealsSoFar]:
    """Return the deals by kind of owner from a date to the last public deal.

    Args:
        courses: of a run.
        first: decimal year at which the grid begins.
        step: years between its dates.
    """
    last = observed_deals()[-1].year
    grid = np.append(np.arange(first, last, step), last)
    found = []
    for kind in (*OWNER_KINDS, "images"):
        dates = np.array([one.year for one in observed_deals() if one.kind == kind])
        public = np.searchsorted(dates, grid, side="right")
        found.append(DealsSoFar(kind, grid, public, signed(courses, grid, kind) if kind in OWNER_KINDS else None))
    return found
