"""What a worker does: it carries out the runs of a part and gives their tables back, or writes them where it stands."""

import importlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from simulator.ecosystem import Ecosystem
from simulator.experiments.axes import Overlay
from simulator.experiments.batch import Batch, Cell, Run, unpacked
from simulator.experiments.parts import write_part
from simulator.outcomes import Outcome, outcomes_of
from simulator.pace import Limits, OutOfTime, alarm
from simulator.recorder import History
from simulator.tables import Tables
from simulator.version import model_version
from worlds.config.chance import Luck
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.schema.experiment import Experiment, Keep
from worlds.config.settings import Setting
from worlds.config.timed import TimedSetting
from worlds.config.values import Values, central, drawn

KEY = {"run_id": "text"}
STATUS = pa.schema(
    [
        ("run_id", pa.string()),
        ("run", pa.int64()),
        ("world", pa.string()),
        ("scenario", pa.string()),
        ("policy", pa.string()),
        ("point", pa.int64()),
        ("replication", pa.int32()),
        ("status", pa.string()),
        ("error", pa.string()),
        ("year", pa.float64()),
        ("events", pa.int64()),
    ]
)
"""The columns of `status`: one row a run, with its error and the date it came to where it failed."""
_YEARLY = ("pools", "use")
_WORLDS_READY = 16


@dataclass(frozen=True)
class Errand:
    """Runs to be carried out in one go, with everything that they need; it can be sent to another machine.

    Attributes:
        part: number of the part that they belong to.
        runs: them, with the point of each as it is laid over its world.
        cells: packed cells by number.
        section: the experiment, for its seed, limits and what it keeps.
        imports: modules to be imported first, such as those that register agents.
        model: version of the model that is meant.
        folder: the batch folder, where the worker can write the part; None to have the tables back.
    """

    part: int
    runs: tuple[tuple[Run, Overlay], ...]
    cells: Mapping[int, bytes]
    section: Experiment
    imports: tuple[str, ...]
    model: str
    folder: Path | None


@dataclass(frozen=True)
class Report:
    """What came of an errand.

    Attributes:
        part: number of the part.
        done: how many runs came to their end.
        failed: how many did not.
        seconds: processor time of the runs themselves.
        tables: what they recorded; None where the worker has written it.
    """

    part: int
    done: int
    failed: int
    seconds: float
    tables: Mapping[str, pa.Table] | None


@dataclass(frozen=True)
class Failure:
    """Why a run did not come to its end.

    Attributes:
        error: what went wrong.
        year: decimal year that it came to.
        events: how many events there were.
    """

    error: str
    year: float
    events: int


Performed = tuple[History, list[Outcome]] | Failure


def errand_of(
    batch: Batch, part: int, blob: Callable[[int], bytes], imports: Sequence[str], folder: Path | None
) -> Errand:
    """Return the errand of a part of a batch.

    Args:
        batch: of which.
        part: number of the part.
        blob: gives a cell, by its number, as it is sent.
        imports: modules to be imported first.
        folder: where the worker can write; None to have the tables back.
    """
    runs = tuple((run, batch.overlay(run.cell, run.point)) for run in batch.runs(part))
    cells = {run.cell: blob(run.cell) for run, _ in runs}
    return Errand(part, runs, cells, batch.section, tuple(imports), model_version(), folder)


def carry_out(errand: Errand) -> Report:
    """Carry out an errand: every run is carried out or has its failure told.

    Raises:
        InputError: when this process has another version of the model.
        OSError: when the part cannot be written.
    """
    if errand.model != model_version():
        raise InputError(f"a worker has Tokenshed {model_version()}; allowed: {errand.model}, as where the batch began")
    for name in errand.imports:
        importlib.import_module(name)
    tables = Tables(("outcomes", *errand.section.keep.tables), KEY)  # type: ignore[arg-type]
    rows: list[dict[str, object]] = []
    begun = time.process_time()
    for run, over in errand.runs:
        cell = _cell(errand.cells[run.cell])
        loaded = _governed(errand.cells[run.cell], over.settings, over.dated)
        what = perform(loaded, over, run, errand.section)
        if not isinstance(what, Failure):
            tables.add((run.run_id, run.replication), *what)
        rows.append(status_row(run, cell, what))
    spent = time.process_time() - begun
    made = {"status": pa.Table.from_pylist(rows, STATUS), **tables.arrow(empty=True)}
    return _reported(errand, thinned(made, errand.section.keep), rows, spent)


