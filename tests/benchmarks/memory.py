"""How much memory the parent of a batch has, after a thousand runs and at the end (Linux)."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.experiments.asking import batch_of
from simulator.experiments.execution import Progress, execute
from tests.benchmarks.made import Row, batch
from worlds.config.experiments import load_experiment

_FEW, _MANY, _POINTS = 1_000, 20_000, 16_384


def resident() -> float:
    """Return the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def parent(folder: Path, runs: int = _MANY) -> list[Row]:
    """Return what the parent of two workers has after a thousand runs and after twenty thousand."""
    rows = []
    for workers in (2, 1):
        batch(folder, "minimal", runs, until=2024, part=50)
        command = [sys.executable, "-m", "tests.benchmarks.memory", str(folder / "bench.yaml"), str(workers)]
        few, many = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        who = "the parent of two workers" if workers == 2 else "a process that runs alone"
        rows.append(Row(f"memory of {who}, after 1,000 / {runs:,} runs, MB", f"{few:.0f} / {many:.0f}", "the same"))
    return rows


def designs(folder: Path) -> list[Row]:
    """Return what a design of many points over every uncertain number takes before the first run."""
    before, begun = resident(), time.perf_counter()
    sobol = {"sobol": {"points": _POINTS}}
    of = batch(folder, "baseline-2026", 1, design=sobol)
    taken = time.perf_counter() - begun
    what = f"a design of {_POINTS:,} points over {len(of.points.axes)} numbers"
    return [
        Row(f"{what}: memory of the parent, MB", f"{resident() - before:.0f}"),
        Row(f"{what}: to make and check it, s", f"{taken:.1f}"),
    ]


def main() -> None:
    """Carry out a batch and print the memory after a thousand runs, and at the end."""
    found: list[float] = []

    def look(progress: Progress) -> None:
        if (progress.done >= _FEW and not found) or progress.done == progress.runs:
            found.append(resident())

    with TemporaryDirectory() as folder:
        execute(batch_of(load_experiment(sys.argv[1])), Path(folder) / "out", workers=int(sys.argv[2]), progress=look)
    print(json.dumps([found[0], found[-1]]))  # noqa: T201 (what the benchmark reads)


if __name__ == "__main__":
    main()
