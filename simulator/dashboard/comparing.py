"""Sides beside each other: every outcome of all of them, and what differs from the world as shipped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.dashboard.paired import Shift, shift
from simulator.dashboard.words import in_words
from simulator.outcomes import measure_of
from simulator.pictures.sides import Side
from simulator.summary import Summary
from worlds.config.governing import Governed
from worlds.config.schema import Enactment

_UNDATED: Mapping[str, object] = {"from": None, "until": None, "by": ""}


@dataclass(frozen=True)
class Row:
    """One outcome of all sides.

    Attributes:
        outcome: its name.
        meaning: what it is, in a sentence.
        unit: its base unit.
        better: which direction is wished for; None where that depends on who asks.
        summaries: its distribution on each side; None where a side has none.
        texts: the same in words.
        difference: mean over replications of the last side less the first, dates restricted to the world's time.
        difference_text: the same in words, with its 90 % interval; empty where there is none.
        clear: whether the interval leaves no doubt about the sign.
    """

    outcome: str
    meaning: str
    unit: str
    better: str | None
    summaries: tuple[Summary | None, ...]
    texts: tuple[str, ...]
    difference: float | None
    difference_text: str
    clear: bool

    def as_dict(self) -> dict[str, object]:
        """Return the row as the page reads it."""
        sides = [
            None if one is None else {**one.as_dict(), "text": text}
            for one, text in zip(self.summaries, self.texts, strict=True)
        ]
        facts = {"outcome": self.outcome, "meaning": self.meaning, "unit": self.unit, "better": self.better}
        moved = {"difference": self.difference, "difference_text": self.difference_text, "clear": self.clear}
        return {**facts, "sides": sides, **moved}


def table_of(sides: Sequence[Side]) -> Iterator[Row]:
    """Yield the outcomes of all sides, a row each."""
    for name in dict.fromkeys(name for one in sides for name in one.summary):
        measure = measure_of(name)
        cells = tuple(one.summary.get(name) for one in sides)
        texts = tuple(
            "" if cell is None else in_words(cell, measure.unit, one) for cell, one in zip(cells, sides, strict=True)
        )
        moved = shift(sides[0], sides[-1], name) if len(sides) > 1 else None
        mean, words = (None, "") if moved is None else (moved.mean, _in_words(moved, measure.unit))
        clear = moved is not None and moved.is_clear
        yield Row(name, measure.meaning, measure.unit, measure.better, cells, texts, mean, words, clear)


def _in_words(moved: Shift, unit: str) -> str:
    """Return a shift with its sign, and with its interval where there is one."""
    if moved.low is None or moved.high is None or moved.low == moved.high:
        return _signed(moved.mean, unit)
    return f"{_signed(moved.mean, unit)} ({_signed(moved.low, unit)} to {_signed(moved.high, unit)})"


def _signed(difference: float, unit: str) -> str:
    """Return a difference with its sign."""
    if unit == "year":
        return f"{difference:+.2f}"
    return f"{difference / 1e12:+,.4g} T" if unit == "token" else f"{difference:+.3g}"


def differs(held: Sequence[Governed]) -> Iterator[dict[str, object]]:
    """Yield what differs from the world as shipped: numbers that are assumed, and what policies set when.

    Args:
        held: the world of each side, as shipped first.
    """
    shipped, assumed = held[0].loaded.numbers, held[-1].loaded.numbers
    for path, number in assumed.items():
        before = shipped.get(path)
        if before is not None and (before.value, before.low, before.high) != (number.value, number.low, number.high):
            yield {"kind": "assumption", "path": path, "was": before.show(), "is": number.show(), **_UNDATED}
    for policy in held[-1].policies:
        for change in policy.section.changes.values():
            was = shipped[change.path].show() if change.path in shipped else ""
            until = None if change.until is None else change.until + policy.delay
            dates = {"from": change.from_ + policy.delay, "until": until, "by": policy.name}
            yield {"kind": "policy", "path": change.path, "was": was, "is": _becomes(change), **dates}


def _becomes(change: Enactment) -> str:
    """Return what an enactment makes of a number, in words."""
    if change.times is not None:
        return f"{change.times.value:g} times"
    stated = {"": change.value, "at least ": change.at_least, "at most ": change.at_most}
    return next((f"{words}{value}" for words, value in stated.items() if value is not None), "")
