"""Reading back which batch a folder holds, so that any of its runs can be made again without the files it came from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import ValidationError

from simulator.experiments.axes import axis_of
from simulator.experiments.batch import Batch, Cell
from simulator.experiments.design import Points
from simulator.experiments.store import DESIGN, KIND
from simulator.folder import manifest_of
from simulator.version import model_version
from worlds.config.faults import InputError, Mark
from worlds.config.loading import LoadedWorld, world_of
from worlds.config.policies import LoadedPolicy, policy_of
from worlds.config.schema.experiment import Experiment


def batch_in(folder: Path) -> Batch:
    """Return the batch that a folder holds.

    Raises:
        InputError: when it holds none, was written by another version of the model, or has been edited.
    """
    manifest: dict[str, Any] = manifest_of(folder)
    if manifest.get("kind") != KIND:
        raise InputError(f"{folder}: holds no batch; allowed: a folder that `tokenshed batch` has written")
    if manifest.get("model") != model_version():
        other, this = manifest.get("model"), model_version()
        raise InputError(f"{folder}: was written by another version of the model ({other}; this is {this})")
    try:
        batch = _batch(folder, manifest)
        same = batch.hash == manifest["hash"]
    except (KeyError, TypeError, ValueError, OSError, ValidationError) as error:
        raise InputError(f"{folder}: its manifest or design cannot be read: {error}") from error
    if not same:
        raise InputError(f"{folder}: its manifest or design was edited; allowed: a folder as it was written")
    return batch


def worlds_in(folder: Path) -> dict[str, LoadedWorld]:
    """Return the worlds of a batch folder, of whichever version of the model, by `world, scenario`.

    Raises:
        InputError: when there is no manifest, or one of them does not load.
    """
    manifest: dict[str, Any] = manifest_of(folder)
    return {name: world_of(data, f"{folder}: worlds.{name}") for name, data in manifest["worlds"].items()}


def _batch(folder: Path, manifest: Mapping[str, Any]) -> Batch:
    """Return the batch of a manifest."""
    worlds = worlds_in(folder)
    policies = {
        name: policy_of(one["file"], one["delay"], f"{folder}: policies.{name}")
        for name, one in manifest["policies"].items()
    }
    cells = tuple(_cell(one, worlds, policies) for one in manifest["cells"])
    section = Experiment.model_validate(manifest["section"])
    axes = tuple(axis_of(one["name"], Mark(f"{folder}: axes"), cells[0].loaded) for one in manifest["axes"])
    table = pq.read_table(folder / DESIGN)
    columns = [table[axis.name].to_pylist() for axis in axes]
    rows = tuple(zip(*columns, strict=True)) if axes else ((),)
    design = manifest.get("design", {})
    return Batch(section, cells, Points(axes, rows, design.get("kind", ""), tuple(design.get("groups", ()))))


def _cell(one: Mapping[str, Any], worlds: Mapping[str, LoadedWorld], policies: Mapping[str, LoadedPolicy]) -> Cell:
    """Return a cell of a manifest."""
    loaded = worlds[f"{one['world']}, {one['scenario']}"]
    return Cell(one["world"], one["scenario"], one["policy"], loaded, tuple(policies[name] for name in one["policies"]))
