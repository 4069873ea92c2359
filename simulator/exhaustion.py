"""When a plan first reaches a stock: crossings of utilisation 1, per lab and target.

Utilisation is seen only when a lab plans. Between two plans its logarithm is interpolated, which is exact while demand
and stock grow exponentially; where it was zero, or access came in between, the date of the plan itself counts. A
target is exhausted when the first lab reaches it (MODEL.md, 7.8).
"""

from dataclasses import dataclass, field
from math import inf, log


@dataclass
class _Watch:
    """What one lab was last seen to want of one target."""

    year: float
    utilisation: float
    crossed: float | None = None


@dataclass
class Crossings:
    """The crossings of one replication.

    Attributes:
        start: decimal year at which the world begins.
    """

    start: float
    _watches: dict[str, dict[str, _Watch]] = field(default_factory=dict)

    def see(self, lab: str, target: str, year: float, utilisation: float) -> None:
        """Note the utilisation of a target by a lab at a date, dates in order."""
        watches = self._watches.setdefault(target, {})
        watch = watches.get(lab)
        if watch is None:
            watches[lab] = _Watch(year, utilisation, year if utilisation >= 1 else None)
            return
        if watch.crossed is None and utilisation >= 1:
            watch.crossed = _crossing(watch.year, watch.utilisation, year, utilisation)
        watch.year, watch.utilisation = year, utilisation

    def gone(self, lab: str, target: str, year: float, *, at_once: bool) -> None:
        """Note that a lab that wants something finds nothing at all.

        Args:
            lab: the lab.
            target: what it would read.
            year: decimal year of its plan.
            at_once: whether that counts even if there never was anything.
        """
        watches = self._watches.setdefault(target, {})
        watch = watches.get(lab)
        if watch is None and at_once:
            watches[lab] = _Watch(year, inf, year)
        elif watch is not None:
            watch.crossed = year if watch.crossed is None else watch.crossed
            watch.year, watch.utilisation = year, inf

    def _crossed(self, target: str) -> list[tuple[float, str]]:
        """Return when each lab exhausted a target, of those that did."""
        watches = self._watches.get(target, {})
        return [(watch.crossed, lab) for lab, watch in watches.items() if watch.crossed is not None]

    def year(self, target: str) -> float | None:
        """Return the decimal year in which a target was first exhausted, None while it is not."""
        return min((year for year, _ in self._crossed(target)), default=None)

    def first_lab(self, target: str) -> str | None:
        """Return the lab that exhausted a target first, the first by name among equals."""
        crossed = self._crossed(target)
        return min(crossed)[1] if crossed else None

    def utilisation(self, target: str) -> float | None:
        """Return the largest utilisation any lab was last seen to have of a target; None when none can read it."""
        seen = (watch.utilisation for watch in self._watches.get(target, {}).values())
        return max((utilisation for utilisation in seen if utilisation < inf), default=None)


def _crossing(before: float, low: float, after: float, high: float) -> float:
    """Return the date at which the logarithm of utilisation reached zero between two plans."""
    if low <= 0 or low == inf:
        return after
    rise = log(high) - log(low)
    return before + (after - before) * (-log(low) / rise) if rise > 0 else after
