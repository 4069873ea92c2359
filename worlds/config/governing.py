"""A world under policies: each becomes a regulator of its own, checked against the levers of the world."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

from worlds.config.enacting import POLICY, Goal, change_faults, goal_of
from worlds.config.faults import Fault, FaultyFile, InputError, Mark, listed, nearest, shown
from worlds.config.levers import Lever, levers_of
from worlds.config.loading import LoadedWorld
from worlds.config.policies import LoadedPolicy
from worlds.config.schema import Enactment, Reaction
from worlds.config.selectors import paths_of, wrong_pattern
from worlds.config.timed import TimedSetting, enacting
from worlds.config.tree import Node, locate, planted
from worlds.config.units import UnitError


@dataclass(frozen=True)
class Idle:
    """A part of a policy that a world has nothing for.

    Attributes:
        policy: its name.
        part: name of the change.
        path: what it would change.
    """

    policy: str
    part: str
    path: str


@dataclass(frozen=True)
class Governed:
    """A world under policies.

    Attributes:
        loaded: the world.
        policies: what it is under, in the order of their names.
        idle: parts that have nothing to change in it.
        warnings: what is set beyond the range in which the model is valid.
    """

    loaded: LoadedWorld
    policies: tuple[LoadedPolicy, ...]
    idle: tuple[Idle, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Grip:
    """A part of a policy, or a setting with dates, on one number of a world."""

    holder: str
    path: str
    begins: float
    ends: float
    mark: Mark | None = None


def govern(
    loaded: LoadedWorld,
    policies: Iterable[LoadedPolicy],
    *,
    strict: bool = False,
    settings: Sequence[TimedSetting] = (),
) -> Governed:
    """Return a world under policies, each as a regulator of its own, and with settings that have dates.

    Args:
        loaded: the world.
        policies: what it is put under; their order does not matter.
        strict: whether a part that has nothing to change in this world is an error.
        settings: numbers set by hand from a date on, which need be no levers.

    Raises:
        InputError: when a policy sets what is no lever, or beyond its range, or two set one number at one time.
    """
    ordered = sorted(policies, key=lambda one: one.name)
    _check_names(ordered)
    levers = levers_of(loaded)
    faults = [fault for one in ordered for fault in _faults(one, loaded, levers)]
    if faults:
        raise FaultyFile(faults)
    held = {(one.name, part) for one in ordered for part in one.parts if _paths(one, part, loaded)}
    idle = tuple(_idle(ordered, held))
    if idle and strict:
        raise InputError(
            "\n".join(f"{one.policy}: {one.part}: {loaded.name} has no {one.path!r} to change" for one in idle)
        )
    grips = [grip for one in ordered for grip in _grips(one, loaded)]
    _check_conflicts([*grips, *(grip for one in settings for grip in _grips_by_hand(one, loaded))])
    ruled = enacting(loaded, settings)
    over = {name: node for one in ordered for name, node in _regulators(one, held)}
    tree = Node(
        {"regulators": Node(dict(over), loaded.tree.mark, loaded.tree.mark)}, loaded.tree.mark, loaded.tree.mark
    )
    warnings = tuple(words for one in settings for words in _beyond_by_hand(one, loaded, levers))
    return Governed(ruled.with_more(tree) if over else ruled, tuple(ordered), idle, warnings)


def _paths(policy: LoadedPolicy, part: str, loaded: LoadedWorld) -> list[str]:
    """Return the numbers of a world that a part of a policy changes."""
    return paths_of(policy.parts[part].path, loaded.world, loaded.numbers)


def _idle(policies: Sequence[LoadedPolicy], held: set[tuple[str, str]]) -> Iterator[Idle]:
    """Yield the parts of policies that are not among those that have something to change."""
    for one in policies:
        for part, section in one.parts.items():
            if (one.name, part) not in held:
                yield Idle(one.name, part, section.path)


def _check_names(policies: Sequence[LoadedPolicy]) -> None:
    """Refuse a policy that is named twice."""
    names = [one.section.policy for one in policies]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"the policy {twice[0]!r} is named twice; allowed: each policy once")


def _faults(policy: LoadedPolicy, loaded: LoadedWorld, levers: Mapping[str, Lever]) -> Iterator[Fault]:
    """Yield what a policy would set that is no lever of a world, or beyond its range."""
    for name, part in policy.parts.items():
        place = policy.place(name)
        at, where = locate(policy.tree, (*place, "path")), ".".join(place)
        malformed = wrong_pattern(part.path)
        if malformed is not None:
            yield Fault(at.mark, f"{where}.path", malformed, "a dotted path", shown(part.path))
            continue
        paths = paths_of(part.path, loaded.world, loaded.numbers)
        free = [path for path in paths if path not in levers]
        if free:
            wrong = f"{free[0]!r} is no lever{nearest(free[0], levers)}"
            yield Fault(at.mark, f"{where}.path", wrong, f"levers: {listed({one.name for one in levers.values()})}")
        elif paths:
            beyond = list(_beyond(part, [levers[path] for path in paths], policy.tree, place))
            yield from beyond or change_faults(part, part.path, loaded.world, loaded.numbers, policy.tree, place)


def _beyond(part: Enactment | Reaction, levers: Sequence[Lever], root: Node, place: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the first number that a part would set beyond the range of its lever; nothing of what is no number."""
    for lever in levers:
        try:
            goal: Goal = goal_of(part, lever.number)
        except UnitError:
            return
        if goal.way != "times" and not lever.low <= goal.amount <= lever.high:
            show = lever.number.dimension.show
            wrong = f"is beyond the lever {lever.name!r}, {lever.meaning}"
            node = locate(root, (*place, goal.way))
            allowed = f"{show(lever.low)} to {show(lever.high)}"
            yield Fault(node.mark, f"{'.'.join(place)}.{goal.way}", wrong, allowed, show(goal.amount))
            return


