"""The clock of an ecosystem: SimPy's environment behind a door that lets no impossible time in.

Years are counted in steps of 2^-40 (29 microseconds), on which sums of dates are exact: moments that should coincide
do, and start + 120 months is ten years to the bit.
"""

from collections.abc import Callable, Generator
from math import isfinite
from typing import Any

import simpy
from simpy.events import NORMAL, EventPriority

Life = Generator[simpy.Event, Any, None]
"""What a SimPy process is made of."""

_STEPS = 2.0**40
_YEARS = 4096.0


class ImpossibleTime(ValueError):
    """A date or a delay that cannot enter the simulation: not finite, or in the past."""


def snapped(year: float) -> float:
    """Return the date on the clock's grid that is nearest to a year or a delay.

    Raises:
        ImpossibleTime: when it is not finite or beyond the year 4096.
    """
    if not isfinite(year) or abs(year) >= _YEARS:
        raise ImpossibleTime(f"{year!r} is no date within {_YEARS:.0f} years")
    return round(year * _STEPS) / _STEPS


class Moment(simpy.Event):
    """An event some time from now; what happens at one moment happens in the order of rank."""

    def __init__(self, environment: simpy.Environment, delay: float, rank: int) -> None:
        super().__init__(environment)
        self._ok = True
        self._value = None
        environment.schedule(self, EventPriority(NORMAL + rank), delay)


class Clock:
    """The time of a world in decimal years."""

    def __init__(self, start: float) -> None:
        self.environment = simpy.Environment(snapped(start))
        self.step: Callable[[], None] = self.environment.step  # lets the next event happen

    @property
    def now(self) -> float:
        """The decimal year."""
        return self.environment._now  # noqa: SLF001 (all ask for it, and SimPy's own property is another call)

    def timeout(self, years: float, rank: int = 0) -> simpy.Event:
        """Return the event some years from now.

        Args:
            years: the delay, finite and not below 0.
            rank: order among what happens at the same moment, lower first.

        Raises:
            ImpossibleTime: when the delay cannot be.
        """
        delay = snapped(years)
        if delay < 0:
            raise ImpossibleTime(f"a delay of {years!r} years leads into the past")
        return Moment(self.environment, delay, rank)

    def until(self, year: float, rank: int = 0) -> simpy.Event:
        """Return the event at a date, which may be now but not past."""
        return self.timeout(snapped(year) - self.now, rank)

    def event(self) -> simpy.Event:
        """Return an event that somebody makes happen."""
        return self.environment.event()

    @property
    def next(self) -> float:
        """The decimal year of the next event; infinite when there is none."""
        return float(self.environment.peek())

    def start(self, life: Life) -> None:
        """Begin a process."""
        self.environment.process(life)
