"""Pictures of a what-if: how long pools last under each policy, what each policy does, and what that costs."""

from collections.abc import Sequence
from textwrap import shorten

import pandas as pd

from simulator.outcomes import TITLES, measure_of
from simulator.pictures.colours import BLUE, GREY, PALETTE
from simulator.pictures.picture import Axis, Mark, Panel, Picture, drawn, rows_of
from worlds.config.policies import NO_POLICY

EFFECTS = (
    "exhaustion_year.public",
    "exhaustion_year.ecosystem",
    "data_bound_share",
    "human_share",
    "loss_gap",
    "privacy_incidents",
)
"""Outcomes whose effects are drawn, where a world has them."""
COSTS = ("exhaustion_year.public", "data_spend_usd")
_SCALES = {"USD": (1e9, "B USD"), "token": (1e12, "T token"), "share": (0.01, "percentage points")}
_MOST_CURVES = 6
_WISHED = {"higher": "more is better", "lower": "less is better", None: ""}
_UNITS = {"year": "years", "x": "times"}


def survival(survivals: pd.DataFrame, effects: pd.DataFrame, source: str) -> Picture:
    """Return in which share of futures each pool lasts until when, under each policy.

    Args:
        survivals: rows of `survivals.parquet` of one scenario.
        effects: rows of `effects.parquet` of the same.
        source: what stands in the corner.
    """
    scarce = by_importance(survivals, effects)
    shown, left_out = scarce[:_MOST_CURVES], scarce[_MOST_CURVES:]
    panels = [_curves(name, survivals[survivals["outcome"] == name], i) for i, name in enumerate(shown)]
    names = shorten(", ".join(name.partition(".")[2] for name in left_out), 100, placeholder=" ...")
    more = f"; not shown, with smaller effects: {names}" if left_out else ""
    words = "The share of futures in which a pool has not yet run dry, by year and policy."
    return Picture("survival", "How long pools last", words, drawn(panels), source + more, min(2, len(panels) or 1))


def by_importance(curves: pd.DataFrame, effects: pd.DataFrame) -> list[str]:
    """Return what any future exhausts: public text, everything a lab can read, then by the largest effect."""
    scarce = {str(name) for name, mine in curves.groupby("outcome") if min(map(min, mine["shares"])) < 1.0}
    largest = effects["difference"].abs().groupby(effects["outcome"]).max()
    first = ("exhaustion_year.public", "exhaustion_year.ecosystem")
    rest = sorted(scarce.difference(first), key=lambda name: (-float(largest.get(name, 0.0)), name))
    return [*(name for name in first if name in scarce), *rest]


def _curves(outcome: str, curves: pd.DataFrame, place: int) -> Panel:
    """Return the survival curves of one pool; only the first panel names policies in the key."""
    marks = []
    for i, one in enumerate(rows_of(curves)):
        none = one["policy"] == NO_POLICY
        colour = GREY if none else PALETTE[(i - 1) % len(PALETTE)]
        frame = pd.DataFrame({"x": one["years"], "y": one["shares"]})
        marks.append(Mark("step", frame, colour, str(one["policy"]) if not place else "", dashed=none))
    share = Axis("futures not yet dry", share=True, low=0, high=1.03)
    return Panel(outcome.partition(".")[2], Axis("year"), share, tuple(marks))


def effects(rows: pd.DataFrame, source: str) -> Picture:
    """Return what every policy does to the outcomes that matter most: mean and 90 % interval, and spread over futures.

    Args:
        rows: of `effects.parquet`, of one scenario.
        source: what stands in the corner.
    """
    words = "The mean change under each policy, with its 90 % interval, and the change in the middle 90 % of futures."
    return _forests("effects", "What policies do", words, EFFECTS, rows, source)


def costs(rows: pd.DataFrame, source: str) -> Picture:
    """Return what labs spend more on data under each of several policies, beside the years of public text it gains.

    Args:
        rows: of `effects.parquet`, of one scenario.
        source: what stands in the corner.
    """
    words = (
        "The years of public text that each policy gains, beside what labs then spend more on data and deals, levies "
        "with them, over the time of the world."
    )
    several = rows if len(set(rows["policy"])) > 1 else rows.head(0)
    return _forests("costs", "What a year of text costs", words, COSTS, several, source)


def _forests(name: str, title: str, words: str, outcomes: Sequence[str], rows: pd.DataFrame, source: str) -> Picture:
    """Return a panel for each of some outcomes that there are, with a row for each policy."""
    panels = [_forest(one, rows[rows["outcome"] == one]) for one in outcomes if (rows["outcome"] == one).any()]
    tall = max(0.55, 0.3 + 0.09 * rows["policy"].nunique())
    return Picture(name, title, words, drawn(panels), source, min(2, len(panels) or 1), tall)


def _forest(outcome: str, rows: pd.DataFrame) -> Panel:
    """Return the effects of each policy on one outcome."""
    measure = measure_of(outcome)
    unit = _UNITS.get(measure.unit, "share" if measure.unit == "1" and "share" in outcome else measure.unit)
    unit = "number" if unit == "1" else unit
    scale, unit = _SCALES.get(unit, (1.0, unit))
    wished = _WISHED[measure.better]
    names = tuple(rows["policy"])
    spread, interval = (_ends(rows, names, scale, *ends) for ends in (("q05", "q95"), ("low", "high")))
    marks = (
        Mark("window", pd.DataFrame([{"low": 0.0, "middle": 0.0, "high": 0.0}]), GREY, faint=True),
        Mark("ranges", spread, BLUE, faint=True),
        Mark("ranges", interval, BLUE),
    )
    label = f"change [{unit}]" + (f"; {wished}" if wished else "")
    return Panel(_title(outcome), Axis(label), Axis(names=names), marks)


def _title(outcome: str) -> str:
    """Return the title of a panel of effects on an outcome, its name where it has no other."""
    title = TITLES.get(outcome)
    return outcome if title is None else title[0].upper() + title[1:]


def _ends(rows: pd.DataFrame, names: Sequence[str], scale: float, low: str, high: str) -> pd.DataFrame:
    """Return the ends of each effect and its mean, in the unit that is drawn."""
    columns = {"low": low, "middle": "difference", "high": high}
    return pd.DataFrame({"y": names, **{name: rows[column].to_numpy() / scale for name, column in columns.items()}})
