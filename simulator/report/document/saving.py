"""Writing a report: one HTML file, or Markdown with its pictures beside it, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from simulator.experiments.parts import write_file
from simulator.report.document import batches, hindcasts, runs, searches, whatifs
from simulator.report.document.document import Document
from simulator.report.document.html import html
from simulator.report.document.markdown import markdown
from simulator.report.document.opened import Opened, opened, whole
from simulator.report.figures import save_picture
from worlds.config.faults import InputError, writing

Format = Literal["html", "markdown"]
ENDINGS: Mapping[str, Format] = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
KINDS: Mapping[str, Callable[[Opened], Document]] = {
    "run": runs.document,
    "whatif": whatifs.document,
    "batch": batches.document,
    "hindcast": hindcasts.document,
    "search": searches.document,
}
"""What makes the report of each kind of results."""


def write_report(results: str | Path, output: str | Path, format: Format | None = None) -> Path:  # noqa: A002 (its plain name)
    """Write the report of a result folder, and return its file.

    The same results give the same bytes.

    Args:
        results: the folder of a run, a what-if, a batch, a hindcast or a search.
        output: the file; one that is there is replaced.
        format: html, a single file with its pictures inside, or markdown, with them in `<name>_figures` beside it; by
            the ending of the file unless given.

    Raises:
        InputError: when there are no whole results of a known kind, or the file cannot be written.
    """
    file = Path(output)
    kind = _format_of(file, format)
    _check_place(file)
    if kind == "markdown":
        _check_figures(figures_of(file))
    document = document_of(results)
    with writing(file):
        _save_markdown(document, file) if kind == "markdown" else write_file(file, html(document).encode())
    return file


def document_of(results: str | Path) -> Document:
    """Return the report of a result folder as data.

    Raises:
        InputError: when there are no whole results of a known kind.
    """
    found = opened(results, KINDS)
    with whole(found.folder):
        return KINDS[found.kind](found)


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


def _save_markdown(document: Document, file: Path) -> None:
    """Write pictures and text beside their places, then put them there."""
    place = figures_of(file)
    with tempfile.TemporaryDirectory(prefix=".tokenshed-", dir=file.parent) as folder:
        draft = Path(folder) / place.name
        draft.mkdir()
        for picture in document.pictures:
            save_picture(picture, draft / picture.name)
        text = markdown(document, place.name)
        if place.exists():
            place.rename(Path(folder) / "old")
        if any(draft.iterdir()):
            shutil.move(draft, place)
        write_file(file, text.encode())
