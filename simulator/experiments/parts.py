"""Parts of a store: each is written whole or not at all, and says by which bytes it can be told to be whole.

A table's part is a Parquet file, `outcomes/000012.parquet`. The part is there once `parts/000012.json` is, which names
the digest of each of its files, and its own; that is written last. Every file is written beside its place, synced, and
renamed.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

COMMITS = "parts"
_DRAFT = ".draft-"


@dataclass(frozen=True)
class Part:
    """A part that was written.

    Attributes:
        number: of the part.
        runs: how many it holds.
        failed: how many of them failed.
        files: the digest of the file of each table.
        sizes: its bytes.
    """

    number: int
    runs: int
    failed: int
    files: Mapping[str, str]
    sizes: Mapping[str, int]

    @property
    def is_likely(self) -> bool:
        """Whether it can be what was written, by its counts."""
        return 0 <= self.failed <= self.runs > 0 and {"status", "outcomes"} <= set(self.files) == set(self.sizes)


def path_of(folder: Path, table: str, number: int) -> Path:
    """Return where the part of a table stands."""
    return folder / table / f"{number:06d}.parquet"


def write_part(folder: Path, number: int, tables: Mapping[str, pa.Table]) -> None:
    """Write a part; the same tables give the same bytes.

    Args:
        folder: of the batch.
        number: of the part.
        tables: each with everything that the part holds of it; `status` is one of them.

    Raises:
        OSError: when it cannot be written; what was there stays whole.
    """
    files, sizes = {}, {}
    for name, table in tables.items():
        content = parquet(table)
        files[name], sizes[name] = _digest(content), len(content)
        write_file(path_of(folder, name, number), content)
    status = tables["status"]["status"].to_pylist()
    commit = {"part": number, "runs": len(status), "failed": status.count("failed"), "files": files, "bytes": sizes}
    write_file(folder / COMMITS / f"{number:06d}.json", _sealed(commit))


def _sealed(commit: Mapping[str, object]) -> bytes:
    """Return what is written of a part, with a digest by which a change of any of it is seen."""
    digest = _digest(json.dumps(commit).encode())
    return (json.dumps({**commit, "digest": digest}, indent=1) + "\n").encode()


def parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet: words as places in a list, and statistics of run ids, by which rows are found."""
    words = [field.name for field in table.schema if pa.types.is_string(field.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=words, write_statistics=["run_id"])
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _digest(content: bytes) -> str:
    """Return by which bytes a file can be told to be whole."""
    return blake2b(content, digest_size=16).hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that it is on the disk when it has its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{_DRAFT}{os.getpid()}-{path.name}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Bring the names of a folder to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_draft(name: str) -> bool:
    """Return whether a file is one that a writer has begun, by its name."""
    return name.startswith(_DRAFT)


def remove_drafts(folder: Path) -> None:
    """Remove what writers left behind that were killed."""
    for draft in folder.glob(f"*/{_DRAFT}*"):
        draft.unlink(missing_ok=True)
    for draft in folder.glob(f"{_DRAFT}*"):
        draft.unlink(missing_ok=True)


def parts_of(folder: Path) -> Iterator[Part]:
    """Yield the parts that are there, by number; a commit that is not as it was written is none."""
    for path in sorted((folder / COMMITS).glob("[0-9]*.json")):
        try:
            content = path.read_bytes()
            commit = dict(json.loads(content))
            commit.pop("digest", None)
            if content != _sealed(commit):
                continue
            number, runs, failed = (int(commit[name]) for name in ("part", "runs", "failed"))
            part = Part(number, runs, failed, dict(commit["files"]), dict(commit["bytes"]))
        except (ValueError, KeyError, TypeError):
            continue
        if path.name == f"{part.number:06d}.json" and part.is_likely:
            yield part


def has_its_size(folder: Path, part: Part) -> bool:
    """Return whether every file of a part is as long as what was written; a quick look, for those who read."""
    try:
        return all(path_of(folder, name, part.number).stat().st_size == size for name, size in part.sizes.items())
    except OSError:
        return False


def is_whole(folder: Path, part: Part) -> bool:
    """Return whether every file of a part has the bytes that were written."""
    try:
        return all(
            _digest(path_of(folder, name, part.number).read_bytes()) == digest for name, digest in part.files.items()
        )
    except OSError:
        return False


def forget(folder: Path, part: Part) -> None:
    """Let a part be one that is missing."""
    (folder / COMMITS / f"{part.number:06d}.json").unlink(missing_ok=True)
