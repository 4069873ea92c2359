"""The figure of a study of sensitivity, and its folder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from simulator.analysis.sensitivity.answer import Sensitivity
from simulator.analysis.sensitivity.methods import DUMMY, METHODS, Index
from simulator.analysis.sensitivity.words import subject_of, words_of
from simulator.outcomes import measure_of
from simulator.pictures.colours import BLUE, GREY, ORANGE, PALETTE
from simulator.pictures.style import sign, style
from simulator.report.figures import save as save_drawn

_SHOWN, _CURVES = 15, 6
_PALE = "#b5b5b5"


def draw(answer: Sensitivity) -> Figure:
    """Return the figure: the indices of the numbers that matter most, and how they converge."""
    with style():
        converges = _converges(answer)
        figure = Figure(figsize=(10.0, 6.0) if converges else (8.0, 6.0), layout="constrained")
        left, *right = figure.subplots(1, 2 if converges else 1, squeeze=False, width_ratios=[3, 2][: 1 + converges])[0]
        _draw_tornado(left, answer) if answer.method == "tornado" else _draw_bars(left, answer)
        if right:
            _draw_convergence(right[0], answer)
        figure.suptitle(f"What moves {answer.response.outcome} of {subject_of(answer)}", fontsize=12)
        sign(figure, answer.world, answer.seed, f", {answer.response.runs:,} runs, method {answer.method}")
    return figure


def _draw_bars(axes: Axes, answer: Sensitivity) -> None:
    """Draw the main index with its interval, and beside it the first order where there is one."""
    shown = _mattering(answer)[:_SHOWN][::-1]
    places = np.arange(len(shown))
    values = np.array([one.value for one in shown])
    errors = np.array([[max(0.0, one.value - one.low), max(0.0, one.high - one.value)] for one in shown]).T
    curves = _colours(answer)
    colours = [GREY if one.factor == DUMMY else curves.get(one.factor, _PALE) for one in shown]
    axes.barh(places, values, color=colours, xerr=np.nan_to_num(errors), ecolor=GREY, height=0.6)
    first = {one.factor: one.value for one in answer.final if one.measure == "first"}
    if first:
        alone = [first[one.factor] for one in shown]
        points = axes.plot(alone, places, "D", color="black", markersize=5, label="alone")
        _legend_above(axes, [Patch(color=_PALE, label="alone or with others"), *points])
    axes.set_yticks(places, [_short(one.factor) for one in shown], fontsize=9)
    axes.set_axisbelow(True)
    axes.set_xlabel(_label(answer))


def _draw_tornado(axes: Axes, answer: Sensitivity) -> None:
    """Draw how far the outcome moves when each number goes to its ends."""
    shown = _mattering(answer)[:_SHOWN][::-1]
    ends = {(one.factor, one.measure): one.value for one in answer.final}
    places = np.arange(len(shown))
    for measure, colour, words in (("low", BLUE, "at its 5 % quantile"), ("high", ORANGE, "at its 95 % quantile")):
        axes.barh(places, [ends[one.factor, measure] for one in shown], color=colour, height=0.6, label=words)
    axes.axvline(0.0, color=GREY, linewidth=1)
    axes.set_axisbelow(True)
    axes.set_yticks(places, [_short(one.factor) for one in shown], fontsize=9)
    axes.set_xlabel(f"change of {answer.response.outcome} [{_unit(answer)}]")
    _legend_above(axes)


def _legend_above(axes: Axes, keys: Sequence[Artist] | None = None) -> None:
    """Put the legend above the axes, where it hides nothing."""
    shown = axes.get_legend_handles_labels()[0] if keys is None else list(keys)
    axes.legend(handles=shown, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, borderaxespad=0.2)


def _mattering(answer: Sensitivity) -> list[Index]:
    """Return the indices that are any, the largest first."""
    return [one for one in answer.ranking if one.value > 0]


def _converges(answer: Sensitivity) -> bool:
    """Return whether there are indices at several sizes."""
    return len({one.size for one in answer.indices}) > 1


def _colours(answer: Sensitivity) -> dict[str, str]:
    """Return the colour of each factor whose convergence is drawn, which its bar has, too."""
    curves = [one.factor for one in _mattering(answer) if one.factor != DUMMY]
    return dict(zip(curves, PALETTE[:_CURVES], strict=False)) if _converges(answer) else dict.fromkeys(curves, BLUE)


def _draw_convergence(axes: Axes, answer: Sensitivity) -> None:
    """Draw the main index of the most important numbers against the size of the design, in colours of bars."""
    for factor, colour in _colours(answer).items():
        mine = sorted(
            (one for one in answer.indices if (one.factor, one.measure) == (factor, answer.main)),
            key=lambda one: one.size,
        )
        sizes = [one.size for one in mine]
        axes.plot(sizes, [one.value for one in mine], "o-", color=colour)
        axes.fill_between(sizes, [one.low for one in mine], [one.high for one in mine], color=colour, alpha=0.12)
    axes.set_xscale("log", base=2)
    sizes = sorted({one.size for one in answer.indices})
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.set_xlabel(METHODS[answer.method].words)
    axes.set_ylabel(_label(answer))
    axes.set_title("in the colours of the bars", fontsize=9, loc="left", color=GREY)


def _label(answer: Sensitivity) -> str:
    """Return what the main index is, with its unit."""
    return {
        "sobol": "share of variance, alone or with others (total order)",
        "morris": f"mean absolute change of the outcome from end to end [{_unit(answer)}]",
        "pawn": "PAWN index [0 to 1]",
        "tornado": f"[{_unit(answer)}]",
    }[answer.method]


def _unit(answer: Sensitivity) -> str:
    """Return the unit of the outcome."""
    unit = measure_of(answer.response.outcome).unit
    return "years" if unit == "year" else unit


def _short(path: str, most: int = 44) -> str:
    """Return a path that fits beside a bar."""
    return path if len(path) <= most else "..." + path[3 - most :]


def stem_of(answer: Sensitivity) -> str:
    """Return how the files of an answer are called: by what it is of, so that no other in its folder has the name."""
    cell = answer.cell
    several = len(answer.batch.cells) > 1
    parts = [answer.method, answer.response.outcome, *([cell.world, cell.scenario, cell.policy] if several else [])]
    return "-".join(["sensitivity", *(one.replace(" ", "-") for one in parts)])


def table_of(answer: Sensitivity) -> pa.Table:
    """Return the indices as a table."""
    kinds = {
        field: pa.string() if kind is str else pa.int64() if kind is int else pa.float64()
        for field, kind in Index.__annotations__.items()
    }
    return pa.table(
        {name: pa.array([getattr(one, name) for one in answer.indices], kind) for name, kind in kinds.items()}
    )


def markdown(answer: Sensitivity) -> str:
    """Return the findings as Markdown: words, then the table of what matters most."""
    lines = [
        *(f"{line}\n" for line in words_of(answer)),
        f"| number | {answer.main} | 90 % interval |",
        "| --- | ---: | :---: |",
    ]
    lines += [f"| `{one.factor}` | {one.value:.3g} | {one.interval} |" for one in answer.ranking[:_SHOWN]]
    return "\n".join(lines) + "\n"


def save_figure(answer: Sensitivity, stem: Path) -> None:
    """Write the figure as PNG and SVG."""
    with style():
        save_drawn(draw(answer), stem)
