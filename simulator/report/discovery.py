"""The figure of a discovery, its tables and its words as Markdown."""

from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.analysis.discovery.box import Factor, Limit, Step
from simulator.analysis.discovery.study import Discovery, Finding
from simulator.analysis.discovery.words import edge_words, words_of
from simulator.pictures.colours import BLUE, GREEN, GREY, ORANGE, VERMILION
from simulator.pictures.style import sign, style
from simulator.report.figures import save as save_drawn
from worlds.config.policies import NO_POLICY

_BARS, _NAME = 8, 34
_COLOURS = (BLUE, ORANGE, GREEN)


def draw(found: Discovery) -> Figure:
    """Return the figure: what coverage costs in density, the first box on its axes, and futures on two of them."""
    with style():
        figure = Figure(figsize=(9.0, 8.6), layout="constrained")
        parts = figure.subplot_mosaic([["trade", "futures"], ["bars", "bars"]], height_ratios=[3, 2])
        _draw_trade(parts["trade"], found)
        _draw_futures(parts["futures"], found)
        _draw_bars(parts["bars"], found)
        figure.suptitle(f"Where {found.question.words}", fontsize=12)
        told = f", {len(found.futures.passes):,} futures, {found.question.policy}, method {found.method}"
        sign(figure, found.world, found.seed, told)
    return figure


def _draw_trade(axes: Axes, found: Discovery) -> None:
    """Draw density against coverage on the way to every box, or of every leaf."""
    rate = found.futures.rate
    axes.axhline(rate, color=GREY, linewidth=1, linestyle="--")
    axes.annotate(f"all futures: {rate:.0%}", (0.02, rate), va="bottom", fontsize=9, color=GREY)
    for number, (finding, colour) in enumerate(zip(found.findings, _COLOURS, strict=False), 1):
        steps = finding.trajectory
        x, y = [_of_all(found, one) for one in steps], [one.density for one in steps]
        axes.plot(x, y, ".-", color=colour, linewidth=1, markersize=4)
        axes.plot([finding.coverage], [finding.step.density], "*", color=colour, markersize=16, label=f"box {number}")
    axes.set_xlim(0, 1.03)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("coverage: share of where it happens")
    axes.set_ylabel("density: how often it happens inside")
    if found.findings:
        axes.legend(loc="lower left")


def _of_all(found: Discovery, step: Step) -> float:
    """Return which share of all futures in which it happens a box holds."""
    return step.passed / int(found.futures.passes.sum())


def main_axes(found: Discovery) -> list[int]:
    """Return the axes of numbers that matter most: those of boxes, then those that tell futures apart by themselves."""
    ranked: list[int] = []
    for finding in found.findings:
        pairs = sorted(zip(finding.quasi_p, (edge.axis for edge in finding.edges), strict=True))
        ranked += [axis for _, axis in pairs if not found.futures.factors[axis].words]
    apart = [
        i for i, one in sorted(enumerate(found.futures.factors), key=lambda at: -_apart(found, at[0])) if not one.words
    ]
    return list(dict.fromkeys([*ranked, *apart]))


def _apart(found: Discovery, axis: int) -> float:
    """Return how far the ranks of an axis lie apart where it happens and where it does not."""
    ranks = _ranks(found.futures.columns[:, axis])
    return abs(float(ranks[found.futures.passes].mean() - ranks[~found.futures.passes].mean()))


def _draw_futures(axes: Axes, found: Discovery) -> None:
    """Draw all futures on the two axes that matter most, with the first box."""
    chosen = main_axes(found)[:2]
    if len(chosen) < 2:
        axes.set_visible(False)
        return
    columns, passes = found.futures.columns, found.futures.passes
    for mask, colour, label in ((~passes, "#bdbdbd", "it does not"), (passes, VERMILION, "it happens")):
        axes.plot(columns[mask, chosen[0]], columns[mask, chosen[1]], "o", color=colour, markersize=3.5, label=label)
    if found.findings:
        sides = [_span(found, axis, found.findings[0].step.box.on(axis)) for axis in chosen]
        (left, right), (low, high) = sides
        axes.plot([left, right, right, left, left], [low, low, high, high, low], color=BLUE, linewidth=2, label="box 1")
    for axis, number in ((axes.xaxis, chosen[0]), (axes.yaxis, chosen[1])):
        factor, values = found.futures.factors[number], columns[:, number]
        if values.min() > 0 and values.max() / np.median(values) > 5:
            (axes.set_xscale if axis is axes.xaxis else axes.set_yscale)("log")
        axis.set_major_formatter(partial(_tick, factor))
        axis.set_label_text(_short(factor.name), fontsize=9)
        axis.set_tick_params(labelsize=8)
    axes.xaxis.set_tick_params(rotation=20)
    axes.legend(fontsize=8, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, borderaxespad=0.2)


def _tick(factor: Factor, value: float, _: object) -> str:
    """Return a tick in the unit of the axis."""
    return factor.show(value).replace(" token", "").replace(" parameter", "")


