"""How a lab composes a corpus from the pools that it can read."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.corpus import Corpus, Helping
from worlds.config.values import Values
from worlds.laws.diet import Diet, Portion, compose
from worlds.laws.synthesis import HUMAN, mixed
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Gatherer:
    """How a lab reads.

    Attributes:
        values: the numbers of this replication.
        r_star: R_D* of repetition.
        min_value: level below which no position is read.
    """

    values: Values
    r_star: float
    min_value: float

    def compose(self, reader: Reader, pools: Sequence[Pool], year: float, *, capped: bool = True) -> Corpus:
        """Return the best corpus.

        Args:
            reader: who reads, and how much of it.
            pools: what can be read, by name.
            year: decimal year.
            capped: whether epochs are limited by more than the lab's least value.
        """
        diet, owners = self._diet(reader, pools, year, self.min_value, capped=capped)
        helpings = [self._helping(one, pool, reader, year) for one, pool in zip(diet.portions, owners, strict=True)]
        read = tuple(helping for helping in helpings if helping.read > 0)
        left = tuple(helping for helping in helpings if helping.read <= 0)
        return Corpus(year, reader.wanted, diet.slots, diet.level, read, left)

    def found(self, reader: Reader, pools: Sequence[Pool], year: float) -> float:
        """Return how many positions of good public text there are at an acceptable value, up to the wanted [token]."""
        return self._diet(reader, pools, year, self.min_value, capped=True)[0].slots

    def unbounded(self, reader: Reader, pools: Sequence[Pool], year: float) -> dict[str, float]:
        """Return the positions that each pool would fill if every token could be repeated for ever [token]."""
        diet, owners = self._diet(reader, pools, year, 0.0, capped=False)
        filled = {pool.name: 0.0 for pool in pools}
        for portion, pool in zip(diet.portions, owners, strict=True):
            filled[pool.name] += portion.read
        return filled

    def _diet(
        self, reader: Reader, pools: Sequence[Pool], year: float, min_value: float, *, capped: bool
    ) -> tuple[Diet, list[Pool]]:
        """Return the best diet and which pool each of its portions is from."""
        offered = [
            (pool, offer) for pool in pools for offer in offers_of(pool, year, reader, self.values, capped=capped)
        ]
        return compose(reader.wanted, [offer for _, offer in offered], self.r_star, min_value), [
            pool for pool, _ in offered
        ]

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
            price=pool.price,
            human_share=1.0 - machine,
            ancestry=mixed(HUMAN, pool.ancestry, machine),
            break_level=portion.break_level,
            reason=portion.reason,
            part=portion.offer.part,
        )
