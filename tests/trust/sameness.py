"""Same seed, same bytes: whoever runs it, however often, in which order, and under which hash seed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from simulator.experiments.brakes import Brakes
from simulator.experiments.execution import execute
from simulator.experiments.results import Results
from tests.same_batches import files_of
from tests.trust.promise import Finding, share_of
from worlds.config.experiments import load_experiment

ROOT = Path(__file__).resolve().parents[2]
_PAIRS, _WORLDS = 200, ("minimal", "epoch-2024", "watershed", "estuary", "flywheel", "collapse", "rivalry", "drought")
_HASH_SEEDS = ("0", "1", "2", "3", "random")
_TEXT = """\
experiment: same
description: Worlds of every kind under many seeds.
worlds: [{worlds}]
replications: {replications}
part: 5
keep: {{tables: [pools, runs, diets, use, payments, events]}}
"""


def measure(size: float) -> Iterator[Finding]:
    """Run the same pairs of world and replication in every way there is, and compare the bytes of all tables."""
    with TemporaryDirectory() as place:
        home = Path(place)
        asked = _batch(home, size)
        execute(asked, home / "first", workers=1)
        for what, run in _ways(asked, home).items():
            run()
            yield _finding(what, asked, home / "first", home / _folder(what))
        yield from _by_command(asked, home)
        yield _across_dispatch(asked, home)


def _batch(home: Path, size: float) -> Batch:
    """Return pairs of world and replication as a batch."""
    replications = share_of(_PAIRS // len(_WORLDS), size)
    (home / "same.yaml").write_text(_TEXT.format(worlds=", ".join(_WORLDS), replications=replications), "utf-8")
    return batch_of(load_experiment(home / "same.yaml"))


def _folder(what: str) -> str:
    """Return the name of the folder of a way."""
    return what.replace(" ", "-").replace(",", "")


def _ways(asked: Batch, home: Path) -> dict[str, Callable[[], object]]:
    """Return every way in which this process can have them run."""

    def by(what: str, **how: object) -> Callable[[], object]:
        return lambda: execute(asked, home / _folder(what), **how)  # type: ignore[arg-type]

    found: dict[str, Callable[[], object]] = {"again": by("again", workers=1)}
    for workers, method in ((2, "spawn"), (4, "spawn"), (2, "fork"), (2, "forkserver")):
        what = f"{workers} workers, {method}"
        found[what] = by(what, workers=workers, method=method)
    found["shuffled order"] = by("shuffled order", workers=1, shuffle=True)
    found["stopped and resumed"] = lambda: _resumed(asked, home / _folder("stopped and resumed"))
    found["on Dask"] = lambda: _on_dask(asked, home / _folder("on Dask"))
    return found


def _resumed(asked: Batch, folder: Path) -> None:
    """Stop a batch half way, and go on."""
    brakes = Brakes()
    half = asked.size // 2
    execute(asked, folder, workers=1, brakes=brakes, progress=lambda one: brakes.pull() if one.done >= half else None)
    execute(asked, folder, workers=1)


def _on_dask(asked: Batch, folder: Path) -> None:
    """Have a Dask cluster of two workers run a batch."""
    import distributed

    from simulator.experiments.cluster import Cluster

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster:
        execute(asked, folder, crew=lambda: Cluster(cluster.scheduler_address))


def _by_command(asked: Batch, home: Path) -> Iterator[Finding]:
    """Run them in processes of their own under several hash seeds."""
    for seed in _HASH_SEEDS:
        what = f"hash seed {seed}"
        _commanded(home, _folder(what), {"PYTHONHASHSEED": seed})
        yield _finding(what, asked, home / "first", home / _folder(what))


def _commanded(home: Path, folder: str, environment: dict[str, str]) -> None:
    """Run the batch by the command line."""
    code = "from simulator.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", "same.yaml", "--out", folder, "--workers", "1"]
    everything = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", **environment}
    subprocess.run(command, cwd=home, env=everything, check=True, capture_output=True)


def _finding(what: str, asked: Batch, first: Path, other: Path) -> Finding:
    """Return whether two folders hold the same bytes."""
    ours, theirs = ({name: path.read_bytes() for name, path in files_of(one).items()} for one in (first, other))
    same = ours == theirs
    differing = sum(ours.get(name) != theirs.get(name) for name in {*ours, *theirs})
    words = f"{asked.size} of {asked.size} runs" if same else f"{differing} of {len(ours)} files differ"
    return Finding(f"same bytes: {what}", words, "all runs of all tables", same)


def _across_dispatch(asked: Batch, home: Path) -> Finding:
    """Compare with a run in which numpy may not use the newer instructions of the processor."""
    levels = _levels()
    _commanded(home, "dispatch", {"NPY_DISABLE_CPU_FEATURES": " ".join(levels)})
    ours, theirs = Results.open(home / "first"), Results.open(home / "dispatch")
    keys = ["run_id", "outcome"]
    both = ours.outcomes().merge(theirs.outcomes(), on=keys, suffixes=("", "_other"))
    one, other = both["value"].to_numpy(dtype=float), both["value_other"].to_numpy(dtype=float)
    known = ~np.isnan(one)
    scale = np.maximum(np.abs(one[known]), 1e-300)
    largest = float(np.max(np.abs(one[known] - other[known]) / scale, initial=0.0))
    order = ["run_id", "kind", "agent", "subject"]
    alike = ours.frame("events")[order].equals(theirs.frame("events")[order])
    kept = largest <= 1e-9 and alike and len(both) == len(ours.outcomes())
    words = f"{largest:.1e}, order of events {'the same' if alike else 'another'}"
    what = f"numpy without {', '.join(levels) or 'anything, since it chooses nothing here'}"
    return Finding(what, words, "within 1e-9, same order of events", kept)


def _levels() -> list[str]:
    """Return the instructions between which numpy chooses when it starts, as far as this processor has them."""
    core = np._core._multiarray_umath  # type: ignore[attr-defined]
    return [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