def _beyond_by_hand(one: TimedSetting, loaded: LoadedWorld, levers: Mapping[str, Lever]) -> Iterator[str]:
    """Yield a warning where a setting, which is in order, goes beyond the range of a lever."""
    for path in paths_of(one.path, loaded.world, loaded.numbers):
        lever = levers.get(path)
        dimension = loaded.numbers[path].dimension
        if lever is not None and not lever.low <= dimension.parse(one.value) <= lever.high:
            within = f"{dimension.show(lever.low)} to {dimension.show(lever.high)}"
            yield f"--set {one.written}: is beyond the range in which the model is valid, {within} ({lever.meaning})"
            return


def _grips(policy: LoadedPolicy, loaded: LoadedWorld) -> Iterator[_Grip]:
    """Yield every number of a world that a policy changes, with when."""
    for name, part in policy.parts.items():
        begins = (-inf if part.from_ is None else part.from_) + policy.delay
        ends = inf if not isinstance(part, Enactment) or part.until is None else part.until + policy.delay
        mark = locate(policy.tree, policy.place(name)).key
        for path in _paths(policy, name, loaded):
            yield _Grip(f"{policy.name} ({name})", path, begins, ends, mark)


def _grips_by_hand(one: TimedSetting, loaded: LoadedWorld) -> Iterator[_Grip]:
    """Yield every number of a world that a setting changes, with when."""
    for path in paths_of(one.path, loaded.world, loaded.numbers):
        yield _Grip(f"--set {one.written}", path, one.since, inf if one.until is None else one.until)


def _check_conflicts(grips: Sequence[_Grip]) -> None:
    """Refuse two changes of one number at one time."""
    of: dict[str, list[_Grip]] = {}
    for grip in grips:
        of.setdefault(grip.path, []).append(grip)
    for path, held in sorted(of.items()):
        for one, other in combinations(held, 2):
            if one.begins < other.ends and other.begins < one.ends:
                since = max(one.begins, other.begins)
                when = "" if since == -inf else f" from {since:g} on"
                marks = " and ".join(str(grip.mark) for grip in (one, other) if grip.mark is not None)
                where = f", in {marks}" if marks else ""
                raise InputError(
                    f"{path}: {one.holder} and {other.holder} both change it{when}{where}; "
                    "allowed: one change of a number at a time"
                )


def _regulators(policy: LoadedPolicy, held: set[tuple[str, str]]) -> Iterator[tuple[str, Node]]:
    """Yield the regulator that a policy becomes, with its parts that have something to change."""
    sections: dict[str, Node] = {}
    for key, stated in (("enacts", policy.section.changes), ("reacts", policy.section.reacts)):
        mine = {
            name: _delayed(locate(policy.tree, policy.place(name)), policy.delay)
            for name in stated
            if (policy.name, name) in held
        }
        if mine:
            sections[key] = Node(dict(mine), policy.tree.mark, policy.tree.mark)
    if sections:
        words = planted(policy.section.description, policy.tree.mark)
        name = POLICY + policy.section.policy.replace("-", "_")
        yield name, Node({"description": words, **sections}, policy.tree.mark, policy.tree.mark)


def _delayed(part: Node, years: float) -> Node:
    """Return a part of a policy with its dates moved."""
    if not years:
        return part
    moved = {
        key: replace(node, value=node.value + years)
        if key in {"from", "until"} and isinstance(node.value, (int, float))
        else node
        for key, node in part.children.items()
    }
    return Node(dict(moved), part.mark, part.key)
