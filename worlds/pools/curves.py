"""A share that relaxes toward another from a date on, and the exponentials it is made of between events."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import expm1, fsum, inf, log
from typing import NamedTuple

from worlds.config.schema import Curve
from worlds.config.values import Values
from worlds.laws.growth import relax


class Relaxation(NamedTuple):
    """x' = -hazard (x - to) from `since` on, `value` before (MODEL.md, 7.4).

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
        value, to, since, hazard = self
        return value if year <= since else relax(value, to, hazard, year - since)

    def pieces(self, year: float) -> tuple[tuple[float, float], ...]:
        """Return the share after a date as exponentials: pairs of amount at that date and rate [1/year].

        They hold until `since`, if that is still to come.
        """
        if year < self.since:
            return ((self.value, 0.0),)
        return ((self.to, 0.0), (self.at(year) - self.to, -self.hazard))

    def turned(self, year: float, to: float, hazard: float) -> "Relaxation":
        """Return the curve that goes from where this one is at a date to another share."""
        return Relaxation(self.at(year), to, year, hazard)

    def following(self, old: "Relaxation", year: float) -> "Relaxation":
        """Return this curve as it goes on at a date from another one that it takes the place of.

        A curve that rests is at its value at once; one that moves starts from where the old one is.
        """
        if self == old:
            return old
        if self.since > year or self.hazard <= 0:
            return self
        return old.turned(year, self.to, self.hazard)

    def crossing(self, share: float, until: float) -> float | None:
        """Return the decimal year in which the curve passes a share, None when not before a date.

        Args:
            share: what is passed.
            until: decimal year up to which to look.
        """
        if self.since >= until or (self.value - share) * (self.at(until) - share) >= 0:
            return None
        return self.since + log((self.value - self.to) / (share - self.to)) / self.hazard


Pieces = tuple[tuple[float, float], ...]


def shares_at(curves: Mapping[str, Relaxation], year: float) -> dict[str, float]:
    """Return the shares of several curves at a date, by name; those that turned together have gone the same way."""
    gone: dict[tuple[float, float], float] = {}
    shares = {}
    for name, (value, to, since, hazard) in curves.items():
        if year > since and (since, hazard) not in gone:
            gone[since, hazard] = expm1(-hazard * (year - since))
        shares[name] = value if year <= since else value - (to - value) * gone[since, hazard]
    return shares


@dataclass(frozen=True)
class Together:
    """The sum of curves that all move from one date on, as when people come to several services.

    Attributes:
        curves: what is added.
        scale: what each is multiplied by.
    """

    curves: tuple[Relaxation, ...]
    scale: float = 1.0

    @property
    def since(self) -> float:
        """The decimal year in which it begins to move: it moves when it is made."""
        return max((curve.since for curve in self.curves), default=-inf)

    def at(self, year: float) -> float:
        """Return the sum at a date."""
        return self.scale * fsum(curve.at(year) for curve in self.curves)

    def pieces(self, year: float) -> Pieces:
        """Return the sum after a date as exponentials, those of one rate together."""
        parts: dict[float, list[float]] = {}
        for curve in self.curves:
            for amount, rate in curve.pieces(year):
                parts.setdefault(rate, []).append(amount)
        return tuple((self.scale * fsum(amounts), rate) for rate, amounts in sorted(parts.items()))


def relaxation(curve: Curve, values: Values) -> Relaxation:
    """Return a curve of a world file with the numbers of one replication."""
    value = values[curve.value]
    if curve.to is None or curve.since is None or curve.time is None:
        return Relaxation(value)
    return Relaxation(value, values[curve.to], curve.since, 1.0 / values[curve.time])


NOTHING = Relaxation(0.0)
ALL = Relaxation(1.0)
