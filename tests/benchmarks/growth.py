"""How the cost of a run grows: with labs, pools, years and replications; and what starting takes."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from simulator.experiments.execution import execute
from simulator.request import Request, requested
from simulator.run import run_world
from tests.benchmarks.clock import cpu
from tests.benchmarks.costs import alone, lived
from tests.benchmarks.made import batch
from tests.benchmarks.montecarlo import exhaustion
from worlds.config.settings import parse_setting

Line = tuple[float, float, float]
"""How much there is, microseconds of an event, events."""
LABS, POOLS, YEARS = (10, 100, 1_000, 10_000), (5, 20, 50, 100), (10, 30, 100)
REPLICATIONS = (1, 10, 100, 1_000, 10_000)


def _lines(requests: Iterable[tuple[float, Request]], rounds: Callable[[float], int]) -> list[Line]:
    """Return what an event costs in each of some worlds, measured in turn."""
    asked = list(requests)
    events = [lived(request).events for _, request in asked]
    times: list[list[float]] = [[] for _ in asked]
    for turn in range(max(rounds(many) for many, _ in asked)):
        for (many, request), found in zip(asked, times, strict=True):
            if turn < rounds(many):
                found.append(cpu(partial(lived, request)))
    return [
        (many, 1e6 * median(found) / count, float(count))
        for (many, _), found, count in zip(asked, times, events, strict=True)
    ]


def by_labs() -> list[Line]:
    """Return what an event costs among more and more labs."""
    settings = ((many, parse_setting(f"labs.lab.count={many}")) for many in LABS)
    asked = [(float(many), requested("minimal", settings=[setting])) for many, setting in settings]
    return _lines(asked, lambda many: 5 if many <= 1_000 else 1)


def by_pools(folder: Path) -> list[Line]:
    """Return what an event costs with more and more pools that every lab reads."""
    return _lines([(float(many), requested(str(_pooled(folder, many)))) for many in POOLS], lambda _: 5)


def _pooled(folder: Path, many: int) -> Path:
    """Write a world of so many pools, and return its file."""
    pool = {
        "kind": "public",
        "stock": {"value": "20 T token", "at": 2024.0, "assumption": "of a benchmark"},
        "net_growth": {"value": "5 %/year", "assumption": "of a benchmark"},
    }
    more = {f"shelf_{i}": pool for i in range(many - 1)}
    file = folder / f"pools-{many}.yaml"
    file.write_text(json.dumps({"world": f"pools-{many}", "extends": "minimal", "pools": more}), encoding="utf-8")
    return file


def by_years() -> list[Line]:
    """Return what an event costs in a longer and longer run."""
    return _lines([(float(many), requested("minimal", until=2020.0 + many)) for many in YEARS], lambda _: 9)


def by_replications() -> list[tuple[int, float]]:
    """Return the processor time of a replication of `epoch-2024` among more and more of them [ms]."""
    run_world("epoch-2024", replications=2)
    return [(many, 1e3 * cpu(partial(run_world, "epoch-2024", replications=many)) / many) for many in REPLICATIONS]


def script() -> float:
    """Return how many seconds numpy takes for 10,000 draws of the same question, with loading the world."""
    exhaustion(10)
    return median(cpu(lambda: exhaustion(10_000)) for _ in range(9))


def bytes_an_event() -> float:
    """Return by how much memory grows with each event of `thousand-labs`, between a shorter and a longer run [byte]."""
    few, many = alone("thousand-labs", 2026.0), alone("thousand-labs", 2034.0)
    return 1e6 * (many["megabytes"] - few["megabytes"]) / (many["events"] - few["events"])


def bytes_on_disk(folder: Path) -> list[tuple[str, float]]:
    """Return how many bytes a run leaves in a batch, with outcomes alone and with all tables that worlds of it have."""
    found = []
    for what, tables in (("outcomes alone", []), ("with pools, runs and diets", ["pools", "runs", "diets"])):
        of = batch(folder, "epoch-2024", 400, keep={"tables": tables}, part=200)
        with TemporaryDirectory() as place:
            execute(of, Path(place) / "out", workers=1)
            size = sum(file.stat().st_size for file in Path(place).rglob("*") if file.is_file())
        found.append((what, size / of.size))
    return found


def starts() -> list[tuple[str, float]]:
    """Return how many seconds commands take, from pressing return to their end, medians, measured in turn."""
    python, tokenshed = sys.executable, str(Path(sys.executable).parent / "tokenshed")
    with TemporaryDirectory() as folder:
        commands = {
            "python -c pass": [python, "-c", "pass"],
            "tokenshed --help": [tokenshed, "--help"],
            'python -c "import simulator"': [python, "-c", "import simulator"],
            "tokenshed check minimal": [tokenshed, "check", "minimal"],
            "tokenshed run minimal": [tokenshed, "run", "minimal"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(5):
            for name, command in commands.items():
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, cwd=folder)
                times[name].append(time.perf_counter() - begun)
    return [(name, median(found)) for name, found in times.items()]
