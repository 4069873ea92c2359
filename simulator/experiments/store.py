"""The folder of a batch: what it holds, who writes it, and which parts are missing."""

import errno
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from simulator.experiments.batch import Batch
from simulator.experiments.parts import (
    Part,
    forget,
    has_its_size,
    is_draft,
    is_whole,
    parquet,
    parts_of,
    remove_drafts,
    write_file,
    write_part,
)
from simulator.folder import MANIFEST, check_free, manifest_of, provenance
from simulator.version import model_version
from worlds.config.faults import InputError
from worlds.config.tree import plain

LOCK = ".lock"
DESIGN = "design.parquet"
KIND = "batch"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreFull(RuntimeError):
    """There is no space left for results; what was written is kept."""


@contextmanager
def filling(folder: Path) -> Iterator[None]:
    """Say so where there is no space left in a folder.

    Raises:
        StoreFull: in the place of what the system says.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(str(folder)) from error
        raise


@dataclass(frozen=True)
class Standing:
    """How far a batch is.

    Attributes:
        runs: how many it has.
        done: how many are stored.
        failed: how many of those failed.
        running: whether somebody is at it.
    """

    runs: int
    done: int
    failed: int
    running: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.done == self.runs

    @property
    def state(self) -> str:
        """Whether it is running, complete or stopped."""
        return "running" if self.running else "complete" if self.is_complete else "stopped"


class Store:
    """The folder of a batch, open for writing."""

    def __init__(self, folder: Path, batch: Batch, imports: Sequence[str] = ()) -> None:
        """Name a folder; `opened` makes it.

        Args:
            folder: of the batch.
            batch: what is stored there.
            imports: modules that its worlds need.
        """
        self.folder, self._batch, self._imports = folder, batch, list(imports)

    @contextmanager
    def opened(self) -> Iterator[dict[int, Part]]:
        """Make the folder, or go on with it: gives the parts that are there and whole.

        Raises:
            InputError: when it holds something else, cannot be written, or another batch is writing it.
            StoreFull: when there is no space left.
        """
        self.check()
        try:
            with filling(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                with _locked(self.folder):
                    try:
                        yield self._gone_on()
                    finally:
                        remove_drafts(self.folder)
        except PermissionError as error:
            raise InputError(f"{self.folder}: cannot be written: {error.strerror}") from error

    def check(self) -> None:
        """Refuse a folder that holds anything but this batch.

        Raises:
            InputError: saying what is in the way.
        """
        try:
            manifest = manifest_of(self.folder)
        except InputError:
            check_free(self.folder, self._batch.hash, _is_begun)
            return
        if manifest.get("kind") != KIND or manifest.get("hash") != self._batch.hash:
            raise InputError(
                f"{self.folder}: {_difference(manifest, self._batch)}; allowed: another folder (--out DIR)"
            )

    def _gone_on(self) -> dict[int, Part]:
        """Write down what is begun, and return what is there."""
        remove_drafts(self.folder)
        found = {}
        for part in parts_of(self.folder):
            if part.runs == len(self._batch.part(part.number)) and is_whole(self.folder, part):
                found[part.number] = part
            else:
                forget(self.folder, part)
        self.note("running", found.values())
        design, content = self.folder / DESIGN, _design(self._batch)
        if not design.is_file() or design.read_bytes() != content:
            write_file(design, content)
        return found

    def write(self, number: int, tables: dict[str, pa.Table]) -> None:
        """Write a part that a worker has sent."""
        write_part(self.folder, number, tables)

    def note(self, status: str, found: Collection[Part]) -> None:
        """Write the manifest.

        Args:
            status: running, stopped or complete.
            found: the parts that are there.
        """
        counts = {"done": sum(one.runs for one in found), "failed": sum(one.failed for one in found)}
        manifest = {
            **_facts(self._batch),
            **provenance(),
            "imports": self._imports,
            "status": status,
            **counts,
        }
        content = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        write_file(self.folder / MANIFEST, content.encode())


def _is_begun(name: str) -> bool:
    """Return whether a batch leaves a file of this name behind that is killed before its first manifest is there."""
    return name == LOCK or is_draft(name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others from writing into a folder; the system forgets the lock of a process that has ended."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            f"{folder}: another batch is writing it; allowed: when that has ended, or another folder"
        ) from error
    try:
        yield
    finally:
        lock.release()


def is_locked(folder: Path) -> bool:
    """Return whether somebody is writing a batch folder."""
    if not (folder / LOCK).exists():
        return False
    try:
        with _locked(folder):
            return False
    except InputError:
        return True


def standing_of(folder: Path) -> Standing:
    """Return how far the batch of a folder is.

    Raises:
        InputError: when it is no folder of a batch.
    """
    manifest = manifest_of(folder)
    if manifest.get("kind") != KIND or "runs" not in manifest:
        raise InputError(f"{folder}: holds no batch; allowed: a folder that `tokenshed batch` has written")
    found = [one for one in parts_of(folder) if has_its_size(folder, one)]
    runs, failed = sum(one.runs for one in found), sum(one.failed for one in found)
    return Standing(int(str(manifest["runs"])), runs, failed, is_locked(folder))


def _difference(manifest: dict[str, object], batch: Batch) -> str:
    """Return what a folder holds instead of a batch."""
    if manifest.get("kind") != KIND:
        return "the folder holds other results"
    if manifest.get("experiment") != batch.name:
        return f"the folder holds the batch {manifest.get('experiment')}"
    if manifest.get("model") != model_version():
        other, this = manifest.get("model"), model_version()
        return f"the folder holds runs of another version of the model ({other}; this is {this})"
    return f"the folder holds {batch.name} as it was before it was changed"


def _facts(batch: Batch) -> dict[str, object]:
    """Return what the manifest says of a batch, from which it can be made again."""
    worlds = {f"{cell.world}, {cell.scenario}": cell.loaded.plain for cell in batch.cells}
    policies = {
        one.name: {"file": plain(one.tree), "delay": one.delay} for cell in batch.cells for one in cell.policies
    }
    return {
        "kind": KIND,
        "experiment": batch.name,
        "hash": batch.hash,
        "model": model_version(),
        "section": batch.section.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"design"}),
        "axes": [{"name": axis.name, "unit": axis.unit} for axis in batch.points.axes],
        "points": len(batch.points.rows),
        "design": {"kind": batch.points.kind, "groups": list(batch.points.groups)},
        "runs": batch.size,
        "part": batch.part_size,
        "cells": [
            {
                "world": one.world,
                "scenario": one.scenario,
                "policy": one.policy,
                "policies": [p.name for p in one.policies],
            }
            for one in batch.cells
        ],
        "worlds": worlds,
        "policies": policies,
    }


def _design(batch: Batch) -> bytes:
    """Return the points of a design as a table: point, and a column for each axis."""
    axes = batch.points.axes
    columns = {
        axis.name: _column(axis.dimension is not None, [row[i] for row in batch.points.rows])
        for i, axis in enumerate(axes)
    }
    return parquet(pa.table({"point": pa.array(range(len(batch.points.rows)), pa.int64()), **columns}))


def _column(is_number: bool, values: list[object]) -> pa.Array:
    """Return the values of an axis: floats in base units, else words, whole numbers, or true and false."""
    return pa.array(values, pa.float64()) if is_number else pa.array(values)
