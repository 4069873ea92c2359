"""Drawing pictures with matplotlib, for files and reports."""

from collections.abc import Callable
from io import StringIO
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis as DrawnAxis
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogFormatter, MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from simulator.pictures.colours import GREY
from simulator.pictures.picture import Axis, Mark, Panel, Picture
from simulator.pictures.style import style, written

Heights = NDArray[np.float64]
_WIDTH, _HEIGHT = 8.0, 4.6
"""Inches of a picture with one column, and of its panel."""
_NARROW = 4.6
"""Width of each of several columns."""
_SIGNS_IN_A_ROW = 100
"""How much text of a key fits beside each other in a picture of the usual width."""
_SIGNS_OF_A_NAME = 30
"""Signs in a line of a name along an axis, such as a policy with all that was set beside it."""
_SIGNS_OF_A_HANDLE = 6
_APART = {"ranges": 0.24, "points": 0.2}
"""How far apart marks of one row stand, in rows."""
_BESIDE = {"left": ("right", -8), "right": ("left", 8), "above": ("center", 0)}


def svg(picture: Picture) -> str:
    """Return a picture as the text of an SVG element, without anything in it but what is drawn."""
    text = StringIO()
    with style():
        figure = draw(picture)
        figure.savefig(text, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
        plt.close(figure)
    return text.getvalue()[text.getvalue().index("<svg") :]


def draw(picture: Picture) -> Figure:
    """Return a picture as a figure; call within `style()`."""
    columns = max(1, min(picture.columns, len(picture.panels)))
    rows = max(1, -(-len(picture.panels) // columns))
    width = _WIDTH if columns == 1 else _NARROW * columns
    height = _HEIGHT * picture.tall * rows * (1.0 if columns == 1 else 0.8) + 0.6
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", squeeze=False)
    cells = list(axes.flat)
    for cell, panel in zip(cells, picture.panels, strict=False):
        _panel(cell, panel)
    for cell in cells[len(picture.panels) :]:
        cell.set_visible(False)
    _key(figure, [cell for cell, panel in zip(cells, picture.panels, strict=False) if not panel.own_key])
    figure.supxlabel(picture.source, fontsize=8, color=GREY, x=0.99, ha="right")
    return figure


def _panel(axes: Axes, panel: Panel) -> None:
    """Draw one panel: first its axes, then what stands behind, then the rest."""
    axes.set_xscale("log" if panel.x.log else "linear")
    axes.set_yscale("log" if panel.y.log else "linear")
    _set_up(axes.xaxis, panel.x)
    _set_up(axes.yaxis, panel.y)
    if panel.x.hidden and panel.y.hidden:
        axes.axis("off")
    axes.set_axisbelow(True)
    base = None
    for mark in sorted(panel.marks, key=lambda mark: not mark.faint):
        if mark.kind == "layer" and not mark.frame.empty:
            base = _layer(axes, mark, base)
        elif not mark.frame.empty:
            _DRAWN[mark.kind](axes, mark, panel)
    if panel.own_key:
        axes.legend(loc="best", fontsize=8)
    axes.set_title(panel.title, loc="left", fontsize=10.5)
    axes.set_xlim(panel.x.low, panel.x.high)
    axes.set_ylim(*((len(panel.y.names) - 0.5, -0.5) if panel.y.names else (panel.y.low, panel.y.high)))


def _set_up(drawn: DrawnAxis, axis: Axis) -> None:
    """Give an axis its label and its ticks."""
    drawn.set_label_text(axis.label, fontsize=10)
    if axis.log:
        drawn.set_major_formatter(FuncFormatter(written))
        drawn.set_minor_formatter(LogFormatter())
    elif axis.names:
        names = [fill(name.replace("$", r"\$"), _SIGNS_OF_A_NAME, break_on_hyphens=False) for name in axis.names]
        drawn.set_ticks(range(len(axis.names)), names, fontsize=9)
    elif axis.share:
        drawn.set_major_formatter(PercentFormatter(1.0, decimals=0))
    elif axis.label.startswith("year"):
        drawn.set_major_locator(MaxNLocator(integer=True, nbins=7))


def _band(axes: Axes, mark: Mark, _panel: Panel) -> None:
    frame = mark.frame
    if (frame["high"] > frame["low"]).any():
        axes.fill_between(frame["x"], frame["low"], frame["high"], color=mark.colour, alpha=0.2, linewidth=0)
    axes.plot(frame["x"], frame["middle"], color=mark.colour, linewidth=2, label=mark.label, linestyle=_dash(mark))


def _line(axes: Axes, mark: Mark, _panel: Panel) -> None:
    axes.plot(
        mark.frame["x"], mark.frame["y"], color=mark.colour, linewidth=1.3, label=mark.label, linestyle=_dash(mark)
    )


def _step(axes: Axes, mark: Mark, _panel: Panel) -> None:
    frame = mark.frame
    axes.step(frame["x"], frame["y"], where="post", color=mark.colour, lw=1.8, label=mark.label, linestyle=_dash(mark))


def _layer(axes: Axes, mark: Mark, base: Heights | None) -> Heights:
    """Draw one layer of stacked areas, and return its upper edge."""
    frame = mark.frame
    under = np.zeros(len(frame)) if base is None else base
    top: Heights = under + frame["y"].to_numpy(dtype=float)
    axes.fill_between(frame["x"], under, top, color=mark.colour, alpha=0.85, linewidth=0.4, label=mark.label)
    return top


def _points(axes: Axes, mark: Mark, panel: Panel) -> None:
    apart = panel.y.names and not any(one.kind == "links" for one in panel.marks)
    heights = np.asarray(_rows(mark, panel)) + (_shift(mark, panel) if apart else 0.0)
    alpha, size = (0.35, 12) if mark.faint else (0.8, 22)
    axes.scatter(mark.frame["x"], heights, s=size, color=mark.colour, alpha=alpha, linewidth=0, label=mark.label)


def _ranges(axes: Axes, mark: Mark, panel: Panel) -> None:
    heights = np.asarray(_rows(mark, panel)) + _shift(mark, panel)
    width = 1.4 if mark.faint else 3.4
    colour = mark.colour
    axes.hlines(heights, mark.frame["low"], mark.frame["high"], color=colour, lw=width, alpha=0.5)
    if not mark.faint:
        axes.plot(mark.frame["middle"], heights, "o", color=colour, markersize=6, label=mark.label, clip_on=False)


def _shift(mark: Mark, panel: Panel) -> float:
    """Return how far below the middle of its row a mark stands beside others of its kind."""
    beside = [one for one in panel.marks if one.kind == mark.kind and one.faint == mark.faint]
    place = next(i for i, one in enumerate(beside) if one is mark)
    return _APART[mark.kind] * (place - (len(beside) - 1) / 2)


def _window(axes: Axes, mark: Mark, _panel: Panel) -> None:
    for one in mark.rows:
        if one["high"] > one["low"]:
            axes.axvspan(one["low"], one["high"], color=mark.colour, alpha=0.13, linewidth=0)
        axes.axvline(one["middle"], color=mark.colour, linestyle=_dash(mark), linewidth=1.2, label=mark.label)


def _links(axes: Axes, mark: Mark, panel: Panel) -> None:
    frame = mark.frame
    ends = [_rows(mark, panel, column) for column in ("y", "y_to")]
    lines = [
        [(x, y), (x_to, y_to)] for x, y, x_to, y_to in zip(frame["x"], ends[0], frame["x_to"], ends[1], strict=True)
    ]
    alpha = 0.35 if mark.faint else 0.55
    axes.add_collection(
        LineCollection(lines, colors=mark.colour, linewidths=frame["width"], alpha=alpha, label=mark.label)
    )


def _nodes(axes: Axes, mark: Mark, panel: Panel) -> None:
    frame = mark.frame
    axes.scatter(frame["x"], _rows(mark, panel), s=frame["size"] ** 2, color=mark.colour, zorder=3, label=mark.label)
    for one in mark.rows:
        side, offset = _BESIDE[one["side"]]
        axes.annotate(
            one["text"].replace("$", r"\$"),
            (one["x"], one["y"]),
            xytext=(offset + np.sign(offset) * one["size"] / 3, 0 if offset else 8),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=9,
        )


def _rows(mark: Mark, panel: Panel, column: str = "y") -> "list[float]":
    """Return the heights of a mark: numbers, or the places of names."""
    if not panel.y.names:
        return [float(value) for value in mark.frame[column]]
    place = {name: float(i) for i, name in enumerate(panel.y.names)}
    return [place[name] for name in mark.frame[column]]


def _dash(mark: Mark) -> str:
    """Return the style of a line."""
    return "--" if mark.dashed else "-"


def _key(figure: Figure, cells: list[Axes]) -> None:
    """Name every series once, above the panels."""
    named: dict[str, Artist] = {}
    for cell in cells:
        for handle, label in zip(*cell.get_legend_handles_labels(), strict=True):
            named.setdefault(label, _plain(handle))
    if named:
        longest = max(map(len, named)) + _SIGNS_OF_A_HANDLE
        room = _SIGNS_IN_A_ROW * figure.get_figwidth() / _WIDTH
        columns = max(1, min(len(named), int(room // longest)))
        handles = list(named.values())
        figure.legend(handles, list(named), loc="outside upper left", ncols=columns, fontsize=9)


def _plain(handle: Artist) -> Artist:
    """Return the handle of a key: for links, which may be thin and faint, a line that can be seen."""
    if not isinstance(handle, LineCollection):
        return handle
    return Line2D([], [], color=np.asarray(handle.get_edgecolor())[0, :3].tolist(), linewidth=2)


_DRAWN: dict[str, Callable[[Axes, Mark, Panel], None]] = {
    "band": _band,
    "line": _line,
    "step": _step,
    "points": _points,
    "ranges": _ranges,
    "window": _window,
    "links": _links,
    "nodes": _nodes,
}
