"""Designs: the points that an experiment visits, from a grid, a list, or a sample that fills its space."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp, log
from pathlib import Path

import numpy as np

from simulator.experiments.axes import Axis, Point, axis_of
from worlds.config.experiments import LoadedExperiment
from worlds.config.faults import Fault, FaultyFile, InputError, Mark
from worlds.config.files import text_of
from worlds.config.loading import LoadedWorld
from worlds.config.schema.experiment import MOST_POINTS, Levels, Sample, Value
from worlds.config.selectors import paths_of
from worlds.config.tree import resolve

_DESIGN = 0x0DE51647
"""Key of the stream that designs draw from, apart from those of runs."""
_EDGE = 2.0**-53
STEPWISE = ("saltelli", "morris", "tornado")
"""Designs of a study of sensitivity whose points belong together."""
Map = Callable[[float], float]
"""From a level in (0, 1) to a value in base units."""


@dataclass(frozen=True)
class Points:
    """The points of a design.

    Attributes:
        axes: what varies.
        rows: its values at each point.
        kind: how they were chosen: grid, list, csv, lhs or sobol; of a study of sensitivity saltelli, morris or
            tornado, whose points belong together; empty where nothing varies, or nobody knows.
        groups: of a study of sensitivity, what each axis moves with, in the order of axes.
    """

    axes: tuple[Axis, ...] = ()
    rows: tuple[Point, ...] = ((),)
    kind: str = ""
    groups: tuple[str, ...] = ()

    @property
    def is_stepwise(self) -> bool:
        """Whether points belong together, so that taken one by one they are no fair sample of the space."""
        return self.kind in STEPWISE


def points_of(experiment: LoadedExperiment, loaded: LoadedWorld) -> Points:
    """Return the points of an experiment's design; one without axes where there is none.

    Args:
        experiment: whose design.
        loaded: the first world, in which axes are looked up, with its scenario.

    Raises:
        InputError: when an axis is nothing of that world, or a value is none of the axis.
    """
    design = experiment.section.design
    if design is None:
        return Points()
    if design.grid is not None:
        return _grid(design.grid, experiment, loaded)
    if design.rows is not None:
        marks = [experiment.mark("design", "list", i) for i in range(len(design.rows))]
        return _listed(design.rows, marks, loaded)
    if design.csv is not None:
        return _from_csv(experiment, design.csv, loaded)
    kind = "sobol" if design.sobol is not None else "lhs"
    sample = design.sobol or design.lhs
    assert sample is not None  # noqa: S101 (the schema allows one kind of design, and no other is left)
    return _sampled(kind, sample, experiment, loaded)


def _alike(axis: Axis, values: Sequence[Value]) -> list[Value]:
    """Return the values of a word's axis, all of one type, since a column of a table has one."""
    kinds = {type(one) for one in values}
    if axis.dimension is not None or len(kinds) <= 1:
        return list(values)
    if kinds == {int, float}:
        return [float(one) for one in values]
    raise axis.wrong("mixes values of several types", "numbers alone, words alone, or true and false")


def _grid(grid: Mapping[str, Levels], experiment: LoadedExperiment, loaded: LoadedWorld) -> Points:
    """Return every combination of levels, the last axis fastest."""
    axes = [axis_of(name, experiment.mark("design", "grid", name), loaded) for name in grid]
    levels = [_levels(axis, one) for axis, one in zip(axes, grid.values(), strict=True)]
    size = 1
    for one in levels:
        size *= len(one)
    if size > MOST_POINTS:
        raise FaultyFile(
            [
                Fault(
                    experiment.mark("design", "grid"), "design.grid", f"has {size:,} points", f"at most {MOST_POINTS:,}"
                )
            ]
        )
    return Points(tuple(axes), tuple(product(*levels)), "grid")


def _levels(axis: Axis, levels: Levels) -> list[Value]:
    """Return the levels of an axis of a grid."""
    if levels.values is not None:
        return _alike(axis, [axis.parse(one) for one in levels.values])
    if levels.low is None or levels.high is None or levels.steps is None:
        raise axis.wrong("has no levels", "a list of values, or low, high and steps")
    low, high = _ends(axis, levels)
    n = levels.steps
    return [_between(i / (n - 1) if n > 1 else 0.5, low, high, levels.scale) for i in range(n)]


def _ends(axis: Axis, levels: Levels) -> tuple[float, float]:
    """Return the ends of a range in base units."""
    if axis.dimension is None:
        raise axis.wrong("is no number, so that it has no range", "a list of values")
    if levels.low is None or levels.high is None:
        raise axis.wrong("has no range", "low and high, or the word own for an uncertain number's own")
    low, high = float(axis.parse(levels.low)), float(axis.parse(levels.high))
    if not low < high:
        raise axis.wrong("has a range that is none", "low below high", f"{axis.show(low)} to {axis.show(high)}")
    if levels.scale == "log" and low <= 0:
        raise axis.wrong("has a logarithmic range that begins at zero or below", "low above zero", axis.show(low))
    return low, high


def _between(level: float, low: float, high: float, scale: str) -> float:
    """Return the value at a level from 0 to 1 of a range; exactly its ends at 0 and 1."""
    if level in {0.0, 1.0}:
        return high if level else low
    return exp(log(low) + level * (log(high) - log(low))) if scale == "log" else low + level * (high - low)


def _evenly(low: float, high: float, scale: str) -> Map:
    """Return the map onto a range."""
    return lambda level: _between(level, low, high, scale)


