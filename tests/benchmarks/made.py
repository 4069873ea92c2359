"""What benchmarks measure on: small experiments, and a row of what was found."""

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from worlds.config.experiments import load_experiment

EVERYTHING = ["pools", "runs", "diets", "use", "payments", "events"]


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what was found, and what it should be."""

    what: str
    found: str
    aim: str = ""


def batch(folder: Path, world: str, replications: int, **more: object) -> Batch:
    """Return a batch of replications of a world.

    Args:
        folder: where its file may be written.
        world: a shipped one.
        replications: how many.
        more: other keys of the experiment.
    """
    facts = {"experiment": "bench", "description": "A benchmark.", "worlds": [world], "replications": replications}
    file = folder / "bench.yaml"
    file.write_text(json.dumps({**facts, **more}), encoding="utf-8")
    return batch_of(load_experiment(str(file)))


def middle(values: list[float], digits: int = 2) -> str:
    """Return the median with the least and the most."""
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
