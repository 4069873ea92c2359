"""Where a report goes, and in which format, checked before any work."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from worlds.config.faults import InputError, writing

Format = Literal["html", "markdown"]
ENDINGS: Mapping[str, Format] = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


def checked(file: Path, given: Format | None) -> Format:
    """Return in which format a report is written, after a look at whether its file, and its pictures, can be.

    Args:
        file: where it goes.
        given: the format; by the ending of the file unless given.

    Raises:
        InputError: saying what is in the way.
    """
    kind = _format_of(file, given)
    _check_place(file)
    if kind == "markdown":
        _check_figures(figures_of(file))
    return kind


def _format_of(file: Path, given: str | None) -> Format:
    """Return in which format a file is written."""
    ending = ENDINGS.get(file.suffix.lower())
    if given is not None and given not in ENDINGS.values():
        raise InputError(f"--format: there is no {given!r}; allowed: html or markdown")
    if given is not None and ending not in {None, given}:
        raise InputError(f"{file}: has the ending of another format than {given}; allowed: one that goes with it")
    if given is None and ending is None:
        raise InputError(f"{file}: has no ending of a report; allowed: .html or .md, or --format")
    return ending if given is None else given  # type: ignore[return-value]


def _check_place(file: Path) -> None:
    """Refuse a place where no file can be written, before any work is done."""
    with writing(file):
        if file.is_dir():
            raise InputError(f"{file}: is a folder; allowed: a file")
        if not file.parent.is_dir():
            raise InputError(
                f"{file}: cannot be written: there is no folder {file.parent}; allowed: a file in one that is"
            )
        with tempfile.TemporaryDirectory(prefix=".tokenshed-", dir=file.parent):
            pass


def figures_of(file: Path) -> Path:
    """Return the folder of the pictures of a Markdown report."""
    return file.with_name(f"{file.stem}_figures")


def _check_figures(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but pictures."""
    if not folder.exists():
        return
    others = (
        [one.name for one in folder.iterdir() if one.suffix not in {".png", ".svg"}] if folder.is_dir() else ["a file"]
    )
    if others:
        raise InputError(f"{folder}: is in the way ({others[0]}); allowed: nothing there, or pictures of a report")
