"""A lab: generation after generation it plans, gathers a corpus, trains, and releases."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import count
from math import ceil, fsum
from typing import Any

import simpy

from agents.budget import budget_of
from agents.clock import Life
from agents.corpus import Corpus
from agents.gathering import Gatherer
from agents.plan import Plan, family_plan, slate_plan
from agents.setting_up import trainer_of
from agents.shortfall import regrown
from agents.surroundings import Demand, Surroundings
from agents.training import Model
from agents.writing import Teacher, write
from worlds.config.schema import Lab as LabSection
from worlds.laws.price import willingness_to_pay
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool

_SAME_DATE = 1e-9
"""Share of a cadence below which two dates are one."""


class Lab:
    """A lab that trains models on what it can read."""

    def __init__(self, name: str, section: LabSection, surroundings: Surroundings, rank: int) -> None:
        """Set up a lab.

        Args:
            name: its name in the world.
            section: what the world file says of it.
            surroundings: the ecosystem it lives in.
            rank: its place among agents that act at the same moment.
        """
        self.name = name
        self._section = section
        self._surroundings = surroundings
        self.rank = rank
        values, world = surroundings.values, surroundings.world
        self._gatherer = Gatherer(values, values[world.laws.repetition.r_d_star], values[section.min_value])
        self._trainer = trainer_of(section, world, values)
        self._budget = budget_of(section, world, values)
        self._teacher: Teacher | None = None
        self._copied: dict[str, float] = {}

    def live(self) -> Life:
        """Plan, gather, train and release, once every cadence."""
        clock, values = self._surroundings.clock, self._surroundings.values
        training_time = min(values[self._section.training_time], values[self._section.cadence])
        for date in self.dates():
            yield clock.until(max(clock.now, date), self.rank)
            plan = self.plan(clock.now)
            self._surroundings.planned(plan, self.demand(plan, clock.now))
            if not plan.models:
                continue
            corpus = yield from self.gather(plan)
            self._surroundings.gathered(self.name, corpus)
            if training_time > 0:
                yield clock.timeout(training_time, self.rank)
            for model in self.train(plan, corpus, clock.now):
                self._surroundings.release(model)

    def dates(self) -> Iterator[float]:
        """Yield the years in which the lab plans, from the start of the world on."""
        start, cadence = self._surroundings.world.start, self._surroundings.values[self._section.cadence]
        first = start if self._section.start is None else self._section.start
        missed = max(0, ceil((start - first) / cadence - _SAME_DATE))
        return (first + generation * cadence for generation in count(missed))

    def plan(self, year: float) -> Plan:
        """Return what the lab wants to train at a date, before it has looked for data."""
        values = self._surroundings.values
        if self._section.slate is not None:
            return slate_plan(self._section.slate, values, lambda at: self._budget.factor(at, year))
        if self._section.compute is None:
            return Plan(())
        flop = values[self._section.compute] * self._budget.factor(self._section.compute.at, year)
        return family_plan(self._section, values, flop)

    def demand(self, plan: Plan, year: float) -> Demand:
        """Return a plan held against the pools the lab can read (docs/model.md, exhaustion)."""
        if not plan.models:
            return Demand(self.name, year, 0.0, {}, {})
        pools, reader = self.pools(), self.reader(plan, year)
        stretch = self._gatherer.unbounded(reader, pools, year)
        holds = {pool.name: pool.epoch_cap * pool.readable(year, self._copied.get(pool.name, 0.0)) for pool in pools}
        wanted = {name: (stretch[name], held) for name, held in holds.items()}
        if any(pool.kind == "public" for pool in pools):
            wanted["public"] = (plan.tokens, self._public(pools, year))
        wanted["ecosystem"] = (plan.tokens, self._all(pools, reader, year))
        utilisation = {target: want / there for target, (want, there) in wanted.items() if there > 0}
        gone = tuple(target for target, (_, there) in wanted.items() if there <= 0)
        return Demand(self.name, year, plan.tokens, utilisation, stretch, gone)

    def _public(self, pools: list[Pool], year: float) -> float:
        """Return the effective stock of public text that the lab can read [effective token]."""
        public = (pool for pool in pools if pool.kind == "public")
        return fsum(pool.effective_stock(year, self._copied.get(pool.name, 0.0)) for pool in public)

    def _all(self, pools: list[Pool], reader: Reader, year: float) -> float:
        """Return the effective stock of everything worth reading [effective token]."""
        values = self._surroundings.values
        return fsum(
            pool.repetition * offer.unique * offer.value
            for pool in pools
            for offer in offers_of(pool, year, reader, values)
            if offer.value / offer.compute >= self._gatherer.min_value
        )

    def gather(self, plan: Plan) -> Generator[simpy.Event, Any, Corpus]:
        """Read a corpus for a plan, answering a shortfall in the ways and the order the lab prefers."""
        clock = self._surroundings.clock
        begun = clock.now
        corpus = self.compose_now(plan, begun)
        found, pools, capped = corpus.found, self.pools(), True
        self._surroundings.looked(self.name, corpus, plan)
        for response in self._section.shortfall:
            if not corpus.data_bound:
                break
            if response == "wait":
                yield from self._wait(plan, pools)
            elif response == "substitute":
                pools = self.pools(substitutes=True)
            elif response == "repeat":
                capped = False
            reader = self.reader(plan, clock.now, pools)
            corpus = self._gatherer.compose(reader, pools, clock.now, capped=capped)
        self._read(corpus, clock.now)
        return replace(corpus, found=found, year=begun)

    def compose_now(self, plan: Plan, year: float) -> Corpus:
        """Let the last model write, and return the corpus the lab would read, before any response."""
        self._write(plan, year)
        return self._gatherer.compose(self.reader(plan, year), self.pools(), year)

    def _wait(self, plan: Plan, pools: list[Pool]) -> Generator[simpy.Event, Any, None]:
        """Wait until enough has regrown, again if others were quicker, as long as the lab's patience lasts."""
        clock = self._surroundings.clock
        patience = clock.now + self._surroundings.values[self._section.max_wait]
        while True:
            reader = self.reader(plan, clock.now, pools)
            wait = regrown(self._gatherer, reader, pools, clock.now, patience - clock.now)
            if wait <= 0:
                return
            yield clock.timeout(wait, self.rank)

    def train(self, plan: Plan, corpus: Corpus, year: float) -> list[Model]:
        """Return the models that a plan becomes; none where nothing was found to read."""
        if corpus.read <= 0:
            return []
        price = self._budget.flop_price(year)
        models = [self._trainer.train(self.name, planned, corpus, year, price) for planned in plan.models]
        lead = max(models, key=lambda model: (model.size_active, model.name))
        self._teacher = Teacher(
            lead.size_active, lead.loss - self._trainer.law.irreducible, corpus.ancestry, corpus.shares
        )
        return models

    def pools(self, *, substitutes: bool = False) -> list[Pool]:
        """Return the pools the lab reads, by name; with those it turns to when data run short."""
        names = self._surroundings.access.readable(self.name)
        passed = set() if substitutes else set(self._section.substitutes)
        return [self._surroundings.pools[name] for name in names if name not in passed]

    def reader(self, plan: Plan, year: float, pools: list[Pool] | None = None) -> Reader:
        """Return the lab as a reader: what it wants, can use and would pay."""
        values = self._surroundings.values
        lead = max(plan.models, key=lambda model: (model.size, model.name))
        worth = willingness_to_pay(self._trainer.law, lead.size, lead.tokens, self._budget.flop_price(year))
        aversion, teacher = values[self._section.risk_aversion], self._teacher
        alone = Reader(lead.size, plan.tokens, worth, self._copied, aversion)
        pools = self.pools() if pools is None else pools
        if teacher is None or all(pool.kind != "synthetic" for pool in pools):
            return alone
        own = self._gatherer.compose(alone, [pool for pool in pools if pool.kind != "synthetic"], year)
        return replace(alone, writer=teacher.size, taught=teacher.shares, own=own.shares)

    def _write(self, plan: Plan, year: float) -> None:
        """Let the last model write what the next one may read."""
        if self._teacher is None:
            return
        flop = fsum(model.flop for model in plan.models)
        for pool in self.pools(substitutes=True):
            if pool.kind == "synthetic":
                write(pool, self._teacher, flop, year, self._surroundings.values)

    def _read(self, corpus: Corpus, year: float) -> None:
        """Read what a corpus holds, and keep copies of it."""
        taken: dict[str, float] = {}
        for helping in corpus.helpings:
            taken[helping.pool] = taken.get(helping.pool, 0.0) + helping.unique
        for name, unique in taken.items():
            self._surroundings.pools[name].read(year, unique)
            self._copied[name] = max(self._copied.get(name, 0.0), unique)
