"""What a report says of the world: what is in it, by whom its numbers are stated, and each of them with its source."""

from collections.abc import Iterator

from simulator.report.document.document import Block, Paragraph, Section, Table, table
from simulator.report.document.numbers import count
from worlds.config.loading import LoadedWorld
from worlds.config.number import Number

_SECTIONS = (
    ("pools", "pool", "pools"),
    ("labs", "section of labs", "sections of labs"),
    ("publishers", "publisher", "publishers"),
    ("data_owners", "data owner", "data owners"),
    ("archives", "archive", "archives"),
    ("user_bases", "user base", "user bases"),
    ("regulators", "regulator", "regulators"),
)


def world_section(loaded: LoadedWorld) -> Section:
    """Return the section on a world."""
    world = loaded.world
    described = [Paragraph(world.description)] if world.description else []
    blocks: list[Block] = [*described, Paragraph(" ".join(_said(loaded))), *_rules(loaded), numbers_of(loaded)]
    return Section("The world", tuple(blocks))


def _said(loaded: LoadedWorld) -> Iterator[str]:
    """Yield what is in a world, sentence by sentence."""
    world, numbers = loaded.world, loaded.numbers.values()
    parts = [count(len(getattr(world, name)), one, many) for name, one, many in _SECTIONS if getattr(world, name)]
    yield f"{loaded.name} runs from {world.start:g} to {world.end:g} and has {', '.join(parts)}."
    uncertain, published = sum(one.uncertain for one in numbers), sum(bool(one.source) for one in numbers)
    yield (
        f"Of its {len(loaded.numbers):,} numbers {uncertain:,} have a range; {published:,} come from a publication "
        f"that is named, the others are assumptions."
    )
    off = [name for name, on in world.feedbacks.model_dump().items() if not on]
    if off:
        yield f"Turned off in it: the feedback{'s' if len(off) > 1 else ''} {', '.join(off)}."


def _rules(loaded: LoadedWorld) -> Iterator[Table]:
    """Yield what regulators, and the policies that stand as regulators in it, do."""
    dated = [
        (one.regulator, one.path, f"{one.year:g}", "" if one.until is None else f"{one.until:g}", one.words)
        for one in loaded.enacted
    ]
    waiting = [
        (one.regulator, change.path, f"when {one.when.words}", "", change.words)
        for one in loaded.awaited
        for change in one.changes
    ]
    if dated or waiting:
        header = ("regulator", "number", "from", "until", "becomes")
        yield table(header, [*dated, *waiting], "Rules and policies in force.", words=len(header))


def numbers_of(loaded: LoadedWorld) -> Table:
    """Return every number of a world with unit, range and source."""
    rows = [
        (one.path, one.show(), "" if one.at is None else f"{one.at:g}", source_of(one))
        for one in loaded.numbers.values()
    ]
    caption = f"Every number of {loaded.name}: value with unit and range, the date it is for, and its source."
    return table(("number", "value", "at", "source"), rows, caption, words=4, folded=True)


def source_of(number: Number) -> str:
    """Return where a number is from."""
    return number.source or (f"assumption: {number.assumption}" if number.assumption else "none given")
