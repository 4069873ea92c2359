"""What a step does to an outcome: medians over futures before and after, and the interval of their difference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simulator.analysis.parts import Part
from simulator.whatif.pairs import CONFIDENCE, Values


@dataclass(frozen=True)
class Level:
    """Where an outcome stands in a world.

    Attributes:
        median: over futures; a date after the end of the world counts as the end.
        never: share of futures in which it does not happen before the end.
    """

    median: float
    never: float


@dataclass(frozen=True)
class Change:
    """By how much a median moves from one world to another.

    Attributes:
        value: the difference of both medians.
        low: lower end of its 90 % interval (bootstrap of pairs of futures).
        high: its upper end.
    """

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Step:
    """What a part does to an outcome.

    Attributes:
        part: what is added.
        level: where the walk stands with it.
        change: what it adds in the walk.
        without: where the last world stands without it.
        alone: the last world less the last world without it.
    """

    part: Part
    level: Level
    change: Change
    without: Level
    alone: Change


@dataclass(frozen=True)
class Waterfall:
    """The walk of one outcome.

    Attributes:
        outcome: its name.
        first: where the first world stands.
        steps: what each part does, in the order of the walk.
        whole: the last world less the first.
    """

    outcome: str
    first: Level
    steps: tuple[Step, ...]
    whole: Change

    @property
    def last(self) -> Level:
        """Where the last world stands."""
        return self.steps[-1].level if self.steps else self.first


@dataclass(frozen=True)
class Futures:
    """What came out of a world.

    Attributes:
        end: decimal year at which it ends.
        values: each outcome in every future, dates restricted to the world's time.
    """

    end: float
    values: dict[str, Values]

    def level(self, outcome: str) -> Level:
        """Return where an outcome stands; what had happened by the start counts as the start."""
        numbers = [value for value, _ in self.values[outcome]]
        never = sum(censored and value == self.end for value, censored in self.values[outcome])
        return Level(float(np.median(numbers)), never / len(numbers))


def change(outcome: str, before: Futures, after: Futures, seed: int) -> Change:
    """Return by how much the median moves, with the interval of resampled pairs of futures."""
    a, b = (np.array([value for value, _ in one.values[outcome]]) for one in (before, after))
    found = stats.bootstrap(
        (a, b),
        _moved,
        paired=True,
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",  # the others ask for a spread, which a step that changes nothing has not
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Change(float(_moved(a, b)), float(found.low), float(found.high))


def _moved(before: NDArray[np.float64], after: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    """Return the difference of the medians along an axis."""
    return np.asarray(np.median(after, axis=axis) - np.median(before, axis=axis))
