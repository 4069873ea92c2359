"""What is checked of a batch before anything runs: names, points, and that both fit the worlds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import inf

from simulator.experiments.axes import Axis, Overlay, Place, check_fit, places_of
from simulator.experiments.batch import Batch, Cell
from worlds.config.experiments import LoadedExperiment
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.selectors import paths_of
from worlds.config.timed import TimedSetting

_NO_AXES = ("world", "description", "extends", "levers")
"""What a world says of itself, which moves nothing."""


def check(batch: Batch, experiment: LoadedExperiment) -> None:
    """Refuse a batch that would hold a run twice, or whose points or policies do not fit its worlds.

    Every point that only replaces numbers is held against their ranges; those that make another world are tried.

    Raises:
        InputError: naming the first that is wrong, and where it stands.
    """
    _check_names(batch.cells, experiment)
    _check_points(batch, experiment)
    for cell in batch.cells:
        cell.governed(Overlay())
    bases = {(cell.world, cell.scenario): number for number, cell in enumerate(batch.cells)}
    for number in bases.values():
        loaded = batch.cells[number].loaded
        check_fit(batch.points.axes, loaded)
        _check_places(places_of(batch.points.axes, loaded), loaded)
        _check_values(batch.points.axes, experiment, loaded)
        _try(batch, number)


def _check_names(cells: Sequence[Cell], experiment: LoadedExperiment) -> None:
    """Refuse two cells that are the same, or that are called alike."""
    worlds: dict[tuple[str, str], str] = {}
    policies: dict[str, object] = {}
    seen: dict[str, Cell] = {}
    for cell in cells:
        place = experiment.mark("worlds")
        if worlds.setdefault((cell.world, cell.scenario), cell.loaded.hash) != cell.loaded.hash:
            raise InputError(f"{place}: worlds: two different ones are called {cell.world!r}; allowed: a name for each")
        for one in cell.policies:
            if policies.setdefault(one.name, one.section) != one.section:
                place = experiment.mark("policies")
                raise InputError(
                    f"{place}: policies: two different ones are called {one.name!r}; allowed: a name for each"
                )
        twin = seen.setdefault(cell.fingerprint, cell)
        if twin is not cell:
            both = f"{_called(twin)} and {_called(cell)}"
            raise InputError(f"{place}: {both} are the same runs; allowed: each once")


def _called(cell: Cell) -> str:
    """Return what a cell is called."""
    return f"{cell.world} / {cell.scenario} / {cell.policy}"


def _check_points(batch: Batch, experiment: LoadedExperiment) -> None:
    """Refuse a point that stands in a design twice, and axes that move nothing."""
    for axis in batch.points.axes:
        if axis.path in _NO_AXES:
            raise axis.wrong("moves nothing in a run", "a number, a count or a word that does")
    seen: dict[object, int] = {}
    for number, row in enumerate(batch.points.rows):
        first = seen.setdefault(row, number)
        if first != number:
            stated = ", ".join(
                f"{axis.name} = {axis.show(one)}" for axis, one in zip(batch.points.axes, row, strict=True)
            )
            place = experiment.mark("design")
            raise InputError(
                f"{place}: design: points {first} and {number} are the same ({stated}); allowed: each once"
            )


def _check_places(places: Sequence[Place], loaded: LoadedWorld) -> None:
    """Refuse two axes that set one number at one time, and dates outside of the world's."""
    grips = [(place, _times(place), set(_paths(place.path, loaded))) for place in places]
    for place, (since, until), _ in grips:
        if place.since is not None and not (loaded.world.start <= since < loaded.world.end and since < until):
            allowed = f"a date from {loaded.world.start:g} to {loaded.world.end:g}, and a later one behind it"
            raise place.axis.wrong("has a date that nothing comes of", allowed)
    for (one, (since, until), paths), (other, (begin, end), others) in combinations(grips, 2):
        if paths & others and since < end and begin < until and (one.since is None) == (other.since is None):
            wrong = f"sets {sorted(paths & others)[0]}, as {one.axis.name} does at the same time"
            raise other.axis.wrong(wrong, "one axis for a number")


def _times(place: Place) -> tuple[float, float]:
    """Return from when until when an axis holds."""
    return (
        -inf if place.since is None else place.since,
        inf if place.until is None else place.until,
    )


def _paths(path: str, loaded: LoadedWorld) -> Iterable[str]:
    """Return the numbers that a path or pattern names, or the path itself."""
    return paths_of(path, loaded.world, loaded.numbers) or [path]


def _check_values(axes: Sequence[Axis], experiment: LoadedExperiment, loaded: LoadedWorld) -> None:
    """Refuse an axis for what the experiment holds at one value."""
    held: Mapping[str, object] = experiment.section.values
    fixed = {path: name for name in held for path in _paths(name, loaded)}
    for axis in axes:
        both = sorted(set(_paths(axis.path, loaded)) & set(fixed))
        if both and not axis.is_dated:
            raise axis.wrong(f"varies what `values` holds ({fixed[both[0]]})", "one of them")


def _try(batch: Batch, number: int) -> None:
    """Try every world that points make of a cell's."""
    tried: set[object] = set()
    for point in range(len(batch.points.rows)):
        over = batch.overlay(number, point)
        made = (over.settings, over.dated)
        if made in tried:
            continue
        tried.add(made)
        try:
            over.applied(batch.cells[number].loaded)
        except InputError as error:
            marks = {f"--set {one.written}": f"{axis.mark}: {axis.name}" for one, axis in _dated(batch, over)}
            raise InputError(_told(str(error), marks)) from error


def _dated(batch: Batch, over: Overlay) -> Iterator[tuple[TimedSetting, Axis]]:
    """Yield every setting with a date with its axis."""
    yield from zip(over.dated, (axis for axis in batch.points.axes if axis.is_dated), strict=True)


def _told(message: str, marks: Mapping[str, str]) -> str:
    """Return a message that names places in the file instead of an option of the command line."""
    for option, mark in marks.items():
        message = message.replace(option, mark)
    return message
