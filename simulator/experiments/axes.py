"""Axes of a design: what varies from point to point, and how a point is laid over a world."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from worlds.config.faults import Fault, FaultyFile, InputError, Mark, nearest, shown
from worlds.config.loading import LoadedWorld
from worlds.config.number import Number
from worlds.config.schema.experiment import Value
from worlds.config.selectors import number_at, paths_of, wrong_pattern
from worlds.config.settings import Setting, unknown_path
from worlds.config.timed import TimedSetting, dated, enacting
from worlds.config.units import Dimension, UnitError

Point = tuple[Value, ...]
"""The value on each axis: numbers in base units, words as they are."""


@dataclass(frozen=True)
class Axis:
    """A number, several numbers by a pattern, or a word of a world, which a design varies.

    Attributes:
        name: as the experiment names it: PATH, a pattern, or either with `@2027` or `@2027..2032` behind it.
        dimension: what is measured; None for a word.
        mark: where the experiment names it.
    """

    name: str
    dimension: Dimension | None
    mark: Mark = field(default=Mark(""), compare=False)

    @property
    def unit(self) -> str:
        """The base unit; nothing for a word."""
        return "" if self.dimension is None else self.dimension.unit

    @property
    def path(self) -> str:
        """The path or pattern without a date."""
        return dated(self.name)[0]

    @property
    def is_dated(self) -> bool:
        """Whether it holds from a date on."""
        return dated(self.name)[1] is not None

    def parse(self, given: Value) -> Value:
        """Return a value as it stands in a point: in base units, or the word.

        Raises:
            InputError: when it is not in the unit of the axis.
        """
        if self.dimension is None:
            return given
        try:
            return self.dimension.parse(given)
        except UnitError as error:
            raise self.wrong(error.wrong, error.allowed, given) from error

    def show(self, value: Value) -> str:
        """Return a value as people read it."""
        return str(value) if self.dimension is None else self.dimension.show(float(value))

    def wrong(self, wrong: str, allowed: str = "", given: Value | None = None) -> FaultyFile:
        """Return the error of something that is wrong with it."""
        return FaultyFile([Fault(self.mark, self.name, wrong, allowed, "" if given is None else shown(given))])


def axis_of(name: str, mark: Mark, loaded: LoadedWorld) -> Axis:
    """Return the axis of a name, which must be something that a world has.

    Raises:
        InputError: when it is not.
    """
    path = dated(name)[0]
    numbers = _numbers(path, loaded)
    axis = Axis(name, numbers[0].dimension if numbers else None, mark)
    if len({one.dimension.unit for one in numbers}) > 1:
        raise axis.wrong(f"names numbers of several units in {loaded.name}", "numbers of one unit")
    if numbers:
        return axis
    if set(path) & {"*", "["}:
        raise axis.wrong(wrong_pattern(path) or f"names no number of {loaded.name}", "a path or a pattern")
    if axis.is_dated:
        raise axis.wrong(f"is no number of {loaded.name}{nearest(path, loaded.numbers)}", "a number, from a date on")
    fault = unknown_path(loaded.world, Setting(path, "", str(mark)))
    if fault is not None:
        raise axis.wrong(fault.wrong, fault.allowed)
    return axis


def _numbers(path: str, loaded: LoadedWorld) -> list[Number]:
    """Return the numbers that a path or pattern names."""
    return [loaded.numbers[one] for one in paths_of(path, loaded.world, loaded.numbers)]


@dataclass(frozen=True)
class Overlay:
    """A point of a design as it is laid over a world.

    Attributes:
        settings: what makes it another world, to be checked as one.
        dated: numbers that are set from a date on.
        levels: numbers that are replaced where a run looks them up, by path, in base units.
    """

    settings: tuple[Setting, ...] = ()
    dated: tuple[TimedSetting, ...] = ()
    levels: Mapping[str, float] = field(default_factory=dict)

    def applied(self, loaded: LoadedWorld) -> LoadedWorld:
        """Return the world with everything but the levels.

        Raises:
            InputError: when that is no world.
        """
        return enacting(loaded.with_settings(self.settings), self.dated)


@dataclass(frozen=True)
class Place:
    """Where the values of an axis go in a world, looked up once for all points.

    Attributes:
        axis: whose.
        path: of what it varies, without a date.
        since: from when on, if it has a date.
        until: until when, if it has.
        numbers: those that it replaces, by path; none where it makes another world.
    """

    axis: Axis
    path: str
    since: float | None
    until: float | None
    numbers: Mapping[str, Number]


def places_of(axes: Sequence[Axis], loaded: LoadedWorld) -> tuple[Place, ...]:
    """Return where the values of each axis go."""
    places = []
    for axis in axes:
        path, since, until = dated(axis.name)
        replaced = _levels(path, loaded) if since is None and axis.dimension is not None else []
        places.append(Place(axis, path, since, until, {one: loaded.numbers[one] for one in replaced}))
    return tuple(places)


def overlay(places: Sequence[Place], point: Point) -> Overlay:
    """Return how a point is laid over a world.

    Raises:
        InputError: when a number is out of its range.
    """
    settings: list[Setting] = []
    timed: list[TimedSetting] = []
    levels: dict[str, float] = {}
    for place, value in zip(places, point, strict=True):
        axis = place.axis
        if place.numbers:
            levels.update(_checked(axis, float(value), place.numbers))
            continue
        stated = value if axis.dimension is None else axis.dimension.write(float(value))
        if place.since is not None:
            timed.append(TimedSetting(place.path, stated, place.since, place.until, f"{axis.name}={stated}"))
        else:
            settings.append(Setting(place.path, stated, str(axis.mark)))
    return Overlay(tuple(settings), tuple(timed), levels)


def _levels(path: str, loaded: LoadedWorld) -> list[str]:
    """Return the numbers that a path replaces; none where it is a curve, which is stated anew as a whole."""
    if set(path) & {"*", "["}:
        return paths_of(path, loaded.world, loaded.numbers)
    return [path] if number_at(path, loaded.numbers) == path else []


def _checked(axis: Axis, value: float, numbers: Mapping[str, Number]) -> Iterable[tuple[str, float]]:
    """Yield the level of each number that an axis names."""
    for path, number in numbers.items():
        if not number.bounds.hold(value):
            raise axis.wrong("out of range", number.bounds.show(number.dimension), number.dimension.show(value))
        yield path, value


def check_fit(axes: Sequence[Axis], loaded: LoadedWorld) -> None:
    """Refuse axes that a world does not have, or has in another unit.

    Raises:
        InputError: naming the axis.
    """
    for axis in axes:
        here = axis_of(axis.name, axis.mark, loaded)
        if here.unit != axis.unit:
            raise InputError(f"{axis.mark}: {axis.name}: is measured in {here.unit or 'words'} in {loaded.name}")
