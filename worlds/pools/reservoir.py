"""Tokens of one make between two events: exact at every moment, with what came and what went."""

from typing import NamedTuple

from worlds.laws.flow import Term, after, came_in, decayed


class Account(NamedTuple):
    """What has come and gone [token]: initial + inflow - decayed - removed = stock.

    It begins with the world, or with the first of its curves to move if that is earlier.
    """

    initial: float
    inflow: float = 0.0
    decayed: float = 0.0
    removed: float = 0.0

    @property
    def balance(self) -> float:
        """The stock that should be there [token]."""
        return self.initial + self.inflow - self.decayed - self.removed


class Reservoir(NamedTuple):
    """Tokens of one make at a date, with what flows in until a curve begins to move."""

    stock: float
    decay: float
    inflows: tuple[Term, ...]
    account: Account

    def at(self, years: float) -> float:
        """Return the stock some years later [token]."""
        stock, decay, inflows, _ = self
        return max(0.0, after(stock, decay, inflows, years))

    def account_at(self, years: float) -> Account:
        """Return what has come and gone some years later."""
        initial, inflow, gone, removed = self.account
        inflow += came_in(self.inflows, years)
        return Account(initial, inflow, gone + decayed(self.stock, self.decay, self.inflows, years), removed)

    def moved(self, years: float, inflows: tuple[Term, ...], decay: float) -> "Reservoir":
        """Return the reservoir some years later, with what flows in and decays from then on."""
        return Reservoir(self.at(years), decay, inflows, self.account_at(years))

    def without(self, share: float) -> "Reservoir":
        """Return the reservoir without a share that was removed."""
        gone, account = self.stock * share, self.account
        return self._replace(stock=self.stock - gone, account=account._replace(removed=account.removed + gone))

    def with_more(self, tokens: float) -> "Reservoir":
        """Return the reservoir with tokens that were added."""
        account = self.account
        return self._replace(stock=self.stock + tokens, account=account._replace(inflow=account.inflow + tokens))


class Stretch(NamedTuple):
    """Both reservoirs at a date from which they follow one equation for a while."""

    year: float
    human: Reservoir
    machine: Reservoir
