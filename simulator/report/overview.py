"""One picture of a whole run: stocks, what may be read and how good it is, the diet, and what labs want and get."""

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from simulator.report.frames import corpus_course, diet_course, lead_lab, pool_course
from simulator.report.style import PALETTE, sign, whole_numbers
from simulator.run import Result

_T = 1e12
FEW = 4
"""Pools up to which bands of quality can be told apart."""


def overview(result: Result) -> Figure:
    """Return the picture; medians with the middle 80 % of replications as bands."""
    figure, axes = plt.subplots(2, 2, figsize=(10.0, 7.4), layout="constrained", sharex=True)
    stocks, lab = pool_course(result, "stock"), lead_lab(result)
    names = sorted(stocks, key=lambda name: (name != "public_text", name))
    colours = dict(zip(names, PALETTE * (1 + len(stocks) // len(PALETTE)), strict=False))
    _courses(axes[0, 0], stocks, colours, "unique tokens in each pool [T token]", scale=_T)
    axes[0, 0].set_yscale("log")
    whole_numbers(axes[0, 0].yaxis)
    _worth(axes[0, 1], result, colours)
    _diet(axes[1, 0], diet_course(result, lab) if lab else pd.DataFrame(), colours, lab)
    _corpora(axes[1, 1], corpus_course(result))
    for one in axes[1]:
        one.set_xlabel("year")
        one.xaxis.set_major_locator(MaxNLocator(integer=True))
    request = result.request
    bands = "medians; bands: 80 % of replications" if request.drawn else "central values"
    _keys(figure, colours, loc="outside upper center", ncols=min(6, len(colours)))
    sign(figure, result.request.title, request.seed, f", replications: {request.replications:,}; {bands}")
    return figure


def _courses(
    axes: Axes,
    courses: Mapping[str, pd.DataFrame],
    colours: Mapping[str, str],
    title: str,
    scale: float = 1.0,
    line: str = "-",
    *,
    bands: bool = True,
) -> None:
    """Draw a median, and a band if wanted, for each name."""
    for name, frame in courses.items():
        years = frame.index.to_numpy(dtype=float)
        if (frame["high"] <= 0).all():
            continue
        shown = frame.where(frame > 0) / scale
        if bands:
            axes.fill_between(years, shown["low"], shown["high"], color=colours[name], alpha=0.15, linewidth=0)
        axes.plot(years, shown["middle"], color=colours[name], linestyle=line, linewidth=1.8)
    axes.set_title(title, loc="left", fontsize=11)


def _keys(target: Axes | Figure, colours: Mapping[str, str], **place: Any) -> None:
    """Draw a legend that names each colour."""
    handles = [Line2D([], [], color=colour, linewidth=4, label=name) for name, colour in colours.items()]
    target.legend(handles=handles, fontsize=8, frameon=False, **place)


def _worth(axes: Axes, result: Result, colours: Mapping[str, str]) -> None:
    """Draw the quality of each pool and how much of it is open."""
    title = "quality (solid) and open share (dashed)"
    _courses(axes, pool_course(result, "open_share"), colours, title, line="--", bands=len(colours) <= FEW)
    _courses(axes, pool_course(result, "quality"), colours, title, bands=len(colours) <= FEW)
    axes.set_ylim(0, 1.04)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))


def _diet(axes: Axes, shares: pd.DataFrame, colours: Mapping[str, str], lab: str | None) -> None:
    """Draw what the lead lab's corpora are made of, as shares of their worth."""
    axes.set_title(f"the diet of {lab} [mean share of effective tokens]", loc="left", fontsize=11)
    if shares.empty:
        return
    names = [str(name) for name in shares.columns]
    axes.stackplot(
        shares.index.to_numpy(dtype=float),
        shares.to_numpy().T,
        colors=[colours[name] for name in names],
        alpha=0.85,
    )
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))


def _corpora(axes: Axes, courses: Mapping[str, pd.DataFrame]) -> None:
    """Draw what each lab's corpus is worth, and what it wanted."""
    got = {name: frame for name, frame in courses.items() if not name.endswith(" wanted")}
    colours = dict(zip(got, PALETTE * (1 + len(got) // len(PALETTE)), strict=False))
    title = "wanted (dashed), and its worth [T effective token]"
    _courses(axes, {name: courses[f"{name} wanted"] for name in colours}, colours, title, scale=_T, line="--")
    _courses(axes, {name: got[name] for name in colours}, colours, title, scale=_T)
    _keys(axes, colours, loc="lower right", ncols=1 + len(colours) // 8)
    axes.set_yscale("log")
    whole_numbers(axes.yaxis)
