"""The picture of what happened when: a row for each kind of event, those that mattered most with their words."""

from collections.abc import Sequence

import pandas as pd

from simulator.pictures.picture import YEARS, Axis, Mark, Panel, Picture, drawn
from simulator.pictures.sides import FIRST, Side, colours, label, source

KINDS = {
    "exhausted": "a pool runs dry",
    "data_bound": "a lab is data-bound",
    "idle": "a lab pauses",
    "deal": "a deal",
    "refusal": "a refusal",
    "deal_end": "a deal ends",
    "incident": "an incident",
    "takedown": "a takedown",
    "closure": "sites close",
    "rule": "a rule",
    "trigger": "a reaction",
}
"""Kinds that are drawn, in their order from the top; releases are too many, and are seen in the other pictures."""
_MOST = 400
"""Events of a side that are drawn: those that mattered most."""


def timeline(sides: Sequence[Side]) -> Picture:
    """Return the events of the first replication of each side by date."""
    found = [_events(side) for side in sides]
    kinds = [kind for kind in KINDS if any((one["kind"] == kind).any() for one in found if not one.empty)]
    marks = [
        Mark("points", _points(events), colour, label(side, "events"))
        for side, colour, events in zip(sides, colours(sides), found, strict=True)
    ]
    panel = Panel("What happened when", YEARS, Axis(names=tuple(KINDS[kind] for kind in kinds)), tuple(marks))
    words = "Events by date, a row for each kind."
    tall = max(0.5, 0.2 + 0.075 * len(kinds))
    return Picture("timeline", "What happened when", words, drawn([panel]), source(sides, what=FIRST), tall=tall)


def _events(side: Side) -> pd.DataFrame:
    """Return the events of the first replication that are drawn, the weightiest of them if they are many."""
    events = side.frame("events")
    if events.empty:
        return events
    first = events[events["replication"] == events["replication"].iloc[0]]
    told = first[first["kind"].isin(list(KINDS))]
    weightiest: pd.DataFrame = told.sort_values("weight", ascending=False, kind="stable").head(_MOST)
    return weightiest.sort_index()


def _points(events: pd.DataFrame) -> pd.DataFrame:
    """Return events as points."""
    if events.empty:
        return pd.DataFrame(columns=["x", "y", "text"])
    return pd.DataFrame({"x": events["year"], "y": events["kind"].map(KINDS), "text": events["text"]})
