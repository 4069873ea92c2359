"""Figures of a run, drawn with matplotlib as PNG and SVG."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from simulator.report.frames import effective_public_stock, largest_planned_corpus
from simulator.report.networks import networks
from simulator.report.overview import overview
from simulator.report.style import BLUE, GREY, ORANGE, sign, style, whole_numbers
from simulator.run import Result
from simulator.summary import Summary

STOCK_AND_CORPUS = "stock-and-corpus"
OVERVIEW = "overview"
NETWORKS = "networks"
_T = 1e12
_HEADROOM = 30.0
"""How far above the largest stock the picture ends; what is wanted beyond that cannot be had anyway."""


def save_figures(result: Result, folder: Path) -> None:
    """Write every figure that a run has something for."""
    stock, corpus = effective_public_stock(result), largest_planned_corpus(result)
    with style():
        if len(stock) > 1 and len(corpus) > 1:
            save(stock_and_corpus(result, stock, corpus), folder / STOCK_AND_CORPUS)
        if "runs" in result.tables and len(set(result.frame("pools").get("year", ()))) > 1:
            save(overview(result), folder / OVERVIEW)
        if result.lineage.number_of_edges() or len(result.request.loaded.world.labs) > 1:
            save(networks(result), folder / NETWORKS)


def save(figure: Figure, path: Path, formats: Sequence[str] = ("png", "svg")) -> None:
    """Write a figure, without a date in it, and close it.

    Args:
        figure: what is written.
        path: where, without an ending; a dot in its name stays.
        formats: endings.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for ending in formats:
        figure.savefig(path.with_name(f"{path.name}.{ending}"), metadata=_UNDATED[ending])
    plt.close(figure)


_UNDATED: dict[str, dict[str, None]] = {"png": {"Software": None}, "svg": {"Date": None}}


def stock_and_corpus(result: Result, stock: pd.DataFrame, corpus: pd.DataFrame) -> Figure:
    """Return the picture of supply and demand: public text beside the largest corpus, and when they meet."""
    figure, axes = plt.subplots(layout="constrained")
    _band(axes, stock, BLUE, "public text, effective stock")
    _band(axes, corpus, ORANGE, "largest corpus that a lab wants")
    _window(axes, result.summary["exhaustion_year.public"])
    axes.set_yscale("log")
    whole_numbers(axes.yaxis)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(corpus["low"].min() / _T / 2, stock["high"].max() / _T * _HEADROOM)
    axes.set_xlabel("year")
    axes.set_ylabel("T token (trillion tokens)")
    axes.set_xlim(min(stock.index.min(), corpus.index.min()), max(stock.index.max(), corpus.index.max()))
    axes.legend(loc="lower right", framealpha=0.9, frameon=True, edgecolor="none")
    bands = "lines: medians; bands: 80 % of replications" if result.request.drawn else "central values"
    request = result.request
    sign(figure, result.request.title, request.seed, f", replications: {request.replications:,}; {bands}")
    return figure


def _band(axes: Axes, frame: pd.DataFrame, colour: str, label: str) -> None:
    """Draw a median with its band, in trillions."""
    years = frame.index.to_numpy(dtype=float)
    axes.fill_between(years, frame["low"] / _T, frame["high"] / _T, color=colour, alpha=0.2, linewidth=0)
    axes.plot(years, frame["middle"] / _T, color=colour, linewidth=2, label=label)


def _window(axes: Axes, summary: Summary) -> None:
    """Mark when public text runs out: the 10 to 90 % window, and the median."""
    low, middle, high = (summary.quantiles[name] for name in ("q10", "q50", "q90"))
    if middle is None:
        return
    if low is not None and high is not None and high > low:
        axes.axvspan(
            low, high, color=GREY, alpha=0.13, linewidth=0, label=f"public text runs out, 80 %: {low:.1f} to {high:.1f}"
        )
    axes.axvline(middle, color=GREY, linestyle="--", label=f"median: {middle:.1f}")
