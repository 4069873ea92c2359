"""What a pool offers to a corpus: how many tokens, what they are worth, what they cost in money and compute."""

from collections.abc import Callable, Collection, Mapping
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from worlds.config.schema import InteractionPool, MultimodalPool, SyntheticPool
from worlds.config.values import Values
from worlds.laws.diet import Offer
from worlds.laws.synthesis import overlap
from worlds.laws.transfer import certainty_equivalent, compute_per_written_token, gate
from worlds.pools.copies import NONE, Copies
from worlds.pools.pool import Pool

MOST_VALUE = 1.0
"""Most that a first token of anything but synthetic text is worth: as much as good public text."""


class Reader(NamedTuple):
    """What a lab brings to the table.

    Attributes:
        size: active parameters of its lead model.
        wanted: W, slots it wants to fill [token].
        worth: what it would pay for an effective token [USD].
        copied: what it has read before, by pool.
        shares: share of a pool that it has a right to, where that is not all of it.
        premiums: times the price that it pays, where that is not the price.
        levy: what it owes beside the price for a token that no model wrote for it [USD/token].
        aversion: how it dislikes uncertain value.
        writer: active parameters of the model that writes its synthetic text; 0 where there is none.
        taught: share of each pool in the diet of that model.
        own: share of each pool in the diet it would read without synthetic text.
    """

    size: float
    wanted: float
    worth: float
    copied: Mapping[str, Copies]
    aversion: float = 0.0
    writer: float = 0.0
    taught: Mapping[str, float] | None = None
    own: Mapping[str, float] | None = None
    shares: Mapping[str, float] = MappingProxyType({})
    premiums: Mapping[str, float] = MappingProxyType({})
    levy: float = 0.0

    def rights(self, pool: str) -> tuple[Copies, float]:
        """Return what the lab has copied of a pool, and the share of it that it has a right to."""
        return self.copied.get(pool, NONE), self.shares.get(pool, 1.0)

    def granted(self, pools: Collection[str], premium: float) -> "Reader":
        """Return the lab as if it had a right to all of some pools, at so many times their price."""
        shares, premiums = dict.fromkeys(pools, 1.0), dict.fromkeys(pools, premium)
        return self._replace(shares={**self.shares, **shares}, premiums={**self.premiums, **premiums})

    def price(self, pool: Pool, year: float) -> float:
        """Return what the lab pays for a unique token of a pool, to whom it belongs and as a levy [USD/token]."""
        return pool.price(year) * self.premiums.get(pool.name, 1.0) + self.levy_on(pool)

    def levy_on(self, pool: Pool) -> float:
        """Return what the lab owes as a levy for a unique token of a pool [USD/token]."""
        return 0.0 if pool.kind == "synthetic" else self.levy


def offers_of(pool: Pool, year: float, reader: Reader, values: Values) -> list[Offer]:
    """Return what a pool offers to a lab at a date, a synthetic one in two parts.

    Args:
        pool: the pool.
        year: decimal year.
        reader: who asks.
        values: the numbers of this replication.
    """
    name = pool.name
    unique = pool.readable(year, *reader.rights(name))
    price, slots = _price(reader.price(pool, year), reader.worth), pool.max_share * reader.wanted
    plain = Offer(name, unique, pool.quality(year), price, 1.0, pool.epoch_cap, slots)
    kind = _OF.get(pool.kind)
    return [plain] if kind is None else kind(plain, pool.section, reader, values)


def _price(price: float, worth: float) -> float:
    """Return a price in effective tokens; beyond all means where a lab would pay nothing."""
    if price <= 0:
        return 0.0
    return price / worth if worth > 0 else inf


def _changed(offer: Offer, *, value: float, compute: float = 1.0) -> Offer:
    """Return an offer of another value and compute."""
    return Offer(offer.name, offer.unique, value, offer.price, compute, offer.epochs, offer.slots)


def _multimodal(offer: Offer, section: MultimodalPool, reader: Reader, values: Values) -> list[Offer]:
    """Return another modality: worth what transfers to a model of this size."""
    transfer = values[section.transfer] * gate(reader.size, values[section.gate_size])
    return [_changed(offer, value=min(MOST_VALUE, offer.value * transfer))]


def _interaction(offer: Offer, section: InteractionPool, reader: Reader, values: Values) -> list[Offer]:
    """Return interaction data: a capable model succeeds more often, so that a useful token costs it less compute."""
    low, high = values[section.pass_rate], values[section.best_pass_rate]
    passed = low + (high - low) * gate(reader.size, values[section.gate_size])
    value = certainty_equivalent(offer.value * values[section.transfer], values[section.spread], reader.aversion)
    return [
        _changed(
            offer, value=min(MOST_VALUE, value), compute=compute_per_written_token(passed, reader.size, reader.size)
        )
    ]


def _synthetic(offer: Offer, section: SyntheticPool, reader: Reader, values: Values) -> list[Offer]:
    """Return synthetic text in two parts: good up to a share of the corpus, and what is too much of it."""
    if reader.writer <= 0 or reader.size <= 0:
        return []
    compute = compute_per_written_token(values[section.acceptance], reader.writer, reader.size)
    seen = overlap(dict(reader.taught or {}), dict(reader.own or {}))
    worth = offer.value * (1.0 - values[section.overlap_loss] * seen)
    good = values[section.good_share] * reader.wanted
    most = min(offer.unique, good)
    return [
        Offer(
            offer.name, most, worth * values[section.gain], offer.price, compute, offer.epochs, min(good, offer.slots)
        ),
        Offer(
            offer.name,
            offer.unique - most,
            worth * values[section.excess_value],
            offer.price,
            compute,
            offer.epochs,
            offer.slots - min(good, offer.slots),
            "beyond the good share",
        ),
    ]


_OF: dict[str, Callable[..., list[Offer]]] = {
    "multimodal": _multimodal,
    "interaction": _interaction,
    "synthetic": _synthetic,
}
"""How what a pool of some kind offers differs from what is there; public and private text is offered as it is."""
