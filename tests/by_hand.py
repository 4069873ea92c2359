"""What the tests of MODEL.md's equations share: how they say which they hold, and the equations that several need."""

from collections.abc import Callable
from math import exp
from typing import TypeVar

from worlds.config.values import scaling_laws

CLOSE = 1e-12
R = 15.387756
LAWS = sorted(scaling_laws().values(), key=lambda law: law.name)
_T = TypeVar("_T", bound=Callable[..., None])


def equation(*tags: str) -> Callable[[_T], _T]:
    """Mark a test as one that writes equations of the page a second time."""
    assert tags
    return lambda test: test


def same(a: float, b: float, scale: float = 0.0) -> bool:
    """Return whether two numbers agree to 1e-12 of the larger one, or of what they are the difference of."""
    return a == b or abs(a - b) <= CLOSE * max(abs(a), abs(b), scale)


def f(n: float, u: float, r: float = R) -> float:
    """Return what n positions with u different tokens are worth."""
    return 0.0 if n <= 0 or u <= 0 else n if n <= u else u + u * r * (1 - exp(-(n / u - 1) / r))


def s(e: float) -> float:
    """Return what one more position is worth after e epochs."""
    return exp(-max(0.0, e - 1) / R)


def root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function that rises crosses zero, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2
