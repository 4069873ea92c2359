"""How much of new text models write, as measured (`worlds/data/ai_share.csv`)."""

from dataclasses import dataclass
from functools import cache

from worlds.config.observations import Confidence, decimal_year, rows_of


@dataclass(frozen=True)
class ObservedShare:
    """One measurement.

    Attributes:
        year: decimal year.
        what: of which new text: articles, or websites.
        share: the share that models wrote.
        low: least that it may be; the share itself where no range is known.
        high: most that it may be; the share itself where no range is known.
        confidence: how sure it is.
        source: where it is from.
    """

    year: float
    what: str
    share: float
    low: float
    high: float
    confidence: Confidence
    source: str


@cache
def observed_ai_shares() -> tuple[ObservedShare, ...]:
    """Return the measurements in the order of their dates."""
    return tuple(_share(row) for row in rows_of("ai_share.csv"))


def _share(row: dict[str, str]) -> ObservedShare:
    """Return the measurement of a row."""
    share = float(row["share"])
    ends = {"low": float(row["low"] or share), "high": float(row["high"] or share)}
    words = {key: row[key] for key in ("what", "confidence", "source")}
    return ObservedShare(year=decimal_year(row["date"]), share=share, **ends, **words)  # type: ignore[arg-type]
