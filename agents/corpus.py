"""What a lab finds for a plan: how much of which pool, how often repeated, and what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf

from worlds.laws.diet import spread
from worlds.laws.repetition import effective_tokens, epoch_value, epochs_until
from worlds.pools.public import PublicPool

ENOUGH = 0.99
"""A run that finds less than this share of its plan is data-bound."""


@dataclass(frozen=True)
class Helping:
    """What a corpus takes from one pool.

    Attributes:
        pool: name of the pool.
        unique: different tokens [token].
        read: token positions [token].
        effective: worth of what is read [effective token].
        marginal_value: worth of one more position.
    """

    pool: str
    unique: float
    read: float
    effective: float
    marginal_value: float

    @property
    def epochs(self) -> float:
        """How often each token is read."""
        return self.read / self.unique if self.unique > 0 else 0.0


@dataclass(frozen=True)
class Corpus:
    """The diet of one model generation.

    Attributes:
        wanted: W, what the plan asks for [token].
        found: token positions there were before any shortfall response [token].
        helpings: what comes from each pool that is read, by name.
    """

    wanted: float
    found: float
    helpings: tuple[Helping, ...]

    @property
    def read(self) -> float:
        """Token positions [token]."""
        return fsum(helping.read for helping in self.helpings)

    @property
    def unique(self) -> float:
        """Different tokens [token]."""
        return fsum(helping.unique for helping in self.helpings)

    @property
    def data_bound(self) -> bool:
        """Whether the lab found less than it needed at a value it accepts."""
        return self.found < ENOUGH * self.wanted

    def part(self, tokens: float, r_star: float) -> tuple[float, float]:
        """Return the unique and the effective tokens of a run that sees only so many positions of this corpus."""
        share = min(1.0, tokens / self.read) if self.read > 0 else 0.0
        parts = [(helping.read * share, min(helping.unique, helping.read * share)) for helping in self.helpings]
        return fsum(unique for _, unique in parts), fsum(
            effective_tokens(read, unique, r_star) for read, unique in parts
        )


@dataclass(frozen=True)
class Reader:
    """How a lab reads: how far repetition goes, and what it passes over.

    Attributes:
        r_star: R_D* of repetition.
        min_value: marginal value below which no token position is read.
    """

    r_star: float
    min_value: float

    @property
    def most_epochs(self) -> float:
        """Epochs after which one more position is worth less than the lab accepts."""
        return epochs_until(self.min_value, self.r_star)

    def compose(self, wanted: float, pools: Sequence[PublicPool], year: float, *, repeat: bool) -> Corpus:
        """Return the best diet of a wanted size.

        Args:
            wanted: W [token].
            pools: what the lab can read, by name.
            year: decimal year.
            repeat: whether the lab answers a shortfall with more epochs than a corpus usually has.
        """
        stocks = [pool.stock(year) for pool in pools]
        caps = [min(pool.epoch_cap, self.most_epochs) for pool in pools]
        slots = spread(wanted, stocks, caps)
        found = fsum(slots)
        if repeat and found < ENOUGH * wanted:
            slots = spread(wanted, stocks, [max(cap, self.most_epochs) for cap in caps])
        helpings = (
            self._helping(pool.name, stock, read) for pool, stock, read in zip(pools, stocks, slots, strict=True)
        )
        return Corpus(wanted, found, tuple(helping for helping in helpings if helping.read > 0))

    def unbounded(self, wanted: float, pools: Sequence[PublicPool], year: float) -> list[float]:
        """Return the positions that each pool would fill if every token could be repeated for ever [token]."""
        return spread(wanted, [pool.stock(year) for pool in pools], [inf] * len(pools))

    def _helping(self, pool: str, stock: float, read: float) -> Helping:
        """Return what a number of positions of one pool is worth."""
        unique = min(stock, read)
        value = epoch_value(read / unique if unique > 0 else 0.0, self.r_star)
        return Helping(pool, unique, read, effective_tokens(read, unique, self.r_star), value)
