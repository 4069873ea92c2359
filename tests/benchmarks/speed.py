"""How much a batch costs beyond its runs, and how much faster several workers are."""

import multiprocessing as mp
import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from distributed import LocalCluster

from simulator.ecosystem import Ecosystem
from simulator.experiments.axes import Overlay
from simulator.experiments.batch import Batch
from simulator.experiments.cluster import Cluster
from simulator.experiments.crew import Crew, Pool
from simulator.experiments.execution import execute
from simulator.experiments.work import values_of
from simulator.outcomes import outcomes_of
from tests.benchmarks.made import Row, batch, middle
from worlds.config.chance import Luck

_ROUNDS, _RUNS, _LONG_RUNS = 5, 400, 256


def plainly(of: Batch, places: range) -> None:
    """Carry out runs of a batch one after another, with nothing around them."""
    loaded = of.cells[0].governed(Overlay())
    for run in map(of.run, places):
        over = of.overlay(run.cell, run.point)
        history = Ecosystem(loaded, values_of(loaded, over, run, of.section), Luck(of.section.seed, run.luck)).run()
        outcomes_of(loaded.world, history)


def overhead(folder: Path) -> list[Row]:
    """Return what a batch costs per run beyond the run, in one process: processor time, and time on the wall."""
    rows = []
    for kept, tables, part in (("outcomes alone", [], 50), ("with pools", ["pools"], 50), ("outcomes alone", [], None)):
        more = {} if part is None else {"part": part}
        of = batch(folder, "minimal", _RUNS, until=2030, keep={"tables": tables}, **more)
        beyond = [_beyond(of) for _ in range(_ROUNDS)]
        what = f"beyond the run itself, {kept}, parts of {of.part_size}"
        rows.append(Row(f"{what}: processor, ms a run", middle([one for one, _ in beyond]), "at most 1"))
        rows.append(Row(f"{what}: on the wall, ms a run", middle([one for _, one in beyond]), "at most 1"))
    return rows


def _beyond(of: Batch) -> tuple[float, float]:
    """Return what a batch costs beyond its runs, in ms a run: processor time, and time on the wall."""
    plain, whole = _cost(lambda: plainly(of, range(of.size))), _cost(lambda: _stored(of))
    return 1000 * (whole[0] - plain[0]) / of.size, 1000 * (whole[1] - plain[1]) / of.size


def _cost(what: Callable[[], object]) -> tuple[float, float]:
    """Return the processor time and the time on the wall that something takes."""
    begun = time.process_time(), time.perf_counter()
    what()
    return time.process_time() - begun[0], time.perf_counter() - begun[1]


def _stored(of: Batch, crew: Callable[[], Crew] | None = None) -> None:
    """Carry out a batch into a new folder, alone unless there is a crew."""
    with TemporaryDirectory() as folder:
        finished = execute(of, Path(folder) / "out", workers=1, crew=crew)
    if not finished.complete or finished.progress.failed:
        raise RuntimeError("the batch did not come to its end")


def throughput(folder: Path, rounds: int = 3) -> list[Row]:
    """Return how much faster two workers are than one process, beside what the machine allows at that moment."""
    of = batch(folder, "rivalry", _LONG_RUNS, part=8)
    few = batch(folder, "rivalry", 16, part=8)
    plainly(of, range(8))
    each = 1000 * _cost(lambda: plainly(of, range(8, 24)))[0] / 16
    begun = time.perf_counter()
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as dask:
        started = time.perf_counter() - begun
        address = dask.scheduler_address
        _stored(few, lambda: Cluster(address))
        found = [_round(of, address) for _ in range(rounds)]
    pool, most, cluster, parent = ([one[i] for one in found] for i in range(4))
    share = [one / best for one, best in zip(pool, most, strict=True)]
    return [
        Row("a run of `rivalry`: processor, ms", f"{each:.0f}", "20 or more"),
        Row("two workers over serial, times", middle(pool), "at least 1.8 on two free cores"),
        Row("two plain processes side by side over one, times: what the machine allowed", middle(most)),
        Row("two workers, as a share of that", middle(share)),
        Row("processor time of the parent of two workers, ms a run", middle(parent)),
        Row("Dask on this machine, two workers over serial, times", middle(cluster)),
        Row("to start a Dask cluster of two workers here, s", f"{started:.1f}"),
        *_starts(folder),
    ]