def _listed(
    rows: Sequence[Mapping[str, Value]], marks: Sequence[Mark], loaded: LoadedWorld, kind: str = "list"
) -> Points:
    """Return points written one by one; each names every axis."""
    names = list(rows[0])
    axes = [axis_of(name, marks[0], loaded) for name in names]
    points: list[Point] = []
    for row, mark in zip(rows, marks, strict=True):
        if set(row) != set(names):
            odd = sorted(set(row) ^ set(names))[0]
            raise FaultyFile([Fault(mark, "design", f"{odd!r} is not in every point", "the same axes in each")])
        points.append(tuple(Axis(one.name, one.dimension, mark).parse(row[one.name]) for one in axes))
    columns = [_alike(axis, column) for axis, column in zip(axes, zip(*points, strict=True), strict=True)]
    return Points(tuple(axes), tuple(zip(*columns, strict=True)), kind)


def _from_csv(experiment: LoadedExperiment, name: str, loaded: LoadedWorld) -> Points:
    """Return the points of a table whose header names the axes."""
    file = experiment.file.parent / name if isinstance(experiment.file, Path) else Path(name)
    mark = experiment.mark("design", "csv")
    if not file.is_file():
        raise FaultyFile([Fault(mark, "design.csv", "there is no such file", "a CSV file", str(file))])
    try:
        table = list(csv.reader(io.StringIO(text_of(file), newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"{file}: is no table: {error}; allowed: a CSV file with commas") from error
    lines = [(i + 1, row) for i, row in enumerate(table) if any(cell.strip() for cell in row)]
    if len(lines) < 2:
        raise InputError(f"{file}: has no points; allowed: a line with the axes, then one line for each point")
    header = [cell.strip() for cell in lines[0][1]]
    if "" in header or any(";" in name for name in header):
        wrong = "has a column without a name" if "" in header else "is divided by semicolons"
        raise InputError(f"{file}:{lines[0][0]}: the header {wrong}; allowed: commas, and a path for each column")
    for line, row in lines[1:]:
        if len(row) != len(header):
            raise InputError(f"{file}:{line}: {len(row)} values; allowed: {len(header)}, one for each axis")
    rows = [{name: _cell(cell) for name, cell in zip(header, row, strict=True)} for _, row in lines[1:]]
    if len(set(header)) < len(header):
        raise InputError(f"{file}:{lines[0][0]}: names an axis twice; allowed: each once")
    return _listed(rows, [Mark(str(file), line, 1) for line, _ in lines[1:]], loaded, "csv")


def _cell(text: str) -> Value:
    """Return a cell of a CSV as YAML would read it."""
    value = resolve(text.strip())
    return "" if value is None else value


def _sampled(kind: str, sample: Sample, experiment: LoadedExperiment, loaded: LoadedWorld) -> Points:
    """Return points that fill a space: a Latin hypercube, or Sobol' points with Owen's scrambling (scipy.stats.qmc).

    A number over its own range is sampled by the quantiles of its distribution, each number of a pattern apart; one
    over a range from low to high evenly, or evenly in its logarithm, all numbers of a pattern alike.
    """
    section = experiment.section
    over = sample.over if sample.over is not None else dict.fromkeys(_uncertain(loaded), Levels(own=True))
    axes: list[Axis] = []
    maps: list[Map] = []
    for name, levels in over.items():
        mark = experiment.mark("design", kind, "over", name)
        if levels.own:
            _check_alone(section.worlds, section.scenarios, mark, name)
            own = _own(axis_of(name, mark, loaded), loaded)
            axes += [axis for axis, _ in own]
            maps += [one for _, one in own]
        else:
            axis = axis_of(name, mark, loaded)
            if levels.values is not None:
                raise axis.wrong("lists values", "low and high, or own; a list of values belongs into a grid")
            axes.append(axis)
            maps.append(_evenly(*_ends(axis, levels), levels.scale))
    if not axes:
        raise FaultyFile([Fault(experiment.mark("design", kind), f"design.{kind}", "covers no number", "over: [PATH]")])
    levels_of = _unit_sample(kind, len(axes), sample.points, section.seed)
    rows = tuple(tuple(one(float(u)) for one, u in zip(maps, row, strict=True)) for row in levels_of)
    return Points(tuple(axes), rows, kind)


def _unit_sample(kind: str, dimensions: int, points: int, seed: int) -> np.ndarray:
    """Return points in the open unit cube [points x dimensions]."""
    from scipy.stats import qmc  # noqa: PLC0415 (a second that neither workers nor other designs need)

    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_DESIGN,)))
    if kind == "sobol":
        sample = qmc.Sobol(dimensions, scramble=True, rng=rng).random(points)
    else:
        sample = qmc.LatinHypercube(dimensions, rng=rng).random(points)
    return np.clip(sample, _EDGE, 1.0 - _EDGE)


def _uncertain(loaded: LoadedWorld) -> list[str]:
    """Return every number of a world that has a range."""
    return [path for path, number in loaded.numbers.items() if number.uncertain]


def _own(axis: Axis, loaded: LoadedWorld) -> list[tuple[Axis, Map]]:
    """Return an axis for each number that one names, over its own range."""
    paths = paths_of(axis.path, loaded.world, loaded.numbers)
    certain = [path for path in paths if not loaded.numbers[path].uncertain]
    if certain or not paths or axis.is_dated:
        what = "is no number" if not paths else f"{certain[0]} has no range of its own" if certain else "has a date"
        raise axis.wrong(what, "an uncertain number, or low and high")
    return [(Axis(path, loaded.numbers[path].dimension, axis.mark), loaded.numbers[path].quantile) for path in paths]


def _check_alone(worlds: Sequence[str], scenarios: Sequence[str], mark: Mark, name: str) -> None:
    """Refuse own ranges where several worlds or scenarios each have their own."""
    if len(worlds) > 1 or len(scenarios) > 1:
        raise FaultyFile(
            [
                Fault(
                    mark,
                    name,
                    "has another range in each world and scenario",
                    "one world and one scenario, or low and high",
                )
            ]
        )
