"""A study of sensitivity: a design that is run as a batch, and what its outcome says of each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.sensitivity.methods import METHODS, Index, Method, Way, whole_blocks
from simulator.analysis.sensitivity.problem import Problem, problem_of
from simulator.analysis.sensitivity.response import Response, response_of
from simulator.experiments.batch import Batch, Cell
from simulator.experiments.execution import Told, execute
from simulator.experiments.reading import batch_in
from simulator.experiments.results import Results
from simulator.folder import default_folder
from simulator.run import prepared
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.policies import NO_POLICY, load_policies
from worlds.config.scenarios import AS_IT_IS
from worlds.config.schema.experiment import Experiment
from worlds.config.settings import Setting

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_SIZE: dict[Method, int] = {"sobol": 128, "morris": 10, "tornado": 1, "pawn": 512}
_PREFIXES = (4, 2, 1)
_FEWEST = 4


@dataclass(frozen=True)
class Answer:
    """What a study found.

    Attributes:
        world: name of the world.
        policy: under which policy.
        method: how.
        problem: what was varied.
        response: what came out at each point.
        size: base points, trajectories or points asked for.
        left_out: how many of them were left out, since a run of theirs failed.
        indices: of everything, at the full size and, for convergence, at a quarter and a half of it.
        folder: where the runs are.
        seed: of the design and of the runs.
    """

    world: str
    policy: str
    method: Method
    problem: Problem
    response: Response
    size: int
    left_out: int
    indices: tuple[Index, ...]
    folder: Path
    seed: int

    @property
    def main(self) -> str:
        """The measure that numbers are ranked by."""
        return METHODS[self.method].main

    @cached_property
    def final(self) -> list[Index]:
        """The indices at the full size."""
        most = max((one.size for one in self.indices), default=0)
        return [one for one in self.indices if one.size == most]

    @cached_property
    def ranking(self) -> list[Index]:
        """The main index of everything, the largest first."""
        mine = [one for one in self.final if one.measure == self.main]
        known = [one for one in mine if not isnan(one.value)]
        return sorted(known, key=lambda one: (-one.value, one.factor))

    def frame(self) -> "pd.DataFrame":
        """Return the indices as a tidy frame: factor, measure, value, low, high, size."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame([vars(one) for one in self.indices])

    def as_dict(self) -> dict[str, Any]:
        """Return what `tokenshed sensitivity --json` prints."""
        response = self.response
        return {
            "world": self.world,
            "policy": self.policy,
            "method": self.method,
            "outcome": response.outcome,
            "size": self.size,
            "runs": response.runs,
            "failed": response.failed,
            "left_out": self.left_out,
            "never": response.never,
            "before_start": response.before_start,
            "ranking": [one.factor for one in self.ranking],
            "indices": [vars(one) for one in self.indices],
        }


def sensitivity(
    world: str | Path | LoadedWorld,
    outcome: str = "exhaustion_year.public",
    *,
    method: Method = "sobol",
    size: int | None = None,
    over: Sequence[str] = (),
    depth: int | None = None,
    policy: str | None = None,
    seed: int = 0,
    replications: int = 1,
    until: float | None = None,
    settings: Sequence[Setting] = (),
    folder: str | Path | None = None,
    workers: int | None = None,
    progress: Told = lambda _: None,
) -> Answer:
    """Find out which uncertain numbers of a world move an outcome.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        outcome: its name.
        method: sobol (shares of variance), morris (screening), tornado (one number at a time) or pawn (any sample, with
            rank correlations beside).
        size: base points (a power of two), trajectories or points; 128, 10 and 512 unless given.
        over: paths or patterns of the numbers that vary; all uncertain ones unless given.
        depth: numbers that share so many first parts of their path move together.
        policy: under which the world is put.
        seed: of the design and of the runs.
        replications: runs at each point, whose mean is taken; all points have the same luck.
        until: decimal year to end at.
        settings: what to change in the world.
        folder: where the runs go, or are; `results/<world>-<method>-<hash>` unless given.
        workers: processes; one for each core unless given.
        progress: called whenever a part is stored.

    Raises:
        InputError: when the world, a path, the size or the outcome is wrong.
    """
    loaded = prepared(world, until, settings)
    way, size = _way(method), DEFAULT_SIZE[method] if size is None else size
    _check_size(method, size)
    problem = problem_of(loaded, over, depth=depth)
    unit = way.sample(problem, size, seed)
    batch = _batch(loaded, problem, unit, method, policy, seed, replications)
    place = Path(folder) if folder is not None else default_folder(batch.name, batch.hash)
    if not execute(batch, place, workers=workers, progress=progress).complete:
        raise InputError(f"{place}: stopped before it was complete; start it again to go on")
    response = response_of(Results.open(place), outcome)
    return _answer(batch.cells[0], method, problem, unit, response, size, seed, place)


