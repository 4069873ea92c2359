"""What regulators enact: numbers of the world that change at a date, checked when the world is loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.number import Number
from worlds.config.schema import Enactment, World
from worlds.config.schema.parties import Amount
from worlds.config.selectors import paths_of, wrong_pattern
from worlds.config.tree import Node, locate
from worlds.config.units import UnitError
from worlds.config.watching import Watched, watched, wrong_condition

_LASTING = {
    "pools": ("stock", "raw", "usable", "inflow"),
    "labs": ("compute", "compute_growth", "taper", "budget", "budget_growth", "cadence", "spread"),
    "archives": ("backlog",),
    "user_bases": ("demand", "demand_growth", "earlier_growth", "spending", "spending_growth"),
}
"""What a world begins with, or is counted from, by section; it cannot become another in the middle."""
_SECTIONS_FIXED = ("laws", "regulators")
STEP = 0.25
"""Longest step of a change that comes by and by [year]."""

POLICY = "policy_"
"""How the name of a regulator begins that a policy becomes."""

Way = Literal["value", "times", "at_least", "at_most"]
WAYS: tuple[Way, ...] = ("value", "times", "at_least", "at_most")


@dataclass(frozen=True)
class Goal:
    """What a number becomes.

    Attributes:
        way: how it is stated.
        amount: in base units; a factor for `times`.
        low: least value it may have, in base units.
        high: largest.
    """

    way: Way
    amount: float
    low: float
    high: float

    def of(self, base: float) -> float:
        """Return what a number becomes that would be `base` otherwise, in base units."""
        if self.way == "value":
            return self.amount
        if self.way == "times":
            return min(max(base * self.amount, min(self.low, base)), max(self.high, base))
        return max(base, self.amount) if self.way == "at_least" else min(base, self.amount)


@dataclass(frozen=True)
class Enacted:
    """A change that a regulator makes.

    Attributes:
        regulator: who makes it.
        name: what it is called.
        path: dotted path of the number.
        year: decimal year from which it holds, or in which it begins to come.
        until: decimal year in which the number goes back to what it was; None for good.
        goal: what the number becomes.
        over: years until it is there; 0 for at once.
        words: the change as people read it.
    """

    regulator: str
    name: str
    path: str
    year: float
    until: float | None
    goal: Goal
    over: float
    words: str

    @property
    def rule(self) -> str:
        """What tells this rule from every other."""
        return f"regulators.{self.regulator}.{self.name}:{self.path}"

    @property
    def steps(self) -> list[tuple[float, float]]:
        """The decimal years in which it changes, each with the share of the way that is gone then."""
        if self.over <= 0:
            return [(self.year, 1.0)]
        number = ceil(self.over / STEP)
        return [(self.year + self.over * i / number, i / number) for i in range(1, number + 1)]


@dataclass(frozen=True)
class Awaited:
    """A change that a regulator makes when something comes true.

    Attributes:
        regulator: who makes it.
        name: what it is called.
        when: what it waits for.
        since: decimal year from which it looks.
        lasting: years for which it holds; None for as long as it is true.
        changes: what it then does; their own dates mean nothing.
    """

    regulator: str
    name: str
    when: Watched
    since: float
    lasting: float | None
    changes: tuple[Enacted, ...]


def enacted(world: World, numbers: Mapping[str, Number]) -> Iterator[Enacted]:
    """Yield every dated change of a world whose changes are in order, by regulator, name and path."""
    for regulator, section in sorted(world.regulators.items()):
        for name, one in sorted(section.enacts.items()):
            over = 0.0 if one.over is None else one.over.value
            for path in paths_of(one.path, world, numbers):
                goal = goal_of(one, numbers[path])
                words = _words(path, goal, numbers[path])
                yield Enacted(regulator, name, path, one.from_, one.until, goal, over, words)


def awaited(world: World, numbers: Mapping[str, Number]) -> Iterator[Awaited]:
    """Yield every change that waits for something, by regulator and name."""
    for regulator, section in sorted(world.regulators.items()):
        for name, one in sorted(section.reacts.items()):
            since = world.start if one.from_ is None else one.from_
            goals = [(path, goal_of(one, numbers[path])) for path in paths_of(one.path, world, numbers)]
            changes = [
                Enacted(regulator, name, path, since, None, goal, 0.0, _words(path, goal, numbers[path]))
                for path, goal in goals
            ]
            lasting = None if one.lasting is None else one.lasting.value
            yield Awaited(regulator, name, watched(one.when, world), since, lasting, tuple(changes))


def goal_of(one: Amount, number: Number) -> Goal:
    """Return what a number becomes by a change that is in order."""
    low, high = number.bounds.edges
    if one.times is not None:
        return Goal("times", one.times.value, low, high)
    way = next(way for way in WAYS if getattr(one, way) is not None)
    return Goal(way, number.dimension.parse(getattr(one, way)), low, high)


def _words(path: str, goal: Goal, number: Number) -> str:
    """Return a change as people read it."""
    if goal.way == "times":
        return f"{path} becomes {goal.amount:g} times what it was"
    how = {"value": "is set to", "at_least": "is at least", "at_most": "is at most"}[goal.way]
    return f"{path} {how} {number.dimension.show(goal.amount)}"


def enactment_faults(world: World, numbers: Mapping[str, Number], root: Node) -> Iterator[Fault]:
    """Yield what is wrong with the changes that regulators would make."""
    for regulator, section in sorted(world.regulators.items()):
        for name, one in sorted(section.enacts.items()):
            place = ("regulators", regulator, "enacts", name)
            yield from change_faults(one, one.path, world, numbers, root, place)
            yield from date_faults(one, root, place)
        for name, awaits in sorted(section.reacts.items()):
            place = ("regulators", regulator, "reacts", name)
            yield from change_faults(awaits, awaits.path, world, numbers, root, place)
            condition = wrong_condition(awaits.when, world)
            if condition is not None:
                node = locate(root, (*place, "when"))
                yield Fault(node.mark, f"{'.'.join(place)}.when", *condition, shown(awaits.when))


def date_faults(one: Enactment, root: Node, place: tuple[str, ...]) -> Iterator[Fault]:
    """Yield what is wrong with the dates of a change that stands at a place of a file."""
    over = 0.0 if one.over is None else one.over.value
    if one.until is not None and one.until <= one.from_ + over:
        until = locate(root, (*place, "until"))
        wrong = "does not come after 'from'" + (" and 'over'" if one.over is not None else "")
        yield Fault(until.mark, f"{'.'.join(place)}.until", wrong, f"later than {one.from_ + over:g}")


def change_faults(
    one: Amount, pattern: str, world: World, numbers: Mapping[str, Number], root: Node, place: tuple[str, ...]
) -> Iterator[Fault]:
    """Yield what is wrong with one change.

    Args:
        one: what says how the number changes.
        pattern: the number, or numbers, that change.
        world: in which.
        numbers: its numbers, by path.
        root: the tree of the file.
        place: where the change stands in it.
    """
    at, where = locate(root, (*place, "path")), ".".join(place)
    malformed = wrong_pattern(pattern)
    if malformed is not None:
        yield Fault(at.mark, f"{where}.path", malformed, "a dotted path", shown(pattern))
        return
    paths = paths_of(pattern, world, numbers)
    if not paths:
        wrong = f"there is no number {pattern!r} in this world{nearest(pattern, numbers)}"
        yield Fault(at.mark, f"{where}.path", wrong, "a dotted path that `tokenshed worlds` lists")
    for path in paths:
        fault = _fixed(pattern, path, at, where) or _wrong_amount(one, numbers[path], root, place)
        if fault is not None:
            yield fault
            return


def _fixed(pattern: str, path: str, at: Node, where: str) -> Fault | None:
    """Return the fault of a number that cannot change in the middle of a world, or nothing."""
    keys = path.split(".")
    lasting = _LASTING.get(keys[0], ())
    if keys[0] not in _SECTIONS_FIXED and not set(keys[2:3]) & set(lasting):
        return None
    allowed = "prices, shares, rates, habits; not laws or regulators" + (f", nor {listed(lasting)}" if lasting else "")
    return Fault(at.mark, f"{where}.path", f"{pattern!r} cannot change in the middle of a world", allowed)


def _wrong_amount(one: Amount, number: Number, root: Node, place: tuple[str, ...]) -> Fault | None:
    """Return what is wrong with what a number becomes, or nothing."""
    if one.times is not None:
        return None
    way = next(way for way in WAYS if getattr(one, way) is not None)
    stated, node, where = getattr(one, way), locate(root, (*place, way)), ".".join((*place, way))
    try:
        value = number.dimension.parse(stated)
    except UnitError as error:
        return Fault(node.mark, where, error.wrong, error.allowed, shown(stated))
    if not number.bounds.hold(value):
        return Fault(node.mark, where, "out of range", number.bounds.show(number.dimension), shown(stated))
    return None
