"""The pictures of the world of 2026 beside what is known."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator

from simulator.baseline import LAST, Point, corpora, largest_observed, overtraining_of
from simulator.courses import Courses
from simulator.curves import CURVES
from simulator.known import DealsSoFar, Known
from simulator.pictures.colours import BLUE, GREY, ORANGE, VERMILION
from simulator.pictures.style import sign, whole_numbers
from simulator.report.bands import LEVELS, bands, draw_course, draw_known, finish
from simulator.run import Result

_T = 1e12
_BEGIN = 2018.0
_STEP = 0.25
_USE_BEGINS = 2022.0
_SMALLEST, _LARGEST = 1e8, 5e12


def draw_corpora(result: Result, found: Sequence[Point]) -> Figure:
    """Return the picture of corpora: the largest by date, and every observed one against the simulated one."""
    figure, axes = plt.subplots(1, 2, figsize=(9.0, 4.2), layout="constrained")
    _draw_largest(axes[0], result)
    _draw_points(axes[1], found)
    return _signed(figure, result)


def _signed(figure: Figure, result: Result) -> Figure:
    """Return a figure with what it is of."""
    request = result.request
    sign(figure, result.name, request.seed, f", replications: {request.replications:,}; medians, bands and bars: 80 %")
    return figure


def _draw_largest(axes: Axes, result: Result) -> None:
    """Draw the largest corpus that any lab has read so far, as a band, and the largest that are known."""
    grid = np.arange(_BEGIN + _STEP, LAST + _STEP, _STEP)
    courses = []
    for _, one in corpora(result).groupby("replication"):
        seen = one.sort_values("planned_year")
        largest = np.maximum.accumulate(seen["planned_tokens"].to_numpy())
        at = np.searchsorted(seen["planned_year"].to_numpy(), grid, side="right") - 1
        courses.append(np.where(at >= 0, largest[np.maximum(at, 0)], np.nan))
    low, middle, high = np.nanquantile(np.array(courses), (0.1, 0.5, 0.9), axis=0) / _T
    axes.fill_between(grid, low, high, color=BLUE, alpha=0.2, linewidth=0, step="post")
    axes.step(grid, middle, color=BLUE, where="post", label="simulated, labs of the world")
    known = largest_observed()
    axes.plot(
        [year for year, *_ in known], [tokens / _T for _, tokens, _ in known], "o", color=ORANGE, label="observed"
    )
    finish(axes, "largest corpus so far [T token]", log=True)
    axes.set_xlabel("year")
    axes.legend(loc="upper left")


def _draw_points(axes: Axes, found: Sequence[Point]) -> None:
    """Draw each observed corpus against the simulated one, with its middle 80 %."""
    for one in found:
        colour = BLUE if one.inside else VERMILION
        axes.plot([one.observed / _T] * 2, [one.low / _T, one.high / _T], color=colour, alpha=0.5, linewidth=1.2)
        axes.plot(one.observed / _T, one.middle / _T, "o", color=colour, markersize=4)
    ends = [min(one.observed for one in found) / _T / 1.5, max(one.observed for one in found) / _T * 1.5]
    axes.plot(ends, ends, color=GREY, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        whole_numbers(axis)
    axes.set_title("corpora of labs, simulated [T token]", loc="left", fontsize=10.5)
    axes.set_xlabel("observed [T token]")


def draw_sizes(result: Result, year: int) -> Figure:
    """Return the picture of overtraining by size: published models on the band of simulated ones."""
    real, made = overtraining_of(result, year)
    figure, axes = plt.subplots(figsize=(8.0, 4.6), layout="constrained")
    band = _by_size(made)
    sizes = band.index.to_numpy(dtype=float)
    axes.plot(made["size"], made["k"], ".", color=BLUE, alpha=min(0.3, 300 / len(made)), markersize=3, rasterized=True)
    axes.fill_between(sizes, band["low"], band["high"], color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(sizes, band["middle"], color=BLUE, label="simulated, median by size")
    axes.plot(real["size"], real["k"], "o", color=ORANGE, label="published")
    axes.set_xscale("log")
    axes.set_xlim(_SMALLEST, _LARGEST)
    finish(axes, f"overtraining k of the models of {year}", log=True)
    axes.xaxis.set_major_locator(LogLocator(numticks=12))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value / 1e9:,.10g}")
    axes.set_xlabel("active parameters [B]")
    axes.legend(loc="lower left")
    return _signed(figure, result)


def _by_size(made: pd.DataFrame) -> pd.DataFrame:
    """Return the middle 80 % of overtraining in classes of size: columns low, middle and high by the middle of each."""
    edges = np.geomspace(_SMALLEST, _LARGEST, 16)
    place = np.clip(np.searchsorted(edges, made["size"].to_numpy()), 1, len(edges) - 1)
    classes = made["k"].groupby(np.sqrt(edges[place - 1] * edges[place]))
    return pd.DataFrame({name: classes.quantile(level) for name, level in LEVELS.items()})


def draw_use(courses: Courses, known: Sequence[Known]) -> Figure:
    """Return the picture of AI-written text, users, tokens and revenue."""
    figure, axes = plt.subplots(2, 2, figsize=(9.0, 6.6), layout="constrained", sharex=True)
    for axis, name in zip(axes.flat, ("new_machine_share", "users", "tokens_served", "revenue"), strict=True):
        curve = CURVES[name]
        course = curve.of(courses)
        draw_course(axis, curve, course[course.index >= _USE_BEGINS])
        for one in known:
            if one.curve == name:
                colour = VERMILION if one.name == "new websites" else ORANGE
                draw_known(axis, curve, one.year, one.low, one.high, one.value, colour)
        finish(axis, curve.label, log=curve.log, share=curve.unit == "%")
    axes[0, 0].text(2025.0, 26, "new websites", color=VERMILION, fontsize=9)
    for axis in axes[1]:
        axis.set_xlabel("year")
    figure.suptitle("blue: simulated   points, bars: observed   triangles: at least so much", fontsize=10, color=GREY)
    return _signed(figure, courses.result)


def draw_deals(result: Result, found: Sequence[DealsSoFar]) -> Figure:
    """Return the picture of deals signed so far, by kind of owner."""
    figure, axes = plt.subplots(2, 2, figsize=(9.0, 6.0), layout="constrained", sharex=True)
    for axis, one in zip(axes.flat, found, strict=True):
        if one.simulated is not None:
            band = bands(one.simulated)
            axis.fill_between(one.grid, band["low"], band["high"], color=BLUE, alpha=0.2, linewidth=0, step="post")
            axis.step(one.grid, band["middle"], color=BLUE, where="post", label="simulated")
        axis.step(one.grid, one.public, color=ORANGE, linewidth=2, where="post", label="public deals, at least")
        none = "" if one.simulated is not None else " (no such owner)"
        finish(axis, f"deals signed so far: {one.kind}{none}", log=False)
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0, 0].legend(loc="upper left")
    for axis in axes[1]:
        axis.set_xlabel("year")
    return _signed(figure, result)
