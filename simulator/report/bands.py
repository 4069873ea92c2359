"""Drawing courses: a median with its band, and what is known beside it."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulator.curves import Curve
from simulator.pictures.colours import BLUE, ORANGE
from simulator.pictures.style import written

LEVELS = {"low": 0.10, "middle": 0.50, "high": 0.90}


def bands(by_year: pd.DataFrame) -> pd.DataFrame:
    """Return the 10, 50 and 90 % quantiles over columns (replications) for each row (year)."""
    return pd.DataFrame({name: by_year.quantile(level, axis=1) for name, level in LEVELS.items()})


def draw_course(axes: Axes, curve: Curve, course: pd.DataFrame, colour: str = BLUE, label: str | None = None) -> None:
    """Draw the median of a course and its middle 80 %, in the unit of its curve; zero is not drawn on a log scale."""
    band = bands(course) / curve.scale
    shown = band.where(band > 0) if curve.log else band
    years = shown.index.to_numpy(dtype=float)
    axes.fill_between(years, shown["low"], shown["high"], color=colour, alpha=0.2, linewidth=0)
    axes.plot(years, shown["middle"], color=colour, linewidth=1.8, label=label)


def draw_known(
    axes: Axes,
    curve: Curve,
    year: float,
    low: float | None,
    high: float | None,
    value: float | None = None,
    colour: str = ORANGE,
) -> None:
    """Draw what is known at a date: a bar from low to high, a point, or an arrow where one end is open.

    Args:
        axes: where.
        curve: whose unit it is in.
        year: decimal year.
        low: least that it may be, in base units; None where that is not known.
        high: most that it may be; None where that is not known.
        value: the figure itself; None where there is only a range.
        colour: of the mark.
    """
    if low is not None and high is not None and high > low:
        axes.plot([year, year], [low / curve.scale, high / curve.scale], color=colour, linewidth=2.5, zorder=3)
    elif high is None and low is not None:
        axes.plot(year, low / curve.scale, "^", color=colour, markersize=6, zorder=3, clip_on=False)
    elif low is None and high is not None:
        axes.plot(year, high / curve.scale, "v", color=colour, markersize=6, zorder=3, clip_on=False)
    if value is not None and high is not None:
        axes.plot(year, value / curve.scale, "o", color=colour, markersize=5, zorder=3, clip_on=False)


def finish(axes: Axes, title: str, *, log: bool, share: bool = False, from_zero: bool = True) -> None:
    """Give a panel its title, its scale and whole years."""
    axes.set_title(title, loc="left", fontsize=10.5)
    if log:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(written))
    elif share:
        axes.set_ylim(0, 100)
    elif from_zero:
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.tick_params(labelsize=10)
