"""The report of a batch."""

from collections.abc import Iterator

import pandas as pd

from simulator.experiments.results import Results
from simulator.report.document.again import batch_again
from simulator.report.document.batch_figures import corner_of, pictures
from simulator.report.document.cells import Cells, Name
from simulator.report.document.document import Block, Document, Listing, Paragraph, Section, Shown, Table, parts, table
from simulator.report.document.drivers import OUTCOME, blocks
from simulator.report.document.findings import findings
from simulator.report.document.numbers import count, per_cent, quantity, spread
from simulator.report.document.opened import Opened
from simulator.report.document.policies import policy_table
from simulator.report.document.studies import stored
from simulator.report.document.trust import limits_of, limits_section, validation_section
from simulator.report.document.varied import ranked
from simulator.report.document.world import world_section
from simulator.summary import Summary

_CELLS, _PLACES, _AXES, _SAID = 24, 2, 4, 6
"""Cells that a picture shows, worlds and scenarios with effects of their own picture, axes, and cells told in words."""
_LEVELS = (0.1, 0.5, 0.9)


def document(found: Opened) -> Document:
    """Return the report of a batch."""
    cells = Cells(Results.open(found.folder))
    summaries = {name: cells.summary(name) for name in cells.names}
    told = cells.effects
    first = cells.names[0]
    end = max(one.world.end for one in cells.worlds.values())
    sections = parts(
        Section("Question", tuple(_question(cells))),
        *_worlds(cells),
        Section("Findings", (Listing(tuple(_findings(cells, summaries, told))),)),
        Section("Policies", tuple(_policies(told))),
        Section("Figures", tuple(map(Shown, pictures(cells, summaries, told)))),
        Section("Outcomes", (_cell_table(cells, summaries),)),
        Section("Sensitivity", tuple(_sensitivity(cells, first))),
        *stored(found.folder),
        validation_section(),
        limits_section(list(_limits(cells, end))),
        batch_again(found),
    )
    stated = cells.results.manifest
    abstract = next(_findings(cells, summaries, told), "No run came to its end.")
    return Document(str(stated["experiment"]), abstract, sections, found.colophon)


def _question(cells: Cells) -> Iterator[Paragraph]:
    """Yield what was asked."""
    stated = cells.results.manifest
    section = stated["section"]
    if section.get("description"):
        yield Paragraph(str(section["description"]))
    points, replications = int(stated["points"]), int(section.get("replications", 1))
    sizes = [(len(cells.names), "world, scenario or policy"), (points, "point"), (replications, "replication")]
    many = {"world, scenario or policy": "worlds, scenarios and policies"}
    said = " times ".join(count(number, one, many.get(one)) for number, one in sizes)
    failed = int(stated.get("failed", 0))
    names = list(cells.units)
    others = " and others" if len(names) > _SAID else ""
    over = f" Varied: {', '.join(names[:_SAID])}{others}." if names else ""
    drawn = "Other uncertain numbers are drawn." if section.get("draw", True) else "All others are at central values."
    yield Paragraph(f"{said} make {count(int(stated['runs']), 'run')}, {failed:,} of which failed.{over} {drawn}")


def _worlds(cells: Cells) -> Iterator[Section]:
    """Yield the section on the first world; others are named."""
    first, *others = cells.worlds.values()
    section = world_section(first)
    if others:
        names = "; ".join(name.removesuffix(", as it is") for name in list(cells.worlds)[1:])
        section = Section(section.title, (*section.blocks, Paragraph(f"Also in the batch: {names}.")))
    yield section


def _findings(cells: Cells, summaries: dict[Name, dict[str, Summary]], told: pd.DataFrame) -> Iterator[str]:
    """Yield when public text runs out in each cell, then what policies do."""
    for name, summary in list(summaries.items())[:_SAID]:
        if OUTCOME in summary:
            yield _date(cells.called(name), summary[OUTCOME], cells.loaded(name).world.end)
    if len(summaries) > _SAID:
        yield f"{len(summaries) - _SAID:,} more worlds, scenarios and policies are in the table of outcomes."
    if len(told):
        yield from findings(told.head(_SAID * 20))
    if len(summaries) == 1:
        (summary,) = summaries.values()
        for outcome, words in (("data_bound_share", "Share of training runs that find less than they plan for"),):
            if outcome in summary:
                yield f"{words}: {spread(summary[outcome], outcome)}."


def _date(called: str, summary: Summary, end: float) -> str:
    """Return when public text runs out in a cell."""
    middle = summary.quantiles["q50"]
    when = f"in {spread(summary, OUTCOME)}" if middle is not None else f"after {end:g} in most runs"
    never = f"; in {per_cent(summary.never)} of runs not before {end:g}" if summary.never else ""
    return f"{called}, over all points of the design together: public text runs out {when}{never}."


def _policies(told: pd.DataFrame) -> Iterator[Block]:
    """Yield what policies do, where there are any beside none."""
    if len(told):
        yield policy_table(told, several=len(set(told["scenario"])) > 1)


def _cell_table(cells: Cells, summaries: dict[Name, dict[str, Summary]]) -> Table:
    """Return the outcomes of every cell."""
    rows = [
        (
            cells.called(name),
            outcome,
            *(quantity(one.quantiles[level], outcome) for level in ("q10", "q50", "q90")),
            per_cent(one.never) if one.never else "",
        )
        for name, summary in summaries.items()
        for outcome, one in summary.items()
    ]
    return table(("part", "outcome", "10 %", "median", "90 %", "never"), rows, "What came out.", words=2, folded=True)


def _sensitivity(cells: Cells, name: Name) -> Iterator[Block]:
    """Yield which numbers matter, in the first cell."""
    futures = len(cells.dates(name, OUTCOME))
    if len(cells.names) > 1:
        yield Paragraph(f"Of {cells.called(name)}, the first of the batch.")
    yield from blocks(ranked(cells, name), OUTCOME, futures, corner_of(cells), name[0])


def _limits(cells: Cells, end: float) -> Iterator[str]:
    """Yield what these results do not say."""
    stated = cells.results.manifest
    section = stated["section"]
    yield from limits_of(drawn=bool(section.get("draw", True)), replications=int(stated["runs"]), end=end)
    if cells.units:
        yield "What was varied was spread as the design says, which need not be how likely it is."
    failed = int(stated.get("failed", 0))
    if failed:
        yield f"{count(failed, 'run')} failed and left no outcomes; what comes out in them is not known."
