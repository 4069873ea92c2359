"""The figure of a search, parallel coordinates, and its table and page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from simulator.analysis.search.answer import Search
from simulator.analysis.search.candidates import Candidate
from simulator.analysis.search.knobs import labels
from simulator.analysis.search.told import bounded, means_of
from simulator.analysis.search.wishes import Objective
from simulator.pictures.colours import GREY
from simulator.pictures.style import sign, style
from simulator.report.figures import save as save_drawn

_PALE = "#d9d9d9"
_COLOURS = "viridis_r"
_MARGIN = 0.03
_PATCH = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8}
"""Behind words, so that lines do not cross them."""


@dataclass(frozen=True)
class Scale:
    """One row of the figure: a knob or an objective, drawn from left to right.

    Attributes:
        label: its name.
        values: of each candidate, then that of the world as it is, NaN for a knob.
        ends: values at its left and right end.
        words: those ends as people read them.
        by_logarithm: whether it is drawn by its logarithm.
        choices: the only values, drawn at equal distances; none where any may be.
    """

    label: str
    values: np.ndarray
    ends: tuple[float, float]
    words: tuple[str, str]
    by_logarithm: bool = False
    choices: tuple[float, ...] = ()

    def places(self) -> np.ndarray:
        """Return where each value stands, 0 at the left end and 1 at the right."""
        values, (left, right) = self.values, self.ends
        if self.choices:
            steps = {value: i / (len(self.choices) - 1) for i, value in enumerate(self.choices)}
            return np.array([steps.get(float(one), np.nan) for one in values])
        if self.by_logarithm:
            values, left, right = np.log10(values), log10(left), log10(right)
        found: np.ndarray = (
            (values - left) / (right - left) if right != left else np.where(np.isnan(values), np.nan, 0.5)
        )
        return found


def scales(answer: Search) -> list[Scale]:
    """Return the rows of the figure: knobs over their range, then objectives with the better end at the right."""
    points = np.array([one.point for one in answer.candidates])
    means = np.array([*(one.means for one in answer.candidates), answer.baseline_means])
    told = means_of(answer)
    found = []
    for i, (label, knob) in enumerate(zip(labels(answer.knobs), answer.knobs, strict=True)):
        words = knob.show(knob.low), knob.show(knob.high)
        column = np.append(points[:, i], np.nan)
        found.append(Scale(label, column, (knob.low, knob.high), words, knob.by_logarithm, knob.choices))
    for i, wish in enumerate(answer.objectives):
        column = means[:, i]
        low, high = int(np.argmin(column)), int(np.argmax(column))
        left, right = (high, low) if wish.better == "lower" else (low, high)
        ends = float(column[left]), float(column[right])
        found.append(Scale(wish.outcome, column, ends, (told[left][i], told[right][i])))
    return found


def draw(answer: Search) -> Figure:
    """Return the figure: every candidate as a line over knobs and objectives, undominated ones by their robustness."""
    rows = scales(answer)
    with style():
        figure = Figure(figsize=(8.0, 1.6 + 0.52 * len(rows)), layout="constrained")
        axes = figure.subplots()
        _draw_scales(axes, rows, len(answer.knobs))
        _draw_lines(axes, answer, rows)
        _draw_key(figure, axes, answer)
        figure.suptitle(f"Levers and what they come to, {answer.world}", fontsize=12)
        told = f", {len(answer.candidates)} candidates in {answer.found.numbers.shape[1]} futures"
        sign(figure, answer.world, answer.seed, told)
    return figure


def _draw_scales(axes: Axes, rows: Sequence[Scale], knobs: int) -> None:
    """Draw a line for each row with its name, and its ends above it."""
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlim(-_MARGIN, 1 + _MARGIN)
    axes.set_ylim(len(rows) - 0.8, -0.5)
    axes.set_xticks([])
    axes.set_yticks(range(len(rows)), [row.label for row in rows], fontsize=9.5)
    axes.tick_params(length=0)
    for place, row in enumerate(rows):
        axes.plot([0, 1], [place, place], color=GREY, linewidth=0.8, zorder=3)
        for x, words in zip((0, 1), row.words, strict=True):
            side = "left" if x == 0 else "right"
            axes.text(x, place - 0.12, words, fontsize=8.5, ha=side, va="bottom", zorder=7, bbox=_PATCH)
    axes.axhline(knobs - 0.5, color=GREY, linewidth=0.8, linestyle=":")
    told = "better to the right"  # among the names, where no line passes
    axes.text(-_MARGIN, knobs - 0.5, told, fontsize=8.5, color=GREY, ha="right", va="center")


def _draw_lines(axes: Axes, answer: Search, rows: Sequence[Scale]) -> None:
    """Draw candidates: dominated ones pale, others in the colour of their robustness, the robust one thick."""
    places = np.array([row.places() for row in rows])
    heights = np.arange(len(rows))
    colours = mpl.colormaps[_COLOURS]
    order = sorted(enumerate(answer.candidates), key=lambda pair: (pair[1].undominated, pair[1].robustness))
    for i, one in order:
        if not one.undominated:
            axes.plot(places[:, i], heights, color=_PALE, linewidth=0.6, zorder=1)
            continue
        thick = one.number == answer.robust.number
        axes.plot(
            places[:, i],
            heights,
            "o-" if thick else "-",
            color=colours(_share(answer, one)),
            linewidth=2.6 if thick else 1.1,
            markersize=5,
            zorder=5 if thick else 4,
            label=f"candidate {one.number}, the most robust" if thick else None,
        )
    axes.plot(places[:, -1], heights, "s--", color="black", linewidth=1.2, markersize=4, zorder=6, label="no policy")


def _share(answer: Search, one: Candidate) -> float:
    """Return the robustness of a candidate as a share of the most there is."""
    most = max(other.robustness for other in answer.pareto)
    return one.robustness / most if most > 0 else 0.0


def _draw_key(figure: Figure, axes: Axes, answer: Search) -> None:
    """Draw what the colours mean, and which line is whose."""
    most = max(one.robustness for one in answer.pareto) or 1.0
    bar = figure.colorbar(
        ScalarMappable(Normalize(0.0, most), _COLOURS),
        ax=axes,
        orientation="horizontal",
        shrink=0.6,
        aspect=40,
        pad=0.01,
    )
    bar.set_label("not dominated, by the share of futures in which it satisfies (pale: dominated)", fontsize=9)
    bar.ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    bar.ax.tick_params(labelsize=8.5)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=9)


def table_of(answer: Search) -> pa.Table:
    """Return the candidates as a table, a row each."""
    return pa.Table.from_pylist(answer.rows())


def save_figure(answer: Search, stem: Path) -> None:
    """Write the figure as PNG and SVG."""
    with style():
        save_drawn(draw(answer), stem)


def header_of(answer: Search) -> list[str]:
    """Return the columns of the table that people read."""
    return ["candidate", *labels(answer.knobs), *(one.outcome for one in answer.objectives), "regret", "satisfies"]


def cells_of(answer: Search, one: Candidate) -> list[str]:
    """Return a candidate as a row of the table that people read."""
    settings = [knob.show(value) for knob, value in zip(answer.knobs, one.point, strict=True)]
    means = _shown_all(answer.objectives, one.means, one.never, one.before_start)
    return [str(one.number), *settings, *means, f"{one.relative_regret:.0%}", f"{one.robustness:.0%}"]


def baseline_cells(answer: Search) -> list[str]:
    """Return the world as it is as a row of the same table."""
    share = answer.baseline_robustness
    means = _shown_all(answer.objectives, answer.baseline_means, answer.baseline_never, answer.baseline_before_start)
    return ["no policy", *("" for _ in answer.knobs), *means, "", "" if share is None else f"{share:.0%}"]


def _shown_all(
    objectives: Sequence[Objective], values: Sequence[float], never: Sequence[float], before_start: Sequence[float]
) -> Iterator[str]:
    """Yield the values of objectives as people read them."""
    return (bounded(*one) for one in zip(objectives, values, never, before_start, strict=True))
