"""The report of a run."""

from collections.abc import Iterator, Mapping

from simulator.outcomes import measure_of
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.sides import Side, source
from simulator.pictures.stored import side_in
from simulator.report.document import drivers
from simulator.report.document.again import run_again
from simulator.report.document.document import Block, Document, Listing, Paragraph, Section, Shown, Table, parts, table
from simulator.report.document.numbers import per_cent, quantity, spread
from simulator.report.document.opened import Opened
from simulator.report.document.trust import limits_of, limits_section, validation_section
from simulator.report.document.world import world_section
from simulator.report.story import dates
from simulator.report.tale import foremost
from simulator.summary import Summary

_DIET = "diet_share."
_TOLD = 12
"""Events that a report tells."""
_SENTENCES: Mapping[str, str] = {
    "data_bound_share": "Share of training runs that find less than they plan for: {}.",
    "compute_equivalent_gap": "The best model could have been had, without a shortfall, with compute smaller by the "
    "factor {}.",
    "human_share": "Share of what was read that people or instruments made: {}.",
    "max_generation": "Longest line of models behind what a model read: {}.",
    "data_spend_usd": "Labs pay for data and deals, fines apart: {}.",
    "owner_income_usd": "Owners and archives get, fines with it: {}.",
    "fines_usd": "Fines for private data that got out: {}.",
    "privacy_incidents": "Private data gets out this often: {}.",
    "access_concentration": "Concentration of what labs may read at the end, from 0 to 1: {}.",
}
"""What is told of a run beside its dates, where it has such an outcome that is not 0 everywhere."""


def document(found: Opened) -> Document:
    """Return the report of a run."""
    side = side_in(found.folder, found.manifest)
    world = side.loaded.world
    sections = parts(
        Section("Question", (Paragraph(_question(found, side)),)),
        world_section(side.loaded),
        Section("Findings", (Listing(tuple(findings(side))),)),
        Section("Figures", tuple(shown(side))),
        Section("Outcomes", (outcome_table(side.summary),)),
        _events(side),
        Section("Sensitivity", tuple(_sensitivity(side))),
        validation_section(),
        limits_section(list(limits_of(drawn=side.drawn, replications=side.replications, end=world.end))),
        run_again(found),
    )
    under = f" under {', '.join(found.manifest['policies'])}" if found.manifest["policies"] else ""
    return Document(f"{side.loaded.name}{under}", next(dates(side.summary, world)), sections, found.colophon)


def _question(found: Opened, side: Side) -> str:
    """Return what was asked."""
    stated, world = found.manifest, side.loaded.world
    where = f" in the scenario {stated['scenario']}" if stated["scenario"] else ""
    under = f" under {', '.join(stated['policies'])}" if stated["policies"] else ""
    how = (
        f"Each of {side.replications:,} replications draws every uncertain number anew."
        if side.drawn
        else "It was run at the central values of its numbers."
    )
    return (
        f"Will the labs of {side.loaded.name}{where}{under} run out of data to train on between {world.start:g} and "
        f"{world.end:g}: which data, when, for whom, and what follows from it? {how}"
    )


def findings(side: Side) -> Iterator[str]:
    """Yield what came out of a run, sentence by sentence."""
    yield from dates(side.summary, side.loaded.world)
    for outcome, sentence in _SENTENCES.items():
        summary = side.summary.get(outcome)
        if summary is not None and summary.observed and (summary.quantiles["q05"] or summary.quantiles["q95"]):
            yield sentence.format(spread(summary, outcome))
    shares = {
        name.partition(".")[2]: summary.mean or 0.0
        for name, summary in side.summary.items()
        if name.startswith("diet_share.")
    }
    if shares:
        said = ", ".join(f"{kind} {per_cent(share)}" for kind, share in sorted(shares.items(), key=lambda one: -one[1]))
        yield f"What corpora are made of, by the share of each kind of data in their effective tokens (mean): {said}."


def shown(side: Side) -> Iterator[Shown]:
    """Yield every picture that has something to show."""
    for made in PICTURES.values():
        picture = made([side])
        if picture.panels:
            yield Shown(picture)


def outcome_table(summary: Mapping[str, Summary]) -> Table:
    """Return every outcome over the replications."""
    rows = [
        (
            name,
            *(quantity(one.quantiles[level], name) for level in ("q10", "q50", "q90")),
            per_cent(one.never) if one.never else "",
            measure_of(name).meaning,
        )
        for name, one in summary.items()
    ]
    made = table(("outcome", "10 %", "median", "90 %", "never", "meaning"), rows, "Every outcome.", folded=True)
    return Table(made.header, made.rows, made.caption, made.right - {5}, made.folded)


def _events(side: Side) -> Section | None:
    """Return what happened in the first replication, or the only one."""
    told = foremost(side.frame("events"), _TOLD)
    which = "the first of the replications" if side.drawn else "the run"
    words = Paragraph(f"The {len(told)} events of {which} that mattered most, in their order.")
    return Section("What happened", (words, Listing(tuple(told)))) if told else None


def _sensitivity(side: Side) -> Iterator[Block]:
    """Return which uncertain numbers matter, as far as the run can tell."""
    if not side.drawn:
        return drivers.blocks([], drivers.OUTCOME, 1, "", side.loaded.name)
    return drivers.of_run(side.loaded, side.seed, side.frame("outcomes"), source([side]))
