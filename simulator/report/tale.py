"""A run told as dated sentences, those that mattered most first."""

import pandas as pd

from simulator.run import Result

FIRST = 20
"""How many events open the tale."""
LEAST = 1.0
"""Weight below which an event is only counted, such as the releases of one lab of many that are alike."""


def _ranked(result: Result, replication: int) -> pd.DataFrame:
    """Return the events of one replication, those that mattered most first."""
    return _by_weight(result.frame("events"), replication)


def _by_weight(events: pd.DataFrame, replication: int) -> pd.DataFrame:
    """Return the events of one replication of a table, those that mattered most first."""
    if events.empty:
        return events
    mine = events[events["replication"] == replication]
    return mine.sort_values(["weight", "year"], ascending=[False, True], kind="stable")


def foremost(events: pd.DataFrame, number: int = FIRST) -> list[str]:
    """Return the events of the first replication that mattered most, in their order, as dated sentences."""
    return _lines(_by_weight(events, 0).head(number).sort_index()) if not events.empty else []


def events(result: Result, replication: int = 0) -> list[dict[str, object]]:
    """Return what happened in one replication, those events that mattered most first."""
    rows = _ranked(result, replication).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def tale(result: Result, replication: int = 0) -> list[str]:
    """Return what happened in one replication, a line for each event.

    Args:
        result: what a run gave.
        replication: which one.

    Returns:
        The twenty events that mattered most, in the order in which they happened, then all others but the least.
    """
    ranked = _ranked(result, replication)
    if ranked.empty:
        return ["Nothing happened."]
    first, others = ranked.head(FIRST).sort_index(), ranked.iloc[FIRST:].sort_index()
    least = others[others["weight"] < LEAST]
    others = others[others["weight"] >= LEAST]
    which = f" (replication {replication} of {result.request.replications:,})" if result.request.drawn else ""
    lines = [f"What mattered most{which}:", "", *_lines(first)]
    if not others.empty:
        lines += ["", "What else happened:", "", *_lines(others)]
    return lines if least.empty else [*lines, "", _counted(least)]


def _lines(events: pd.DataFrame) -> list[str]:
    """Return a dated sentence for each event."""
    return [f"{year:.1f}  {text}." for year, text in zip(events["year"], events["text"], strict=True)]


def _counted(events: pd.DataFrame) -> str:
    """Return a sentence that counts events by their kinds."""
    kinds = ", ".join(
        f"{number:,} {kind}" for kind, number in events["kind"].value_counts(sort=False).sort_index().items()
    )
    return f"Not listed are {len(events):,} events of labs of groups, each one of many: {kinds}."
