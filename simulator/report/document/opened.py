"""Opening a result folder for a report: what kind it is, and whether it is whole."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from simulator.folder import manifest_of
from worlds.config.faults import InputError, shown

Kind = Literal["run", "whatif", "batch", "hindcast", "search"]
"""Results of which there are reports."""
SEARCHED = "candidates.parquet"
"""What the folder of a search holds once it has come to its end."""


@dataclass(frozen=True)
class Opened:
    """A result folder that is whole.

    Attributes:
        folder: where it is.
        manifest: what stands in its manifest.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        """What it holds."""
        kind: Kind = self.manifest["kind"]
        return kind

    @property
    def colophon(self) -> str:
        """By what it was made, and when."""
        stated = self.manifest
        commit = f", commit {stated['commit']}" if stated.get("commit") else ""
        made = f"Tokenshed {stated.get('tokenshed')}{commit}"
        return f"Made by {made}, on {str(stated.get('created'))[:10]}; hash of the results: {stated.get('hash')}."


def opened(results: str | Path) -> Opened:
    """Return a result folder.

    Raises:
        InputError: when it holds no results, others than those, or ones that are not complete.
    """
    folder = Path(results)
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "there is no such folder"
        raise InputError(f"{folder}: {what}; allowed: a result folder that tokenshed has written")
    found = Opened(folder, manifest_of(folder))
    kind = found.manifest.get("kind")
    if kind not in get_args(Kind):
        raise InputError(
            f"{folder}: holds results of an unknown kind; allowed: {', '.join(get_args(Kind))}; given: {shown(kind)}"
        )
    _check_complete(found)
    return found


def _check_complete(found: Opened) -> None:
    """Refuse results that are not complete.

    Raises:
        InputError: saying how far they are, or which file is missing.
    """
    folder = found.folder
    if found.kind == "batch":
        from simulator.experiments.store import standing_of  # noqa: PLC0415 (half a second that other results need not take)

        with whole(folder):
            standing = standing_of(folder)
        if standing.running or not standing.is_complete:
            far = f"{standing.done:,} of {standing.runs:,} runs stored"
            raise InputError(f"{folder}: the batch is {standing.state}, {far}; allowed: one that is complete")
    elif found.kind == "search":
        if not (folder / SEARCHED).exists():
            raise InputError(f"{folder}: the search has not come to its end; start it again to go on")
    elif found.manifest.get("status") != "complete":
        raise InputError(f"{folder}: is not complete; allowed: results that are")
    elif not found.manifest.get("files"):
        raise InputError(f"{folder}: is damaged: its manifest names no files; allowed: a folder as it was written")
    missing = [name for name in found.manifest.get("files") or () if not (folder / str(name)).exists()]
    if missing:
        raise InputError(f"{folder}: is damaged: {missing[0]} is missing; allowed: a folder as it was written")


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Say of what cannot be read within that the folder is damaged.

    Raises:
        InputError: with what hinders.
    """
    try:
        yield
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OSError, SyntaxError) as error:
        from pyarrow import ArrowException  # noqa: PLC0415 (a wrong folder need not wait for it)

        words = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        why = "a table cannot be read" if isinstance(error, ArrowException) else words
        raise InputError(f"{folder}: is damaged ({why}); allowed: a folder as it was written") from error
