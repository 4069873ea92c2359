"""What a study of sensitivity found: indices of everything that was varied, and how they converge."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.sensitivity.methods import METHODS, Index, Method, whole_blocks
from simulator.analysis.sensitivity.problem import Problem
from simulator.analysis.sensitivity.response import Response, response_of
from simulator.experiments.batch import Batch, Cell
from simulator.experiments.results import Results
from worlds.config.faults import InputError

if TYPE_CHECKING:
    import pandas as pd

_SHARES = (4, 2)
_FEWEST_OF_PART = {False: 4, True: 16}
"""Blocks of a part of a design below which it is not looked at by itself; and points, where these are by themselves."""
_FEWEST_BLOCKS = 2
"""Blocks below which nothing has an interval."""


@dataclass(frozen=True)
class Sensitivity:
    """What a study found.

    Attributes:
        batch: what was run.
        number: number of the cell of it that was looked at: a world in a scenario under policies.
        method: how.
        problem: what was varied.
        response: what came out at each point.
        size: base points, trajectories or points asked for.
        left_out: how many of them were left out, since a run of theirs failed.
        indices: of everything, at the full size and, for convergence, at a quarter and a half of it.
        folder: where the runs are.
    """

    batch: Batch
    number: int
    method: Method
    problem: Problem
    response: Response
    size: int
    left_out: int
    indices: tuple[Index, ...]
    folder: Path

    @property
    def cell(self) -> Cell:
        """The cell that was looked at."""
        return self.batch.cells[self.number]

    @property
    def world(self) -> str:
        """Name of the world."""
        return self.cell.world

    @property
    def seed(self) -> int:
        """Seed of the design and of the runs."""
        return self.batch.section.seed

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
            "scenario": self.cell.scenario,
            "policy": self.cell.policy,
            "method": self.method,
            "outcome": response.outcome,
            "size": self.size,
            "runs": response.runs,
            "failed": response.failed,
            "left_out": self.left_out,
            "never": response.never,
            "before_start": response.before_start,
            "luck": self.batch.section.luck,
            "draw": self.batch.section.draw,
            "ranking": [one.factor for one in self.ranking],
            "indices": [vars(one) for one in self.indices],
        }


@dataclass(frozen=True)
class Design:
    """Points of a batch, and by which method they can be looked at.

    Attributes:
        method: which.
        problem: what varies.
        unit: levels of the unit cube [points x numbers].
        size: base points, trajectories or points.
    """

    method: Method
    problem: Problem
    unit: np.ndarray
    size: int


def answered(batch: Batch, number: int, design: Design, outcome: str, folder: Path) -> Sensitivity:
    """Return the indices of an outcome of a batch, and at parts of its design how they converge.

    Args:
        batch: what was run.
        number: of the cell to look at.
        design: its points.
        outcome: name of the outcome.
        folder: where the runs are.

    Raises:
        InputError: when the runs are not all there, or so many failed that nothing can be said.
    """
    response = response_of(Results.open(folder), outcome, number)
    method, problem, way = design.method, design.problem, METHODS[design.method]
    block = way.block(len(problem.factors))
    rows, values, left_out = whole_blocks(design.unit, response.values, block)
    if method == "tornado" and np.isnan(values[0]):
        raise InputError(f"{folder}: the run in the middle failed, so that no change can be measured")
    blocks = len(values) // (block or len(values))
    if block and blocks < _FEWEST_BLOCKS:
        raise InputError(f"{folder}: of all {way.words} {blocks} came to their end; nothing can be said from so few")
    indices: list[Index] = []
    for places in _parts(blocks, block or len(values), batch.section.seed):
        indices += way.indices(problem, rows[places], values[places], batch.section.seed)
    return Sensitivity(batch, number, method, problem, response, design.size, left_out, tuple(indices), folder)


def _parts(blocks: int, block: int, seed: int) -> Iterator[np.ndarray]:
    """Yield the places of a quarter and of half of a design, as far as they are enough, and of all of it.

    Blocks are taken from the start, as a smaller design would have them; points that are by themselves by chance, since
    the order of somebody's table may mean something.
    """
    alone = block == 1
    order = np.random.default_rng(seed).permutation(blocks) if alone else np.arange(blocks)
    for share in _SHARES:
        if blocks // share >= _FEWEST_OF_PART[alone]:
            chosen = np.sort(order[: blocks // share])
            yield (chosen[:, None] * block + np.arange(block)).ravel()
    yield np.arange(blocks * block)
