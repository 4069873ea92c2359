"""The tables of policies: what each does, who pays for it, and how far it is behind the best."""

from collections.abc import Iterable, Sequence
from math import isnan

import pandas as pd

from simulator.pictures.picture import rows_of
from simulator.report.document.document import Table, table
from simulator.report.document.findings import NAMES, Row
from simulator.report.document.numbers import NONE, per_cent, quantity, real, span

_USD = "data_spend_usd"
"""An outcome in USD."""


def policy_table(told: pd.DataFrame, *, several: bool) -> Table:
    """Return what each policy does, a row each, to what matters most.

    Args:
        told: the table of effects.
        several: whether there are several places in which it does that.
    """
    shown = [name for name in NAMES if (told["outcome"] == name).any()]
    rows = []
    for (place, policy), mine in told.groupby(["scenario", "policy"], sort=False):
        by_name = {str(one["outcome"]): one for one in rows_of(mine)}
        rows.append((str(policy), str(place), *(_cell(by_name[name]) if name in by_name else NONE for name in shown)))
    caption = (
        "What each policy does: mean difference from none. Dates are in years later, and count as the end of the world "
        "where they do not come."
    )
    made = table(("policy", "where", *(NAMES[name] for name in shown)), rows, caption, words=2)
    return made if several else without(made, ["where"])


def burden_table(burdens: Iterable[Row], *, several: bool) -> Table | None:
    """Return who gains and who pays; None where nobody does."""
    moved = [one for one in burdens if one["usd"] or one["low"] or one["high"]]
    rows = [
        (
            str(one["policy"]),
            str(one["scenario"]),
            str(one["party"]),
            quantity(real(one["usd"]), _USD, signed=True),
            span(one["low"], one["high"], _USD),
            per_cent(real(one["gains"])),
        )
        for one in moved
    ]
    header = ("policy", "where", "party", "mean", "90 % interval", "gains in")
    made = table(header, rows, "Who gains (+) and who pays (-), over the time of the world.", words=3)
    return None if not rows else made if several else without(made, ["where"])


def regret_table(regrets: Iterable[Row]) -> Table:
    """Return how far each policy is behind the best one, in the scenario in which that is most."""
    rows = [
        (
            str(one["policy"]),
            NAMES[str(one["outcome"])],
            str(one["scenario"]),
            quantity(real(one["regret"]), str(one["outcome"]), signed=True).lstrip("+"),
        )
        for one in regrets
        if one["outcome"] in NAMES
    ]
    caption = "Regret: how far each policy is behind the best one, in the scenario in which that is most."
    return table(("policy", "outcome", "in scenario", "regret"), rows, caption, words=3)


def effect_table(told: pd.DataFrame, *, several: bool) -> Table:
    """Return every effect with its interval and its spread over futures."""
    header = ("policy", "where", "outcome", "difference", "90 % interval", "5 to 95 % of futures", "helps in")
    rows = [
        (
            str(one["policy"]),
            str(one["scenario"]),
            str(one["outcome"]),
            _cell(one),
            span(one["low"], one["high"], str(one["outcome"])),
            span(one["q05"], one["q95"], str(one["outcome"])),
            "" if isnan(real(one["helps"])) else per_cent(real(one["helps"])),
        )
        for one in rows_of(told)
    ]
    caption = "Every effect: how sure its mean is, and how far single futures lie apart."
    made = table(header, rows, caption, words=3, folded=True)
    return made if several else without(made, ["where"])


def _cell(one: Row) -> str:
    """Return an effect as a cell."""
    bound = {"at least": "≥ ", "at most": "≤ "}.get(str(one["bound"]), "")
    return bound + quantity(real(one["difference"]), str(one["outcome"]), signed=True)


def without(made: Table, columns: Sequence[str]) -> Table:
    """Return a table without some of its columns."""
    kept = [place for place, name in enumerate(made.header) if name not in columns]
    right = frozenset(new for new, old in enumerate(kept) if old in made.right)
    rows = tuple(tuple(row[place] for place in kept) for row in made.rows)
    return Table(tuple(made.header[place] for place in kept), rows, made.caption, right, made.folded)
