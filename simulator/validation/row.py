"""A number that must come out, beside what came out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol


@dataclass(frozen=True)
class Row:
    """One number with its target and what came out.

    Attributes:
        what: what it is, unlike any other of its part.
        target: the published number, or the one that is wanted; NaN where there is none.
        value: what came out.
        tolerance: how far apart the two may be, in the unit of the number.
        source: where the target is from.
        unit: unit of the number.
        at_least: whether the target is the least that is wanted, so that more of it is no deviation.
    """

    what: str
    target: float
    value: float
    tolerance: float
    source: str = ""
    unit: str = ""
    at_least: bool = False

    @property
    def deviation(self) -> float:
        """How far what came out lies above the target, in the unit of the number."""
        return self.value - self.target

    @property
    def within(self) -> bool:
        """Whether the two agree within the tolerance; never for what is not a number."""
        off = -self.deviation if self.at_least else abs(self.deviation)
        return off <= self.tolerance

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed validate --json` prints of it."""
        return {**asdict(self), "deviation": self.deviation, "within": self.within}


class Part(Protocol):
    """What one part of the validation found."""

    @property
    def rows(self) -> Sequence[Row]:
        """Every number of the part; empty where it was left out."""


EXACT = 1e-9
"""Relative rounding that libraries and processors may differ by."""


def relative(what: str, target: float, value: float, share: float, source: str, unit: str = "") -> Row:
    """Return a row whose tolerance is a share of its target."""
    return Row(what, target, value, abs(target) * share, source, unit)
