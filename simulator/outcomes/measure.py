"""What an outcome is: a named number of a run, or a date that may be censored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.recorder import History
from worlds.config.schema import World

Censoring = Literal["never", "before_start"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Outcome:
    """One named number of one replication.

    Attributes:
        name: its stable name.
        value: in base units; None when censored.
        censored: `never` when it did not happen before the end, `before_start` when it had happened by the start.
    """

    name: str
    value: float | None
    censored: Censoring | None = None


@dataclass(frozen=True)
class Measure:
    """A kind of outcome: what it means, in which unit, and which direction people want.

    Attributes:
        unit: base unit, `year` for dates.
        meaning: one sentence.
        better: which direction is wished for; None where that depends on who asks.
        of: computes it from a history.
    """

    unit: str
    meaning: str
    better: Better | None
    of: Callable[[World, History], Iterator[Outcome]]


def date(history: History, name: str, year: float | None) -> Outcome:
    """Return a date as an outcome, counted as censored outside the world's time."""
    if year is None or year > history.end:
        return Outcome(name, None, "never")
    if year <= history.start:
        return Outcome(name, None, "before_start")
    return Outcome(name, year)