def sensitivity_of(results: str | Path, outcome: str = "exhaustion_year.public", *, cell: int = 0) -> Answer:
    """Find out from a batch over a sample which of its axes move an outcome: PAWN and rank correlations.

    Args:
        results: folder of a complete batch whose design is a sample of numbers.
        outcome: its name.
        cell: number of the cell of the batch.

    Raises:
        InputError: when it is no such batch.
    """
    batch, place = batch_in(Path(results)), Path(results)
    axes = [axis for axis in batch.points.axes if axis.dimension is not None]
    if len(batch.points.rows) < 8 or not axes:
        raise InputError(f"{results}: has too few points or no numbers; allowed: a batch over a sample of numbers")
    if not 0 <= cell < len(batch.cells):
        raise InputError(f"{results}: has no cell {cell}; allowed: 0 to {len(batch.cells) - 1}")
    values = np.array(
        [[row[i] for i, axis in enumerate(batch.points.axes) if axis in axes] for row in batch.points.rows]
    )
    unit = (np.argsort(np.argsort(values.astype(float), axis=0), axis=0) + 0.5) / len(values)
    problem = Problem({axis.name: axis.name for axis in axes})
    response = response_of(Results.open(place), outcome, cell)
    return _answer(batch.cells[cell], "pawn", problem, unit, response, len(values), batch.section.seed, place)


def _way(method: str) -> Way:
    """Return a method by its name."""
    if method not in METHODS:
        raise InputError(f"method: there is no {method!r}; allowed: {', '.join(METHODS)}")
    return METHODS[method]


def _check_size(method: Method, size: int) -> None:
    """Refuse a size that a method cannot have."""
    if method == "sobol" and (size < _FEWEST or size & (size - 1)):
        raise InputError(f"--samples: a Sobol' design wants a power of two, at least {_FEWEST}; given: {size}")
    if size < 1 or (method == "pawn" and size < 32):
        raise InputError(f"--samples: too few; allowed: {32 if method == 'pawn' else 1} or more; given: {size}")


def _batch(
    loaded: LoadedWorld,
    problem: Problem,
    unit: np.ndarray,
    method: Method,
    policy: str | None,
    seed: int,
    replications: int,
) -> Batch:
    """Return the batch of a design: what does not vary stays at its central value."""
    policies = () if policy is None else tuple(load_policies(policy))
    name = "+".join(one.name for one in policies) or NO_POLICY
    section = Experiment(
        experiment=f"{loaded.name}-{method}"[:64],
        description=f"Which numbers of {loaded.name} matter, by the method {method}.",
        worlds=[loaded.name],
        replications=replications,
        draw=False,
        seed=seed,
    )
    cell = Cell(loaded.name, AS_IT_IS, name, loaded, policies)
    return Batch(section, (cell,), problem.points(unit, loaded.numbers))


def _answer(
    cell: Cell,
    method: Method,
    problem: Problem,
    unit: np.ndarray,
    response: Response,
    size: int,
    seed: int,
    folder: Path,
) -> Answer:
    """Return the indices of a response, and at parts of the design how they converge."""
    way = METHODS[method]
    rows, values, left_out = whole_blocks(unit, response.values, way.block(len(problem.factors)))
    if len(values) == 0 or (method == "tornado" and np.isnan(values[0])):
        raise InputError(f"{folder}: every block of the design has a run that failed; nothing can be said")
    indices: list[Index] = []
    block = way.block(len(problem.factors)) or len(values)
    for share in _PREFIXES:
        part = len(values) // block // share
        if share > 1 and part < _FEWEST:
            continue
        n = part * block
        indices += way.indices(problem, rows[:n], values[:n], seed)
    return Answer(cell.world, cell.policy, method, problem, response, size, left_out, tuple(indices), folder, seed)
