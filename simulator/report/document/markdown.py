"""A document as Markdown, its pictures in files beside it."""

import re
from collections.abc import Sequence
from html import escape
from typing import TypeGuard

from simulator.report.document.document import Block, Commands, Document, Listing, Paragraph, Section, Shown, Table

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_AT_THE_BEGINNING = re.compile(r"^(\d*)([#+\-.)])(?=\s)")


def markdown(document: Document, folder: str) -> str:
    """Return the document as Markdown.

    Args:
        document: what is written.
        folder: of its pictures, as the text refers to it.
    """
    numbers = {id(one): number for number, one in enumerate(document.pictures, 1)}
    parts = [f"# {plain(document.title)}", plain(document.abstract)]
    for part in document.sections:
        parts += [f"## {plain(part.title)}", *_blocks(part, folder, numbers)]
    long = [one for part in document.sections for one in part.blocks if _is_long(one)]
    parts += ["## Appendix", *(_table(one) for one in long)] if long else []
    parts += ["---", plain(document.colophon)]
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Return text in which nothing means anything to Markdown, nor to the HTML it becomes."""
    flat = _SPECIAL.sub(r"\\\1", escape(" ".join(text.split()), quote=False))
    return _AT_THE_BEGINNING.sub(r"\1\\\2", flat)


def _blocks(part: Section, folder: str, numbers: dict[int, int]) -> list[str]:
    """Return everything below a heading."""
    return [_block(one, folder, numbers) for one in part.blocks]


def _is_long(one: Block) -> TypeGuard[Table]:
    """Return whether a block is a table that is folded in HTML, and stands in the appendix here."""
    return isinstance(one, Table) and one.folded


def _block(one: Block, folder: str, numbers: dict[int, int]) -> str:
    """Return one block."""
    if _is_long(one):
        return f"In the appendix: {plain(one.caption)}"
    match one:
        case Paragraph(text):
            return plain(text)
        case Listing(items):
            return "\n".join(f"- {plain(item)}" for item in items)
        case Commands(lines):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(lines))), default=0))
            return "\n".join([f"{fence}console", *lines, fence])
        case Shown(picture):
            said = plain(picture.caption)
            image = f"![{said}](<{folder}/{picture.name}.png>)"
            return f"{image}\n\n**Figure {numbers[id(picture)]}.** {said} {plain(picture.source)}."
        case Table():
            return _table(one)


def _table(one: Table) -> str:
    """Return a table with its caption above it."""
    rule = ["---:" if place in one.right else "---" for place in range(len(one.header))]
    lines = [_row(one.header), f"| {' | '.join(rule)} |", *map(_row, one.rows)]
    return f"**Table.** {plain(one.caption)}\n\n" + "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(map(plain, cells))} |"
