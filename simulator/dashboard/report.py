"""What the page shows as a report to keep: the choice, its sides, their figures, and how to repeat it."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from simulator.dashboard.choice import Choice, sides_of
from simulator.dashboard.comparing import differs, table_of
from simulator.dashboard.files import POLICY, SCENARIO, command, policy_data, scenario_data, text_of
from simulator.dashboard.running import governed
from simulator.dashboard.words import answer
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.sides import Side
from simulator.report.document.document import (
    Block,
    Commands,
    Document,
    Listing,
    Paragraph,
    Section,
    Shown,
    Table,
    parts,
    table,
)
from simulator.report.document.trust import limits_of, limits_section, validation_section
from simulator.report.document.world import world_section
from simulator.report.tale import foremost

_TOLD = 12
"""Events that a report tells."""


def document(choice: Choice, sides: Sequence[Side]) -> Document:
    """Return the report of a choice.

    Args:
        choice: what was chosen.
        sides: what came out, the last of them under all that was chosen.
    """
    last = sides[-1]
    world = last.loaded.world
    how = f"{last.replications:,} replications, seed {last.seed}" if last.drawn else "runs at central values"
    question = (
        f"When do the pools of {choice.world} run dry between {world.start:g} and {world.end:g}, as it is shipped and "
        f"as it was changed on the page? {how[0].upper()}{how[1:]}; all sides share their luck."
    )
    sections = parts(
        Section("Question", (Paragraph(question),)),
        Section("Answer", (Listing(tuple(answer(sides))),)),
        _changes(choice),
        world_section(last.loaded),
        Section("Figures", tuple(_shown(sides))),
        Section("Outcomes", (_outcomes(sides),)),
        _events(last),
        validation_section(),
        limits_section(list(limits_of(drawn=last.drawn, replications=last.replications, end=world.end))),
        Section("How to repeat it", tuple(_again(choice, last.replications if last.drawn else 0))),
    )
    return Document(
        choice.world, " ".join(answer(sides)), sections, f"Made by the page of Tokenshed {version('tokenshed')}."
    )


def _changes(choice: Choice) -> Section | None:
    """Return what differs from the world as shipped."""
    held = [governed(one.choice.key) for one in sides_of(choice)]
    rows = [
        (
            str(one["path"]),
            str(one["was"]),
            str(one["is"]),
            ""
            if one["from"] is None
            else f"{one['from']:g}" + ("" if one["until"] is None else f" to {one['until']:g}"),
            str(one["by"] or "assumption"),
        )
        for one in differs(held)
    ]
    header = ("number", "as shipped", "becomes", "from", "by")
    return Section("What was changed", (table(header, rows, "What differs.", words=5),)) if rows else None


def _shown(sides: Sequence[Side]) -> Iterator[Shown]:
    """Yield every picture that has something to show."""
    for made in PICTURES.values():
        picture = made(sides)
        if picture.panels:
            yield Shown(picture)


def _outcomes(sides: Sequence[Side]) -> Table:
    """Return every outcome of all sides."""
    labels = [side.label or "value" for side in sides]
    rows = [
        (one.outcome, *one.texts, *([one.difference_text] if len(sides) > 1 else []), one.meaning)
        for one in table_of(sides)
    ]
    header = ("outcome", *labels, *(["difference"] if len(sides) > 1 else []), "meaning")
    return table(
        header, rows, "Every outcome: medians, and the middle 80 % of futures.", words=len(header), folded=True
    )


def _events(side: Side) -> Section | None:
    """Return what happened in the first replication of a side."""
    told = foremost(side.frame("events"), _TOLD)
    return Section("What happened", (Listing(tuple(told)),)) if told else None


def _again(choice: Choice, replications: int) -> Iterator[Block]:
    """Yield how the same numbers come out on the command line."""
    yield Paragraph("On the command line, with the files below:")
    yield Commands((command(choice, replications),))
    for name, data in ((POLICY, policy_data(choice)), (SCENARIO, scenario_data(choice))):
        if data is not None:
            yield Paragraph(f"{name}.yaml:")
            yield Commands(tuple(text_of(data).rstrip().split("\n")))
