"""A batch that is there already, asked which of its numbers move an outcome: by the method that its design is for."""

from pathlib import Path

import numpy as np
from scipy import stats

from simulator.analysis.sensitivity.answer import Design, Sensitivity, answered
from simulator.analysis.sensitivity.methods import METHODS, Method
from simulator.analysis.sensitivity.problem import Problem
from simulator.experiments.batch import Batch
from simulator.experiments.reading import batch_in
from worlds.config.faults import InputError

_FEWEST = 8
"""Points, and values of each number, below which slices of a sample are empty."""


def sensitivity_of(
    results: str | Path, outcome: str = "exhaustion_year.public", *, method: Method | None = None, cell: int = 0
) -> Sensitivity:
    """Find out from a stored batch which of its numbers move an outcome.

    The runs of a study of sensitivity are looked at by its own method; any other sample by PAWN and rank correlations.

    Args:
        results: folder of a complete batch whose design is a sample of numbers, or that of a study.
        outcome: its name.
        method: only to be sure; that of the design unless given.
        cell: number of the cell of the batch.

    Raises:
        InputError: when it is no such batch, or another method is asked for.
    """
    place, batch = Path(results), batch_in(Path(results))
    if not 0 <= cell < len(batch.cells):
        raise InputError(f"{results}: has no cell {cell}; allowed: 0 to {len(batch.cells) - 1}")
    design = _made_again(batch, cell, place) if batch.points.groups else _sample(batch, place)
    if method is not None and method != design.method:
        raise InputError(
            f"--method {method}: the runs in {results} are of a design for another; allowed: {design.method}"
        )
    return answered(batch, cell, design, outcome, place)


def _sample(batch: Batch, place: Path) -> Design:
    """Return the design of a sample: its numbers by their ranks, equal ones at equal levels."""
    if batch.points.kind == "grid":
        raise InputError(
            f"{place}: its design is a grid, of which no method here can tell shares; allowed: a sample (lhs, sobol), "
            "or the folder of a study of sensitivity"
        )
    columns = [i for i, axis in enumerate(batch.points.axes) if axis.dimension is not None]
    if len(batch.points.rows) < _FEWEST or not columns:
        raise InputError(f"{place}: has too few points or no numbers; allowed: a batch over a sample of numbers")
    values = np.array([[float(row[i]) for i in columns] for row in batch.points.rows])
    unit = (stats.rankdata(values, axis=0) - 0.5) / len(values)
    names = [batch.points.axes[i].name for i in columns]
    for name, levels in zip(names, values.T, strict=True):
        if len(set(levels)) < _FEWEST:
            wrong = f"{name} takes {len(set(levels))} values alone, which is no sample of it"
            raise InputError(f"{place}: {wrong}; allowed: a batch over a sample of numbers (lhs, sobol)")
    return Design("pawn", Problem(dict(zip(names, names, strict=True))), unit, len(values))


def _made_again(batch: Batch, cell: int, place: Path) -> Design:
    """Return the design of a study, made again from its seed, since levels of the unit cube are not stored."""
    points = batch.points
    method = next(name for name, way in METHODS.items() if way.design == points.kind)
    way = METHODS[method]
    problem = Problem(dict(zip((axis.name for axis in points.axes), points.groups, strict=True)))
    size = len(points.rows) // (way.block(len(problem.factors)) or len(points.rows))
    unit = way.sample(problem, size, batch.section.seed)
    if problem.points(unit, batch.cells[cell].loaded.numbers).rows != points.rows:
        raise InputError(f"{place}: its design cannot be made again with this version of SALib; allowed: a new study")
    return Design(method, problem, unit, size)
