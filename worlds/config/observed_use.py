"""What has been observed of use and money: users, tokens served, revenue (`worlds/data/use.csv`)."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from worlds.config.observations import Confidence, decimal_year, rows_of

What = Literal["tokens_per_month", "users", "revenue_usd_per_year", "people_online"]
Bound = Literal["lower", "central"]


@dataclass(frozen=True)
class ObservedUse:
    """One figure of use.

    Attributes:
        year: decimal year.
        what: tokens served a month [token/month], users (of a week), revenue [USD/year], or people online.
        who: of whom; `world` for everybody.
        value: the figure.
        low: least that it may be; the figure itself where no range is known.
        high: most that it may be; the figure itself where no range is known.
        bound: what it is for the world: a lower bound where it is one firm's, or central.
        confidence: how sure it is.
        source: where it is from.
    """

    year: float
    what: What
    who: str
    value: float
    low: float
    high: float
    bound: Bound
    confidence: Confidence
    source: str


@cache
def observed_use() -> tuple[ObservedUse, ...]:
    """Return the figures in the order of their dates."""
    return tuple(_use(row) for row in rows_of("use.csv"))


def _use(row: dict[str, str]) -> ObservedUse:
    """Return the figure of a row."""
    value = float(row["value"])
    numbers = {"value": value, "low": float(row["low"] or value), "high": float(row["high"] or value)}
    words = {key: row[key] for key in ("what", "who", "bound", "confidence", "source")}
    return ObservedUse(year=decimal_year(row["date"]), **numbers, **words)  # type: ignore[arg-type]


def known_of_firms(what: What) -> list[tuple[float, float]]:
    """Return what firms together are known to have had at least: year and the sum of each firm's last figure.

    Firms grow, so that a figure counts until the next one of the same firm.
    """
    last: dict[str, float] = {}
    sums: dict[float, float] = {}
    for one in observed_use():
        if one.what == what and one.bound == "lower":
            last[one.who] = one.value
            sums[one.year] = sum(last.values())
    return list(sums.items())


def people_online(year: float) -> float:
    """Return the people online by the last count before a date, or the first one: who might use models."""
    counts = [one for one in observed_use() if one.what == "people_online"]
    return next((one.value for one in reversed(counts) if one.year <= year), counts[0].value)
