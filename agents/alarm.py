"""Something that happens by chance at a rate that changes: an exact Poisson process between changes."""

from collections.abc import Callable
from math import inf
from random import Random

from agents.clock import Clock, Life

_NEVER = 1000.0
"""Years beyond which nothing is waited for."""


class Alarm:
    """A Poisson process whose rate may be set anew at any time.

    The next event comes when the integral of the rate has grown by a unit exponential, so that setting the same rate
    again changes nothing, and a change moves only what is still to come.
    """

    def __init__(self, clock: Clock, luck: Random, rank: int, ring: Callable[[], None]) -> None:
        """Set an alarm that cannot ring yet.

        Args:
            clock: the clock.
            luck: the stream of its waiting times.
            rank: order among what happens at the same moment.
            ring: what it does.
        """
        self._clock, self._luck, self._rank, self._ring = clock, luck, rank, ring
        self._rate, self._since = 0.0, clock.now
        self._left = luck.expovariate(1.0)
        self._changed = clock.event()

    def set_rate(self, rate: float) -> None:
        """Let it ring at another rate from now on [1/year]."""
        if rate == self._rate:
            return
        self._settle()
        self._rate = rate
        self._changed.succeed()
        self._changed = self._clock.event()

    def live(self) -> Life:
        """Wait and ring, for ever."""
        while True:
            changed, wait = self._changed, self._left / self._rate if self._rate > 0 else inf
            if wait > _NEVER:
                yield changed
                continue
            due = self._clock.timeout(wait, self._rank)
            yield due | changed
            if not due.processed:
                continue
            self._settle()
            self._left = self._luck.expovariate(1.0)
            self._ring()

    def _settle(self) -> None:
        """Count what has gone by since the last change."""
        self._left = max(0.0, self._left - self._rate * (self._clock.now - self._since))
        self._since = self._clock.now
