"""The figure of the waterfall: how each outcome moves from one world to another, a step a row."""

from collections.abc import Iterable, Iterator
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from simulator.analysis.steps import Step, Waterfall
from simulator.analysis.waterfall import Study
from simulator.outcomes import measure_of
from simulator.pictures.colours import BLUE, GREY, VERMILION
from simulator.pictures.style import sign
from simulator.report.waterfall_words import moved, stands

_SIZE = 8.0
_TITLES = {
    "exhaustion_year.public": "public text runs out",
    "exhaustion_year.ecosystem": "all data run out",
    "data_bound_share": "runs that lack data",
}
_ALONE: dict[str, Any] = {
    "marker": "D",
    "markersize": 3.0,
    "markerfacecolor": "white",
    "markeredgecolor": "black",
    "markeredgewidth": 0.8,
    "linestyle": "none",
}
_MARGIN, _ROOM = 0.1, 0.42
"""Shares of the width of the numbers that are added on the left, and on the right for what is written there."""


def figure_of(found: Study) -> Figure:
    """Return the picture: one panel for each outcome, with the steps as rows that all panels share."""
    names = [found.first.name, *(step.part.name for step in found.waterfalls[0].steps), found.last.name]
    size = (7.0, 1.5 + 0.3 * len(names))
    figure, axes = plt.subplots(1, len(found.waterfalls), figsize=size, sharey=True, layout="constrained")
    for one, panel in zip(found.waterfalls, axes, strict=True):
        alike = [other for other in found.waterfalls if _unit(other) == _unit(one)]
        _draw(panel, one, *_limits(alike))
    axes[0].set_yticks(range(len(names)), names, fontsize=_SIZE)
    axes[0].invert_yaxis()
    figure.legend(handles=_legend(found.last.name), loc="outside upper right", ncols=3, fontsize=_SIZE)
    told = f", replications: {found.replications:,}; medians, lines: 90 % of each step"
    sign(figure, f"{found.first.name} to {found.last.name}", found.seed, told)
    return figure


def _legend(last: str) -> list[Artist]:
    """Return what colours and marks mean."""
    longer, sooner = (Patch(color=colour) for colour in (BLUE, VERMILION))
    longer.set_label("data last longer")
    sooner.set_label("data run short sooner")
    return [longer, sooner, Line2D([], [], label=f"the step as it is alone, from {last}", **_ALONE)]


def _unit(one: Waterfall) -> str:
    """Return the unit of an outcome."""
    return measure_of(one.outcome).unit


def _draw(axes: Axes, one: Waterfall, left: float, right: float) -> None:
    """Draw the walk of one outcome from the top to the bottom, between two ends of the axis."""
    levels = [one.first, *(step.level for step in one.steps)]
    for row, level in ((0, one.first), (len(levels), one.last)):
        axes.barh(row, level.median - left, left=left, height=0.6, color=GREY)
        _write(axes, level.median, row, stands(one.outcome, level.median))
    for row, (before, step) in enumerate(zip(levels, one.steps, strict=False), 1):
        _draw_step(axes, one, step, before.median, row)
    for row, level in enumerate(levels):
        axes.plot([level.median] * 2, [row, row + 1], color=GREY, linewidth=0.6, zorder=0)
    axes.set_xlim(left, right)
    axes.set_title(_TITLES.get(one.outcome, one.outcome), loc="left", fontsize=_SIZE + 1)
    axes.set_xlabel(one.outcome, fontsize=_SIZE - 1, color=GREY)
    axes.tick_params(axis="both", labelsize=_SIZE, length=0)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=_unit(one) == "year"))
    axes.xaxis.set_major_formatter(lambda value, _: stands(one.outcome, value, digits=0))
    axes.grid(visible=False, axis="y")
    axes.set_axisbelow(True)


def _draw_step(axes: Axes, one: Waterfall, step: Step, before: float, row: int) -> None:
    """Draw one step: a bar from where the walk stood to where it stands, with its interval."""
    helps = (step.change.value > 0) == (measure_of(one.outcome).better == "higher")
    colour = BLUE if helps else VERMILION
    axes.barh(row, step.change.value, left=before, height=0.6, color=colour)
    low, high, lone = (before + by for by in (step.change.low, step.change.high, step.alone.value))
    axes.plot([low, high], [row, row], color="black", linewidth=0.9)
    axes.plot(lone, row, **_ALONE)
    _write(axes, max(before, step.level.median, high, lone), row, moved(one.outcome, step.change.value))


def _write(axes: Axes, x: float, row: int, text: str) -> None:
    """Write a number to the right of what it tells of."""
    axes.annotate(text, (x, row), (4, 0), textcoords="offset points", va="center", fontsize=_SIZE)


def _limits(alike: Iterable[Waterfall]) -> tuple[float, float]:
    """Return the ends of the axis of outcomes in one unit: everything drawn, with room for the numbers."""
    seen = [place for one in alike for place in _drawn(one)]
    width = max(seen) - min(seen) or 1.0
    return max(0.0, min(seen) - _MARGIN * width), max(seen) + _ROOM * width


def _drawn(one: Waterfall) -> Iterator[float]:
    """Yield every place on the axis at which something is drawn."""
    before = one.first.median
    yield from (before, one.last.median)
    for step in one.steps:
        yield from (before + step.change.low, before + step.change.high, before + step.alone.value, step.level.median)
        before = step.level.median
