"""One run of a batch again, held against what is stored."""

import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from simulator.ecosystem import Ecosystem
from simulator.experiments.batch import Batch, Run
from simulator.experiments.reading import batch_in
from simulator.experiments.results import Results
from simulator.experiments.work import Errand, carry_out, values_of
from simulator.folder import check_free
from simulator.outcomes import outcomes_of
from simulator.request import Request
from simulator.run import Result
from simulator.tables import Tables
from simulator.version import model_version
from worlds.config.chance import Luck
from worlds.config.faults import InputError


@dataclass(frozen=True)
class Again:
    """A run that was made again.

    Attributes:
        batch: of which.
        run: which.
        tables: what it gave, as the batch keeps it.
        differing: tables that are not the same as those stored, to the last bit.
        error: why it failed, if it did.
    """

    batch: Batch
    run: Run
    tables: dict[str, pa.Table]
    differing: list[str]
    error: str | None

    @property
    def words(self) -> str:
        """What was run, in one line."""
        cell, points = self.batch.cells[self.run.cell], self.batch.points
        pairs = zip(points.axes, points.rows[self.run.point], strict=True)
        at = [f"{axis.name} = {axis.show(value)}" for axis, value in pairs]
        return ", ".join([cell.world, cell.scenario, cell.policy, f"replication {self.run.replication}", *at])


def again(folder: Path, run_id: str) -> Again:
    """Make a run of a batch again, and compare it with what is stored.

    Args:
        folder: of the batch.
        run_id: of the run; its first digits are enough where no other begins so.

    Raises:
        InputError: when there is no such batch or run, or it was made by another version of the model.
    """
    batch, results = batch_in(folder), Results.open(folder)
    row = _found(results, run_id)
    run = batch.run(row["run"])
    made = _made(batch, run)
    differing = [name for name, table in made.items() if not table.equals(_stored(results, name, run.run_id))]
    return Again(batch, run, made, differing, made["status"]["error"][0].as_py())


def _found(results: Results, run_id: str) -> dict[str, int]:
    """Return the row of a run in the table of all that are stored."""
    status = results.dataset("status").to_table(
        columns=["run_id", "run"], filter=pc.starts_with(pc.field("run_id"), run_id)
    )
    if not run_id or len(status) != 1:
        wrong = "there is no such run" if len(status) == 0 else f"{len(status)} runs begin so"
        raise InputError(f"{results.folder}: {wrong}; allowed: a run_id of its outcomes; given: {run_id!r}")
    found: dict[str, int] = status.to_pylist()[0]
    return found


def _made(batch: Batch, run: Run) -> dict[str, pa.Table]:
    """Return the tables of a run made again."""
    runs = ((run, batch.overlay(run.cell, run.point)),)
    cells = {run.cell: batch.cells[run.cell].packed()}
    report = carry_out(Errand(run.index // batch.part_size, runs, cells, batch.section, (), model_version(), None))
    return dict(report.tables or {})


def _stored(results: Results, name: str, run_id: str) -> pa.Table:
    """Return what is stored of a run."""
    return results.dataset(name).to_table(filter=pc.field("run_id") == run_id).combine_chunks()


def whole(found: Again, out: Path) -> Path:
    """Make a run of a batch once more with everything that it records, and write its folder as that of a run.

    Args:
        found: the run.
        out: where its folder shall be.

    Raises:
        InputError: when the folder holds something else.
    """
    batch, run, section = found.batch, found.run, found.batch.section
    check_free(out, run.run_id)
    over, tables, begun = batch.overlay(run.cell, run.point), Tables(), time.perf_counter()
    loaded = batch.cells[run.cell].governed(over)
    history = Ecosystem(loaded, values_of(loaded, over, run, section), Luck(section.seed, run.luck)).run()
    tables.add((run.luck,), history, outcomes_of(loaded.world, history))
    request = Request(loaded, section.seed, 1, section.draw)
    networks = history.access, history.lineage
    result = Result(request, tables.arrow(), *networks, time.perf_counter() - begun)
    from simulator.report.run_folder import save  # noqa: PLC0415 (it draws figures)

    return save(result, out, run.run_id, {"batch": batch.name, "run_id": run.run_id, "run": found.words})
