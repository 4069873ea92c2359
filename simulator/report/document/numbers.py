"""Numbers as reports write them."""

from math import isfinite, nan

from simulator.outcomes import measure_of
from simulator.summary import Summary
from worlds.config.units import counted

NONE = "-"
"""What stands where there is no number."""


def quantity(value: float | None, outcome: str, *, signed: bool = False) -> str:
    """Return the value of an outcome, or a difference of two, as people read it; a dash where there is none.

    Args:
        value: in base units.
        outcome: of which outcome.
        signed: whether it is a difference, which has its sign and is in years where the outcome is a date.
    """
    if value is None or not isfinite(value):
        return NONE
    if signed and value == 0:
        return "0"
    return ("+" if signed and value > 0 else "") + _plain(value, outcome, signed=signed)


def _plain(value: float, outcome: str, *, signed: bool) -> str:
    """Return a value without a sign that needs no saying."""
    unit = measure_of(outcome).unit
    if unit == "year":
        return f"{value:.2f} years" if signed else f"{value:.1f}"
    if is_share(outcome):
        return per_cent(value).replace("%", "points") if signed else per_cent(value)
    if unit in {"token", "USD"}:
        return f"{counted(value)}{unit}"
    return f"{value:,.3g}" if unit == "1" and abs(value) < 1000 else with_unit(value, unit)


def with_unit(value: float, unit: str) -> str:
    """Return a value with its unit; plain numbers have none."""
    text = f"{value:,.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"
    return text if unit == "1" else f"{text} {unit}"


def is_share(outcome: str) -> bool:
    """Return whether an outcome is a share, read in per cent."""
    return measure_of(outcome).unit == "1" and "share" in outcome.partition(".")[0]


def per_cent(value: float) -> str:
    """Return a share in per cent, with digits where it is small."""
    part = abs(100 * value)
    digits = 0 if part >= 10 or part == 0 else 1 if part >= 1 else 2
    return f"{100 * value:.{digits}f} %" if part == 0 or part >= 0.005 else f"{100 * value:.1g} %"


def spread(summary: Summary, outcome: str) -> str:
    """Return the median of an outcome, with its middle 80 % where futures differ."""
    low, middle, high = (summary.quantiles[name] for name in ("q10", "q50", "q90"))
    text = quantity(middle, outcome)
    return text if low == high else f"{text} (80 % of futures: {quantity(low, outcome)} to {quantity(high, outcome)})"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number of things: `1 pool`, `2 pools`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def real(value: object) -> float:
    """Return the number of a cell of a table; NaN where there is none."""
    return float(value) if isinstance(value, int | float) else nan


def span(low: object, high: object, outcome: str) -> str:
    """Return a range of differences, its unit once."""
    ends = [quantity(real(end), outcome, signed=True) for end in (low, high)]
    first, _, unit = ends[0].rpartition(" ")
    return f"{first if first and ends[1].endswith(f' {unit}') else ends[0]} to {ends[1]}"
