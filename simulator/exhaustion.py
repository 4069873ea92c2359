"""When a plan first reaches a stock: crossings of utilisation 1, per lab and target.

Utilisation is seen only when a lab plans. Between two plans its logarithm is interpolated, which is exact while demand
and stock grow exponentially; where it was zero, or access came in between, the date of the plan itself counts. A
target is exhausted when the first lab reaches it (MODEL.md, 7.8).
"""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf, log


@dataclass
class _Watch:
    """What one lab was last seen to want of one target."""

    year: float
    utilisation: float
    crossed: float | None = None


@dataclass
class _Target:
    """What every lab was last seen to want of one target.

    The largest of it stands first in a heap, which also holds what was seen earlier and counts no more; that is taken
    out when it comes to the front, or when most of the heap is of the kind. So a look costs the same however many labs
    there are.
    """

    watches: dict[str, _Watch] = field(default_factory=dict)
    largest: list[tuple[float, str]] = field(default_factory=list)

    def see(self, lab: str, year: float, utilisation: float) -> None:
        """Note what a lab wants now."""
        watch = self.watches[lab]
        watch.year, watch.utilisation = year, utilisation
        if utilisation < inf:
            heappush(self.largest, (-utilisation, lab))
        if len(self.largest) > 2 * len(self.watches) + 1:
            self.largest = [(-one.utilisation, name) for name, one in self.watches.items() if one.utilisation < inf]
            heapify(self.largest)

    @property
    def most(self) -> float | None:
        """The largest utilisation, a ratio, that any lab was last seen to have; None when none has one."""
        while self.largest and self.watches[self.largest[0][1]].utilisation != -self.largest[0][0]:
            heappop(self.largest)
        return -self.largest[0][0] if self.largest else None


@dataclass
class Crossings:
    """The crossings of one replication.

    Attributes:
        start: decimal year at which the world begins.
    """

    start: float
    _targets: dict[str, _Target] = field(default_factory=dict)

    def see(self, lab: str, target: str, year: float, utilisation: float) -> None:
        """Note the utilisation of a target by a lab at a date, dates in order."""
        there = self._targets.setdefault(target, _Target())
        watch = there.watches.get(lab)
        if watch is None:
            there.watches[lab] = _Watch(year, utilisation, year if utilisation >= 1 else None)
        elif watch.crossed is None and utilisation >= 1:
            watch.crossed = _crossing(watch.year, watch.utilisation, year, utilisation)
        there.see(lab, year, utilisation)

    def gone(self, lab: str, target: str, year: float, *, at_once: bool) -> None:
        """Note that a lab that wants something finds nothing at all.

        Args:
            lab: the lab.
            target: what it would read.
            year: decimal year of its plan.
            at_once: whether that counts even if there never was anything.
        """
        there = self._targets.setdefault(target, _Target())
        watch = there.watches.get(lab)
        if watch is None and at_once:
            there.watches[lab] = _Watch(year, inf, year)
        elif watch is not None:
            watch.crossed = year if watch.crossed is None else watch.crossed
            there.see(lab, year, inf)

    def _crossed(self, target: str) -> list[tuple[float, str]]:
        """Return when each lab exhausted a target, of those that did."""
        watches = self._targets[target].watches if target in self._targets else {}
        return [(watch.crossed, lab) for lab, watch in watches.items() if watch.crossed is not None]

    def year(self, target: str) -> float | None:
        """Return the decimal year in which a target was first exhausted, None while it is not."""
        return min((year for year, _ in self._crossed(target)), default=None)

    def first_lab(self, target: str) -> str | None:
        """Return the lab that exhausted a target first, the first by name among equals."""
        crossed = self._crossed(target)
        return min(crossed)[1] if crossed else None

    def utilisation(self, target: str) -> float | None:
        """Return the largest utilisation (a ratio) any lab was last seen to have of a target; None of an unread one."""
        return self._targets[target].most if target in self._targets else None


def _crossing(before: float, low: float, after: float, high: float) -> float:
    """Return the date at which the logarithm of utilisation reached zero between two plans."""
    if low <= 0 or low == inf:
        return after
    rise = log(high) - log(low)
    return before + (after - before) * (-log(low) / rise) if rise > 0 else after
