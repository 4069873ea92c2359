"""The report of a search."""

from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq

from simulator.experiments.reading import worlds_in
from simulator.outcomes import measure_of
from simulator.pictures.colours import BLUE, GREY
from simulator.pictures.picture import Axis, Mark, Panel, Picture, drawn
from simulator.report.document.again import search_again
from simulator.report.document.document import Document, Listing, Paragraph, Section, Shown, Table, parts, table
from simulator.report.document.numbers import count, per_cent, quantity
from simulator.report.document.opened import SEARCHED, Opened
from simulator.report.document.trust import limits_section, validation_section
from simulator.report.document.world import world_section

_WORST, _REGRET = "worst ", "regret "
_LIMITS = (
    "The best of many candidates looks better in the futures it was chosen by than in others: ask with --anew.",
    "A lever costs nothing here but what the objectives show.",
)


def document(found: Opened) -> Document:
    """Return the report of a search."""
    told = pq.read_table(found.folder / SEARCHED).to_pandas()
    outcomes = [name for name in told if f"{_WORST}{name}" in told and f"{_REGRET}{name}" in told]
    (loaded, *_) = worlds_in(found.folder / "baseline").values()
    sections = parts(
        Section("Question", (Paragraph(_question(found, told, outcomes)),)),
        world_section(loaded),
        Section("Findings", (Listing(tuple(_findings(told, outcomes))),)),
        Section("Candidates", (_table(found, told, outcomes),)),
        Section("Figures", tuple(map(Shown, _pictures(found, told, outcomes)))),
        validation_section(),
        limits_section(_LIMITS),
        search_again(found),
    )
    return Document(f"Search for a mix in {loaded.name}", next(_findings(told, outcomes)), sections, found.colophon)


def _question(found: Opened, told: pd.DataFrame, outcomes: list[str]) -> str:
    """Return what was asked."""
    stated = found.manifest
    wished = ", ".join(f"{name} ({measure_of(name).better or 'either way'} is better)" for name in outcomes)
    return (
        f"Which settings of {', '.join(stated['levers'])} do well in many futures of {stated['world']}, by {wished}? "
        f"{len(told):,} candidates were each run in the same {stated['futures']:,} futures, seed {stated['seed']}."
    )


def _findings(told: pd.DataFrame, outcomes: list[str]) -> Iterator[str]:
    """Yield which candidates are worth looking at, sentence by sentence."""
    front = told[told["undominated"]]
    best = front.sort_values(["robustness", "candidate"], ascending=[False, True]).iloc[0]
    yield (
        f"Of {count(len(told), 'candidate')} {len(front):,} are dominated by no other by their means; the most robust "
        f"of them is candidate {best['candidate']}, which satisfies in {per_cent(best['robustness'])} of futures."
    )
    said = ", ".join(f"{name} {quantity(best[name], name)}" for name in outcomes)
    yield f"Its means: {said}. Its regret is {per_cent(best['relative_regret'])} of the way from best to worst."


def _table(found: Opened, told: pd.DataFrame, outcomes: list[str]) -> Table:
    """Return the candidates that none dominates."""
    levers = [name for name in found.manifest["levers"] if name in told]
    front = told[told["undominated"]].sort_values(["robustness", "candidate"], ascending=[False, True])
    rows = [
        (
            str(one["candidate"]),
            *(f"{one[name]:.4g}" for name in levers),
            *(quantity(one[name], name) for name in outcomes),
            per_cent(one["robustness"]),
        )
        for _, one in front.iterrows()
    ]
    caption = "Candidates that none dominates, the most robust first; levers in base units."
    return table(("candidate", *levers, *outcomes, "satisfies in"), rows, caption, words=1)


def _pictures(found: Opened, told: pd.DataFrame, outcomes: list[str]) -> Iterator[Picture]:
    """Yield the candidates by their first two objectives."""
    if len(outcomes) < 2:
        return
    across, up = outcomes[:2]
    marks = [
        Mark("points", _points(told[told["undominated"] == front], across, up), colour, label, faint=not front)
        for front, colour, label in ((False, GREY, "dominated"), (True, BLUE, "dominated by none"))
    ]
    panel = Panel("Candidates", _axis(across), _axis(up), tuple(marks))
    stated = found.manifest
    corner = f"Tokenshed, search in {stated['world']}, seed {stated['seed']}, {len(told):,} candidates"
    words = f"Every candidate by its means of {across} and {up}."
    yield Picture("candidates", "What candidates come to", words, drawn([panel]), corner)


def _points(rows: pd.DataFrame, across: str, up: str) -> pd.DataFrame:
    """Return candidates as points."""
    return pd.DataFrame({"x": rows[across], "y": rows[up], "text": "candidate " + rows["candidate"].astype(str)})


def _axis(outcome: str) -> Axis:
    """Return the axis of an objective."""
    measure = measure_of(outcome)
    return Axis(f"{outcome} [{measure.unit}], {measure.better or 'either way'} is better")
