"""What a batch varied, beside the date on which public text runs out."""

import pandas as pd

from simulator.analysis.ranks import FEWEST, Rank, draws, ranks
from simulator.report.document.cells import Cells, Name
from simulator.report.document.drivers import OUTCOME, ordered

_AXES = 4
"""Axes that a picture shows."""


def numeric(cells: Cells) -> pd.DataFrame:
    """Return the points of the design, those axes that are numbers and vary."""
    design = cells.results.design().set_index("point")
    numbers = design.select_dtypes("number")
    return numbers.loc[:, numbers.min() < numbers.max()]


def over_points(cells: Cells, name: Name) -> pd.DataFrame:
    """Return the axes of every run of a cell beside the date on which public text runs out."""
    value = cells.restricted(name, OUTCOME).rename("value").reset_index()
    return value.join(numeric(cells), on="point")


def axes_of(cells: Cells, name: Name) -> list[str]:
    """Return the axes that matter most."""
    found = [one.name for one in ranked(cells, name)]
    return (found or list(map(str, numeric(cells).columns)))[:_AXES]


def ranked(cells: Cells, name: Name) -> list[Rank]:
    """Return which numbers go with the date on which public text runs out in a cell: axes, or those that are drawn."""
    section, rows = cells.results.manifest["section"], cells.dates(name, OUTCOME)
    if len(rows) < FEWEST:
        return []
    design, loaded = numeric(cells), cells.loaded(name)
    values = ordered(rows, loaded.world.start)
    if len(design.columns):
        return ranks(design.loc[rows["point"]].reset_index(drop=True), values)
    if not section.get("draw", True) or cells.results.manifest["points"] > 1:
        return []
    numbers = draws(loaded, int(section.get("seed", 0)), len(rows))
    return ranks(numbers, values[: len(numbers)])
