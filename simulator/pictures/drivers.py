"""Pictures of what moves an outcome: how each number goes with it, and the outcome over the numbers that do most."""

from collections.abc import Sequence

import pandas as pd

from simulator.analysis.ranks import Rank
from simulator.pictures.colours import BLUE, GREY
from simulator.pictures.picture import Axis, Mark, Panel, Picture, drawn

_SHOWN = 12
_LONGEST = 44


def correlations(ranked: Sequence[Rank], outcome: str, source: str) -> Picture:
    """Return how far each number goes with an outcome, the strongest at the top; grey where it may be chance.

    Args:
        ranked: the numbers, the strongest first.
        outcome: what they are held against.
        source: what stands in the corner.
    """
    shown = ranked[:_SHOWN]
    zero = Mark("window", pd.DataFrame([{"low": 0.0, "middle": 0.0, "high": 0.0}]), GREY, faint=True)
    names = tuple(short(one.name) for one in shown)
    # All rows stand in the middle: a mark for each of the two kinds would be drawn beside the other.
    rows = pd.DataFrame(
        [{"y": short(one.name), "low": one.low, "middle": one.correlation, "high": one.high} for one in shown],
        columns=["y", "low", "middle", "high"],
    )
    across = Axis("rank correlation, with its 90 % interval", low=-1.0, high=1.0)
    panel = Panel(f"What goes with {outcome}", across, Axis(names=names), (zero, Mark("ranges", rows, BLUE)))
    words = "Rank correlation of each uncertain number with the outcome over all futures, the strongest first."
    tall = max(0.45, 0.16 + 0.075 * len(shown))
    return Picture("drivers", f"What goes with {outcome}", words, drawn([panel]), source, tall=tall)


def short(path: str) -> str:
    """Return a path that fits beside a row."""
    return path if len(path) <= _LONGEST else "…" + path[1 - _LONGEST :]
