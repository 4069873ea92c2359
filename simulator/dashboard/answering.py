"""What the page shows of a choice: an answer in words, a table, what differs, what happened, and figures."""

import json
import time
from collections.abc import Iterator, Sequence

import numpy as np

from simulator.dashboard.choice import Choice, SideChoice, sides_of
from simulator.dashboard.comparing import differs, table_of
from simulator.dashboard.files import command
from simulator.dashboard.running import Replicas, central, governed, side, together
from simulator.dashboard.words import answer, answer_zh
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.networks import access
from simulator.pictures.plotly import figure
from simulator.pictures.sides import Side
from worlds.config.governing import Governed

_MOST_EVENTS = 300
_MOST_ROWS = 2_000


def answered(key: str, replications: int, figures: Sequence[str], parts: Sequence[Sequence[Replicas]] = ()) -> str:
    """Return what the page shows of a choice, as JSON.

    Args:
        key: of the choice.
        replications: how many were drawn; 0 for runs at central values, which are made here.
        figures: names of the pictures that are wanted.
        parts: of each side what its replications gave, where they were drawn.
    """
    begun = time.perf_counter()
    choice = Choice.model_validate_json(key)
    chosen = sides_of(choice)
    sides = sides_that_ran(choice, replications, parts)
    held = [governed(one.choice.key) for one in chosen]
    return json.dumps(
        {
            "replications": replications,
            "sides": [one.label for one in chosen],
            "answer": answer(sides),
            "answer_zh": answer_zh(sides),
            "table": [one.as_dict() for one in table_of(sides)],
            "differs": list(differs(held)),
            "events": list(_events(chosen, sides)),
            "warnings": list(_warnings(held[-1])),
            "command": command(choice, replications),
            "figures": {name: figure(PICTURES[name](sides)) for name in figures},
            "seconds": round(time.perf_counter() - begun, 3),
        },
        allow_nan=False,
    )


def sides_that_ran(choice: Choice, replications: int, parts: Sequence[Sequence[Replicas]]) -> list[Side]:
    """Return the sides that are compared; those at central values are run here.

    Args:
        choice: what was chosen.
        replications: how many were drawn; 0 for runs at central values.
        parts: of each side what its replications gave, where they were drawn.
    """
    chosen = sides_of(choice)
    names = [one.label if len(chosen) > 1 else "" for one in chosen]
    gave = [together(part) for part in parts] if replications else [central(one.choice.key) for one in chosen]
    return [side(name, one.choice.key, its, replications) for name, one, its in zip(names, chosen, gave, strict=True)]


def _events(chosen: Sequence[SideChoice], sides: Sequence[Side]) -> Iterator[dict[str, object]]:
    """Yield the events of the first replication of each side that mattered most, by date."""
    for one, its in zip(chosen, sides, strict=True):
        events = its.frame("events")
        if events.empty:
            continue
        first = events[events["replication"] == 0].sort_values("weight", ascending=False, kind="stable")
        for row in first.head(_MOST_EVENTS).sort_values("year", kind="stable").to_dict("records"):
            kept = {name: row[name] for name in ("year", "kind", "text", "weight")}
            yield {"side": one.label, **kept}


def _warnings(held: Governed) -> Iterator[str]:
    """Yield what to be careful about."""
    yield from held.warnings
    for one in held.idle:
        yield f"{one.policy}: {one.part} changes nothing, since {held.loaded.name} has no {one.path}"


def film(key: str, place: int) -> str:
    """Return the network of who reads what, year by year, as JSON.

    Args:
        key: of the choice.
        place: which of its sides.
    """
    one = sides_of(Choice.model_validate_json(key))[place]
    its = side("", one.choice.key, central(one.choice.key), 0)
    diets = its.frame("diets")
    years = sorted({float(year) for year in np.floor(diets["year"])}) if not diets.empty else []
    return json.dumps({"years": years, "figures": [figure(access(its, year)) for year in years]}, allow_nan=False)


def rows(key: str, place: int, table: str, gave: Replicas | None) -> str:
    """Return the rows of a table as JSON, the first of them if there are many.

    Args:
        key: of the choice.
        place: which of its sides.
        table: which table.
        gave: what the replications of the side gave; None for its run at central values.
    """
    one = sides_of(Choice.model_validate_json(key))[place]
    gave = central(one.choice.key) if gave is None else gave
    if table not in gave.tables:
        return json.dumps({"columns": [], "rows": [], "total": 0})
    whole = gave.tables[table]
    columns = whole.slice(0, _MOST_ROWS).to_pydict()
    lines = [[_plain(value) for value in line] for line in zip(*columns.values(), strict=True)]
    return json.dumps({"columns": list(columns), "rows": lines, "total": whole.num_rows}, allow_nan=False)


def _plain(value: object) -> object:
    """Return a cell that JSON knows."""
    return None if isinstance(value, float) and not np.isfinite(value) else value
