"""One look for every figure that matplotlib draws: units on axes, the source in the corner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from simulator.pictures.colours import GREY

FEW_POWERS = 1e6
"""Numbers beyond which an axis shows powers of ten."""

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


def written(value: float, _position: int | None = None) -> str:
    """Return a number of a logarithmic axis: written out where it is short, else as a power of ten."""
    return f"{value:,.10g}" if 1e-3 <= value < FEW_POWERS else f"{value:.0e}".replace("e+0", "e").replace("e+", "e")
