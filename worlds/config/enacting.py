"""What regulators enact: numbers of the world that change at a date, checked when the world is loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.number import Number
from worlds.config.schema import Enactment, World
from worlds.config.tree import Node, locate
from worlds.config.units import UnitError

_LASTING = {
    "pools": ("stock", "raw", "usable", "inflow"),
    "labs": ("compute", "compute_growth", "taper", "budget", "budget_growth", "cadence", "spread"),
    "archives": ("backlog",),
    "user_bases": ("demand", "demand_growth"),
}
"""What a world begins with, or is counted from, by section; it cannot become another in the middle."""
_SECTIONS_FIXED = ("laws", "regulators")


@dataclass(frozen=True)
class Enacted:
    """A change that a regulator makes.

    Attributes:
        regulator: who makes it.
        name: what it is called.
        path: dotted path of the number.
        year: decimal year from which it holds.
        until: decimal year in which the number goes back to what it was; None for good.
        value: in base units.
        words: the change as people read it.
    """

    regulator: str
    name: str
    path: str
    year: float
    until: float | None
    value: float
    words: str


def enacted(world: World, numbers: Mapping[str, Number]) -> Iterator[Enacted]:
    """Yield every change of a world whose changes are in order, by regulator and name."""
    for regulator, section in sorted(world.regulators.items()):
        for name, one in sorted(section.enacts.items()):
            path = _number_path(one.path, numbers)
            number = numbers[path]
            value = number.dimension.parse(one.value)
            words = f"{path} is set to {number.dimension.show(value)}"
            yield Enacted(regulator, name, path, one.from_, one.until, value, words)


def enactment_faults(world: World, numbers: Mapping[str, Number], root: Node) -> Iterator[Fault]:
    """Yield what is wrong with the changes that regulators would make."""
    for regulator, section in sorted(world.regulators.items()):
        for name, one in sorted(section.enacts.items()):
            fault = _fault(one, numbers, root, ("regulators", regulator, "enacts", name))
            if fault is not None:
                yield fault


def _fault(one: Enactment, numbers: Mapping[str, Number], root: Node, place: tuple[str, ...]) -> Fault | None:
    """Return what is wrong with one change, or nothing."""
    path = _number_path(one.path, numbers)
    at = locate(root, (*place, "path"))
    where = ".".join(place)
    if path not in numbers:
        wrong = f"there is no number {one.path!r} in this world{nearest(one.path, numbers)}"
        return Fault(at.mark, f"{where}.path", wrong, "a dotted path that `tokenshed worlds` lists")
    keys = path.split(".")
    lasting = _LASTING.get(keys[0], ())
    if keys[0] in _SECTIONS_FIXED or set(keys[2:3]) & set(lasting):
        wrong = f"{one.path!r} cannot change in the middle of a world"
        allowed = "prices, shares, rates, habits; not laws or regulators" + (
            f", nor {listed(lasting)}" if lasting else ""
        )
        return Fault(at.mark, f"{where}.path", wrong, allowed)
    if one.until is not None and one.until <= one.from_:
        until = locate(root, (*place, "until"))
        return Fault(until.mark, f"{where}.until", "does not come after 'from'", f"later than {one.from_:g}")
    return _wrong_value(one, numbers[path], locate(root, (*place, "value")), f"{where}.value")


def _wrong_value(one: Enactment, number: Number, node: Node, where: str) -> Fault | None:
    """Return what is wrong with the value of a change, or nothing."""
    try:
        value = number.dimension.parse(one.value)
    except UnitError as error:
        return Fault(node.mark, where, error.wrong, error.allowed, shown(one.value))
    if not number.bounds.hold(value):
        return Fault(node.mark, where, "out of range", number.bounds.show(number.dimension), shown(one.value))
    return None


def _number_path(path: str, numbers: Mapping[str, Number]) -> str:
    """Return the path of the number that is meant; a curve stands for the value it has, or goes to."""
    if path in numbers:
        return path
    return next((f"{path}.{end}" for end in ("to", "value") if f"{path}.{end}" in numbers), path)
