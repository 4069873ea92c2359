"""Pictures of a batch: when text runs dry in each of its worlds, the outcome over its axes, and pools with bands."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from simulator.pictures.colours import BLUE, PALETTE
from simulator.pictures.picture import YEARS, Axis, Mark, Panel, Picture, drawn
from simulator.pictures.supply import EXHAUSTION, called
from simulator.summary import Summary

T = 1e12
_FEW_LEVELS = 12
"""Levels of an axis up to which futures are told as bands at each of them, and beyond which as points."""
_MOST_POINTS = 400
_SKEWED = 20.0
"""Largest over smallest level from which on an axis is logarithmic."""
_LATE = "; never: at the end"


def by_cell(outcome: str, cells: Mapping[str, Summary], end: float, source: str) -> Picture:
    """Return when something runs dry in each cell of a batch: the median date and the middle 80 % of its runs.

    Args:
        outcome: a date of exhaustion.
        cells: its summary by what the cell is called.
        end: decimal year that stands for dates that do not come.
        source: what stands in the corner.
    """
    rows = []
    for name, summary in cells.items():
        low, middle, high = (summary.quantiles[level] for level in ("q10", "q50", "q90"))
        ends = {"low": low, "middle": middle, "high": high}
        rows.append({"y": name, **{key: end if value is None else value for key, value in ends.items()}})
    frame = pd.DataFrame(rows, columns=["y", "low", "middle", "high"])
    what = called(outcome.removeprefix(EXHAUSTION))
    axis = Axis(f"year in which {what} runs dry; at the right edge: not before the end", high=end)
    panel = Panel(f"When {what} runs dry", axis, Axis(names=tuple(cells)), (Mark("ranges", frame, BLUE),))
    words = f"The year in which {what} runs dry in each part of the batch: median and middle 80 % of its runs."
    tall = max(0.5, 0.16 + 0.085 * len(cells))
    return Picture("by-cell", f"When {what} runs dry", words, drawn([panel]), source, tall=tall)


def over_axes(axes: Sequence[str], units: Mapping[str, str], runs: pd.DataFrame, source: str) -> Picture:
    """Return how dates go over the axes of a design: bands at few levels, else a point for each run.

    Args:
        axes: which axes.
        units: of each axis.
        runs: a column for each axis, and `value`, the date.
        source: what stands in the corner.
    """
    panels = [_over(name, units.get(name, ""), runs) for name in axes]
    words = "The year in which public text runs out over the numbers that the batch varied, all others as they come."
    return Picture("over-axes", "When public text runs out, over what was varied", words, drawn(panels), source, 2)


def _over(name: str, unit: str, runs: pd.DataFrame) -> Panel:
    """Return the panel of one axis."""
    known = runs[[name, "value"]].dropna()
    levels = np.sort(known[name].unique())
    log = bool(len(levels) > 1 and levels[0] > 0 and levels[-1] / levels[0] > _SKEWED)
    across = Axis(f"{name} [{unit}]" if unit and unit != "1" else name, log=log)
    if len(levels) <= _FEW_LEVELS:
        found = known.groupby(name)["value"].quantile(np.array([0.1, 0.5, 0.9])).unstack()
        frame = pd.DataFrame({"x": found.index, "middle": found[0.5], "low": found[0.1], "high": found[0.9]})
        mark = Mark("band", frame.reset_index(drop=True), BLUE)
    else:
        few = known.iloc[:: 1 + len(known) // _MOST_POINTS]
        mark = Mark("points", pd.DataFrame({"x": few[name], "y": few["value"], "text": ""}), BLUE, faint=True)
    return Panel(name, across, Axis("year in which public text runs out"), (mark,))


def pool_bands(column: str, title: str, axis: Axis, frame: pd.DataFrame, scale: float, source: str) -> Picture:
    """Return the course of a column of `pools` over all runs, with a median and a band for each pool.

    Args:
        column: name of the picture.
        title: what it shows.
        axis: of the column.
        frame: year, pool, q10, q50 and q90.
        scale: base units in one of what is drawn.
        source: what stands in the corner.
    """
    names = sorted(frame["pool"].unique(), key=lambda name: (name != "public_text", name))
    marks = []
    for name, colour in zip(names, PALETTE * (1 + len(names) // len(PALETTE)), strict=False):
        mine = frame[(frame["pool"] == name) & ((frame["q50"] > 0) | (not axis.log))].sort_values("year")
        columns = {"x": "year", "middle": "q50", "low": "q10", "high": "q90"}
        band = pd.DataFrame({key: mine[one] / (1.0 if key == "x" else scale) for key, one in columns.items()})
        marks.append(Mark("band", band.reset_index(drop=True), colour, str(name)))
    panel = Panel(title, YEARS, axis, tuple(marks))
    return Picture(column, title, f"{title}, by year: median and middle 80 % of runs.", drawn([panel]), source)
