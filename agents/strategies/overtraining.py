"""How much a lab overtrains its lead model: one object for each strategy of the world file."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from typing import Protocol

from agents.corpus import ENOUGH
from agents.surroundings import Surroundings
from worlds.config.extensions import bring_strategy
from worlds.config.schema import Section
from worlds.config.schema.overtraining import (
    MOST_OVERTRAINED,
    Adaptive,
    AnyOvertraining,
    FixedOvertraining,
    InferenceOptimal,
    Market,
    Profit,
)
from worlds.laws.overtraining import at_market, most_profitable, with_inference


class Strategy(Protocol):
    """A way to choose k."""

    def k(self, flop: float, year: float) -> float:
        """Return the overtraining of a lead model that gets some compute [FLOP] at a date."""

    def looked(self, found: float, wanted: float) -> None:
        """Take note of how much of a corpus was found [token]."""


@dataclass
class _Way:
    """What every strategy knows: who decides, and where."""

    lab: str
    surroundings: Surroundings

    def looked(self, found: float, wanted: float) -> None:
        """Take no note."""


@dataclass
class Fixed(_Way):
    """A given k, on a course through dated values until it holds."""

    section: FixedOvertraining

    def k(self, flop: float, year: float) -> float:
        """Return the k of a date; between dates its logarithm runs straight."""
        values, section = self.surroundings.values, self.section
        k = values[section.k]
        if section.since is None or year >= section.since:
            return k
        points = sorted((one.at, values[one.k]) for one in section.course.values())
        points.append((section.since, k))
        if year <= points[0][0]:
            return points[0][1]
        after = next(i for i, (date, _) in enumerate(points) if date > year)
        (begin, low), (end, high) = points[after - 1], points[after]
        return exp(log(low) + (log(high) - log(low)) * (year - begin) / (end - begin))


@dataclass
class ForInference(_Way):
    """The k at which training and use together take the least compute."""

    section: InferenceOptimal

    def k(self, flop: float, year: float) -> float:
        """Return the k for what a model will serve: what it is used for now, or what is expected without users."""
        values = self.surroundings.values
        serving = self.surroundings.use(self.lab).serving * values[self.section.lifetime]
        served = serving if serving > 0 else values[self.section.lifetime_tokens]
        return with_inference(values.law, flop, served, MOST_OVERTRAINED)


@dataclass
class ForProfit(_Way):
    """The k that earns the most."""

    section: Profit

    def k(self, flop: float, year: float) -> float:
        """Return the k for the elasticities of demand."""
        values, section = self.surroundings.values, self.section
        elasticities = values[section.loss_elasticity], values[section.price_elasticity]
        return most_profitable(values.law, flop, *elasticities, MOST_OVERTRAINED)


@dataclass
class ByMarket(_Way):
    """The k with which others train models of the size."""

    section: Market

    def k(self, flop: float, year: float) -> float:
        """Return the k of the market, which moves up with the frontier."""
        values, section, surroundings = self.surroundings.values, self.section, self.surroundings
        then, now = surroundings.frontier(section.since), surroundings.frontier(year)
        growth = now / then if then > 0 and now > 0 else 1.0
        fit = values[section.level], values[section.drift], values[section.slope]
        return at_market(flop, growth, *fit, MOST_OVERTRAINED)


class WithTheData(_Way):
    """A k that falls when data run short and recovers when they do not."""

    def __init__(self, lab: str, surroundings: Surroundings, section: Adaptive) -> None:
        super().__init__(lab, surroundings)
        self._section = section
        self._factor = 1.0

    def k(self, flop: float, year: float) -> float:
        """Return the k that the last search left."""
        values = self.surroundings.values
        wished = values[self._section.k]
        return max(min(wished, values[self._section.least]), wished * self._factor)

    def looked(self, found: float, wanted: float) -> None:
        """Lower k to what was found, since D grows with its root, or go part of the way back."""
        values, share = self.surroundings.values, min(1.0, found / wanted) if wanted > 0 else 1.0
        if share < ENOUGH:
            lowest = values[self._section.least] / values[self._section.k]
            self._factor = max(min(1.0, lowest), self._factor * share**2)
        else:
            self._factor += (1.0 - self._factor) * values[self._section.recovery]


STRATEGIES: dict[str, Callable[..., Strategy]] = {
    "fixed": Fixed,
    "inference_optimal": ForInference,
    "profit": ForProfit,
    "market": ByMarket,
    "adaptive": WithTheData,
}
"""The strategies by the name that world files give them."""

_REGISTERED: dict[str, Callable[..., Strategy]] = {}


def register_strategy(name: str, strategy: Callable[..., Strategy], schema: type[Section]) -> None:
    """Let labs choose their overtraining in a way of another package; call it before such a world is loaded.

    Args:
        name: what a world file calls it, in `overtraining: {strategy: NAME}`.
        strategy: makes it of the name of a lab, its surroundings, and its section.
        schema: what may stand in `overtraining`; its field `strategy` is `Literal[NAME]`.

    Raises:
        ValueError: when the name is taken, is none, or is not that of the schema.
        TypeError: when `strategy` or `schema` is not what it should be.
    """
    if not callable(getattr(strategy, "k", None)) or not callable(getattr(strategy, "looked", None)):
        raise TypeError(f"{strategy!r} is no strategy: a class with the methods `k` and `looked`")
    bring_strategy(name, schema)
    _REGISTERED[name] = strategy


def strategy_of(lab: str, section: AnyOvertraining, surroundings: Surroundings) -> Strategy:
    """Return how a lab chooses its overtraining."""
    known = {**STRATEGIES, **_REGISTERED}
    return known[section.strategy](lab, surroundings, section)
