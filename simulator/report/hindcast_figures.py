"""The pictures of a hindcast: scores by origin, single models, and the largest corpus."""

from collections.abc import Sequence
from itertools import zip_longest

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.analysis.hindcast.baselines import trend
from simulator.analysis.hindcast.study import Hindcast, Origin
from simulator.pictures.colours import BLUE, GREEN, GREY, ORANGE, VERMILION
from simulator.pictures.style import sign
from simulator.report.bands import finish
from worlds.config.observations import decimal_year

_T = 12.0
"""log10 of a trillion."""
_PANELS = 4


def chosen(origins: Sequence[Origin]) -> list[Origin]:
    """Return a few origins, spread evenly, for pictures with a panel each."""
    places = np.unique(np.linspace(0, len(origins) - 1, _PANELS).round().astype(int))
    return [origins[place] for place in places]


def draw_scores(found: Hindcast) -> Figure:
    """Return the picture of CRPS and coverage by origin."""
    figure, axes = plt.subplots(1, 2, figsize=(9.0, 4.2), layout="constrained")
    years = [decimal_year(one.train_until) for one in found.origins]
    for name, label, colour, mark in (
        ("crps", "hindcast", BLUE, "o"),
        ("crps_trend", "log-linear trend", ORANGE, "s"),
        ("crps_persistence", "persistence", GREY, "^"),
    ):
        axes[0].plot(
            years, [getattr(one.scores, name) for one in found.origins], marker=mark, color=colour, label=label
        )
    finish(axes[0], "CRPS of log10 tokens of new models", log=False)
    axes[0].legend(loc="upper right")
    for level, colour in ((95, GREEN), (80, BLUE), (50, VERMILION)):
        covered = [100.0 * getattr(one.scores, f"coverage{level}") for one in found.origins]
        axes[1].plot(years, covered, marker="o", color=colour, label=f"middle {level} %")
        axes[1].axhline(level, color=colour, linestyle="--", linewidth=1)
    finish(axes[1], "new models within the interval [%]; dashed: nominal", log=False, share=True)
    axes[1].legend(loc="lower left")
    for one in axes:
        one.set_xlabel("models known before")
    return _signed(figure, found)


def draw_models(found: Hindcast) -> Figure:
    """Return the picture of what was foretold of single models, in panels of some origins."""
    figure, panels = _panels(found.origins)
    for axes, one in panels:
        known = one.fitted.known
        axes.plot(known.years + known.origin, 10 ** (known.tokens - _T), "o", color=GREY, markersize=3, label="known")
        years = np.array([each.model.year for each in one.forecasts])
        low, middle, high = np.array([np.quantile(each.simulated, (0.1, 0.5, 0.9)) for each in one.forecasts]).T - _T
        axes.vlines(years, 10**low, 10**high, color=BLUE, alpha=0.35, linewidth=1.6, label="foretold, 80 %")
        axes.plot(years, 10**middle, "_", color=BLUE, markersize=5)
        came = np.array([each.observed for each in one.forecasts]) - _T
        axes.plot(years, 10**came, "o", color=ORANGE, markersize=3, label="published later")
        line, ends = trend(known), np.array([known.origin, years.max()])
        drawn = [10 ** (line.at(float(end - known.origin)) - _T) for end in ends]
        axes.plot(ends, drawn, color=VERMILION, linewidth=1.2, label="log-linear trend")
        axes.axvline(known.origin, color=GREY, linewidth=0.8, linestyle="--")
        axes.set_ylim(0.03, 1000.0)
        finish(axes, f"tokens of models [T token], known before {one.train_until}", log=True)
    panels[0][0].legend(loc="upper left", fontsize=8)
    return _signed(figure, found)


def draw_largest(found: Hindcast) -> Figure:
    """Return the picture of the largest corpus by date, in panels of some origins."""
    figure, panels = _panels([one for one in found.origins if len(one.largest) > 1] or found.origins)
    for axes, one in panels:
        if one.largest:
            years = [float(each.what) for each in one.largest]
            low, middle, high = ([10 ** (each.quantiles[place] - _T) for each in one.largest] for place in (1, 2, 3))
            axes.fill_between(years, low, high, color=BLUE, alpha=0.2, linewidth=0)
            axes.plot(years, middle, color=BLUE, marker=".", label="foretold, median and 80 %")
            came = [10 ** (each.observed - _T) for each in one.largest]
            axes.plot(years, came, "o", color=ORANGE, label="published")
        axes.set_ylim(0.5, 5000.0)
        finish(axes, f"largest corpus so far [T token], known before {one.train_until}", log=True)
        axes.set_xlim(decimal_year(found.asked.days[0]), found.asked.last + 0.1)
    panels[0][0].legend(loc="upper left", fontsize=8)
    return _signed(figure, found)


def _panels(origins: Sequence[Origin]) -> tuple[Figure, list[tuple[Axes, Origin]]]:
    """Return a figure with a panel for each of some origins."""
    some = chosen(origins)
    columns = min(2, len(some))
    rows = -(-len(some) // columns)
    figure, grid = plt.subplots(rows, columns, figsize=(4.8 * columns, 3.6 * rows), layout="constrained", squeeze=False)
    drawn = []
    for axes, one in zip_longest(grid.flat, some):
        if one is None:
            axes.set_visible(False)
        else:
            drawn.append((axes, one))
    return figure, drawn


def _signed(figure: Figure, found: Hindcast) -> Figure:
    """Return a figure with what it is of."""
    asked = found.asked
    sign(figure, asked.loaded.name, asked.seed, f", {asked.replications:,} futures an origin; models: {asked.source}")
    return figure
