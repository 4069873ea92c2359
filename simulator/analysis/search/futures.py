"""Futures: the runs of candidates, a batch for each generation, every candidate under the same draws and luck."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator.analysis.search.evolution import Point
from simulator.analysis.search.knobs import Knob
from simulator.analysis.search.policy import policy_for
from simulator.experiments.axes import Overlay
from simulator.experiments.batch import LARGEST_PART, Batch, Cell
from simulator.experiments.design import Points
from simulator.experiments.execution import Progress, Told, execute
from simulator.experiments.results import Results
from simulator.outcomes import measure_of
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.policies import NO_POLICY
from worlds.config.scenarios import AS_IT_IS
from worlds.config.schema.experiment import Experiment

BASELINE = "baseline"
_SIGNS = {"never": 1, "before_start": -1}
_NOTHING = Progress(0, 0, 0, 0, 0.0)


@dataclass(frozen=True)
class Found:
    """What came out of candidates.

    Attributes:
        numbers: of outcomes in base units, dates restricted to the world's time; NaN where a run failed or has no such
            number [candidates x futures x outcomes].
        censored: 1 where a date did not come by the end of the world, -1 where it had come by its start, else 0
            [candidates x futures x outcomes].
        failed: whether a run failed [candidates x futures].
    """

    numbers: np.ndarray
    censored: np.ndarray
    failed: np.ndarray

    def and_then(self, other: "Found") -> "Found":
        """Return these candidates and others behind them."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("numbers", "censored", "failed"))
        return Found(*(np.concatenate(pair) for pair in pairs))

    def of(self, candidates: slice) -> "Found":
        """Return what came out of some candidates."""
        return Found(self.numbers[candidates], self.censored[candidates], self.failed[candidates])

    def only(self, futures: np.ndarray) -> "Found":
        """Return what came out in some futures."""
        return Found(self.numbers[:, futures], self.censored[:, futures], self.failed[:, futures])


@dataclass
class Futures:
    """Who runs candidates, generation by generation, in a folder.

    Attributes:
        loaded: the world.
        knobs: what is turned.
        number: how many futures there are.
        seed: of every future.
        folder: where batches go, or are.
        workers: processes; one for each core unless given.
        planned: how many runs the whole search has.
        told: called whenever a part of a batch is stored.
    """

    loaded: LoadedWorld
    knobs: Sequence[Knob]
    number: int
    seed: int
    folder: Path
    workers: int | None
    planned: int
    told: Told
    _before: Progress = _NOTHING

    def check(self) -> None:
        """Refuse knobs whose ends make no world, before any run.

        Raises:
            InputError: saying what is wrong.
        """
        for end in ("low", "high"):
            self._cell("ends", tuple(getattr(one, end) for one in self.knobs)).governed(Overlay())

    def baseline(self) -> Results:
        """Return the results of the world as it is."""
        return self._run(BASELINE, (self._as_it_is(),))

    def beside(self, point: Point, number: int) -> Results:
        """Return the results of the world as it is, then of one candidate, as a batch of their own.

        Args:
            point: the candidate.
            number: its number.
        """
        cells = self._as_it_is(), self._cell(f"candidate-{number}", point)
        return self._run(f"anew-{number}-in-{self.number}-of-seed-{self.seed}", cells)

    def of(self, generation: int, points: Sequence[Point], first: int) -> Results:
        """Return the results of a generation.

        Args:
            generation: its number, from 0.
            points: its candidates.
            first: number of the first of them.
        """
        cells = tuple(self._cell(f"candidate-{first + i}", point) for i, point in enumerate(points))
        return self._run(f"generation-{generation + 1:03d}", cells)

    def _as_it_is(self) -> Cell:
        """Return the world without a policy."""
        return Cell(self.loaded.name, AS_IT_IS, NO_POLICY, self.loaded, ())

    def _cell(self, name: str, point: Point) -> Cell:
        """Return the world under the policy of a point."""
        return Cell(self.loaded.name, AS_IT_IS, name, self.loaded, (policy_for(self.knobs, point, name),))

    def _run(self, name: str, cells: tuple[Cell, ...]) -> Results:
        """Carry out what is missing of a batch, and return its results."""
        section = Experiment(
            experiment=f"search-{name}",
            description=f"Candidates of a search over {self.loaded.name}.",
            worlds=[self.loaded.name],
            replications=self.number,
            seed=self.seed,
            part=min(self.number, LARGEST_PART),
        )
        place = self.folder / name
        done = execute(Batch(section, cells, Points()), place, workers=self.workers, progress=self._tell)
        if not done.complete:
            raise InputError(f"{self.folder}: stopped before it was complete; start it again to go on")
        self._before = self._total(done.progress)
        return Results.open(place)

    def _tell(self, progress: Progress) -> None:
        """Tell how far the search is by how far a batch is."""
        self.told(self._total(progress))

    def _total(self, progress: Progress) -> Progress:
        """Return how far the search is."""
        before = self._before
        sums = {
            name: getattr(before, name) + getattr(progress, name) for name in ("done", "failed", "fresh", "seconds")
        }
        return replace(progress, runs=self.planned, **sums)


def found_in(results: Results, outcomes: Sequence[str], loaded: LoadedWorld) -> Found:
    """Return what came out of the candidates of a batch, in its order.

    Args:
        results: of the batch.
        outcomes: which.
        loaded: the world, whose time dates are restricted to.
    """
    runs = results.frame("status", ["run_id", "run", "status"]).sort_values("run", ignore_index=True)
    rows = results.frame(
        "outcomes", ["run_id", "outcome", "value", "censored"], pc.field("outcome").isin(pa.array(list(outcomes)))
    )
    ends = {"never": loaded.world.end, "before_start": loaded.world.start}
    futures = int(results.manifest["section"].get("replications", 1))
    columns, censored = [], []
    for name in outcomes:
        mine = rows[rows["outcome"] == name].set_index("run_id").reindex(runs["run_id"])
        late = mine["censored"].map(_SIGNS).fillna(0).to_numpy(dtype=np.int8)
        value = mine["value"].to_numpy(dtype=float)
        if measure_of(name).unit == "year":
            value = np.where(late != 0, mine["censored"].map(ends).to_numpy(dtype=float), value)
        columns.append(value.reshape(-1, futures))
        censored.append(late.reshape(-1, futures))
    failed = (runs["status"] == "failed").to_numpy().reshape(-1, futures)
    return Found(np.stack(columns, axis=-1), np.stack(censored, axis=-1), failed)
