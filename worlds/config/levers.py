"""Levers: the numbers that a policy may set, each with its range and its meaning, and changes of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.number import Number
from worlds.config.schema import Lever as LeverSection
from worlds.config.selectors import paths_of
from worlds.config.tree import Node, plain, read_tree
from worlds.config.units import UnitError

SHIPPED = "levers.yaml"
_WORLDS_KEPT = 16


class LeverOutOfRange(InputError):
    """A lever set beyond the range in which the model is valid."""

    def __init__(self, lever: "Lever", value: float) -> None:
        number = lever.number.dimension
        super().__init__(
            f"{lever.path}: beyond what the lever {lever.name!r} allows; "
            f"allowed: {number.show(lever.low)} to {number.show(lever.high)}; given: {number.show(value)}"
        )


@dataclass(frozen=True)
class Lever:
    """A parameter that policy may set, within the range in which the model is valid.

    Attributes:
        name: what it is called; several numbers may share a lever.
        path: dotted path of the number.
        number: the number, with its unit.
        low: least allowed value, in base units.
        high: largest allowed value, in base units.
        meaning: what it means to set it.
    """

    name: str
    path: str
    number: Number
    low: float
    high: float
    meaning: str

    @property
    def unit(self) -> str:
        """The base unit."""
        return self.number.dimension.unit

    def set(self, value: float, year: float) -> "Change":
        """Return the change that sets this lever from a decimal year on.

        Raises:
            LeverOutOfRange: when the value, in base units, is not allowed.
        """
        if not self.low <= value <= self.high:
            raise LeverOutOfRange(self, value)
        return Change(year, self.path, value)


@dataclass(frozen=True)
class Change:
    """One setting of a number at a date.

    Attributes:
        year: decimal year.
        path: dotted path of the number.
        value: in base units.
    """

    year: float
    path: str
    value: float


@cache
def _shipped() -> dict[str, LeverSection]:
    """Return the levers that every world has, by name."""
    place = files("worlds") / "data" / SHIPPED
    tree = read_tree(place.read_text(encoding="utf-8"), f"worlds/data/{SHIPPED}")
    return {name: _section(node) for name, node in tree.children.items()}


def _section(node: Node) -> LeverSection:
    """Return what a file says of a lever."""
    return LeverSection.model_validate(plain(node))


@lru_cache(maxsize=_WORLDS_KEPT)
def levers_of(loaded: LoadedWorld) -> Mapping[str, Lever]:
    """Return the levers of a world by the path of their number; its own take the place of the shipped ones.

    Raises:
        InputError: when a range of its own is not in the unit of its number.
    """
    stated = {**_shipped(), **loaded.world.levers}
    own = sorted(stated, key=lambda name: (name in loaded.world.levers, name))
    return {lever.path: lever for name in own for lever in _levers(name, stated[name], loaded)}


def _levers(name: str, section: LeverSection, loaded: LoadedWorld) -> Iterator[Lever]:
    """Yield the levers that a section makes in a world."""
    for path in paths_of(section.path, loaded.world, loaded.numbers):
        number = loaded.numbers[path]
        try:
            low, high = number.dimension.parse(section.low), number.dimension.parse(section.high)
        except UnitError as error:
            raise InputError(f"levers.{name}: {error}") from error
        yield Lever(name, path, number, low, high, section.meaning)
