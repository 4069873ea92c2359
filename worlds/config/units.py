"""Units of world files: text with a unit on one side, a float in base units on the other.

Base units are token, parameter, FLOP, USD, year, and fractions. Growth is kept as the factor a year (8 %/year is
1.08), a loss rate as the share lost within a year (6 %/year is 0.06).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

PREFIXES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21, "Y": 1e24}
_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class UnitError(ValueError):
    """A quantity that cannot be read in the unit it should have; `wrong` and `allowed` make the message."""

    def __init__(self, wrong: str, allowed: str) -> None:
        super().__init__(f"{wrong}; allowed: {allowed}")
        self.wrong = wrong
        self.allowed = allowed


@dataclass(frozen=True)
class Dimension:
    """What a number measures: its unit, the other ways to write it, and what an example looks like.

    Attributes:
        name: as people say it, for messages.
        unit: the base unit, as it is printed.
        scales: for each accepted spelling, the factor and the offset that lead to the base unit.
        examples: quantities as they are written in a world file.
        bare: whether a number without a unit is complete.
        switch: whether it says yes (1) or no (0), which nobody reads in per cent.
    """

    name: str
    unit: str
    scales: Mapping[str, tuple[float, float]] = field(hash=False, repr=False)
    examples: str
    bare: bool = False
    switch: bool = False

    def parse(self, given: object) -> float:
        """Return a quantity in base units.

        Args:
            given: text such as `100 T token`, or a plain number where the dimension has no unit.

        Raises:
            UnitError: when it is no finite number, or its unit is missing or another one.
        """
        if isinstance(given, bool) or not isinstance(given, (int, float, str)):
            raise UnitError(f"not {self.name}", self.examples)
        if isinstance(given, str):
            return self._parse_text(given)
        if not self.bare:
            raise UnitError(f"a number without a unit is not {self.name}", self.examples)
        return self._finite(float(given))

    def _parse_text(self, text: str) -> float:
        match = _NUMBER.match(text.strip())
        if match is None:
            raise UnitError(f"does not begin with a number, so it is not {self.name}", self.examples)
        unit = "".join(text.strip()[match.end() :].split())
        if not unit and not self.bare:
            raise UnitError(f"a number without a unit is not {self.name}", self.examples)
        if unit and unit not in self.scales:
            raise UnitError(f"{unit!r} is not a unit of {self.name}", self.examples)
        factor, offset = self.scales[unit] if unit else (1.0, 0.0)
        return self._finite(float(match.group()) * factor + offset)

    def _finite(self, value: float) -> float:
        if not isfinite(value):
            raise UnitError("too large for a number", self.examples)
        return value

    def write(self, value: float) -> str | float:
        """Return a value in base units so that `parse` gives it back to the bit."""
        unit = {"1/year": "/year"}.get(self.unit, self.unit)
        return value if self.bare else f"{value!r} {unit}"

    def show(self, value: float) -> str:
        """Return a value of this dimension as people read it, with a unit, such as `101 T token`."""
        if self.unit == "x/year":
            return f"{(value - 1) * 100:.4g} %/year" if 0.5 < value < 1.5 else f"{value:.4g} x/year"
        if self.switch:
            return f"{value:.4g}"
        if self.unit in {"1", "1/year"}:
            return f"{value * 100:.4g} %" + self.unit.removeprefix("1")
        if self.unit in {"token", "parameter", "token/year"}:
            return f"{counted(value)}{self.unit}"
        if self.unit == "USD/token":
            return f"{value * 1e6:.4g} USD/Mtoken"
        if self.unit == "USD":
            return f"{counted(value)}USD"
        if self.unit == "event/year/token":
            return f"{value * 1e12:.4g} event/year/Ttoken"
        return f"{value:.4g} {self.unit}" if self.unit != "x" else f"{value:.4g}"


def counted(value: float) -> str:
    """Return a plain number with the prefix that leaves one to three digits before the point, `100 T `."""
    for prefix, scale in (("T ", 1e12), ("B ", 1e9), ("M ", 1e6)):
        if abs(value) >= scale:
            return f"{value / scale:,.4g} {prefix}"
    return f"{value:.4g} "


def _counted(*names: str) -> dict[str, tuple[float, float]]:
    """Return every spelling of a countable unit with a prefix: token, tokens, Mtoken, Ttokens, ..."""
    return {prefix + name: (scale, 0.0) for name in names for prefix, scale in PREFIXES.items()}


def _per(
    above: Mapping[str, tuple[float, float]], below: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Return every spelling of one unit over another: USD/Mtoken, kUSD/Ttoken, ..."""
    return {f"{a}/{b}": (sa / sb, 0.0) for a, (sa, _) in above.items() for b, (sb, _) in below.items()}


