"""A share that relaxes toward another from a date on, and the exponentials it is made of between events."""

from dataclasses import dataclass
from math import inf

from worlds.config.schema import Curve
from worlds.config.values import Values
from worlds.laws.growth import relax


@dataclass(frozen=True)
class Relaxation:
    """x' = -hazard (x - to) from `since` on, `value` before (docs/model.md, calendar curves).

    Attributes:
        value: share before the curve begins to move.
        to: share it moves to.
        since: decimal year in which it begins to move; infinite when it never does.
        hazard: pace [1/year].
    """

    value: float
    to: float = 0.0
    since: float = inf
    hazard: float = 0.0

    def at(self, year: float) -> float:
        """Return the share at a date."""
        if year <= self.since:
            return self.value
        return relax(self.value, self.to, self.hazard, year - self.since)

    def pieces(self, year: float) -> tuple[tuple[float, float], ...]:
        """Return the share after a date as exponentials: pairs of amount at that date and rate [1/year].

        They hold until `since`, if that is still to come.
        """
        if year < self.since:
            return ((self.value, 0.0),)
        return ((self.to, 0.0), (self.at(year) - self.to, -self.hazard))


def relaxation(curve: Curve, values: Values) -> Relaxation:
    """Return a curve of a world file with the numbers of one replication."""
    value = values[curve.value]
    if curve.to is None or curve.since is None or curve.time is None:
        return Relaxation(value)
    return Relaxation(value, values[curve.to], curve.since, 1.0 / values[curve.time])


NOTHING = Relaxation(0.0)
ALL = Relaxation(1.0)
