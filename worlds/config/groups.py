"""Groups of labs: the many that one section of a world file stands for by its `count`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from statistics import NormalDist

from worlds.config.schema import Lab

_GOLDEN = (5**0.5 - 1.0) / 2.0
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Member:
    """One of the labs that a section of a world file stands for.

    Attributes:
        name: its own name; that of the section where it is alone.
        group: name of the section.
        size: how many labs the group has.
        score: standard deviations by which the logarithm of its means lies above the group's mean.
        delay: share of a cadence by which it begins later than the first.
    """

    name: str
    group: str
    size: int = 1
    score: float = 0.0
    delay: float = 0.0


def members(labs: Mapping[str, Lab]) -> Iterator[Member]:
    """Yield every lab of a world, section by section, those of a group by their numbers.

    Means are the quantiles of a lognormal distribution at (i + 0.5) / n, smallest first, and dates are spread evenly
    over a cadence. Dates go round by the golden ratio, so that who is large does not plan later than who is small.
    """
    for group, section in labs.items():
        n = section.count
        if n == 1:
            yield Member(group, group)
            continue
        for i in range(n):
            yield Member(member_name(group, i, n), group, n, _NORMAL.inv_cdf((i + 0.5) / n), i * _stride(n) % n / n)


def member_name(group: str, i: int, size: int) -> str:
    """Return the name of a member, counted from 0, such that the order of names is that of numbers."""
    return f"{group}_{i + 1:0{len(str(size))}d}"


@lru_cache
def _stride(size: int) -> int:
    """Return by how many places of the calendar the next member comes later: near the golden part of all of them.

    Without a divisor in common every place is taken once.
    """
    return min(
        (step for step in range(1, size + 1) if gcd(step, size) == 1), key=lambda step: abs(step - _GOLDEN * size)
    )