def _reported(errand: Errand, tables: Mapping[str, pa.Table], rows: list[dict[str, object]], spent: float) -> Report:
    """Return the report of an errand; where the worker can write, it does."""
    if errand.folder is not None:
        write_part(errand.folder, errand.part, tables)
    failed = sum(row["status"] == "failed" for row in rows)
    return Report(errand.part, len(rows) - failed, failed, spent, None if errand.folder is not None else tables)


def perform(loaded: LoadedWorld | Failure, over: Overlay, run: Run, section: Experiment) -> Performed:
    """Carry out one run, within its limits."""
    if isinstance(loaded, Failure):
        return loaded
    limits = Limits(section.limits.seconds, section.limits.events)
    ecosystem: Ecosystem | None = None
    try:
        with alarm(limits.seconds):
            ecosystem = Ecosystem(
                loaded, values_of(loaded, over, run, section), Luck(section.seed, run.luck), limits=limits
            )
            history = ecosystem.run()
            return history, outcomes_of(loaded.world, history)
    except OutOfTime:
        error = f"ended at its limit of {section.limits.seconds:g} s"
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    year = loaded.world.start if ecosystem is None else ecosystem.clock.now
    return Failure(error, year, 0 if ecosystem is None else ecosystem.history.events)


def values_of(loaded: LoadedWorld, over: Overlay, run: Run, section: Experiment) -> Values:
    """Return the numbers of a run."""
    if section.draw:
        return drawn(loaded, section.seed, run.luck, over.levels)
    return central(loaded, over.levels)


def status_row(run: Run, cell: Cell, what: Performed) -> dict[str, object]:
    """Return what is told of a run."""
    failure = what if isinstance(what, Failure) else None
    return {
        "run_id": run.run_id,
        "run": run.index,
        "world": cell.world,
        "scenario": cell.scenario,
        "policy": cell.policy,
        "point": run.point,
        "replication": run.replication,
        "status": "done" if failure is None else "failed",
        "error": None if failure is None else failure.error[:2000],
        "year": what.year if isinstance(what, Failure) else what[0].end,
        "events": what[0].events if not isinstance(what, Failure) else what.events,
    }


def failed(errand: Errand, error: str) -> Report:
    """Return the report of runs that nobody could carry out."""
    rows = []
    for run, _ in errand.runs:
        cell = _cell(errand.cells[run.cell])
        rows.append(status_row(run, cell, Failure(error, cell.loaded.world.start, 0)))
    empty = Tables(("outcomes", *errand.section.keep.tables), KEY).arrow(empty=True)  # type: ignore[arg-type]
    return Report(errand.part, 0, len(rows), 0.0, {"status": pa.Table.from_pylist(rows, STATUS), **empty})


def together(reports: Iterable[Report]) -> dict[str, pa.Table]:
    """Return the tables of reports one after another, as if one errand had made them."""
    pieces = [one.tables for one in reports if one.tables is not None]
    return {name: pa.concat_tables([one[name] for one in pieces]).combine_chunks() for name in pieces[0]}


def thinned(tables: dict[str, pa.Table], keep: Keep) -> dict[str, pa.Table]:
    """Return tables with every n-th year of those that have a row a year, and events that mattered enough."""
    if keep.every > 1:
        for name in set(_YEARLY) & set(tables):
            tables[name] = _every(tables[name], keep.every)
    if keep.weight > 0 and "events" in tables:
        tables["events"] = tables["events"].filter(pc.greater_equal(tables["events"]["weight"], keep.weight))
    return {name: table.combine_chunks() for name, table in tables.items()}


def _every(table: pa.Table, years: int) -> pa.Table:
    """Return the rows of years that can be divided by a number."""
    whole = pc.floor(table["year"])
    return table.filter(pc.equal(pc.floor(pc.divide(whole, float(years))), pc.divide(whole, float(years))))


@lru_cache(maxsize=_WORLDS_READY)
def _cell(blob: bytes) -> Cell:
    """Return a cell that was sent here."""
    return unpacked(blob)


@lru_cache(maxsize=_WORLDS_READY)
def _governed(blob: bytes, settings: tuple[Setting, ...], dated: tuple[TimedSetting, ...]) -> LoadedWorld | Failure:
    """Return a world at a point of a design under its policies, kept for the runs that follow."""
    cell = _cell(blob)
    try:
        return cell.governed(Overlay(settings, dated))
    except Exception as problem:
        return Failure(f"{type(problem).__name__}: {problem}", cell.loaded.world.start, 0)