def _span(found: Discovery, axis: int, limit: Limit) -> tuple[float, float]:
    """Return where a box begins and ends on an axis, within what was tried."""
    column = found.futures.columns[:, axis]
    return max(limit.low, float(column.min())), min(limit.high, float(column.max()))


def _draw_bars(axes: Axes, found: Discovery) -> None:
    """Draw what the first box allows on each restricted axis, as a part of all futures."""
    axes.grid(visible=False)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("futures, ordered along each axis")
    if not found.findings:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "no box was found whose edges say more than chance", ha="center", va="center", color=GREY)
        return
    finding = found.findings[0]
    shown = _by_weight(finding)[:_BARS][::-1]
    for place, axis in enumerate(shown):
        _draw_bar(axes, place, found, axis, finding.step.box.on(axis))
    axes.set_yticks(range(len(shown)), [_short(found.futures.factors[axis].name) for axis in shown], fontsize=9)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_title("Box 1: what it allows of each number", fontsize=10, loc="left")


def _by_weight(finding: Finding) -> list[int]:
    """Return the restricted axes, those with the smallest quasi-p-value first."""
    pairs = sorted(zip(finding.quasi_p, (edge.axis for edge in finding.edges), strict=True))
    return list(dict.fromkeys(axis for _, axis in pairs))


def _draw_bar(axes: Axes, place: int, found: Discovery, axis: int, limit: Limit) -> None:
    """Draw the part of an axis that a box allows, with its edges in the units of the world."""
    column, factor = found.futures.columns[:, axis], found.futures.factors[axis]
    axes.barh(place, 1.0, color="#ececec", height=0.5)
    if limit.words is not None:
        axes.barh(place, float(limit.holds(column).mean()), color=BLUE, height=0.5)
        words = " or ".join(factor.words[i] for i in sorted(limit.words))
        axes.text(0.01, place, words, va="center", fontsize=9, color="white")
        return
    low, high = float((column < limit.low).mean()), float((column <= limit.high).mean())
    axes.barh(place, high - low, left=low, color=BLUE, height=0.5)
    for at, edge, side in ((low, limit.low, "right"), (high, limit.high, "left")):
        if np.isfinite(edge):
            _write_edge(axes, at, place, factor.show(edge), side)


def _write_edge(axes: Axes, at: float, place: int, words: str, side: str) -> None:
    """Write an edge beside its bar, or inside it where there is no room."""
    room = at if side == "right" else 1.0 - at
    outside = room > 0.16
    align = side if outside else {"right": "left", "left": "right"}[side]
    offset = -0.008 if align == "right" else 0.008
    axes.text(at + offset, place, words, va="center", ha=align, fontsize=9, color="black" if outside else "white")


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return the ranks of values, from 0 to 1."""
    found: np.ndarray = np.argsort(np.argsort(values)) / max(1, len(values) - 1)
    return found


def _short(path: str, most: int = _NAME) -> str:
    """Return a path that fits beside a bar."""
    return path if len(path) <= most else "..." + path[3 - most :]


def markdown(found: Discovery) -> str:
    """Return the findings as Markdown: words, then a table of the edges of every box."""
    lines = [f"{line}\n" for line in words_of(found)]
    if found.findings:
        lines += ["| box | axis | edge | quasi-p |", "| ---: | --- | --- | ---: |"]
    factors = found.futures.factors
    for number, finding in enumerate(found.findings, 1):
        for edge, level in zip(finding.edges, finding.quasi_p, strict=True):
            words = edge_words(edge, finding.step.box, factors)
            lines.append(f"| {number} | `{factors[edge.axis].name}` | {words} | {level:.2g} |")
    return "\n".join(lines) + "\n"


def stem_of(found: Discovery) -> str:
    """Return how the files of an answer are called: by its whole question, so that no other has the name."""
    question = found.question
    parts = [found.method, question.outcome, question.kind]
    parts += [] if question.kind == "never" else [f"{question.threshold:.12g}"]
    parts += [] if question.policy == NO_POLICY else [question.policy]
    parts += [] if question.against is None else ["against", question.against]
    parts += [name for name in (question.world, question.scenario) if name is not None]
    parts += [f"{name}-{value:g}" for name, value in found.asked.items()]
    return "-".join(["discover", *(one.replace(" ", "-") for one in parts)])


def save(found: Discovery, stem: Path) -> None:
    """Write the edges of boxes and the way to them as tables, and the figure as PNG and SVG."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    for name, frame in (("boxes", found.boxes()), ("trajectory", found.trajectory())):
        table = pa.Table.from_pandas(frame, preserve_index=False)
        pq.write_table(table, stem.with_name(f"{stem.name}-{name}.parquet"), compression="zstd")
    save_figure(found, stem)


def save_figure(found: Discovery, stem: Path) -> None:
    """Write the figure as PNG and SVG."""
    with style():
        save_drawn(draw(found), stem)
