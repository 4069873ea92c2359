"""What a run costs, beside a bare loop of SimPy and a small ecosystem in several libraries."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median

from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.recorder import History
from simulator.request import Request, requested
from simulator.thrift import seldom_collected
from tests.benchmarks.clock import cpu, interleaved, ratio
from tests.benchmarks.small import in_mesa, in_numba, in_salabim, in_simpy
from tests.benchmarks.small.scene import Scene, scene

WORLDS = ("minimal", "epoch-2024", "article-2024", "baseline-2026", "thousand-labs")
ROUNDS = {"minimal": 15, "epoch-2024": 15, "article-2024": 9, "baseline-2026": 7, "thousand-labs": 1}
SMALL: Mapping[str, Callable[[Scene], list[float]]] = {
    "SimPy, exact pools": in_simpy.events,
    "SimPy, daily ticks": in_simpy.ticks,
    "Mesa, daily ticks": in_mesa.ticks,
    "Mesa, events": in_mesa.events,
    "salabim": in_salabim.events,
    "numba kernel": in_numba.events,
}


def lived(request: Request) -> History:
    """Run a world at its central values, with its outcomes."""
    with seldom_collected():
        history = Ecosystem(request.loaded, request.values(0), request.luck(0)).run()
        outcomes_of(request.loaded.world, history)
    return history


@dataclass(frozen=True)
class Cost:
    """What one world costs.

    Attributes:
        world: its name.
        seconds: of processor time, median.
        events: of SimPy.
        trainings: training runs that took place.
        floor: how many times a bare loop of SimPy with as many timeouts and processes.
        megabytes: the most memory that a process of its own takes, with Python and libraries.
    """

    world: str
    seconds: float
    events: int
    trainings: int
    floor: float
    megabytes: float


def of_world(name: str) -> Cost:
    """Return what a run of a world costs, beside the floor."""
    request = requested(name)
    history = lived(request)
    years = history.end - history.start
    processes = max(1, len(request.loaded.world.labs) + len(request.loaded.world.pools))
    told = interleaved(
        {"run": lambda: lived(request), "floor": lambda: in_simpy.floor(processes, history.events, years)}, ROUNDS[name]
    )
    return Cost(
        name,
        median(told["run"]),
        history.events,
        len(history.models),
        ratio(told["run"], told["floor"]),
        alone(name)["megabytes"],
    )


def alone(name: str, until: float | None = None) -> dict[str, float]:
    """Return the most memory of a process that runs a world, and what it recorded."""
    command = [sys.executable, "-m", "tests.benchmarks.alone", name, *([] if until is None else [str(until)])]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {str(key): float(value) for key, value in json.loads(told).items()}


@dataclass(frozen=True)
class Beside:
    """One way to write the small ecosystem, beside a run of the world of 2026 with all its science.

    Attributes:
        library: how it is written.
        microseconds: of processor time for each training.
        times: how many times that the run takes.
        apart: by how much its stocks differ from those of SimPy at the end, relative.
    """

    library: str
    microseconds: float
    times: float
    apart: float


def beside_others(world: str = "baseline-2026") -> list[Beside]:
    """Return the small ecosystem in every library, with as many pools, labs, years and trainings as a world."""
    request = requested(world)
    history, sections = lived(request), request.loaded.world
    same = scene(len(sections.labs), len(sections.pools), round(history.end - history.start), len(history.models))
    right = in_simpy.events(same)
    ways: dict[str, Callable[[], object]] = {name: partial(way, same) for name, way in SMALL.items()}
    told = interleaved({"run": lambda: lived(request), **ways}, ROUNDS[world])
    return [
        Beside(
            name,
            1e6 * median(told[name]) / same.trainings,
            ratio(told["run"], told[name]),
            max(abs(a / b - 1) for a, b in zip(way(same), right, strict=True)),
        )
        for name, way in SMALL.items()
    ]


def set_up(name: str = "epoch-2024", replications: int = 300) -> float:
    """Return what it takes to draw the numbers of a replication and to build its ecosystem [s]."""
    request = requested(name, replications=replications)

    def build() -> None:
        for i in range(replications):
            Ecosystem(request.loaded, request.values(i), request.luck(i))

    build()
    return median(cpu(build) for _ in range(5)) / replications
