"""MODEL.md as the tests read it: its tables by their headings; and the table of defaults, as it should stand there.

`python -m tests.model_page` prints the table of defaults.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from worlds.config.number import Bounds, Number
from worlds.config.quantity import Quantity
from worlds.config.schema import Curve, Section
from worlds.config.schema.base import Share, keys_of

PAGE = Path(__file__).parent.parent / "MODEL.md"
TITLES = ("number", "value", "unit", "drawn from", "allowed", "source or assumption")


def text() -> str:
    """Return the page."""
    return PAGE.read_text(encoding="utf-8")


def table(heading: str) -> list[dict[str, str]]:
    """Return the rows of the first table below a heading, cells by their titles."""
    below = re.split(rf"^#+ {re.escape(heading)}\n", text(), flags=re.MULTILINE)
    assert len(below) == 2, f"MODEL.md has {len(below) - 1} headings {heading!r}"
    part = re.split(r"^#+ ", below[1], flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    titles, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert all(len(row) == len(titles) for row in rows), heading
    return [dict(zip(titles, row, strict=True)) for row in rows]


def names(cell: str) -> list[str]:
    """Return the names in backticks of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def named(heading: str) -> list[str]:
    """Return the one name in backticks that begins each row of a table."""
    return [names(next(iter(row.values())))[0] for row in table(heading)]


def sections(kind: type[Section] = Section) -> Iterator[type[Section]]:
    """Yield every section of the schema, by name; those of other packages are left out."""
    found = {kind}
    while more := {child for one in found for child in one.__subclasses__()} - found:
        found |= more
    yield from sorted((one for one in found if one.__module__.startswith("worlds.")), key=lambda one: one.__name__)


def numbers() -> Iterator[tuple[str, Quantity, Number | None]]:
    """Yield every number that a world may state by its section and key, where it is first said, with its default."""
    for section in sections():
        hints = get_type_hints(section, include_extras=True)
        for key, attribute in keys_of(section).items():
            quantity = measured(hints[attribute]) if attribute in section.__annotations__ else None
            given = section.model_fields[attribute].default
            if quantity is not None:
                yield f"{section.__name__}.{key}", quantity, given if isinstance(given, Number) else None
            elif isinstance(given, Curve):
                yield f"{section.__name__}.{key}", get_args(Share)[1], given.value


def measured(hint: object) -> Quantity | None:
    """Return what a field measures; None of one that is no number, nor a name or a choice with one below it."""
    if isinstance(hint, Quantity):
        return hint
    return next((found for part in get_args(hint) if (found := measured(part)) is not None), None)


def row(name: str, quantity: Quantity, number: Number | None) -> str:
    """Return the line of a number in the table."""
    value = drawn = why = ""
    if number is not None:
        value = f"{number.value:.10g}" + ("" if number.at is None else f" in {number.at:g}")
        drawn = "" if number.low is None else f"{number.low:.10g} to {number.high:.10g}, {number.distribution}"
        why = number.source or number.assumption or ""
    cells = (f"`{name}`", value, quantity.dimension.unit, drawn, allowed(quantity.bounds), why)
    return " ".join(("| " + " | ".join(cells) + " |").split())


def allowed(bounds: Bounds) -> str:
    """Return the values a number may have, in base units."""
    least = f"above {bounds.above:.10g}" if bounds.above > bounds.low else f"{bounds.low:.10g}"
    most = f"below {bounds.below:.10g}" if bounds.below < bounds.high else f"{bounds.high:.10g}"
    return f"{least} to {most}"


def default_table() -> str:
    """Return the table of defaults."""
    head = f"| {' | '.join(TITLES)} |\n| --- | ---: | --- | --- | --- | --- |\n"
    return head + "".join(row(*one) + "\n" for one in numbers())


if __name__ == "__main__":
    print(default_table(), end="")  # noqa: T201 (what the command is for)
