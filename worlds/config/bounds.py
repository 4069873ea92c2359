"""Between which figures a quantity must lie to be believed (`worlds/data/bounds.csv`)."""

from dataclasses import dataclass
from functools import cache
from math import exp, log

from worlds.config.observations import Confidence, rows_of

WORLD_PRODUCT = "world_product"


@dataclass(frozen=True)
class Bound:
    """What a quantity can be at a date, in base units.

    Attributes:
        curve: name of the quantity.
        year: decimal year.
        low: least that can be believed; None where nothing is known.
        high: most that can be believed; None where nothing is known.
        confidence: how sure the figures are.
        source: where they are from, and how they were made.
    """

    curve: str
    year: float
    low: float | None
    high: float | None
    confidence: Confidence
    source: str


@cache
def bounds() -> tuple[Bound, ...]:
    """Return the bounds in the order of the table; shares of world product are made amounts [USD/year]."""
    return tuple(_bound(row) for row in rows_of("bounds.csv") if row["curve"] != WORLD_PRODUCT)


def _bound(row: dict[str, str]) -> Bound:
    """Return the bound of a row."""
    year = float(row["year"])
    per = world_product(year) if row["per"] == WORLD_PRODUCT else 1.0
    low, high = (float(row[end]) * per if row[end] else None for end in ("low", "high"))
    return Bound(row["curve"], year, low, high, row["confidence"], row["source"])  # type: ignore[arg-type]


def world_product(year: float) -> float:
    """Return what the world produces a year [USD/year], growing exponentially between the figures of the table."""
    (since, first), (until, last) = (
        (float(row["year"]), float(row["low"])) for row in rows_of("bounds.csv") if row["curve"] == WORLD_PRODUCT
    )
    return first * exp(log(last / first) * (year - since) / (until - since))
