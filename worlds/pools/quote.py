"""The price of a pool's tokens: it moves in time with how much of the pool is wanted, and with no event."""

from dataclasses import dataclass

from worlds.laws.price import drifted

RANGE = 30.0
"""How many times above and below its first value a price may go (MODEL.md, 7.14)."""
MOST_WANTED = 4.0
"""Utilisation beyond which scarcity is not felt any more."""


@dataclass
class Quote:
    """The price of a pool since it was last looked at.

    Attributes:
        first: price at the start [USD/token], 0 for what is free.
        pace: rise of the log of the price for a unit of utilisation [1/year].
        target: utilisation at which it stays as it is.
        year: decimal year of the last change.
        price: price then [USD/token].
        wanted: utilisation then, as last seen.
        felt: its mean over about the last year then.
        traded: whether anybody has wanted any of it yet; until then there is no market that could move.
    """

    first: float
    pace: float
    target: float
    year: float
    price: float
    wanted: float = 0.0
    felt: float = 0.0
    traded: bool = False

    def at(self, year: float) -> float:
        """Return the price at a date, not before the last change [USD/token]."""
        return self._after(year)[0] if self.traded else self.price

    def press(self, year: float, utilisation: float) -> None:
        """Note how much of the pool is wanted from a date on."""
        self.price, self.felt = self._after(year)
        self.year, self.wanted = year, min(utilisation, MOST_WANTED)
        self.traded = self.traded or utilisation > 0

    def renew(self, year: float, first: float, pace: float, target: float) -> None:
        """Take over new numbers at a date; a new first price moves today's by as much."""
        self.price, self.felt = self._after(year)
        if first != self.first:
            self.price = self.price * first / self.first if self.first > 0 else first
        self.year, self.first, self.pace, self.target = year, first, pace, target

    def _after(self, year: float) -> tuple[float, float]:
        """Return price and felt utilisation at a date."""
        if not self.traded or self.pace <= 0 or self.first <= 0 or year <= self.year:
            return self.price, self.felt
        low, high = self.first / RANGE, self.first * RANGE
        return drifted(self.price, self.pace, self.target, self.wanted, self.felt, year - self.year, low, high)