_TOKEN = _counted("token", "tokens")
_FLOP = _counted("FLOP", "FLOPs")
_USD = _counted("USD")
_YEAR = {
    "year": (1.0, 0.0),
    "years": (1.0, 0.0),
    "month": (1 / 12, 0.0),
    "months": (1 / 12, 0.0),
    "day": (1 / 365.25, 0.0),
    "days": (1 / 365.25, 0.0),
}

TOKEN = Dimension("an amount of tokens", "token", _TOKEN, "'100 T token', '15T token', '300 G token'")
PARAMETER = Dimension(
    "a size in parameters", "parameter", _counted("parameter", "parameters"), "'70 B parameter', '405e9 parameter'"
)
TOKEN_PER_YEAR = Dimension(
    "an amount of tokens per year",
    "token/year",
    {f"{name}/year": scale for name, scale in _TOKEN.items()},
    "'60 T token/year'",
)
FLOP = Dimension("an amount of compute", "FLOP", _FLOP, "'3e25 FLOP'")
USD_PER_TOKEN = Dimension("a price of tokens", "USD/token", _per(_USD, _TOKEN), "'30 USD/Mtoken'")
USD = Dimension("an amount of money", "USD", _USD, "'250 M USD', '3e9 USD'")
USD_PER_YEAR = Dimension(
    "an amount of money per year",
    "USD/year",
    {f"{name}/year": scale for name, scale in _USD.items()},
    "'50 M USD/year'",
)
EVENT_PER_YEAR = Dimension(
    "a number of events per year",
    "event/year",
    {"event/year": (1.0, 0.0), "events/year": (1.0, 0.0)},
    "'0.1 event/year'",
)
EVENT_PER_YEAR_AND_TOKEN = Dimension(
    "a number of events per year and token",
    "event/year/token",
    {f"event/year/{name}": (1.0 / scale, 0.0) for name, (scale, _) in _TOKEN.items()},
    "'0.1 event/year/Ttoken'",
)
NAT_PER_TOKEN = Dimension("a loss", "nat/token", {"nat/token": (1.0, 0.0)}, "'0.15 nat/token'")
USD_PER_FLOP = Dimension("a price of compute", "USD/FLOP", _per(_USD, _FLOP), "'1.5e-18 USD/FLOP'")
GROWTH = Dimension(
    "a growth per year", "x/year", {"%/year": (0.01, 1.0), "x/year": (1.0, 0.0)}, "'8 %/year', '2.4 x/year'"
)
RATE = Dimension("a share lost per year", "1/year", {"%/year": (0.01, 0.0), "/year": (1.0, 0.0)}, "'6 %/year'")
DURATION = Dimension("a length of time", "year", _YEAR, "'0.5 year', '3 month', '90 day'")
RATIO = Dimension("a factor", "x", {"x": (1.0, 0.0)}, "'3', '3 x'", bare=True)
SWITCH = Dimension("a switch", "1", {"%": (0.01, 0.0)}, "1 for yes, 0 for no", bare=True, switch=True)
SHARE = Dimension("a share", "1", {"%": (0.01, 0.0)}, "'20 %', '0.2'", bare=True)
