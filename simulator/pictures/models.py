"""Pictures of models: how much they are overtrained by size, beside real ones, and how good they are."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulator.pictures.colours import VERMILION
from simulator.pictures.picture import YEARS, Axis, Mark, Panel, Picture, drawn
from simulator.pictures.sides import Side, bands, colours, courses, label, source
from worlds.config.observations import observed_models

B = 1e9
_MOST_POINTS = 600
"""Models of a side that are drawn; of more, every n-th."""


def sizes(sides: Sequence[Side]) -> Picture:
    """Return k by size of the models of a run, beside published ones."""
    marks = [Mark("points", _published(), VERMILION, "published models")]
    for side, colour in zip(sides, colours(sides), strict=True):
        marks.append(Mark("points", _simulated(side), colour, label(side, "simulated models"), faint=True))
    across = Axis("B parameters (active)", log=True)
    panel = Panel("Overtraining by size", across, Axis("k: tokens per parameter over 20", log=True), tuple(marks[::-1]))
    words = "Tokens per parameter, over the compute-optimal 20, by size: simulated models beside published ones."
    return Picture(
        "sizes",
        "How much models of each size are overtrained",
        words,
        drawn([panel]),
        source(sides, what="models of all replications"),
    )


def _published() -> pd.DataFrame:
    """Return k by size [B parameters] of the published models whose figures are sure enough."""
    known = [one for one in observed_models() if one.fit_for_use and one.size_active and one.overtraining]
    return pd.DataFrame(
        {
            "x": [(one.size_active or 0.0) / B for one in known],
            "y": [one.overtraining for one in known],
            "text": [f"{one.name}, {one.year:.1f}" for one in known],
        }
    )


def _simulated(side: Side) -> pd.DataFrame:
    """Return k by size [B parameters] of the models of a run."""
    runs = side.frame("runs")
    if runs.empty:
        return pd.DataFrame(columns=["x", "y", "text"])
    runs = runs.iloc[:: 1 + len(runs) // _MOST_POINTS]
    words = runs["lab"].astype(str) + "/" + runs["model"].astype(str) + ", " + runs["year"].map("{:.1f}".format)
    return pd.DataFrame({"x": runs["size_active"] / B, "y": runs["overtraining"], "text": words})


def losses(sides: Sequence[Side]) -> Picture:
    """Return the best loss so far, and what a shortfall of data costs each year's largest model."""
    best, gaps = [], []
    for side, colour in zip(sides, colours(sides), strict=True):
        dashed = side is not sides[-1]
        best.append(Mark("band", bands(_best(side)), colour, label(side, "best model"), dashed=dashed))
        gaps.append(Mark("band", bands(_gap(side)), colour, label(side, "largest model"), dashed=dashed))
    panels = [
        Panel("Loss of the best model so far", YEARS, Axis("loss [nat/token]"), tuple(best)),
        Panel("Loss above that of its plan", YEARS, Axis("loss gap [nat/token]"), tuple(gaps)),
    ]
    words = "The lowest loss so far, and how far the largest model of each year is above what its plan would reach."
    return Picture("losses", "How good models are, and what they miss", words, drawn(panels), source(sides), 2)


def _best(side: Side) -> pd.DataFrame:
    """Return the lowest loss so far by year and replication."""
    runs = side.frame("runs")
    if runs.empty:
        return runs
    yearly = runs.assign(year=np.ceil(runs["year"]))
    return courses(yearly, "loss", "min").cummin().ffill()


def _gap(side: Side) -> pd.DataFrame:
    """Return by how much the largest model of each year misses the loss of its plan."""
    runs = side.frame("runs")
    if runs.empty:
        return runs
    largest = runs.assign(year=np.floor(runs["year"]), gap=runs["loss"] - runs["planned_loss"])
    return courses(largest.sort_values("flop").groupby(["year", "replication"]).tail(1), "gap")
