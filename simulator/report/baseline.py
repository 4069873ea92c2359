"""The page of the world of 2026: simulated corpora beside observed ones."""

from math import fsum
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.baseline import LAST, WORLD, Point, corpora, largest_observed, overtraining_by_size, points
from simulator.report.figures import save as save_figure
from simulator.report.style import BLUE, GREY, ORANGE, VERMILION, sign, style, whole_numbers
from simulator.run import Result

_T = 1e12
_BEGIN = 2018.0
_STEP = 0.25


def save(result: Result, folder: Path) -> None:
    """Write baseline.md and its figure into a folder."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    found = points(result)
    with style():
        save_figure(_figure(result, found), folder / "figures" / WORLD, formats=("png",))
    (folder / "baseline.md").write_text(_page(result, found), encoding="utf-8")


def _figure(result: Result, found: list[Point]) -> Figure:
    """Return the picture: the largest corpus by date, and every observed corpus against the simulated one."""
    figure, axes = plt.subplots(1, 2, figsize=(11.0, 4.8), layout="constrained")
    _draw_largest(axes[0], result)
    _draw_points(axes[1], found)
    request = result.request
    sign(figure, result.name, request.seed, f", replications: {request.replications:,}; bars: 80 %")
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
    axes.set_yscale("log")
    whole_numbers(axes.yaxis)
    axes.set_title("largest corpus so far [T token]", loc="left", fontsize=11)
    axes.set_xlabel("year")
    axes.legend(loc="upper left")


def _draw_points(axes: Axes, found: list[Point]) -> None:
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
    axes.set_title("corpora of labs, simulated against observed [T token]", loc="left", fontsize=11)
    axes.set_xlabel("observed")


def _page(result: Result, found: list[Point]) -> str:
    """Return the page."""
    inside = sum(one.inside for one in found) / len(found)
    return _PAGE.format(
        world=WORLD,
        replications=result.request.replications,
        number=len(found),
        error=fsum(abs(one.error) for one in found) / len(found),
        inside=inside,
        worst="\n".join(_row(one) for one in sorted(found, key=lambda one: -abs(one.error))[:6]),
        sizes="\n".join(
            f"| {name} | {number} | {real:.3g} | {made_number} | {made:.3g} |"
            for name, number, real, made_number, made in overtraining_by_size(result, 2024)
        ),
    )


def _row(one: Point) -> str:
    """Return the row of one corpus."""
    band = f"{one.low / _T:.3g} to {one.high / _T:.3g}"
    return (
        f"| {one.name} | {one.year:.1f} | {one.observed / _T:.3g} | {one.middle / _T:.3g} ({band}) | {one.error:+.2f} |"
    )


_PAGE = """# The world of 2026 beside what is known

Written by `tokenshed baseline` (`make baseline`); do not edit. {replications} replications of `{world}` up to 2026,
seed 0, beside `worlds/data/models.csv` (decoders; reported, likely or derived figures).

**This is a fit and no forecast.** The overtraining of each lab was set so that its corpora pass through the published
ones; what is told here is how well that went, and how wide the stated ranges are. The AI share of new text and the
tokens that are served were set to pass through a figure or two each, which is not scored here yet.

## Corpora

Of {number} published corpora of labs in the world, 2020 to mid-2025, the mean absolute error of log10 is {error:.3f},
and {inside:.0%} lie within the middle 80 % of the simulated ones.

![Largest corpus, and corpora of labs](figures/{world}.png)

Larger runs than the published ones are judged: the step of 2023 is GPT-4, whose corpus is not public.

Beside each stands the corpus that the lab of the world planned last before; what was published before it begins has
none. Furthest off, in T token; small or special corpora stand out, since a lab of the world reads one a generation:

| model | year | observed | simulated (80 %) | error, log10 |
| --- | ---: | ---: | ---: | ---: |
{worst}

## Overtraining by size, 2024

Median k of published models and of simulated ones, by active parameters.

| active parameters | published | median k | simulated | median k |
| --- | ---: | ---: | ---: | ---: |
{sizes}

The smallest simulated models see the whole corpus of their family, and published ones often a part of it.
"""
