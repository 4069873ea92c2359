"""How much of a pool may be read: parts of it, each behind curves that stand for who may close it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf, nan
from typing import Literal

from worlds.config.schema import AnyPool, PrivatePool, PublicPool
from worlds.config.values import Values
from worlds.pools.curves import ALL, Relaxation, relaxation

Part = Literal["all", "head", "tail"]
_PLACES: dict[Part, tuple[str, ...]] = {"all": ("head", "tail", "whole"), "head": ("head",), "tail": ("tail", "whole")}
"""The parts that are meant by a name; a pool without a head is all tail."""


@dataclass
class _Door:
    """Part of a pool behind its curves.

    Attributes:
        part: name of the part.
        weight: share of the pool that it is.
        own: what the world file says of how open it is, and of who consents.
        kept: what agents say of it, by their names and in the order of these.
    """

    part: str
    weight: float
    own: tuple[Relaxation, Relaxation]
    kept: dict[str, Relaxation] = field(default_factory=dict)

    def at(self, year: float) -> float:
        """Return how much of the pool lies open behind this door."""
        door, consent = self.own
        share = self.weight * door.at(year) * consent.at(year)
        for curve in self.kept.values():
            share *= curve.at(year)
        return share

    def keep(self, keeper: str, curve: Relaxation) -> None:
        """Let an agent say how far it is open."""
        if keeper in self.kept:
            self.kept[keeper] = curve
        else:
            self.kept = dict(sorted([*self.kept.items(), (keeper, curve)]))

    @property
    def curves(self) -> Iterator[Relaxation]:
        """Every curve of the door."""
        yield from self.own
        yield from self.kept.values()


class Doors:
    """The doors of a pool."""

    def __init__(self, section: AnyPool, values: Values) -> None:
        self._doors = _doors(section, values)
        self._seen = (nan, 0.0)

    def at(self, year: float) -> float:
        """Return the share of the pool that may be read at a date, in [0, 1]; the last answer is kept."""
        if self._seen[0] != year:
            self._seen = (year, min(1.0, max(0.0, sum([door.at(year) for door in self._doors]))))
        return self._seen[1]

    @property
    def dates(self) -> set[float]:
        """The years in which any curve begins to move."""
        return {curve.since for door in self._doors for curve in door.curves if curve.since < inf}

    def keep(self, keeper: str, curve: Relaxation, part: Part = "all") -> None:
        """Let an agent say how far a part of the pool is open, on top of what the world says.

        Args:
            keeper: name of the agent.
            curve: the share that it leaves open.
            part: which part.
        """
        self._seen = (nan, 0.0)
        for door in self._doors:
            if door.part in _PLACES[part]:
                door.keep(keeper, curve)

    def share_of(self, part: Part) -> float:
        """Return the share of the pool that a part is."""
        return sum(door.weight for door in self._doors if door.part in _PLACES[part])

    def renew(self, section: AnyPool, values: Values, year: float) -> None:
        """Read the curves of the world again after a number changed at a date; what moves goes on from where it is."""
        self._seen = (nan, 0.0)
        for door, new in zip(self._doors, _doors(section, values), strict=True):
            door.weight = new.weight
            old, wanted = door.own, new.own
            door.own = (wanted[0].following(old[0], year), wanted[1].following(old[1], year))


def _doors(section: AnyPool, values: Values) -> list[_Door]:
    """Return the parts of a pool that close each in their own way."""
    door = relaxation(section.open_share, values)
    if isinstance(section, PublicPool):
        head = values[section.head_share]
        return [
            _Door("head", head, (relaxation(section.head_open_share, values), ALL)),
            _Door("tail", 1.0 - head, (door, ALL)),
        ]
    if isinstance(section, PrivatePool):
        return [_Door("whole", 1.0, (door, relaxation(section.consent, values)))]
    return [_Door("whole", 1.0, (door, ALL))]
