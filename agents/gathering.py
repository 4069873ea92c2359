"""How a lab composes a corpus from the pools that it can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf

from agents.corpus import Corpus, Helping, summed
from agents.strategies.reading import Way
from worlds.config.values import Values
from worlds.laws.diet import Diet, Offer, Portion, best_level, unbounded
from worlds.laws.synthesis import HUMAN, mixed
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Menu:
    """What pools offer to a lab at a date.

    Attributes:
        year: decimal year.
        reader: the lab: what it wants, can use and would pay.
        pools: what it can read, by name.
        offers: what each of them offers, by its name.
        bar: worth of a position below which one more pool would not change what the lab would read without synthetic
            text; infinite where no model writes for it.
    """

    year: float
    reader: Reader
    pools: Sequence[Pool]
    offers: Mapping[str, Sequence[Offer]]
    bar: float = inf

    def readable(self, pool: Pool) -> float:
        """Return the tokens of a pool that the lab can read [token]: what it offers, in however many parts.

        Parts that are not the whole of it, as those of synthetic text, are not added up, which would round.
        """
        offers = self.offers[pool.name]
        return offers[0].unique if len(offers) == 1 else pool.readable(self.year, *self.reader.rights(pool.name))

    @property
    def dishes(self) -> list[tuple[Pool, Offer]]:
        """Every offer with the pool that it is from."""
        return [(pool, offer) for pool in self.pools for offer in self.offers[pool.name]]


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
        return self.corpus(self.menu(reader, pools, year), capped=capped)

    def menu(
        self, reader: Reader, pools: Sequence[Pool], year: float, known: Mapping[str, Sequence[Offer]] | None = None
    ) -> Menu:
        """Return what pools offer to a lab; synthetic text is judged by what the lab would read without it.

        Args:
            reader: who reads.
            pools: what can be read, by name.
            year: decimal year.
            known: what some pools that people fill are known to offer.
        """
        others = [pool for pool in pools if pool.kind != "synthetic"]
        offers = dict(known or {})
        for pool in others:
            if pool.name not in offers:
                offers[pool.name] = offers_of(pool, year, reader, self.values)
        if len(others) == len(pools) or reader.writer <= 0:
            return self.written(Menu(year, reader, pools, offers))
        plain = Menu(year, reader, others, offers)
        diet = self._diet(plain.reader, plain.dishes)
        reader = reader._replace(own=_shares(diet, plain.dishes))
        return self.written(Menu(year, reader, pools, offers, self.way.bar(reader.wanted, diet)))

    def written(self, menu: Menu) -> Menu:
        """Return a menu with what a model has written for the lab by now."""
        made = [pool for pool in menu.pools if pool.kind == "synthetic"]
        offers = {pool.name: offers_of(pool, menu.year, menu.reader, self.values) for pool in made}
        return Menu(menu.year, menu.reader, menu.pools, {**menu.offers, **offers}, menu.bar)

    def corpus(self, menu: Menu, *, capped: bool = True, with_left: bool = False) -> Corpus:
        """Return the best corpus of a menu.

        Args:
            menu: what is offered.
            capped: whether epochs are limited by more than the lab's least value.
            with_left: whether it is asked what is left, and why; only those ask who explain a corpus.
        """
        reader, year, dishes = menu.reader, menu.year, menu.dishes
        diet = self._diet(reader, dishes if capped else _without_caps(dishes))
        dealt = [(i, pool, slots > 0) for i, (slots, (pool, _)) in enumerate(zip(diet.reads, dishes, strict=True))]
        read = [self._helping(diet.portion(i), pool, reader, year) for i, pool, some in dealt if some]
        left = [self._helping(diet.portion(i), pool, reader, year) for i, pool, some in dealt if with_left and not some]
        bar = self.way.bar(reader.wanted, diet)
        return Corpus(year, reader.wanted, diet.slots, diet.level, bar, tuple(read), tuple(left))

    def with_more(self, menu: Menu, corpus: Corpus, reader: Reader, pools: Sequence[Pool]) -> Corpus | None:
        """Return the best corpus with more rights, None where it would be the one that there is.

        What is worth less than the bar, at the price that the lab would pay, would not be read and changes nothing.

        Args:
            menu: what is offered without them.
            corpus: the best corpus of that.
            reader: the lab with them.
            pools: what they are for.
        """
        more = {pool.name: offers_of(pool, menu.year, reader, self.values) for pool in pools}
        bar, read = min(menu.bar, corpus.bar), corpus.unique_of
        if not any(name in read or self._reach(offers) >= bar for name, offers in more.items()):
            return None
        every = {pool.name: pool for pool in (*menu.pools, *pools)}
        known = {**menu.offers, **more}
        return self.corpus(self.menu(reader, [every[name] for name in sorted(every)], menu.year, known))

    def _reach(self, offers: Sequence[Offer]) -> float:
        """Return what a position of some offers is worth at best, at its price [effective token]."""
        return max((best_level(offer, self.r_star) for offer in offers), default=0.0)

    def found(self, reader: Reader, pools: Sequence[Pool], year: float) -> float:
        """Return how many positions of good public text there are at an acceptable value, up to the wanted [token]."""
        offers = [offer for pool in pools for offer in offers_of(pool, year, reader, self.values)]
        return self.way.diet(reader.wanted, reader.size, offers).slots

    def unbounded(self, menu: Menu) -> dict[str, float]:
        """Return the positions that each pool would fill if every token could be repeated for ever [token]."""
        dishes = menu.dishes
        taken = unbounded(menu.reader.wanted, [offer for _, offer in dishes], self.r_star)
        read = summed([(pool.name, slots) for slots, (pool, _) in zip(taken, dishes, strict=True)])
        return {pool.name: 0.0 for pool in menu.pools} | read

    def _diet(self, reader: Reader, dishes: Sequence[tuple[Pool, Offer]]) -> Diet:
        """Return what a lab reads of what it is offered."""
        return self.way.diet(reader.wanted, reader.size, [offer for _, offer in dishes])

    def _helping(self, portion: Portion, pool: Pool, reader: Reader, year: float) -> Helping:
        """Return a portion with what the pool knows of its tokens."""
        machine = pool.machine_share(year)
        offer, unique, read, effective, break_level, reason = portion
        return Helping(
            pool=pool.name,
            kind=pool.kind,
            offered=offer.unique,
            unique=unique,
            read=read,
            effective=effective,
            value=offer.value,
            compute=offer.compute,
            price=reader.price(pool, year),
            human_share=1.0 - machine,
            ancestry=mixed(HUMAN, pool.ancestry(year), machine) if machine > 0 else HUMAN,
            break_level=break_level,
            reason=reason,
            part=offer.part,
            authors=pool.authors,
            levy=reader.levy_on(pool),
        )


def _shares(diet: Diet, dishes: Sequence[tuple[Pool, Offer]]) -> dict[str, float]:
    """Return the share of each pool in the positions of a diet."""
    whole = fsum(diet.reads)
    taken = zip(diet.reads, dishes, strict=True)
    return summed([(pool.name, slots / whole) for slots, (pool, _) in taken if slots > 0])


def _without_caps(dishes: Sequence[tuple[Pool, Offer]]) -> list[tuple[Pool, Offer]]:
    """Return offers whose tokens may be read as often as one likes."""
    return [(pool, offer._replace(epochs=inf)) for pool, offer in dishes]
