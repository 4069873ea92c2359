"""What happens in the small ecosystem: who trains when, and what a training takes of each pool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

STEP = 1 / 365
"""Length of a tick [year]."""
Run = Callable[["Scene"], list[float]]


@dataclass(frozen=True)
class Scene:
    """A small ecosystem, the same for every library.

    Attributes:
        years: how long it lives.
        stocks: what each pool holds at the start [token].
        growths: how fast each grows, continuously [1/year].
        dates: of each lab's trainings, in order [year].
        shares: of what there is, how much a training takes of each pool.
    """

    years: float
    stocks: tuple[float, ...]
    growths: tuple[float, ...]
    dates: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...]

    @property
    def trainings(self) -> int:
        """How many trainings there are."""
        return sum(map(len, self.dates))


def scene(labs: int, pools: int, years: float, trainings: int, seed: int = 0) -> Scene:
    """Return a small ecosystem whose labs train at random dates.

    Args:
        labs: how many.
        pools: how many.
        years: how long.
        trainings: how many of all labs together.
        seed: of the dates.
    """
    chance = Random(seed)
    dates: list[list[float]] = [[] for _ in range(labs)]
    for i in range(trainings):
        dates[i % labs].append(chance.uniform(0.0, years))
    return Scene(
        years=years,
        stocks=tuple(1e12 * (i + 1) for i in range(pools)),
        growths=tuple(0.02 + 0.01 * i / pools for i in range(pools)),
        dates=tuple(tuple(sorted(one)) for one in dates),
        shares=tuple(1e-4 / (i + 1) for i in range(pools)),
    )


class Pool:
    """A pool that grows exponentially and is looked at only when somebody draws on it."""

    __slots__ = ("_at", "_growth", "stock")

    def __init__(self, stock: float, growth: float) -> None:
        """Fill it at the start of the clock."""
        self.stock, self._growth, self._at = stock, growth, 0.0

    def advance(self, now: float) -> None:
        """Bring it up to a date."""
        self.stock *= exp(self._growth * (now - self._at))
        self._at = now

    def draw(self, now: float, share: float) -> float:
        """Take a share of what there is now."""
        self.advance(now)
        taken = self.stock * share
        self.stock -= taken
        return taken


def pools_of(one: Scene) -> list[Pool]:
    """Return the pools at the start."""
    return [Pool(stock, growth) for stock, growth in zip(one.stocks, one.growths, strict=True)]


def train(pools: Sequence[Pool], shares: Sequence[float], now: float) -> float:
    """Draw on every pool."""
    return sum(pool.draw(now, share) for pool, share in zip(pools, shares, strict=True))


def rest(pools: Sequence[Pool], years: float) -> list[float]:
    """Return what is left at the end [token]."""
    for pool in pools:
        pool.advance(years)
    return [pool.stock for pool in pools]
