"""A number of a world: its value, its date, how uncertain it is, and where it is from."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log
from statistics import NormalDist
from typing import Literal

from worlds.config.units import Dimension

Distribution = Literal["lognormal", "normal", "uniform", "loguniform"]
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Bounds:
    """The values a number may have; what lies outside is refused when given and drawn anew when drawn."""

    low: float = -inf
    high: float = inf
    above: float = -inf
    below: float = inf

    def hold(self, value: float) -> bool:
        """Return whether a value in base units is allowed."""
        return self.low <= value <= self.high and self.above < value < self.below

    @property
    def edges(self) -> tuple[float, float]:
        """The ends of the allowed range, in base units."""
        return max(self.low, self.above), min(self.high, self.below)

    def show(self, dimension: Dimension) -> str:
        """Return the range in words: `above 0 and at most 1`."""
        words = (
            ("at least", self.low, -inf),
            ("above", self.above, -inf),
            ("at most", self.high, inf),
            ("below", self.below, inf),
        )
        return " and ".join(f"{word} {dimension.show(edge)}" for word, edge, none in words if edge != none)


@dataclass(frozen=True)
class Number:
    """A number in base units.

    Attributes:
        value: the median, in base units of `dimension`.
        dimension: what it measures.
        bounds: what it may be.
        at: the decimal year the value is for; None for the start of the world, or where time does not matter.
        low: lower end of the interval, None for a certain number.
        high: upper end of the interval.
        coverage: how much of the distribution lies between `low` and `high`; 1 for a range.
        distribution: its form on each side of the median.
        source: the publication it is from.
        assumption: why it was chosen, when there is no publication.
        path: its dotted path in the world.
    """

    value: float
    dimension: Dimension
    bounds: Bounds = Bounds()
    at: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float | None = None
    distribution: Distribution | None = None
    source: str | None = None
    assumption: str | None = None
    path: str = ""

    @property
    def uncertain(self) -> bool:
        """Whether the number has a range to be drawn from."""
        return self.low is not None

    def quantile(self, probability: float) -> float:
        """Return the value below which the number lies with a probability in (0, 1), in base units."""
        return self.quantiles()(probability)

    def quantiles(self) -> Callable[[float], float]:
        """Return the function from probabilities to quantiles in base units, for who draws the number more than once.

        Each side of the median has its own spread (two-piece), since published medians and intervals rarely agree.
        The distribution is cut to what is allowed, which is what drawing anew amounts to.
        """
        if self.low is None or self.high is None:
            return lambda probability: self.value
        to_level, to_value = _SIDES[self.distribution or "lognormal"](self)
        low, high = self.bounds.edges
        lowest, highest = to_level(low, False), to_level(high, True)
        least, most = self.bounds.low, self.bounds.high
        return lambda probability: min(max(to_value(lowest + probability * (highest - lowest)), least), most)

    def written(self) -> dict[str, object]:
        """Return the number as a mapping of a world file that gives it back to the bit."""
        ends = (
            []
            if self.low is None or self.high is None
            else [self.dimension.write(end) for end in (self.low, self.high)]
        )
        interval: dict[str, object] = {}
        if ends and self.coverage == 1.0:
            interval = {"low": ends[0], "high": ends[1]}
        elif ends:
            interval = {"ci95" if self.coverage == 0.95 else "ci90": ends}
        facts = {"at": self.at, "distribution": self.distribution, "source": self.source, "assumption": self.assumption}
        kept = {key: fact for key, fact in facts.items() if fact is not None}
        return {"value": self.dimension.write(self.value), **interval, **kept}

    def show(self) -> str:
        """Return the value and its interval as people read them."""
        text = self.dimension.show(self.value)
        if self.low is None or self.high is None or self.coverage is None:
            return text
        name = "range" if self.coverage == 1 else f"{self.coverage:.0%}"
        return f"{text} [{self.dimension.show(self.low)}, {self.dimension.show(self.high)}; {name}]"


Maps = tuple[Callable[[float, bool], float], Callable[[float], float]]
"""From a value to the probability of less (or, with True, of no more), and from a probability to a value.

The two differ where one side of the median has no spread, so that half of all draws are the median itself.
"""


def _two_piece(number: Number, forward: Callable[[float], float], back: Callable[[float], float]) -> Maps:
    """Return the maps of a two-piece normal distribution on the scale of `forward`."""
    low, high, coverage = _interval(number)
    z = _NORMAL.inv_cdf(0.5 + coverage / 2.0)
    middle = forward(number.value)
    below, above = (middle - forward(low)) / z, (forward(high) - middle) / z

    def to_level(value: float, included: bool) -> float:
        distance = forward(value) - middle
        if distance == 0:
            return _at_median(below, above, included=included)
        spread = below if distance < 0 else above
        return _NORMAL.cdf(distance / spread) if spread > 0 else float(distance > 0)

    def to_value(level: float) -> float:
        score = _NORMAL.inv_cdf(level)
        return back(middle + score * (below if score < 0 else above))

    return to_level, to_value


def _two_flat(number: Number, forward: Callable[[float], float], back: Callable[[float], float]) -> Maps:
    """Return the maps of a distribution that is flat on each side of the median, on the scale of `forward`."""
    low, high, _ = _interval(number)
    low, middle, high = forward(low), forward(number.value), forward(high)

    def to_level(value: float, included: bool) -> float:
        x = forward(value)
        if x == middle:
            return _at_median(middle - low, high - middle, included=included)
        if x < middle:
            return 0.5 * max(0.0, x - low) / (middle - low) if middle > low else 0.0
        return 0.5 + 0.5 * min(1.0, (x - middle) / (high - middle)) if high > middle else 1.0

    def to_value(level: float) -> float:
        edge = low if level < 0.5 else high
        return back(middle + (edge - middle) * abs(2.0 * level - 1.0))

    return to_level, to_value


def _at_median(below: float, above: float, *, included: bool) -> float:
    """Return the probability of less than the median, or of no more: a side without spread lies on the median."""
    if included:
        return 0.5 if above > 0 else 1.0
    return 0.5 if below > 0 else 0.0


def _interval(number: Number) -> tuple[float, float, float]:
    """Return the interval and its coverage of an uncertain number."""
    if number.low is None or number.high is None or number.coverage is None:
        raise ValueError(f"{number.path or 'the number'} has no interval to draw from")
    return number.low, number.high, number.coverage


def _log(value: float) -> float:
    """Return the logarithm, minus infinity for zero and below."""
    return log(value) if value > 0 else -inf


def _same(value: float) -> float:
    """Return the value itself."""
    return value


_SIDES: dict[Distribution, Callable[[Number], Maps]] = {
    "lognormal": lambda number: _two_piece(number, _log, exp),
    "normal": lambda number: _two_piece(number, _same, _same),
    "uniform": lambda number: _two_flat(number, _same, _same),
    "loguniform": lambda number: _two_flat(number, _log, exp),
}
