"""A pool of public text: it grows by what people write, loses what link rot takes, and is not used up by reading."""

from dataclasses import dataclass
from math import log

from worlds.config.schema import PublicPool as PublicPoolSection
from worlds.config.values import Values
from worlds.laws.growth import accumulated, annual_to_rate, grow
from worlds.laws.repetition import epoch_cap

MOST_OF_REPETITION = 0.99
"""Share of the most that repetition can ever be worth, 1 + R*, to which a drawn factor beyond it is cut."""


@dataclass(frozen=True)
class Account:
    """What has come and gone in a pool since the world began [token]: initial + inflow - decayed - removed = stock."""

    initial: float
    inflow: float
    decayed: float
    removed: float

    @property
    def balance(self) -> float:
        """The stock that should be there."""
        return self.initial + self.inflow - self.decayed - self.removed


class PublicPool:
    """Public text of usable quality [token].

    Between events it follows H' = (b - d) H exactly, with b the gross inflow and d the link rot (both 1/year).
    Published growth is net of rot, so b = ln(1 + net growth) + d. The state is anchored at the last change, and every
    question is answered from the anchor, so that looking at a pool does not change it.
    """

    kind = "public"

    def __init__(self, name: str, section: PublicPoolSection, values: Values, start: float, r_star: float) -> None:
        """Set up the pool at the start of its world.

        Args:
            name: its name in the world.
            section: what the world file says of it.
            values: the numbers of this replication.
            start: decimal year at which the world begins.
            r_star: R_D* of repetition.
        """
        self.name = name
        self.repetition = min(values[section.repetition], MOST_OF_REPETITION * (1.0 + r_star))
        self.epoch_cap = epoch_cap(self.repetition, r_star)
        self._decay = annual_to_rate(values[section.link_rot])
        self._net = log(values[section.net_growth])
        stock, at = _stated(section, values)
        self._year = start
        self._human = grow(stock, 0.0, self._net, start - (start if at is None else at))
        self._account = Account(self._human, 0.0, 0.0, 0.0)
        self._read = 0.0

    def human(self, year: float) -> float:
        """Return the tokens that people wrote and that are still there [token]."""
        return grow(self._human, 0.0, self._net, year - self._year)

    def stock(self, year: float) -> float:
        """Return the unique tokens of usable quality [token]."""
        return self.human(year)

    def effective_stock(self, year: float) -> float:
        """Return what the stock is worth to a lab that repeats it up to the epoch cap [effective token]: m U."""
        return self.repetition * self.stock(year)

    def net_growth(self) -> float:
        """Return the log growth of the stock [1/year]."""
        return self._net

    def read(self, year: float, unique: float) -> None:
        """Note that somebody read some of the tokens [token]; reading copies them and takes nothing away."""
        self._read = min(max(self._read, unique), self.stock(year))

    def read_share(self, year: float) -> float:
        """Return the share of today's tokens that anyone has read at least once.

        Labs read the same good tokens first, so that what has been read by anyone is what the most thorough one read.
        """
        stock = self.stock(year)
        return min(1.0, self._read / stock) if stock > 0 else 0.0

    def remove(self, year: float, tokens: float) -> float:
        """Take tokens out for good and return how many there were to take [token].

        Args:
            year: when, not before the last change.
            tokens: how many should go, at least 0.
        """
        account = self.account(year)
        stock = self.stock(year)
        gone = min(max(0.0, tokens), stock)
        self._account = Account(account.initial, account.inflow, account.decayed, account.removed + gone)
        self._year, self._human = year, stock - gone
        self._read = min(self._read, self._human)
        return gone

    def account(self, year: float) -> Account:
        """Return what has come and gone up to a year."""
        integral = accumulated(self._human, 0.0, self._net, year - self._year)
        return Account(
            self._account.initial,
            self._account.inflow + (self._net + self._decay) * integral,
            self._account.decayed + self._decay * integral,
            self._account.removed,
        )


def _stated(section: PublicPoolSection, values: Values) -> tuple[float, float | None]:
    """Return the stock as the world file states it [token] and its date."""
    if section.stock is not None:
        return values[section.stock], section.stock.at
    if section.raw is None:
        raise ValueError("a public pool states its stock or its raw size")
    share = 1.0 if section.usable is None else values[section.usable]
    return values[section.raw] * share, section.raw.at
