"""The figures of a what-if: when what is scarce runs out, what each policy does, and what that costs."""

from pathlib import Path
from textwrap import shorten

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator, PercentFormatter

from simulator.outcomes import measure_of
from simulator.report.figures import save as save_figure
from simulator.report.style import BLUE, GREY, PALETTE, VERMILION, sign, style, whole_numbers
from simulator.whatif.comparison import Comparison
from worlds.config.policies import NO_POLICY
from worlds.config.scenarios import AS_IT_IS

FOREST = (
    "exhaustion_year.public",
    "exhaustion_year.ecosystem",
    "data_bound_share",
    "human_share",
    "loss_gap",
    "privacy_incidents",
)
"""Outcomes of the forest plot, where a world has them."""
_MOST_CURVES = 12
_WISHED = {"higher": "more is better →", "lower": "← less is better", None: ""}
_LINEAR, _FAR = 1.0, 10.0
"""Where any cost is beyond the second, the axis of costs is linear within the first, logarithmic beyond [B USD]."""


def save_figures(comparison: Comparison, folder: Path) -> None:
    """Draw a what-if into a folder: survival.png, effects.png and, of several policies, costs.png; and as SVG.

    Of several scenarios each has its own, with its name behind.
    """
    scenarios = [answer.case.scenario for answer in comparison.answers]
    with style():
        for scenario in scenarios:
            for name, draw in (("survival", survival), ("effects", forest), ("costs", costs)):
                figure = draw(comparison, scenario)
                if figure is not None:
                    save_figure(figure, folder / (name if len(scenarios) == 1 else f"{name}-{scenario}"))


def _signed(figure: Figure, comparison: Comparison, scenario: str, more: str = "") -> Figure:
    """Return a figure with what it is of in its corner, and its scenario above if there is one."""
    base = comparison.request.baseline
    sign(figure, base.loaded.name, base.seed, f", pairs: {base.replications:,}{more}")
    if scenario != AS_IT_IS:
        figure.suptitle(f"scenario {scenario}", fontsize=11, x=0.01, ha="left")
    return figure


def _of(frame: pd.DataFrame, comparison: Comparison, scenario: str | None) -> tuple[pd.DataFrame, str]:
    """Return the rows of a scenario, the first unless it is named, and its name."""
    scenario = comparison.answers[0].case.scenario if scenario is None else scenario
    return frame[frame["scenario"] == scenario], scenario


def survival(comparison: Comparison, scenario: str | None = None) -> Figure | None:
    """Return survival curves: one panel for each pool of which any future runs out, what matters most first."""
    curves, scenario = _of(comparison.frame("survivals"), comparison, scenario)
    scarce = by_importance(curves, _of(comparison.frame("effects"), comparison, scenario)[0])
    shown, left_out = scarce[:_MOST_CURVES], scarce[_MOST_CURVES:]
    if not shown:
        return None
    columns = 2 if len(shown) <= 4 else 3
    rows = (len(shown) + columns - 1) // columns
    size = (4.2 * columns, 2.6 * rows + 0.8)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False)
    for axis, name in zip(axes.flat, shown, strict=False):
        _draw_survival(axis, name, curves[curves["outcome"] == name])
    for axis in list(axes.flat)[len(shown) :]:
        axis.set_visible(False)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=min(3, len(labels)), fontsize=9)
    names = shorten(", ".join(name.partition(".")[2] for name in left_out), 100, placeholder=" ...")
    more = f"; not shown, with smaller effects: {names}" if left_out else ""
    return _signed(figure, comparison, scenario, more)


def by_importance(curves: pd.DataFrame, effects: pd.DataFrame) -> list[str]:
    """Return what any future exhausts: public text, everything a lab can read, then by the largest effect."""
    scarce = {str(name) for name, mine in curves.groupby("outcome") if min(map(min, mine["shares"])) < 1.0}
    largest = effects["difference"].abs().groupby(effects["outcome"]).max()
    first = ("exhaustion_year.public", "exhaustion_year.ecosystem")
    rest = sorted(scarce.difference(first), key=lambda name: (-float(largest.get(name, 0.0)), name))
    return [*(name for name in first if name in scarce), *rest]


