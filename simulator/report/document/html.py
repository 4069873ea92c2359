"""A document as one HTML file: pictures inside it as SVG, no script, nothing fetched from anywhere."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from simulator.pictures.drawing import svg
from simulator.pictures.picture import Picture
from simulator.report.document.document import Block, Commands, Document, Listing, Paragraph, Section, Shown, Table

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<header>
<h1>{title}</h1>
<p class="abstract">{abstract}</p>
</header>
<nav aria-label="Contents"><ol>
{contents}
</ol></nav>
{sections}
</main>
<footer><p>{colophon}</p></footer>
</body>
</html>
"""
_OPENING = re.compile(r"<svg [^>]*>")
_SIZE = re.compile(r' (?:width|height)="[^"]*pt"')
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')


def html(document: Document) -> str:
    """Return the document as an HTML file."""
    pictures = {id(one): number for number, one in enumerate(document.pictures, 1)}
    sections = [
        f'<section id="part-{place}">\n<h2>{escape(part.title)}</h2>\n{_blocks(part, pictures)}\n</section>'
        for place, part in enumerate(document.sections, 1)
    ]
    contents = [
        f'<li><a href="#part-{place}">{escape(part.title)}</a></li>' for place, part in enumerate(document.sections, 1)
    ]
    return _PAGE.format(
        title=escape(document.title),
        style=(files("simulator.report.document") / "page.css").read_text(encoding="utf-8"),
        abstract=escape(document.abstract),
        contents="\n".join(contents),
        sections="\n".join(sections),
        colophon=escape(document.colophon),
    )


def _blocks(part: Section, pictures: dict[int, int]) -> str:
    """Return everything below a heading."""
    return "\n".join(_block(one, pictures) for one in part.blocks)


def _block(one: Block, pictures: dict[int, int]) -> str:
    """Return one block."""
    match one:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Listing(items):
            return "<ul>\n" + "\n".join(f"<li>{escape(item)}</li>" for item in items) + "\n</ul>"
        case Commands(lines):
            return f"<pre><code>{escape(chr(10).join(lines))}</code></pre>"
        case Shown(picture):
            return _figure(picture, pictures[id(picture)])
        case Table():
            return _table(one)


def _table(one: Table) -> str:
    """Return a table, folded away where it is long."""
    rows = "\n".join(_row(row, one.right, "td") for row in one.rows)
    caption = "" if one.folded else f"<caption>{escape(one.caption)}</caption>\n"
    head = _row(one.header, one.right, "th")
    inside = f"{caption}<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>"
    whole = f'<div class="wide" tabindex="0"><table>\n{inside}\n</table></div>'
    return f"<details><summary>{escape(one.caption)}</summary>\n{whole}\n</details>" if one.folded else whole


def _row(cells: Sequence[str], right: frozenset[int], tag: str) -> str:
    """Return a row of a table."""
    return f"<tr>{''.join(_cells(cells, right, tag))}</tr>"


def _cells(cells: Sequence[str], right: frozenset[int], tag: str) -> Iterator[str]:
    """Yield the cells of a row."""
    scope = ' scope="col"' if tag == "th" else ""
    for place, cell in enumerate(cells):
        kind = ' class="number"' if place in right else ""
        yield f"<{tag}{scope}{kind}>{escape(cell)}</{tag}>"


def _figure(picture: Picture, number: int) -> str:
    """Return a picture with its caption."""
    caption = f"<figcaption><b>Figure {number}.</b> {escape(picture.caption)}</figcaption>"
    return f'<figure><div class="wide" tabindex="0">{_inline(picture, number)}</div>\n{caption}</figure>'


def _inline(picture: Picture, number: int) -> str:
    """Return the SVG of a picture for the inside of a page: as wide as its place, and unlike others in its names."""
    drawn = svg(picture)
    opening = _OPENING.match(drawn)
    tag = "" if opening is None else opening.group()
    said = escape(picture.caption, quote=True)
    begun = f'{_SIZE.sub("", tag)[:-1]} role="img" aria-label="{said}">'
    return _NAMED.sub(rf"\g<1>f{number}-", begun + drawn[len(tag) :])
