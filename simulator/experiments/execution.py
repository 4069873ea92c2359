"""Execution: a batch is carried out, part by part, until nothing is missing."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from simulator.experiments.brakes import Brakes
from simulator.experiments.cluster import Cluster
from simulator.experiments.crew import Alone, Crew, Pool, StartMethod
from simulator.experiments.foreman import Foreman
from simulator.experiments.parts import Part, parts_of
from simulator.experiments.results import Results
from simulator.experiments.store import Store, StoreFull, filling
from simulator.experiments.work import Errand, Report, errand_of
from simulator.folder import default_folder
from worlds.config.experiments import load_experiment
from worlds.config.extensions import loaded_extensions

WORTH_A_POOL = 2.0
"""Seconds of work below which no processes are started."""


@dataclass(frozen=True)
class Progress:
    """How far a batch is, for those who watch.

    Attributes:
        runs: how many it has.
        done: how many are stored, failed ones among them.
        failed: how many of those failed.
        fresh: how many were stored since it was started.
        seconds: since it was started.
    """

    runs: int
    done: int
    failed: int
    fresh: int
    seconds: float

    @property
    def rate(self) -> float:
        """Runs a second since it was started."""
        return self.fresh / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left at this rate; None while nothing is known."""
        return (self.runs - self.done) / self.rate if self.rate > 0 else None


Told = Callable[[Progress], None]


@dataclass(frozen=True)
class Finished:
    """How a batch ended.

    Attributes:
        folder: where its results are.
        progress: how far it is.
        seconds: processor time of the runs that were carried out now.
    """

    folder: Path
    progress: Progress
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.progress.done == self.progress.runs


def execute(
    batch: Batch,
    folder: Path,
    *,
    workers: int | None = None,
    crew: Callable[[], Crew] | None = None,
    imports: Sequence[str] = (),
    method: StartMethod = "spawn",
    shuffle: bool = False,
    retry_failed: bool = False,
    brakes: Brakes | None = None,
    progress: Told = lambda _: None,
) -> Finished:
    """Carry out what is missing of a batch.

    Args:
        batch: what is run.
        folder: where results go; one that holds a part of them is gone on with.
        workers: processes; as many as there are cores unless given, and none where there is little to do.
        crew: makes somebody else who carries it out.
        imports: modules that each worker imports first, beside those that this process has loaded as extensions.
        method: how processes are started.
        shuffle: whether parts come in random order, so that an unfinished batch is a fair sample.
        retry_failed: whether parts with failed runs are run again.
        brakes: by which it can be stopped.
        progress: called whenever a part is stored.

    Raises:
        InputError: when the folder holds something else or cannot be written, or another batch writes it.
        StoreFull: when there is no space left.
    """
    imports = tuple(dict.fromkeys((*loaded_extensions(), *imports)))
    brakes, store = brakes or Brakes(), Store(folder, batch, imports)
    store.check()
    others = None if crew is None else crew()
    with store.opened() as there, brakes.at_hand():
        found = {number: part for number, part in there.items() if not (retry_failed and part.failed)}
        missing = [number for number in range(batch.parts) if number not in found]
        if shuffle:
            random.Random(batch.section.seed).shuffle(missing)  # noqa: S311 (an order, no secret)
        work = _Work(batch, store, found, brakes, progress, imports)
        try:
            work.through(missing, others, workers, method)
        finally:
            work.close()
    return work.finished()


def run_batch(
    experiment: str | Path,
    folder: str | Path | None = None,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    replications: int | None = None,
    imports: Sequence[str] = (),
    progress: Told = lambda _: None,
) -> Results:
    """Carry out an experiment, or what is missing of it, and return its results.

    Args:
        experiment: path of an experiment file, or name of a shipped one.
        folder: where results go, or are; `results/<name>-<hash>` unless given.
        workers: processes; one for each core unless given.
        cluster: address of a Dask scheduler, such as `tcp://10.0.0.1:8786`, whose workers are to do it.
        replications: as many instead of the experiment's own.
        imports: modules that each worker imports first, such as those that register agents.
        progress: called whenever a part is stored.

    Raises:
        InputError: when the experiment is wrong, or the folder holds something else.
        StoreFull: when there is no space left.
    """
    loaded = load_experiment(experiment)
    batch = batch_of(loaded if replications is None else loaded.with_replications(replications))
    place = Path(folder) if folder is not None else default_folder(batch.name, batch.hash)
    crew = None if cluster is None else partial(Cluster, cluster)
    execute(batch, place, workers=workers, crew=crew, imports=imports, progress=progress)
    return Results.open(place)


class _Work:
    """A batch while it is carried out."""

    def __init__(
        self, batch: Batch, store: Store, found: dict[int, Part], brakes: Brakes, told: Told, imports: Sequence[str]
    ) -> None:
        self._batch, self._store, self._brakes, self._told, self._imports = batch, store, brakes, told, imports
        self._done = sum(one.runs for one in found.values())
        self._failed = sum(one.failed for one in found.values())
        self._fresh, self._seconds, self._begun = 0, 0.0, time.monotonic()
        self._blob = cache(lambda cell: batch.cells[cell].packed())  # only of cells that have something to run

    def through(
        self,
        missing: list[int],
        crew: Crew | None,
        workers: int | None,
        method: StartMethod,
    ) -> None:
        """Carry out the parts that are missing; the first here and alone where nobody said how many are to work."""
        if crew is not None:
            self._with(crew, missing)
            return
        if workers is None and missing:
            first, missing = missing[:1], missing[1:]
            self._with(Alone(), first)
            each = self._seconds / max(1, self._fresh)
            if each * len(missing) * self._batch.part_size < WORTH_A_POOL:
                workers = 1
        if missing and not self._brakes.pulled:
            many = workers or _cores()
            self._with(Alone() if many == 1 else Pool(min(many, len(missing)), method), missing)

    def _with(self, crew: Crew, parts: Sequence[int]) -> None:
        """Let a crew carry out parts."""
        clean = False
        try:
            with filling(self._store.folder):
                for report in Foreman(crew, lambda: self._brakes.pulled).reports(self._errands(crew, parts)):
                    self._take(report)
            clean = True
        finally:
            crew.close(at_once=not clean)

    def _errands(self, crew: Crew, parts: Sequence[int]) -> Iterator[Errand]:
        """Yield the errands of parts as they are asked for."""
        folder = self._store.folder.resolve() if crew.is_here else None
        return (errand_of(self._batch, number, self._blob, self._imports, folder) for number in parts)

    def _take(self, report: Report) -> None:
        """Take in a report; its tables are written unless the worker has."""
        if report.tables is not None:
            self._store.write(report.part, dict(report.tables))
        runs = report.done + report.failed
        self._done, self._failed = self._done + runs, self._failed + report.failed
        self._fresh, self._seconds = self._fresh + runs, self._seconds + report.seconds
        self._told(self.progress())

    def progress(self) -> Progress:
        """Return how far it is."""
        return Progress(self._batch.size, self._done, self._failed, self._fresh, time.monotonic() - self._begun)

    def close(self) -> None:
        """Write down how it ended."""
        status = "complete" if self._done == self._batch.size else "stopped"
        with suppress(StoreFull), filling(self._store.folder):
            self._store.note(status, list(parts_of(self._store.folder)))

    def finished(self) -> Finished:
        """Return how it ended."""
        return Finished(self._store.folder, self.progress(), self._seconds)


def _cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