def _draw_survival(axes: Axes, name: str, curves: pd.DataFrame) -> None:
    """Draw the share of futures in which a pool has not run out, under each policy."""
    for i, (_, one) in enumerate(curves.iterrows()):
        none = one["policy"] == NO_POLICY
        colour = GREY if none else PALETTE[(i - 1) % len(PALETTE)]
        axes.step(one["years"], one["shares"], where="post", color=colour, label=one["policy"], lw=2.4 if none else 1.4)
    axes.set_ylim(0.0, 1.03)
    axes.set_title(f"{name.partition('.')[2]}: futures not yet exhausted", loc="left", fontsize=10)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))


def forest(comparison: Comparison, scenario: str | None = None) -> Figure | None:
    """Return the effects of every policy with their intervals, and over futures, in a scenario."""
    effects, scenario = _of(comparison.frame("effects"), comparison, scenario)
    shown = [name for name in FOREST if (effects["outcome"] == name).any()]
    if not shown:
        return None
    policies = comparison.request.policies
    columns = min(3, len(shown))
    rows = (len(shown) + columns - 1) // columns
    size = (10.0, rows * (0.28 * len(policies) + 1.2) + 0.4)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False, sharey=True)
    for axis, name in zip(axes.flat, shown, strict=False):
        _draw_effects(axis, name, effects[effects["outcome"] == name].set_index("policy").loc[policies])
    for axis in list(axes.flat)[len(shown) :]:
        axis.set_visible(False)
    axes.flat[0].invert_yaxis()
    return _signed(figure, comparison, scenario)


def _draw_effects(axes: Axes, name: str, effects: pd.DataFrame) -> None:
    """Draw the mean effect of each policy on one outcome, its interval (thick), and its range over futures (thin)."""
    places = range(len(effects))
    axes.axvline(0.0, color=GREY, lw=0.8)
    axes.hlines(places, effects["q05"], effects["q95"], color=BLUE, alpha=0.35, lw=1.2)
    axes.hlines(places, effects["low"], effects["high"], color=BLUE, lw=3.0)
    axes.plot(effects["difference"], places, "o", color=VERMILION, markersize=4)
    axes.set_yticks(list(places), list(effects.index), fontsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    measure = measure_of(name)
    unit = {"year": "years", "1": "share" if "share" in name else "number", "x": "times"}.get(
        measure.unit, measure.unit
    )
    axes.set_title(f"change of {name}", loc="left", fontsize=9)
    axes.set_xlabel(f"{unit}   {_WISHED[measure.better]}", fontsize=8)
    axes.tick_params(axis="x", labelsize=8)


def costs(comparison: Comparison, scenario: str | None = None) -> Figure | None:
    """Return what labs spend more on data for the years of public text that each policy gains; nothing of one alone."""
    effects, scenario = _of(comparison.frame("effects"), comparison, scenario)
    gained, paid = (effects[effects["outcome"] == name] for name in ("exhaustion_year.public", "data_spend_usd"))
    if len(comparison.request.policies) < 2 or gained.empty:
        return None
    both = gained.merge(paid, on="policy", suffixes=("", "_usd"))
    figure, axes = plt.subplots(figsize=(8.0, 5.0), layout="constrained")
    for _, one in both.iterrows():
        years, usd = one["difference"], one["difference_usd"] / 1e9
        across, up = (one["high"] - one["low"]) / 2, (one["high_usd"] - one["low_usd"]) / 2e9
        axes.errorbar(years, usd, xerr=across, yerr=up, fmt="o", color=BLUE, markersize=5, elinewidth=0.8)
        axes.annotate(str(one["policy"]), (years, usd), xytext=(5, 4), textcoords="offset points", fontsize=8)
    axes.axvline(0.0, color=GREY, lw=0.8)
    axes.axhline(0.0, color=GREY, lw=0.8)
    axes.set_xlabel("years until public text runs out, gained   more is better →")
    axes.set_ylabel("B USD")
    if both["difference_usd"].abs().max() / 1e9 > _FAR:
        axes.set_yscale("symlog", linthresh=_LINEAR)
        whole_numbers(axes.yaxis)
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_ylabel(f"B USD, linear to ±{_LINEAR:g}, logarithmic beyond")
    title = "What labs spend more on data and deals, levies with them, over the time of the world"
    axes.set_title(title, loc="left", fontsize=10)
    return _signed(figure, comparison, scenario, "; bars: 90 % intervals")
