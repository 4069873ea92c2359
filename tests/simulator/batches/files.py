"""Experiment files that tests run."""

from pathlib import Path

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from tests.same_batches import files_of
from worlds.config.experiments import load_experiment

SMALL = """\
experiment: small
description: Quick runs of a small world.
worlds: [minimal]
design:
  grid:
    labs.lab.overtraining.k: [1, 10]
    labs.lab.count: [1, 2]
replications: 6
until: 2030
part: 4
keep: {tables: [pools, runs, diets, use, payments, events]}
"""


def written(folder: Path, text: str = SMALL, name: str = "experiment.yaml") -> Path:
    """Return a file with some text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def batch(folder: Path, text: str = SMALL) -> Batch:
    """Return the batch of an experiment file with some text."""
    return batch_of(load_experiment(written(folder, text)))


def vandal_world(folder: Path, does: str, share: float = 1.0, flag: Path | None = None) -> Path:
    """Return the file of an experiment in whose world somebody misbehaves in some replications."""
    flagged = "" if flag is None else f", flag: {flag}"
    world = f"world: haunted\nextends: minimal\nvandals:\n  vandal: {{does: {does}, share: {share}{flagged}}}\n"
    written(folder, world, "haunted.yaml")
    text = """\
experiment: haunted
description: Somebody misbehaves.
worlds: [./haunted.yaml]
replications: 12
until: 2030
part: 4
limits: {seconds: 1.0}
"""
    return written(folder, text)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a batch folder but of those that say when and how it was made."""
    return {name: path.read_bytes() for name, path in sorted(files_of(folder).items())}
