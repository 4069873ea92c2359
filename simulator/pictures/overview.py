"""One picture of a whole run: stocks, what may be read and how good it is, the diet, and what labs want and get."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from simulator.pictures.colours import PALETTE
from simulator.pictures.diets import layers_of
from simulator.pictures.picture import YEARS, Axis, Kind, Mark, Panel, Picture, drawn
from simulator.pictures.sides import Side, bands, courses, source
from simulator.pictures.supply import T, pool_order

FEW = 4
"""Pools up to which bands of quality can be told apart."""
_LABS = 6
"""Labs, or groups of them, that are drawn: those with the largest training runs."""


def overview(side: Side) -> Picture:
    """Return the picture; of many pools all of one kind of data are one line."""
    pools, names = _pools(side)
    tints = dict(zip(names, PALETTE * (1 + len(names) // len(PALETTE)), strict=False))
    share = Axis("share", share=True, low=0, high=1.04)
    eaten = Axis("share of effective tokens", share=True, low=0, high=1)
    panels = [
        Panel("Unique tokens", YEARS, Axis("T token", log=True), _lines(pools, "stock", tints, T)),
        Panel("Quality, and open share (dashed)", YEARS, share, _worth(pools, tints)),
        Panel(f"What {side.lead} reads", YEARS, eaten, _diet(side, tints)),
        Panel("Wanted (dashed), and what it is worth", YEARS, Axis("T token", log=True), _corpora(side), own_key=True),
    ]
    words = (
        "Unique tokens, their quality and how much of them is open; what the lead lab reads; and the corpora that labs "
        "want, with what those they get are worth in effective tokens."
    )
    return Picture("overview", f"{side.loaded.name} at a glance", words, drawn(panels), source([side]), 2)


def _pools(side: Side) -> tuple[pd.DataFrame, list[str]]:
    """Return the table of pools with what is drawn as one line in `pool`, and the names of those lines."""
    pools, names = side.frame("pools"), pool_order(side)
    if len(names) <= len(PALETTE) or pools.empty:
        return pools, names
    kinds = pools.assign(pool=pools["kind"])
    return kinds, sorted(map(str, kinds["pool"].unique()), key=lambda kind: (kind != "public", kind))


def _lines(pools: pd.DataFrame, column: str, tints: Mapping[str, str], scale: float) -> tuple[Mark, ...]:
    """Return the sum of a column over what is one line, with its band."""
    return tuple(
        Mark("band", _positive(courses(pools[pools["pool"] == name], column), scale), colour, name)
        for name, colour in tints.items()
    )


def _positive(course: pd.DataFrame, scale: float) -> pd.DataFrame:
    """Return the band of a course on a logarithmic axis."""
    return bands(course.where(course > 0), scale) if not course.empty else bands(course)


def _worth(pools: pd.DataFrame, tints: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return quality and open share, weighted by tokens where a line is more than a pool."""
    marks = []
    for name, colour in tints.items():
        mine = pools[pools["pool"] == name]
        whole = courses(mine, "stock")
        for column, dashed in (("open_share", True), ("quality", False)):
            band = bands(courses(mine.assign(part=mine[column] * mine["stock"]), "part") / whole.where(whole > 0))
            kind: Kind = "band" if len(tints) <= FEW else "line"
            frame = band if kind == "band" else band.rename(columns={"middle": "y"})[["x", "y"]]
            marks.append(Mark(kind, frame, colour, dashed=dashed))
    return tuple(marks)


def _diet(side: Side, tints: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return the diet of the lead lab in the colours of the other panels."""
    diets = side.frame("diets")
    if diets.empty:
        return ()
    by_kind = diets.assign(pool=diets["kind"]) if not set(diets["pool"]) <= set(tints) else diets
    return layers_of(by_kind[by_kind["lab"] == side.lead], tints)


def _corpora(side: Side) -> tuple[Mark, ...]:
    """Return what each of the largest labs wants and what its best corpus of a year is worth."""
    runs = side.frame("runs")
    if runs.empty:
        return ()
    yearly = runs.assign(year=np.floor(runs["planned_year"]))
    labs = yearly.groupby("group")["flop"].max().sort_values(ascending=False).index[:_LABS]
    marks = []
    for lab, colour in zip(sorted(map(str, labs)), PALETTE, strict=False):
        mine = yearly[yearly["group"] == lab]
        for column, dashed in (("planned_tokens", True), ("effective_tokens", False)):
            middle = _positive(courses(mine, column, "max"), T).rename(columns={"middle": "y"})[["x", "y"]]
            marks.append(Mark("line", middle, colour, "" if dashed else lab, dashed=dashed))
    return tuple(marks)
