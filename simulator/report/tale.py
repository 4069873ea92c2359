"""A run told as dated sentences, those that mattered most first."""

import pandas as pd

from simulator.run import Result

FIRST = 20
"""How many events open the tale."""


def events(result: Result, replication: int = 0) -> list[dict[str, object]]:
    """Return what happened in one replication, those events that mattered most first."""
    frame = result.frame("events")
    mine = frame[frame["replication"] == replication] if not frame.empty else frame
    ranked = mine if mine.empty else mine.sort_values(["weight", "year"], ascending=[False, True], kind="stable")
    return [{str(key): value for key, value in row.items()} for row in ranked.to_dict("records")]


def tale(result: Result, replication: int = 0) -> list[str]:
    """Return what happened in one replication, a line for each event.

    Args:
        result: what a run gave.
        replication: which one.

    Returns:
        The twenty events that mattered most, in the order in which they happened, then all others.
    """
    events = result.frame("events")
    mine = events[events["replication"] == replication] if not events.empty else events
    if mine.empty:
        return ["Nothing happened."]
    ranked = mine.sort_values(["weight", "year"], ascending=[False, True], kind="stable")
    first, others = ranked.head(FIRST).sort_index(), ranked.iloc[FIRST:].sort_index()
    which = f" (replication {replication} of {result.request.replications:,})" if result.request.drawn else ""
    lines = [f"What mattered most{which}:", "", *_lines(first)]
    return lines if others.empty else [*lines, "", "What else happened:", "", *_lines(others)]


def _lines(events: pd.DataFrame) -> list[str]:
    """Return a dated sentence for each event."""
    return [f"{year:.1f}  {text}." for year, text in zip(events["year"], events["text"], strict=True)]
