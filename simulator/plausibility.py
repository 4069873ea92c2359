"""Whether what the world of 2026 does can be believed: each curve held against what is known or possible."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.courses import Courses
from simulator.curves import CURVES, OWNER_KINDS, at
from simulator.known import Known, known_shares, known_use
from simulator.summary import Summary
from worlds.config.bounds import Bound, bounds
from worlds.config.observed_deals import observed_deals

WORLD = "baseline-2026"
YEARS = (2026, 2030, 2040)
"""Years for which the page gives numbers: a flow is that of the year, or of the last one."""
EXHAUSTION = (2026.0, 2032.0)
"""Window of 80 % in which public text is used up: Villalobos et al. 2024, arXiv:2211.04325, section 2.5."""
LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Check:
    """A curve at a date, and what it can be there.

    Attributes:
        bound: what can be believed.
        low: 10 % quantile of the curve [base units].
        middle: its median.
        high: its 90 % quantile.
        inside: share of replications within the bound.
    """

    bound: Bound
    low: float
    middle: float
    high: float
    inside: float

    @property
    def within(self) -> bool:
        """Whether the median can be believed."""
        return self.beyond == 0

    @property
    def beyond(self) -> int:
        """1 where the median is above the bound, -1 where it is below, else 0."""
        if self.bound.high is not None and self.middle > self.bound.high:
            return 1
        return -1 if self.bound.low is not None and self.middle < self.bound.low else 0

    @property
    def apart(self) -> bool:
        """Whether the middle 80 % lie outside, too."""
        above = self.bound.high is not None and self.low > self.bound.high
        return above or (self.bound.low is not None and self.high < self.bound.low)

    @property
    def end(self) -> float:
        """The end of the bound that the median is beyond [base units]; itself where it is within."""
        ends = {1: self.bound.high, -1: self.bound.low}
        end = ends.get(self.beyond)
        return self.middle if end is None else end


def believed() -> list[Bound]:
    """Return everything that curves are held against: bounds, what is known at its date, and public deals."""
    figures = [
        Bound(one.curve, one.year, one.low, one.high, "likely", f"{one.name}: see baseline.md")
        for one in _last(known_use())
    ]
    shares = _last(known_shares())
    measured = ", ".join(f"{one.name} {one.value:.0%}" for one in shares)
    low, high, when = min(one.low for one in shares), max(one.high or one.value for one in shares), shares[-1].year
    figures.append(
        Bound("new_machine_share", when, low, high, "likely", f"last measurements, which differ: {measured}")
    )
    public = sum(one.kind in OWNER_KINDS for one in observed_deals())
    deals = Bound("deals", observed_deals()[-1].year, float(public), None, "reported", "public deals, images left out")
    return [*bounds(), *figures, deals]


def _last(figures: Iterable[Known]) -> list[Known]:
    """Return the last figure of each kind, the last of all at the end."""
    return sorted({(one.curve, one.name): one for one in figures}.values(), key=lambda one: one.year)


def checks(courses: Courses) -> list[Check]:
    """Return every curve held against what can be believed of it, in the order of the curves and of dates."""
    made = {name: CURVES[name].of(courses) for name in {one.curve for one in believed()}}
    order = list(CURVES)
    sorted_bounds = sorted(believed(), key=lambda one: (order.index(one.curve), one.year))
    return [
        check(one, at(made[one.curve], one.year, log=CURVES[one.curve].log))
        for one in sorted_bounds
        if one.year <= courses.years[-1]
    ]


def check(bound: Bound, drawn: pd.Series) -> Check:
    """Return a bound with what the replications say at its date."""
    low, middle, high = (float(one) for one in drawn.quantile(list(LEVELS)))
    least, most = (-np.inf if bound.low is None else bound.low), (np.inf if bound.high is None else bound.high)
    return Check(bound, low, middle, high, float(drawn.between(least, most).mean()))


@dataclass(frozen=True)
class Course:
    """What a curve does.

    Attributes:
        name: of the curve.
        numbers: 10, 50 and 90 % quantiles in each of `YEARS` [base units]; None beyond the end of the world.
        checks: what it was held against.
    """

    name: str
    numbers: tuple[tuple[float, float, float] | None, ...]
    checks: tuple[Check, ...]

    @property
    def checked_until(self) -> float | None:
        """The last date at which it was held against anything; None where nothing is known."""
        return max((one.bound.year for one in self.checks), default=None)


def course_of(name: str, courses: Courses, found: Sequence[Check]) -> Course:
    """Return what a curve does, with its checks."""
    drawn = CURVES[name].of(courses)
    numbers = tuple(_in_year(drawn, year) for year in YEARS)
    return Course(name, numbers, tuple(one for one in found if one.bound.curve == name))


def _in_year(drawn: pd.DataFrame, year: int) -> tuple[float, float, float] | None:
    """Return the quantiles of a year; at the end of the world, of the last year of a flow."""
    rows = drawn.index[(np.floor(drawn.index) == year) | (drawn.index == year - 0.5)]
    if rows.empty:
        return None
    low, middle, high = (float(one) for one in drawn.loc[rows[-1]].quantile(list(LEVELS)))
    return low, middle, high


def exhaustion(summary: Summary) -> tuple[float | None, bool]:
    """Return the median year in which public text runs out, and whether it lies in the window of the forecast."""
    middle = summary.quantiles["q50"]
    return middle, middle is not None and EXHAUSTION[0] <= middle <= EXHAUSTION[1]
