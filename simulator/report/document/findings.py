"""What policies do, in words with numbers: a sentence or two for each."""

from collections.abc import Iterator, Sequence

import pandas as pd

from simulator.outcomes import TITLES
from simulator.pictures.picture import rows_of
from simulator.report.document.numbers import per_cent, quantity, real, span

OUTCOME = "exhaustion_year.public"
NAMES = {name: title for name, title in TITLES.items() if name != "loss_gap"}
"""What a report tells of policies, where a world has it, and what it calls it; a loss is told as what it is worth."""
_BOUNDS = {"at least": "at least ", "at most": "at most "}

Row = dict[str, object]


def findings(told: pd.DataFrame) -> Iterator[str]:
    """Yield what each policy does to what matters most, sentence by sentence.

    Args:
        told: the table of effects; `scenario` says where, if there are several.
    """
    several = len(set(told["scenario"])) > 1
    for (place, policy), mine in told.groupby(["scenario", "policy"], sort=False):
        where = f" ({place})" if several else ""
        by_name = {str(one["outcome"]): one for one in rows_of(mine)}
        if OUTCOME in by_name:
            yield f"{policy}{where}: {_date(by_name[OUTCOME])}."
        others = [by_name[name] for name in NAMES if name in by_name and name != OUTCOME]
        moved = [one for one in others if real(one["low"]) > 0 or real(one["high"]) < 0]
        if moved:
            yield f"{policy}{where} also moves (90 % interval on one side of 0): {_listed(moved)}."


def _date(one: Row) -> str:
    """Return what a policy does to the date on which public text runs out."""
    years = real(one["difference"])
    if years == 0:
        return "the date on which public text runs out does not change"
    low, high = real(one["low"]), real(one["high"])
    if low <= 0 <= high and low < high:
        unsure = f"mean {years:+.2f} years, 90 % interval {span(low, high, OUTCOME)}"
        return f"no clear effect on the date on which public text runs out ({unsure})"
    way = "later" if years > 0 else "earlier"
    sure = f"90 % interval {span(one['low'], one['high'], OUTCOME)}; later in {per_cent(real(one['helps']))} of futures"
    return f"public text runs out {_BOUNDS.get(str(one['bound']), '')}{abs(years):.2f} years {way} ({sure})"


def _listed(moved: Sequence[Row]) -> str:
    """Return effects as a list in words."""
    said = []
    for one in moved:
        outcome = str(one["outcome"])
        said.append(f"{NAMES[outcome]} {quantity(real(one['difference']), outcome, signed=True)}")
    return ", ".join(said)
