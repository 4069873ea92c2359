"""Which deals for data are public (`worlds/data/deals.csv`)."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from worlds.config.observations import Confidence, decimal_year, rows_of

OwnerKind = Literal["news", "platform", "books", "images"]


@dataclass(frozen=True)
class ObservedDeal:
    """A public deal between a lab and an owner of data.

    Attributes:
        year: decimal year in which it was signed or told.
        buyer: the lab; `not disclosed` where it is not public.
        owner: who licenses.
        kind: of which kind the owner is.
        usd_per_year: reported price [USD/year], or at once where the source says so; None where not public.
        confidence: reported by the firms, or likely by the press.
        source: where it is from.
    """

    year: float
    buyer: str
    owner: str
    kind: OwnerKind
    usd_per_year: float | None
    confidence: Confidence
    source: str


@cache
def observed_deals() -> tuple[ObservedDeal, ...]:
    """Return the deals in the order of their dates."""
    return tuple(_deal(row) for row in rows_of("deals.csv"))


def _deal(row: dict[str, str]) -> ObservedDeal:
    """Return the deal of a row."""
    usd = float(row["usd_per_year"]) if row["usd_per_year"] else None
    words = {key: row[key] for key in ("buyer", "owner", "kind", "confidence", "source")}
    return ObservedDeal(year=decimal_year(row["date"]), usd_per_year=usd, **words)  # type: ignore[arg-type]