def side_by_side(folder: Path, rounds: int = 3) -> list[tuple[str, str]]:
    """Return how much faster two workers of a pool are than one process, beside what the machine allows."""
    of = batch(folder, "rivalry", _LONG_RUNS, part=8)
    plainly(of, range(8))
    found = []
    for _ in range(rounds):
        serial, pooled, most, _ = _raced(of)
        found.append((serial / pooled, most))
    return [
        ("two workers over one, times", middle([one for one, _ in found])),
        ("two plain processes over one, times: what the machine allowed", middle([most for _, most in found])),
    ]


def _raced(of: Batch) -> tuple[float, float, float, float]:
    """Return the seconds of one process and of two workers, the speed of two plain processes, and the parent's time."""
    serial, pool = _cost(lambda: _stored(of))[1], _warm()
    busy, pooled = _cost(lambda: _stored(of, lambda: pool))
    return serial, pooled, _side_by_side(of, 1) / _side_by_side(of, 2), busy


def _round(of: Batch, address: str) -> tuple[float, float, float, float]:
    """Return the speed of a pool, of two plain processes and of a cluster over that of one, and the parent's time."""
    serial, pooled, most, busy = _raced(of)
    clustered = _cost(lambda: _stored(of, lambda: Cluster(address)))[1]
    return serial / pooled, most, serial / clustered, 1000 * busy / of.size


def _warm() -> Pool:
    """Return a pool of two workers that have begun."""
    pool = Pool(2)
    for future in [pool.submit(_ready, 1.0) for _ in range(2)]:
        future.result()
    return pool


def _ready(seconds: float) -> None:
    """Take so long that the other worker must take the next errand."""
    time.sleep(seconds)


def _side_by_side(of: Batch, processes: int) -> float:
    """Return how long plain processes take that share the runs of a batch, without their start."""
    context = mp.get_context("spawn")
    barrier, share = context.Barrier(processes + 1), -(-of.size // processes)
    parts = [range(i * share, min(of.size, (i + 1) * share)) for i in range(processes)]
    started = [context.Process(target=_plain_share, args=(of, part, barrier)) for part in parts]
    for one in started:
        one.start()
    barrier.wait()
    begun = time.perf_counter()
    barrier.wait()
    taken = time.perf_counter() - begun
    for one in started:
        one.join()
    return taken


def _plain_share(of: Batch, part: range, barrier: Barrier) -> None:
    """Carry out a share of the runs when all are ready."""
    plainly(of, part[:1])
    barrier.wait()
    plainly(of, part)
    barrier.wait()


def _starts(folder: Path) -> list[Row]:
    """Return how long a batch takes to begin."""
    of = batch(folder, "minimal", 16, part=4, until=2024)
    with TemporaryDirectory() as place:
        tokenshed = str(Path(sys.executable).parent / "tokenshed")
        command = [tokenshed, "batch", str(folder / "bench.yaml"), "--workers", "1"]
        whole = []
        for i in range(3):
            done = [*command, "--out", f"{place}/{i}"]
            environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{place}/bytecode"}
            whole.append(_cost(lambda: subprocess.run(done, check=True, capture_output=True, env=environment))[1])  # noqa: B023
        stored: list[float] = []
        execute(of, Path(place) / "pool", workers=2, progress=lambda one: stored.append(one.seconds))
    return [
        Row("`tokenshed batch` with 16 quick runs, serial, from the command to its end, s", f"{median(whole):.1f}"),
        Row("to start two workers of a pool, until the first part comes in, s", f"{stored[0]:.1f}"),
    ]
