"""Writing a report: one HTML file, or Markdown with its pictures beside it, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.experiments.parts import write_file
from simulator.report.document import batches, hindcasts, runs, searches, whatifs
from simulator.report.document.document import Document
from simulator.report.document.html import html
from simulator.report.document.markdown import markdown
from simulator.report.document.opened import Kind, Opened, opened, whole
from simulator.report.document.place import Format, checked, figures_of
from simulator.report.figures import save_picture
from worlds.config.faults import writing

_DOCUMENTS: Mapping[Kind, Callable[[Opened], Document]] = {
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
    kind = checked(file, format)
    document = document_of(results)
    with writing(file):
        _save_markdown(document, file) if kind == "markdown" else write_file(file, html(document).encode())
    return file


def document_of(results: str | Path) -> Document:
    """Return the report of a result folder as data.

    Raises:
        InputError: when there are no whole results of a known kind.
    """
    found = opened(results)
    with whole(found.folder):
        return _DOCUMENTS[found.kind](found)


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
