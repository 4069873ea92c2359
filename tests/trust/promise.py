"""A promise, what is measured to see whether it is kept, and what came out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

TOLD = "told"
"""Stands for the target of a figure of which nothing is promised."""


@dataclass(frozen=True)
class Finding:
    """One figure of a promise.

    Attributes:
        what: what was measured.
        figure: what came out, as people read it.
        target: what was promised; `TOLD` where nothing is, and the figure is told for what it is.
        kept: whether it holds.
        note: what limits it, or what was found on the way.
    """

    what: str
    figure: str
    target: str
    kept: bool
    note: str = ""


Measure = Callable[[float], Iterator[Finding]]
"""Measures a promise, at a share of its full size from 0 to 1."""


@dataclass(frozen=True)
class Promise:
    """Something that users may rely on.

    Attributes:
        name: one word or two, for the command line.
        words: what is promised.
        test: the test that holds a quick share of it, as pytest names it.
        measure: how it is measured.
    """

    name: str
    words: str
    test: str
    measure: Measure


def share_of(whole: int, size: float, least: int = 1) -> int:
    """Return how many of a whole number of cases a share of the full size has."""
    return max(least, round(whole * size))
