"""A negotiation desk: who wants a deal waits in line, and the talks take their time."""

from bisect import insort
from collections.abc import Generator
from random import Random
from typing import Any

import simpy
from simpy.resources.resource import SortedQueue

from agents.clock import Clock


class _Line(SortedQueue):
    """A line that a newcomer steps into at its place; SimPy's own sorts everybody anew."""

    def append(self, item: Any) -> None:
        """Put somebody in line, after those of the same rank."""
        insort(self, item, key=lambda one: one.key)


class _Negotiators(simpy.PriorityResource):
    """Negotiators with a long line before them."""

    PutQueue = _Line


class Desk:
    """Negotiators, each with one partner at a time; the best offer is taken first, then the earliest.

    With one negotiator, chance arrivals and equal offers it is the M/M/1 queue of the textbooks.
    """

    def __init__(self, clock: Clock, negotiators: int, rank: int) -> None:
        """Open a desk.

        Args:
            clock: the clock.
            negotiators: how many talk at a time.
            rank: order among what happens at the same moment.
        """
        self._clock, self._rank = clock, rank
        self._negotiators = _Negotiators(clock.environment, capacity=negotiators)

    def negotiate(self, luck: Random, time: float, offer: float = 0.0) -> Generator[simpy.Event, Any, float]:
        """Wait for a negotiator and talk; returns how long the wait was [year].

        Args:
            luck: the stream of the length of the talks.
            time: how long talks take on average [year], exponentially distributed.
            offer: what is offered; the highest is served first.
        """
        asked = self._clock.now
        best_first: Any = -offer  # SimPy sorts by it, and asks for no more
        with self._negotiators.request(priority=best_first) as turn:
            yield turn
            waited = self._clock.now - asked
            yield self._clock.timeout(luck.expovariate(1.0) * time, self._rank)
        return waited
