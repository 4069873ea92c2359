"""How a lab composes a corpus from the pools that it can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from agents.corpus import Corpus, Helping, summed
from agents.strategies.reading import Way
from worlds.config.values import Values
from worlds.laws.diet import Offer, Portion, best_level, compose
from worlds.laws.synthesis import HUMAN, mixed
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Plain:
    """What a lab would read if no model wrote for it.

    Attributes:
        shares: share of each pool in the positions.
        bar: worth of a position below which another pool would not change that [effective token].
    """

    shares: Mapping[str, float]
    bar: float


@dataclass(frozen=True)
class Gatherer:
    """How a lab reads.

    Attributes:
        values: the numbers of this replication.
        r_star: R_D* of repetition.
        min_value: level below which no position is read.
        way: what it reads of what there is.
    """

    values: Values
    r_star: float
    min_value: float
    way: Way

    def compose(self, reader: Reader, pools: Sequence[Pool], year: float, *, capped: bool = True) -> Corpus:
        """Return the best corpus.

        Args:
            reader: who reads, and how much of it.
            pools: what can be read, by name.
            year: decimal year.
            capped: whether epochs are limited by more than the lab's least value.
        """
        offers, owners = self._offers(reader, pools, year, capped=capped)
        diet = self.way.diet(reader.wanted, reader.size, offers)
        helpings = [self._helping(one, pool, reader, year) for one, pool in zip(diet.portions, owners, strict=True)]
        read = tuple(helping for helping in helpings if helping.read > 0)
        left = tuple(helping for helping in helpings if helping.read <= 0)
        return Corpus(year, reader.wanted, diet.slots, diet.level, self.way.bar(reader.wanted, diet), read, left)

    def plain(self, reader: Reader, pools: Sequence[Pool], year: float) -> Plain:
        """Return what the best corpus would be made of."""
        offers, owners = self._offers(reader, pools, year, capped=True)
        diet = self.way.diet(reader.wanted, reader.size, offers)
        whole = fsum(portion.read for portion in diet.portions)
        taken = zip(diet.portions, owners, strict=True)
        shares = summed((pool.name, portion.read / whole) for portion, pool in taken if portion.read > 0)
        return Plain(shares, self.way.bar(reader.wanted, diet))

    def would_read(self, reader: Reader, pool: Pool, year: float, bar: float) -> bool:
        """Return whether a position of a pool is worth enough to change a corpus, at the price that the lab pays."""
        offers = offers_of(pool, year, reader, self.values)
        return any(best_level(offer, self.r_star) >= bar for offer in offers)

    def found(self, reader: Reader, pools: Sequence[Pool], year: float) -> float:
        """Return how many positions of good public text there are at an acceptable value, up to the wanted [token]."""
        return self.way.diet(reader.wanted, reader.size, self._offers(reader, pools, year, capped=True)[0]).slots

    def unbounded(self, reader: Reader, pools: Sequence[Pool], year: float) -> dict[str, float]:
        """Return the positions that each pool would fill if every token could be repeated for ever [token]."""
        offers, owners = self._offers(reader, pools, year, capped=False)
        diet = compose(reader.wanted, offers, self.r_star)
        taken = zip(diet.portions, owners, strict=True)
        return {pool.name: 0.0 for pool in pools} | summed((pool.name, portion.read) for portion, pool in taken)

    def _offers(
        self, reader: Reader, pools: Sequence[Pool], year: float, *, capped: bool
    ) -> tuple[list[Offer], list[Pool]]:
        """Return what is offered, and which pool each offer is from."""
        offered = [
            (pool, offer) for pool in pools for offer in offers_of(pool, year, reader, self.values, capped=capped)
        ]
        return [offer for _, offer in offered], [pool for pool, _ in offered]

    def _helping(self, portion: Portion, pool: Pool, reader: Reader, year: float) -> Helping:
        """Return a portion with what the pool knows of its tokens."""
        machine = pool.machine_share(year)
        return Helping(
            pool=pool.name,
            kind=pool.kind,
            offered=portion.offer.unique,
            unique=portion.unique,
            read=portion.read,
            effective=portion.effective,
            value=portion.offer.value,
            compute=portion.offer.compute,
            price=reader.price(pool, year),
            human_share=1.0 - machine,
            ancestry=mixed(HUMAN, pool.ancestry(year), machine),
            break_level=portion.break_level,
            reason=portion.reason,
            part=portion.offer.part,
            authors=pool.authors,
        )
