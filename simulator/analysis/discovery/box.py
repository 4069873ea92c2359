"""Boxes: parts of the space of futures, each bounded on a few axes, and what happens in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf, sqrt
from types import MappingProxyType

import numpy as np

from worlds.config.units import Dimension


@dataclass(frozen=True)
class Factor:
    """An axis over which boxes are drawn.

    Attributes:
        name: as the design names it; `world` or `scenario` where these vary.
        dimension: what is measured; None for a plain number or a word.
        words: the words it takes, whose places stand in the columns of futures; empty for a number.
    """

    name: str
    dimension: Dimension | None = None
    words: tuple[str, ...] = ()

    def show(self, value: float) -> str:
        """Return an edge in base units in three digits, since it lies somewhere between two futures."""
        growth = self.dimension is not None and self.dimension.unit == "x/year"
        edge = value if growth else float(f"{value:.3g}")
        return f"{edge:,.15g}" if self.dimension is None else self.dimension.show(edge)


@dataclass(frozen=True)
class Limit:
    """What a box allows on one axis: numbers from low to high, or some words by their places.

    Attributes:
        low: least number; minus infinity without a lower edge.
        high: largest number; infinity without an upper edge.
        words: places of the words that are allowed; None for a number.
    """

    low: float = -inf
    high: float = inf
    words: frozenset[int] | None = None

    def holds(self, column: np.ndarray) -> np.ndarray:
        """Return which values of a column are allowed."""
        if self.words is not None:
            return np.isin(column, sorted(self.words))
        inside: np.ndarray = (self.low <= column) & (column <= self.high)
        return inside

    def moved(self, side: str, edge: float) -> "Limit":
        """Return the limit with another edge, in base units, on one side, low or high."""
        return Limit(edge, self.high) if side == "low" else Limit(self.low, edge)

    @property
    def is_open(self) -> bool:
        """Whether it allows every number."""
        return self.words is None and self.low == -inf and self.high == inf


@dataclass(frozen=True)
class Box:
    """Futures within limits on some axes, and anywhere on all others.

    Attributes:
        limits: by number of the axis; only of those that are restricted.
    """

    limits: Mapping[int, Limit] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, columns: np.ndarray) -> np.ndarray:
        """Return which futures [futures x axes] lie in it."""
        inside = np.ones(len(columns), dtype=bool)
        for axis, limit in self.limits.items():
            inside &= limit.holds(columns[:, axis])
        return inside

    def on(self, axis: int) -> Limit:
        """Return what it allows on an axis."""
        return self.limits.get(axis, Limit())

    def with_limit(self, axis: int, limit: Limit, words: int = 0) -> "Box":
        """Return the box with another limit on an axis.

        Args:
            axis: its number.
            limit: what is allowed there.
            words: how many words there are; all of them are no restriction.
        """
        others = {one: it for one, it in self.limits.items() if one != axis}
        free = limit.is_open or (limit.words is not None and len(limit.words) == words)
        return Box(MappingProxyType(others if free else dict(sorted({**others, axis: limit}.items()))))

    @property
    def restrictions(self) -> list["Restriction"]:
        """Its edges, one by one."""
        return [one for axis, limit in self.limits.items() for one in _edges(axis, limit)]

    def without(self, edge: "Restriction") -> "Box":
        """Return the box with one edge taken away."""
        limit = self.limits[edge.axis]
        freed = Limit() if edge.side == "words" else limit.moved(edge.side, -inf if edge.side == "low" else inf)
        return self.with_limit(edge.axis, freed)


@dataclass(frozen=True)
class Restriction:
    """One edge of a box.

    Attributes:
        axis: number of the axis.
        side: low, high, or words.
    """

    axis: int
    side: str


def _edges(axis: int, limit: Limit) -> Iterator[Restriction]:
    """Yield the edges of a limit."""
    if limit.words is not None:
        yield Restriction(axis, "words")
        return
    if limit.low > -inf:
        yield Restriction(axis, "low")
    if limit.high < inf:
        yield Restriction(axis, "high")


@dataclass(frozen=True)
class Step:
    """A box with what happens in it, among futures that it was looked for in.

    Attributes:
        stage: how it was made: all, peel, paste, pruned or leaf.
        box: it.
        held: futures in it.
        passed: those of them in which it happens.
        futures: of all that it was looked for in.
        passing: those of them in which it happens.
    """

    stage: str
    box: Box
    held: int
    passed: int
    futures: int
    passing: int

    @property
    def coverage(self) -> float:
        """Share of the futures in which it happens that lie in the box."""
        return self.passed / self.passing

    @property
    def density(self) -> float:
        """Share of the futures in the box in which it happens."""
        return self.passed / self.held

    @property
    def mass(self) -> float:
        """Share of the futures that lie in the box."""
        return self.held / self.futures

    @property
    def restricted(self) -> int:
        """On how many axes the box has edges."""
        return len(self.box.limits)

    @property
    def worth(self) -> float:
        """Correlation, a plain number, of lying in the box and that it happens (phi); 0 of all futures together."""
        both = self.passed * self.futures - self.held * self.passing
        spread = self.held * (self.futures - self.held) * self.passing * (self.futures - self.passing)
        return both / sqrt(spread) if spread > 0 else 0.0


def step_of(stage: str, box: Box, columns: np.ndarray, passes: np.ndarray) -> Step:
    """Return a box with what happens in it among some futures."""
    inside = box.holds(columns)
    return Step(stage, box, int(inside.sum()), int(passes[inside].sum()), len(passes), int(passes.sum()))
