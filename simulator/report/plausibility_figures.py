"""The pictures of what the world of 2026 does up to its end, with what is known or possible."""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from simulator.courses import Courses
from simulator.curves import CURVES, KINDS
from simulator.pictures.colours import BLUE, GREY, PALETTE
from simulator.pictures.style import sign
from simulator.plausibility import Check
from simulator.report.bands import draw_course, draw_known, finish

SECTIONS: Mapping[str, tuple[str, Sequence[str]]] = {
    "stocks": ("Stocks", tuple(f"stock_{kind}" for kind in KINDS)),
    "text": ("Public text", ("text_quality", "machine_share", "new_machine_share", "open_share")),
    "money": (
        "Prices and money",
        (
            "price_books",
            "price_news",
            "price_platforms",
            "price_messages",
            "data_spend",
            "training_spend",
            "dearest_run",
            "serving_spend",
        ),
    ),
    "use": ("Use, deals, incidents", ("users", "tokens_served", "revenue", "deals", "incidents", "data_bound_share")),
    "models": (
        "Models",
        ("largest_run", "largest_corpus", "largest_model", "median_model", "best_loss", "compute_gap"),
    ),
    "diet": ("The diet of the frontier", ("synthetic_share", "generation", "loss_gap")),
}
"""The sections of the page: title and curves of each, drawn into one picture."""
_COLUMNS = 2
_FIRST = 2020.0
"""The year with which pictures begin; before it hardly anything is served or sold."""
_BEYOND = 3.0
"""A bound so many times above the picture is told in the table only."""
_PANEL = (4.5, 2.9)


def draw_section(name: str, courses: Courses, found: Sequence[Check]) -> Figure:
    """Return the picture of a section."""
    panels: list[Callable[[Axes], None]] = [_curve_panel(one, courses, found) for one in SECTIONS[name][1]]
    if name == "stocks":
        panels = [_pools_panel(panel, kind, courses) for panel, kind in zip(panels, KINDS, strict=True)]
    if name == "diet":
        panels = [lambda axes: draw_diet(axes, courses), *panels]
    return _small_multiples(panels, courses)


def _small_multiples(panels: Sequence[Callable[[Axes], None]], courses: Courses) -> Figure:
    """Return a figure of panels in two columns, on one time axis."""
    rows = -(-len(panels) // _COLUMNS)
    figure, axes = plt.subplots(
        rows, _COLUMNS, figsize=(_COLUMNS * _PANEL[0], rows * _PANEL[1]), layout="constrained", squeeze=False
    )
    for draw, axis in zip(panels, axes.flat, strict=False):
        draw(axis)
        axis.set_xlim(_FIRST, courses.years[-1])
    for axis in axes.flat[len(panels) :]:
        axis.set_axis_off()
    for axis in axes.flat[: len(panels)][-_COLUMNS:]:
        axis.set_xlabel("year")
    request = courses.result.request
    told = f", replications: {request.replications:,}; bands: 80 %; orange: known or possible"
    sign(figure, courses.result.name, request.seed, told)
    return figure


def _curve_panel(name: str, courses: Courses, found: Sequence[Check]) -> Callable[[Axes], None]:
    """Return what draws a curve with the bounds that it is held against."""

    def draw(axes: Axes) -> None:
        curve = CURVES[name]
        course = curve.of(courses)
        draw_course(axes, curve, course[course.index >= _FIRST])
        top = axes.get_ylim()[1] * curve.scale
        for one in (check.bound for check in found if check.bound.curve == name):
            if curve.log or one.high is None or one.high < _BEYOND * top:
                draw_known(axes, curve, one.year, one.low, one.high)
        finish(axes, curve.label, log=curve.log, share=curve.unit == "%", from_zero=curve.from_zero)

    return draw


def _pools_panel(whole: Callable[[Axes], None], kind: str, courses: Courses) -> Callable[[Axes], None]:
    """Return what draws the stock of a kind, with the median of each of its pools."""

    def draw(axes: Axes) -> None:
        whole(axes)
        pools = courses.pools
        names = sorted(pools.loc[pools["kind"] == kind, "pool"].unique())
        if len(names) == 1:
            return
        scale = CURVES[f"stock_{kind}"].scale
        for name, colour in zip(names, PALETTE[1:], strict=False):
            middle = courses.state(courses.pools[courses.pools["pool"] == name], "stock").median(axis=1) / scale
            axes.plot(middle.index, middle.where(middle > 0), color=colour, linewidth=1.1, label=name)
        axes.plot([], [], color=BLUE, linewidth=1.8, label="together")
        axes.set_ylim(top=axes.get_ylim()[1] * 10 ** (1 + len(names) // 3))
        axes.legend(fontsize=8, ncols=2, loc="upper left")

    return draw


def draw_diet(axes: Axes, courses: Courses) -> None:
    """Draw what the corpus of each year that is worth most is made of."""
    shares = courses.frontier.groupby(level="at").mean()
    kinds = [kind for kind in KINDS if kind in shares]
    axes.stackplot(
        shares.index.to_numpy(dtype=float),
        shares[kinds].to_numpy().T,
        labels=kinds,
        colors=PALETTE[: len(kinds)],
        alpha=0.85,
    )
    finish(axes, "corpus worth most of each year [mean share]", log=False)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.legend(fontsize=8, loc="lower left", frameon=True, framealpha=0.85, edgecolor=GREY)
