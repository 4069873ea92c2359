"""A lab: generation after generation it plans, gathers a corpus, trains, and releases."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import count
from math import ceil, fsum
from typing import Any

import simpy

from agents.agent import Agent
from agents.budget import budget_of
from agents.clock import Life
from agents.corpus import Corpus
from agents.deals import Application, Terms, gain
from agents.demanding import demand_of
from agents.plan import Plan, family_plan, slate_plan
from agents.setting_up import gatherer_of, trainer_of
from agents.shortfall import regrown
from agents.strategies.overtraining import strategy_of
from agents.surroundings import Demand
from agents.training import Model
from agents.writing import Teacher, best_teacher, teacher_of, write
from worlds.config.schema import Lab as LabSection
from worlds.config.schema import SyntheticPool
from worlds.laws.price import willingness_to_pay
from worlds.pools.copies import NONE, Copies
from worlds.pools.offers import Reader
from worlds.pools.pool import Pool

_SAME_DATE = 1e-9
"""Share of a cadence below which two dates are one."""


class Lab(Agent[LabSection]):
    """A lab that trains models on what it can read."""

    def begin(self) -> None:
        """Begin without a model, without copies of anything, and without debts."""
        self.member = self.surroundings.member(self.name)
        self.key = f"labs.{self.member.group}"
        self.strategy = strategy_of(self.name, self.section.overtraining, self.surroundings)
        self._own: list[Teacher] = []
        self._shares: tuple[object, dict[str, float]] | None = None  # of the last diet without synthetic text
        self._copied: dict[str, Copies] = {}
        self._debts = 0.0
        self._idle = False
        self.renew()

    def renew(self) -> None:
        """Take over the numbers that hold now."""
        world, values = self.surroundings.world, self.values
        self._gatherer = gatherer_of(self.section, world, values)
        self._trainer = trainer_of(self.section, world, values)
        self.budget = budget_of(self.section, world, values, self.member.score)

    def live(self) -> Life:
        """Plan, gather, train and release, once every cadence."""
        clock, surroundings = self.surroundings.clock, self.surroundings
        for date in self.dates():
            if date < clock.now - _SAME_DATE * self.values[self.section.cadence]:
                continue
            yield clock.until(max(clock.now, date), self.rank)
            self._debts += surroundings.owed(self.name)
            plan = self.plan(clock.now)
            self._debts = max(0.0, -self.purse(clock.now)) if self.section.budget is not None else 0.0
            surroundings.planned(plan, self.demand(plan, clock.now))
            self._tell_idleness(plan)
            if not plan.models:
                continue
            corpus = yield from self.gather(plan)
            training_time = min(self.values[self.section.training_time], self.values[self.section.cadence])
            if training_time > 0:
                yield clock.timeout(training_time, self.rank)
            models = self.train(plan, corpus, clock.now)
            if models:
                self._own = [teacher_of(model, corpus) for model in models]
                surroundings.release(models, corpus, self._own)

    def dates(self) -> Iterator[float]:
        """Yield the years in which the lab plans, from the start of the world on."""
        start, cadence = self.surroundings.world.start, self.values[self.section.cadence]
        first = (start if self.section.start is None else self.section.start) + self.member.delay * cadence
        missed = max(0, ceil((start - first) / cadence - _SAME_DATE))
        return (first + generation * cadence for generation in count(missed))

    def plan(self, year: float) -> Plan:
        """Return what the lab wants to train at a date, before it has looked for data."""
        if self.section.slate is not None:
            earned = self._earned()
            return slate_plan(self.section.slate, self.values, lambda at: earned * self.budget.factor(at, year))
        flop = self.means(year)
        return family_plan(self.section, self.values, flop, lambda lead: self.strategy.k(lead, year))

    def means(self, year: float) -> float:
        """Return the compute that the lab can have for a generation [FLOP]: its trend, or what its money buys."""
        trend = self.budget.compute(year)
        flop = None if trend is None else trend * self._earned()
        if self.section.budget is None:
            return 0.0 if flop is None else flop
        bought = max(0.0, self.purse(year)) / self.surroundings.compute.flop_price(year)
        return bought if flop is None else min(flop, bought)

    def purse(self, year: float) -> float:
        """Return the money for a generation, less what the lab owes [USD]; infinite where none is counted."""
        money = self.budget.money(year)
        return float("inf") if money is None else money * self._earned() - self._debts

    def _earned(self) -> float:
        """Return the factor of its means that revenue makes."""
        if not self.surroundings.world.feedbacks.revenue:
            return 1.0
        return self.budget.earned(self.surroundings.use(self.name).index)

    def _tell_idleness(self, plan: Plan) -> None:
        """Tell when a lab that would train has nothing to train with, and when it has again."""
        wants = self.section.slate is not None or self.budget.compute(self.year) or self.section.budget is not None
        idle = bool(wants) and not plan.models
        if idle and not self._idle:
            text = f"{self.name} trains nothing: it has no means left"
            self.surroundings.tell("idle", self.name, "", self._debts, text)
        self._idle = idle

    def demand(self, plan: Plan, year: float) -> Demand:
        """Return a plan held against the pools the lab can read."""
        if not plan.models:
            return Demand(self.name, year, 0.0, {}, {})
        pools = self.pools()
        return demand_of(self.name, self.reader(plan, year, pools), pools, self._gatherer, year)

    def gather(self, plan: Plan) -> Generator[simpy.Event, Any, Corpus]:
        """Read a corpus for a plan, answering a shortfall in the ways and the order the lab prefers."""
        clock = self.surroundings.clock
        begun = clock.now
        corpus = self.compose_now(plan, begun)
        found, substitutes, capped = corpus.found, False, True
        self.surroundings.looked(self.name, corpus, plan)
        self.strategy.looked(found, corpus.wanted)
        self._seek_deals(plan, corpus)
        for response in self.section.shortfall:
            if not corpus.data_bound:
                break
            if response == "wait":
                yield from self._wait(plan, substitutes=substitutes)
            substitutes = substitutes or response == "substitute"
            capped = capped and response != "repeat"
            pools = self.pools(substitutes=substitutes)
            corpus = self._gatherer.compose(self.reader(plan, clock.now, pools), pools, clock.now, capped=capped)
        corpus = replace(corpus, found=found, year=begun)
        self.surroundings.read(self.name, corpus, self._copied)
        self._keep_copies(corpus)
        return corpus

    def compose_now(self, plan: Plan, year: float) -> Corpus:
        """Let a model write, and return the corpus the lab would read, before any response."""
        self._write(plan, year)
        return self._gatherer.compose(self.reader(plan, year), self.pools(), year)

    def _wait(self, plan: Plan, *, substitutes: bool) -> Generator[simpy.Event, Any, None]:
        """Wait until enough has regrown or somebody is let in; again if others were quicker, while patience lasts."""
        clock = self.surroundings.clock
        patience = clock.now + self.values[self.section.max_wait]
        while True:
            pools = self.pools(substitutes=substitutes)
            reader = self.reader(plan, clock.now, pools)
            wait = regrown(self._gatherer, reader, pools, clock.now, patience - clock.now)
            if wait <= 0:
                return
            yield clock.timeout(wait, self.rank) | self.surroundings.opened

    def train(self, plan: Plan, corpus: Corpus, year: float) -> list[Model]:
        """Return the models that a plan becomes, best first; none where nothing of worth was found to read."""
        if corpus.effective < 1.0:
            return []
        price = self.surroundings.compute.flop_price(year)
        models = [self._trainer.train(self.name, planned, corpus, year, price) for planned in plan.models]
        return sorted(models, key=lambda model: (model.loss, model.name))

    def pools(self, *, substitutes: bool = False) -> list[Pool]:
        """Return the pools the lab reads, by name; with those it turns to when data run short."""
        names = self.surroundings.access.readable(self.name)
        passed = set() if substitutes else set(self.section.substitutes)
        wanted = [name for name in names if name not in passed and self.section.takes(name)]
        return [self.surroundings.pool(name, self.name) for name in wanted]

    def reader(self, plan: Plan, year: float, pools: list[Pool] | None = None, deal: Terms | None = None) -> Reader:
        """Return the lab as a reader: what it wants, can use and would pay.

        Args:
            plan: what it wants to train.
            year: decimal year.
            pools: what it reads; what it can read, without substitutes, unless given.
            deal: that it thinks about, as if it had it.
        """
        pools = self.pools() if pools is None else pools
        lead = max(plan.models, key=lambda model: (model.size, model.name))
        price = self.surroundings.compute.flop_price(year)
        worth = willingness_to_pay(self._trainer.law, lead.size, lead.tokens, price)
        shares, premiums = self._rights(pools, year, deal)
        aversion = self.values[self.section.risk_aversion]
        alone = Reader(lead.size, plan.tokens, worth, self._copied, aversion, shares=shares, premiums=premiums)
        teacher = self._writer(plan) if any(pool.kind == "synthetic" for pool in pools) else None
        if teacher is None:
            return alone
        written_by_others = [pool for pool in pools if pool.kind != "synthetic"]
        asked = (year, plan.tokens, tuple(pool.name for pool in written_by_others), tuple(shares.items()))
        if self._shares is None or self._shares[0] != asked:
            self._shares = (asked, self._gatherer.shares(alone, written_by_others, year))
        return replace(alone, writer=teacher.size, taught=teacher.shares, own=self._shares[1])

    def _rights(self, pools: list[Pool], year: float, deal: Terms | None) -> tuple[dict[str, float], dict[str, float]]:
        """Return the share of each pool that the lab may read, and times the price it pays, where they are not 1."""
        access = self.surroundings.access
        shares = {pool.name: access.share(pool.name, self.name, year) for pool in pools}
        premiums = {pool.name: access.premium(pool.name, self.name) for pool in pools}
        if deal is not None:
            shares |= dict.fromkeys(deal.pools, 1.0)
            premiums |= dict.fromkeys(deal.pools, deal.premium)
        return (
            {name: share for name, share in shares.items() if share != 1.0},
            {name: premium for name, premium in premiums.items() if premium != 1.0},
        )

    def _seek_deals(self, plan: Plan, corpus: Corpus) -> None:
        """Ask every owner for a deal whose data would be worth more than it costs."""
        cadence = self.values[self.section.cadence]
        for key, owner in self.surroundings.negotiators.items():
            terms = owner.terms(self.name)
            if terms is None or terms.taken or not self._would_read(terms, corpus):
                continue
            reader, trial = self._with_deal(plan, terms)
            bid = gain(reader, corpus, trial, self._gatherer.min_value) * terms.years / cadence
            if bid > terms.cost_usd:
                text = f"{self.name} asks {terms.owner} for a deal"
                self.surroundings.tell("application", self.name, key, bid, text)
                owner.post(Application(self.name, bid))

    def _would_read(self, terms: Terms, corpus: Corpus) -> bool:
        """Return whether a deal can be of use.

        The lab reads nothing that is worth less than the last position it found, if it found enough; and some pools it
        turns to only when data run short.
        """
        if corpus.data_bound:
            return any(self.section.takes(name) for name in terms.pools)
        pools = [name for name in terms.pools if self.section.takes(name) and name not in self.section.substitutes]
        return any(self.surroundings.pools[name].quality(self.year) > corpus.level for name in pools)

    def _with_deal(self, plan: Plan, terms: Terms) -> tuple[Reader, Corpus]:
        """Return the lab as if it had a deal, and the corpus that it would read then."""
        more = [name for name in terms.pools if self.section.takes(name)]
        names = sorted({*(pool.name for pool in self.pools()), *more})
        pools = [self.surroundings.pool(name, self.name) for name in names]
        reader = self.reader(plan, self.year, pools, terms)
        return reader, self._gatherer.compose(reader, pools, self.year)

    def _writer(self, plan: Plan) -> Teacher | None:
        """Return the model whose text is worth most for its compute: one of the lab's last, or another lab's."""
        synthetic = [pool.section for pool in self.pools(substitutes=True) if isinstance(pool.section, SyntheticPool)]
        if not synthetic:
            return None
        acceptance = max(self.values[section.acceptance] for section in synthetic)
        size = max(model.size for model in plan.models)
        return best_teacher([*self._own, *self.surroundings.teachers(self.name)], acceptance, size)

    def _write(self, plan: Plan, year: float) -> None:
        """Let the best model write what the next one may read."""
        teacher, flop = self._writer(plan), fsum(model.flop for model in plan.models)
        if teacher is None:
            return
        for pool in self.pools(substitutes=True):
            if pool.kind == "synthetic":
                write(pool, teacher, flop, year, self.values)

    def _keep_copies(self, corpus: Corpus) -> None:
        """Keep copies of what was read."""
        year, surroundings = self.year, self.surroundings
        for name, unique in corpus.unique_of.items():
            opened = surroundings.pool(name, self.name).open_share(year) * surroundings.access.share(
                name, self.name, year
            )
            self._copied[name] = self._copied.get(name, NONE).with_more(unique, opened)
