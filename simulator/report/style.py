"""One look for every figure: colours that the colour-blind can tell apart, units on axes, the source in the corner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure

# Okabe and Ito's colours, https://jfly.uni-koeln.de/color/
BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#6b6b6b"
PALETTE = (BLUE, ORANGE, GREEN, VERMILION, "#CC79A7", "#56B4E9", "#8c6d31", "#F0E442")

_SETTINGS: dict[Any, Any] = {
    "figure.figsize": (8.0, 5.0),
    "figure.dpi": 100,
    "savefig.dpi": 140,
    "font.size": 11.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "legend.frameon": False,
    "svg.hashsalt": "tokenshed",
    "svg.fonttype": "none",
    "path.simplify": True,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in Tokenshed's style, without a screen."""
    backend = mpl.get_backend()
    mpl.use("agg")
    try:
        with mpl.rc_context(_SETTINGS):
            yield
    finally:
        mpl.use(backend)


def whole_numbers(axis: Axis) -> None:
    """Write the numbers of a logarithmic axis out instead of as powers."""
    axis.set_major_formatter(lambda value, _: f"{value:,.12g}")


def sign(figure: Figure, world: str, seed: int, told: str) -> None:
    """Write into the corner of a figure what it is of: a world, a seed, and what else is to be told."""
    note = f"Tokenshed, world {world}, seed {seed}{told}"
    figure.supxlabel(note, fontsize=8, color=GREY, x=0.99, ha="right")
