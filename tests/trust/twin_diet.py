"""The diet of the twin: MODEL.md 7.3 and 7.5 for free pools and plain compute, found by halving."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log


@dataclass(frozen=True)
class Choice:
    """A pool as a lab sees it: U, a, E and S of MODEL.md."""

    unique: float
    worth: float
    epochs: float
    most: float

    def whole(self) -> float:
        """Return the most positions that may be read."""
        return min(self.epochs * self.unique, self.most)

    def line(self) -> float:
        """Return what is taken at once where the level is the worth of the first epoch."""
        return min(self.unique, self.whole())


@dataclass(frozen=True)
class Helping:
    """What is read of a pool: positions, and the different tokens that they hold."""

    positions: float
    unique: float


def worth(n: float, u: float, r: float) -> float:
    """Return [repeat]: the fresh tokens that n positions on u different tokens are worth."""
    if n <= 0.0 or u <= 0.0:
        return 0.0
    return n if n <= u else u + u * r * (1.0 - exp(-(n / u - 1.0) / r))


def epoch_cap(m: float, r: float) -> float:
    """Return [epoch-cap]: the epochs at which text is worth m times itself."""
    return 1.0 - r * log(1.0 - (min(m, 0.99 * (1.0 + r)) - 1.0) / r)


def _positions(one: Choice, level: float, r: float) -> float:
    """Return what is read of a pool at the logarithm of a level."""
    if one.unique <= 0.0 or one.worth <= 0.0 or one.most <= 0.0 or level > log(one.worth):
        return 0.0
    return min(max(one.unique * (1.0 + r * (log(one.worth) - level)), one.line()), one.whole())


def best(choices: Sequence[Choice], wanted: float, floor: float, r: float) -> list[Helping]:
    """Return the best diet: everything down to the floor, or down to the level at which the corpus is full."""
    if wanted <= 0.0:
        return [Helping(0.0, 0.0) for _ in choices]
    lowest = log(floor) if floor > 0.0 else -1e6

    def at(level: float) -> list[float]:
        return [_positions(one, level, r) for one in choices]

    if sum(at(lowest)) <= wanted:
        return [_helping(one, n) for one, n in zip(choices, at(lowest), strict=True)]
    low, high = lowest, max(log(one.worth) for one in choices if one.worth > 0.0) + 1.0
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if sum(at(middle)) >= wanted else (low, middle)
    below, above = at(low), at(high)
    edge = [under > 0.0 and not over for under, over in zip(below, above, strict=True)]
    rest = wanted - sum(n for n, jumps in zip(below, edge, strict=True) if not jumps)
    lines = sum(one.line() for one, jumps in zip(choices, edge, strict=True) if jumps)
    chosen = [one.line() * rest / lines if jumps else n for one, n, jumps in zip(choices, below, edge, strict=True)]
    return [_helping(one, n) for one, n in zip(choices, chosen, strict=True)]


def _helping(one: Choice, n: float) -> Helping:
    """Return a helping of so many positions, that repeats nothing before everything was read."""
    return Helping(n, min(one.unique, n))


def uncapped(one: Choice) -> Choice:
    """Return a pool that may be read as often as one likes."""
    return Choice(one.unique, one.worth, inf, one.most)
