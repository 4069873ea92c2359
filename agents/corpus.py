"""What a lab found for a plan: how much of which pool, how often repeated, what it is worth and what it cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from types import MappingProxyType
from typing import NamedTuple

from worlds.laws.diet import Reason
from worlds.laws.repetition import effective_tokens, epoch_value
from worlds.laws.synthesis import HUMAN, Ancestry, mixed

ENOUGH = 0.99
"""A run that finds less than this share of its plan is data-bound."""


def summed(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the sum of named amounts [token] by name, names in the order in which they come."""
    sums: dict[str, float] = {}
    for name, amount in parts:
        sums[name] = sums.get(name, 0.0) + amount
    return sums


class Helping(NamedTuple):
    """What a corpus takes from one pool, or from one part of it.

    Attributes:
        pool: name of the pool.
        kind: its kind.
        offered: tokens that could be read [token].
        unique: different tokens that are [token].
        read: token positions [token].
        effective: worth of what is read [effective token].
        value: worth of a token in its first epoch.
        compute: compute of a position over that of training on good public text.
        price: what a unique token costs [USD].
        human_share: share of them that people or instruments made.
        ancestry: what they have gone through.
        break_level: level below which the pool is bought whole.
        reason: why so much and no more.
        part: which part of the pool, where it offers itself in several.
        authors: share of each model that wrote them, where that is known.
        levy: what of the price is a levy [USD/token].
    """

    pool: str
    kind: str
    offered: float
    unique: float
    read: float
    effective: float
    value: float
    compute: float
    price: float
    human_share: float
    ancestry: Ancestry
    break_level: float
    reason: Reason
    part: str = ""
    authors: Mapping[str, float] = MappingProxyType({})
    levy: float = 0.0

    @property
    def label(self) -> str:
        """Name of the pool, with the part."""
        return f"{self.pool}, {self.part}" if self.part else self.pool

    @property
    def epochs(self) -> float:
        """How often each token is read."""
        return self.read / self.unique if self.unique > 0 else 0.0

    @property
    def spend_usd(self) -> float:
        """What the tokens cost [USD]; a licence is paid once per unique token."""
        return self.price * self.unique

    @property
    def levy_usd(self) -> float:
        """What of that is a levy [USD]."""
        return self.levy * self.unique

    def marginal_value(self, r_star: float) -> float:
        """Return the worth of one more position [effective token]."""
        return self.value * epoch_value(self.epochs, r_star)


@dataclass(frozen=True)
class Corpus:
    """The diet of one model generation; sums over its helpings are made once, since neither changes.

    Attributes:
        year: decimal year of the plan.
        wanted: W, what the plan asks for, in positions of good public text [token].
        found: how much of it there was before any shortfall response [token].
        level: worth of one more position of compute [effective token].
        bar: worth of a position below which another pool would not have changed the corpus [effective token].
        helpings: what comes from each pool that is read, by name.
        left: what is left in pools that are not read, or not at all, with the reason; where that was asked for.
    """

    year: float
    wanted: float
    found: float
    level: float
    bar: float
    helpings: tuple[Helping, ...]
    left: tuple[Helping, ...] = ()

    @cached_property
    def slots(self) -> float:
        """Compute that it takes, in positions of good public text [token]."""
        return fsum([helping.compute * helping.read for helping in self.helpings])

    @cached_property
    def read(self) -> float:
        """Token positions [token]."""
        return fsum([helping.read for helping in self.helpings])

    @cached_property
    def unique(self) -> float:
        """Different tokens [token]."""
        return fsum(helping.unique for helping in self.helpings)

    @cached_property
    def effective(self) -> float:
        """What it is worth [effective token]."""
        return fsum([helping.effective for helping in self.helpings])

    @cached_property
    def spend_usd(self) -> float:
        """What its tokens cost [USD]."""
        return fsum([helping.spend_usd for helping in self.helpings])

    @cached_property
    def human_share(self) -> float:
        """Share of the positions that hold what people or instruments made."""
        return fsum([one.human_share * one.read for one in self.helpings]) / self.read if self.read > 0 else 1.0

    @cached_property
    def ancestry(self) -> Ancestry:
        """What its tokens have gone through, weighted by positions."""
        whole, seen = HUMAN, 0.0
        for helping in self.helpings:
            seen += helping.read
            whole = mixed(whole, helping.ancestry, helping.read / seen)
        return whole

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """Share of each pool in the positions."""
        whole = self.read
        return summed([(helping.pool, helping.read / whole) for helping in self.helpings])

    @cached_property
    def unique_of(self) -> Mapping[str, float]:
        """Different tokens from each pool [token]."""
        return summed([(helping.pool, helping.unique) for helping in self.helpings])

    @cached_property
    def authors(self) -> Mapping[str, float]:
        """Positions written by each model that is known [token], by its id, in the order of ids."""
        written = summed((author, share * one.read) for one in self.helpings for author, share in one.authors.items())
        return dict(sorted(written.items()))

    @property
    def data_bound(self) -> bool:
        """Whether the lab found less than it needed at a value it accepts."""
        return self.found < ENOUGH * self.wanted

    def part(self, slots: float, r_star: float) -> "Part":
        """Return what a run sees that has compute for only so many positions of good public text.

        Args:
            slots: positions that it has compute for [token].
            r_star: R_D* of repeated data, a number of epochs.
        """
        share = min(1.0, slots / self.slots) if self.slots > 0 else 0.0
        reads = [(one, one.read * share, min(one.unique, one.read * share)) for one in self.helpings]
        return Part(
            fsum([read for _, read, _ in reads]),
            fsum([unique for _, _, unique in reads]),
            fsum([one.value * effective_tokens(read, unique, r_star) for one, read, unique in reads]),
            fsum([one.compute * read for one, read, _ in reads]),
        )


class Part(NamedTuple):
    """What one training run sees of a corpus.

    Attributes:
        tokens: positions [token].
        unique: different tokens [token].
        effective: their worth [effective token].
        slots: compute, in positions of good public text [token].
    """

    tokens: float
    unique: float
    effective: float
    slots: float
