"""The figures of a what-if: when what is scarce runs out, what each policy does, and what that costs."""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from simulator.report.figures import save as save_figure
from simulator.report.style import BLUE, GREY, PALETTE, VERMILION, sign, style
from simulator.whatif.comparison import Comparison
from worlds.config.policies import NO_POLICY

FOREST = (
    "exhaustion_year.public",
    "exhaustion_year.ecosystem",
    "data_bound_share",
    "human_share",
    "loss_gap",
    "privacy_incidents",
)
"""Outcomes of the forest plot, where a world has them."""
_MOST_CURVES = 6


def save_figures(comparison: Comparison, folder: Path) -> None:
    """Draw a what-if into a folder: survival.png, effects.png and, of several policies, costs.png; and as SVG."""
    with style():
        for name, figure in (
            ("survival", _survival(comparison)),
            ("effects", forest(comparison)),
            ("costs", _costs(comparison)),
        ):
            if figure is not None:
                save_figure(figure, folder / name)


def _signed(figure: Figure, comparison: Comparison) -> Figure:
    """Return a figure with what it is of in its corner."""
    base = comparison.request.baseline
    sign(figure, base.loaded.name, base.seed, f", pairs: {base.replications:,}")
    return figure


def _survival(comparison: Comparison) -> Figure | None:
    """Return survival curves: one panel for each pool of which any future runs out, of the first scenario."""
    curves = comparison.frame("survivals")
    curves = curves[curves["scenario"] == comparison.answers[0].case.scenario]
    scarce = [name for name, mine in curves.groupby("outcome", sort=False) if min(map(min, mine["shares"])) < 1.0]
    shown = scarce[:_MOST_CURVES]
    if not shown:
        return None
    rows = (len(shown) + 1) // 2
    figure, axes = plt.subplots(rows, 2, figsize=(9.0, 2.6 * rows + 0.8), layout="constrained", squeeze=False)
    for axis, name in zip(axes.flat, shown, strict=False):
        _draw_survival(axis, str(name), curves[curves["outcome"] == name])
    for axis in list(axes.flat)[len(shown) :]:
        axis.set_visible(False)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=min(3, len(labels)), fontsize=9)
    return _signed(figure, comparison)


def _draw_survival(axes: Axes, name: str, curves: pd.DataFrame) -> None:
    """Draw the share of futures in which a pool has not run out, under each policy."""
    for i, (_, one) in enumerate(curves.iterrows()):
        none = one["policy"] == NO_POLICY
        colour = GREY if none else PALETTE[(i - 1) % len(PALETTE)]
        axes.step(one["years"], one["shares"], where="post", color=colour, label=one["policy"], lw=2.4 if none else 1.4)
    axes.set_ylim(0.0, 1.03)
    axes.set_title(f"{name.partition('.')[2]}: share of futures not yet exhausted", loc="left", fontsize=10)


def forest(comparison: Comparison) -> Figure | None:
    """Return the effects of every policy with their intervals, and over futures, of the first scenario."""
    effects = comparison.frame("effects")
    effects = effects[effects["scenario"] == comparison.answers[0].case.scenario]
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
    return _signed(figure, comparison)


def _draw_effects(axes: Axes, name: str, effects: pd.DataFrame) -> None:
    """Draw the mean effect of each policy on one outcome, its interval (thick), and its range over futures (thin)."""
    places = range(len(effects))
    axes.axvline(0.0, color=GREY, lw=0.8)
    axes.hlines(places, effects["q05"], effects["q95"], color=BLUE, alpha=0.35, lw=1.2)
    axes.hlines(places, effects["low"], effects["high"], color=BLUE, lw=3.0)
    axes.plot(effects["difference"], places, "o", color=VERMILION, markersize=4)
    axes.set_yticks(list(places), list(effects.index), fontsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_title(f"change of {name}", loc="left", fontsize=9)
    axes.tick_params(axis="x", labelsize=8)


def _costs(comparison: Comparison) -> Figure | None:
    """Return what labs pay more for data for the years of public text that each policy gains; nothing of one alone."""
    effects = comparison.frame("effects")
    effects = effects[effects["scenario"] == comparison.answers[0].case.scenario]
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
    axes.set_yscale("symlog", linthresh=1.0)
    axes.set_xlabel("years of public text gained")
    axes.set_title("what labs pay more for data [B USD over the time of the world]", loc="left", fontsize=11)
    return _signed(figure, comparison)
