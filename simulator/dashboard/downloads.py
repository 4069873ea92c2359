"""What a user of the page takes away: numbers as CSV, and a report."""

import json
from collections.abc import Sequence

import pandas as pd

from simulator.dashboard.answering import sides_that_ran
from simulator.dashboard.choice import Choice
from simulator.dashboard.running import Replicas
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.sides import Side


def csv_of(key: str, replications: int, figure: str, parts: Sequence[Sequence[Replicas]]) -> str:
    """Return what a figure shows, or all outcomes, as JSON of a name and the text of a CSV file.

    Args:
        key: of the choice.
        replications: how many were drawn; 0 for runs at central values.
        figure: name of a picture; empty for the outcomes.
        parts: of each side what its replications gave, where they were drawn.
    """
    sides = sides_that_ran(Choice.model_validate_json(key), replications, parts)
    frame = PICTURES[figure](sides).frame if figure in PICTURES else _outcomes(sides)
    return json.dumps({"name": f"{figure or 'outcomes'}.csv", "text": frame.to_csv(index=False, lineterminator="\n")})


def report_of(key: str, replications: int, _figure: str, parts: Sequence[Sequence[Replicas]]) -> str:
    """Return a report of what the page shows, as JSON of a name and the text of an HTML file; see `csv_of`."""
    from simulator.dashboard.report import document  # noqa: PLC0415 (matplotlib takes a second to import)
    from simulator.report.document.html import html  # noqa: PLC0415

    choice = Choice.model_validate_json(key)
    made = document(choice, sides_that_ran(choice, replications, parts))
    return json.dumps({"name": f"{choice.world}.html", "text": html(made)})


def _outcomes(sides: Sequence[Side]) -> pd.DataFrame:
    """Return the outcomes of all sides, a row each."""
    rows = [
        {"side": one.label, "outcome": name, **summary.as_dict()}
        for one in sides
        for name, summary in one.summary.items()
    ]
    return pd.DataFrame(rows)
