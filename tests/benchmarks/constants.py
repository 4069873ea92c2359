"""What each piece of a large batch costs the parent, the network and the scheduler, and what a million runs would."""

import pickle
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from distributed import LocalCluster

from simulator.experiments.cluster import Cluster
from simulator.experiments.parts import write_part
from simulator.experiments.work import carry_out, errand_of
from tests.benchmarks.copies import copied
from tests.benchmarks.made import Row, batch

_MILLION, _CORES = 1_000_000, 1000
_ERRANDS, _REPEATS = 300, 7
_POOLS, _NONE = ["pools"], list[str]()
_CASES = (
    ("baseline-2026", _NONE, 500),
    ("baseline-2026", _POOLS, 500),
    ("baseline-2026", _POOLS, 100),
    ("epoch-2024", _NONE, 500),
)
"""World, tables kept, and runs in a part; the store itself divides a million into parts of 500."""


@dataclass(frozen=True)
class Costs:
    """What a part costs, in seconds and bytes.

    Attributes:
        run: processor time of one run.
        made: to make its errand.
        pickled: to pickle it, which the parent does before it sends it.
        sent: its bytes.
        given: that Dask takes to hand out a task that does nothing and to bring back its answer.
        came: bytes of its report.
        written: to write its tables as a part of the store.
        stored: bytes of that part.
    """

    run: float
    made: float
    pickled: float
    sent: int
    given: float
    came: int
    written: float
    stored: int

    @property
    def parent(self) -> float:
        """What a part keeps the parent busy, its answer's unpickling counted as its pickling."""
        return self.made + 2 * self.pickled + self.written


def constants(folder: Path) -> tuple[list[Row], list[str]]:
    """Return the costs of a part as rows, and the lines of the table of a million runs."""
    given = _dask()
    rows, lines = [Row("Dask: to hand out a task that does nothing, ms", f"{1000 * given:.1f}")], []
    for world, keep, part in _CASES:
        costs = _costs(folder, world, keep, part, given)
        kept = f"{'pools kept' if keep else 'outcomes alone'}, parts of {part}"
        rows += list(_told(f"`{world}`, {kept}", costs))
        lines.append(f"| `{world}`, {kept} | {' | '.join(_million(costs, part))} |")
    return rows, lines


def _costs(folder: Path, world: str, keep: list[str], part: int, given: float) -> Costs:
    """Measure a part of a world, made of a few runs many times over."""
    of = batch(folder, world, _MILLION, keep={"tables": keep}, part=part)
    blob = cache(lambda cell: pickle.dumps(of.cells[cell]))
    errand = errand_of(of, 0, blob, (), None)
    few = replace(errand, runs=errand.runs[:4])
    carry_out(few)
    report = carry_out(few)
    tables = copied(report.tables or {}, list(of.runs(0)), np.random.default_rng(0))
    many = replace(report, tables=tables)
    place = folder / f"{world}-{len(keep)}-{part}"
    sent, came = pickle.dumps(errand), pickle.dumps(many)
    return Costs(
        run=report.seconds / len(few.runs),
        made=_least(lambda: errand_of(of, 1, blob, (), None)),
        pickled=_least(lambda: (pickle.dumps(errand), pickle.loads(came))) / 2,  # noqa: S301 (made here)
        sent=len(sent),
        given=given,
        came=len(came),
        written=_least(lambda: write_part(place, 0, tables)),
        stored=sum(path.stat().st_size for path in place.rglob("*.parquet")),
    )


def _least(what: Callable[[], object]) -> float:
    """Return the least time that something takes of several times, since others may use the machine as well."""
    taken = []
    for _ in range(_REPEATS):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _dask() -> float:
    """Return the seconds that a task takes which does nothing, among many."""
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as dask:
        crew = Cluster(dask.scheduler_address)
        try:
            for many in (10, _ERRANDS):
                begun = time.perf_counter()
                for future in [crew.submit(abs, i) for i in range(many)]:
                    future.result()
                taken = (time.perf_counter() - begun) / many
        finally:
            crew.close(at_once=False)
    return taken


def _told(what: str, costs: Costs) -> Iterator[Row]:
    """Yield the rows of a part."""
    yield Row(f"{what}: sent / come back, kB", f"{costs.sent / 1000:,.0f} / {costs.came / 1000:,.0f}")
    busy = (costs.made, costs.pickled, costs.written)
    yield Row(f"{what}: to make its errand / pickle / write, ms", " / ".join(f"{1000 * one:.0f}" for one in busy))


def _million(costs: Costs, part: int) -> list[str]:
    """Return what a million runs take on a thousand cores, by what is measured here."""
    parts = _MILLION // part
    return [
        f"{costs.run * _MILLION / _CORES / 60:,.1f} min",
        f"{costs.given * parts / 60:,.1f} min",
        f"{costs.parent * parts / 60:,.1f} min",
        f"{(costs.sent + costs.came) * parts / 1e9:,.1f} GB",
        f"{costs.stored * parts / 1e9:,.1f} GB",
        f"{_CORES * costs.came / 1e9:,.1f} GB",
    ]
