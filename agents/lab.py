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
from agents.gathering import Menu
from agents.plan import Caps, Plan, family_plan, slate_plan
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
        self._copied: dict[str, Copies] = {}
        self._debts = 0.0
        self._idle = False
        self._known: list[str] = []
        self._every_pool: list[Pool] = []
        self._first_pools: list[Pool] = []
        self._written_pools: list[Pool] = []
        self._taken: dict[tuple[str, ...], list[Pool]] = {}
        self._asked: tuple[object, ...] = ()
        self._chosen: Teacher | None = None
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
            menu = self.menu(plan, clock.now) if plan.models else None
            surroundings.planned(plan, self.demand(menu, clock.now))
            self._tell_idleness(plan)
            if menu is None:
                continue
            corpus = yield from self.gather(plan, menu)
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
        written = self.surroundings.scripted(self.name, year)
        if written is not None:
            return Plan(tuple(map(self._caps().within, written.models)))
        if self.section.slate is not None:
            earned = self._earned()
            return slate_plan(
                self.section.slate, self.values, lambda at: earned * self.budget.factor(at, year), self._caps()
            )
        flop = self.means(year)
        return family_plan(self.section, self.values, flop, lambda lead: self.strategy.k(lead, year), self._caps())

    def _caps(self) -> Caps:
        """Return what the law allows a training run now."""
        statutes = self.surroundings.world.statutes
        return Caps(self.values[statutes.overtraining_cap], self.values[statutes.compute_cap])

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

    def demand(self, menu: Menu | None, year: float) -> Demand:
        """Return a plan held against the pools the lab can read in a decimal year; nothing where it plans nothing."""
        return Demand(self.name, year, 0.0, {}, {}) if menu is None else demand_of(self.name, menu, self._gatherer)

    def gather(self, plan: Plan, menu: Menu) -> Generator[simpy.Event, Any, Corpus]:
        """Read a corpus for a plan, answering a shortfall in the ways and the order the lab prefers."""
        clock = self.surroundings.clock
        begun = clock.now
        menu, corpus = self.compose_now(plan, menu)
        found, substitutes, capped = corpus.found, False, True
        self.surroundings.looked(self.name, corpus, plan)
        self.strategy.looked(found, corpus.wanted)
        self._seek_deals(menu, corpus)
        for response in self.section.shortfall:
            if not corpus.data_bound:
                break
            if response == "wait":
                yield from self._wait(plan, substitutes=substitutes)
            substitutes = substitutes or response == "substitute"
            capped = capped and response != "repeat"
            corpus = self._gatherer.corpus(self.menu(plan, clock.now, substitutes=substitutes), capped=capped)
        corpus = replace(corpus, found=found, year=begun)
        self.surroundings.read(self.name, corpus, self._copied)
        self._keep_copies(corpus)
        return corpus

    def menu(self, plan: Plan, year: float, *, substitutes: bool = False) -> Menu:
        """Return what is offered to the lab for a plan in a decimal year."""
        pools = self.pools(substitutes=substitutes)
        return self._gatherer.menu(self.reader(plan, year, pools), pools, year)

    def compose_now(self, plan: Plan, menu: Menu, *, with_left: bool = False) -> tuple[Menu, Corpus]:
        """Let a model write, and return the menu then and the corpus the lab would read of it, before any response.

        Args:
            plan: what it wants to train.
            menu: what it was offered before.
            with_left: whether it is asked what the corpus leaves, and why.
        """
        self._write(plan, menu.year)
        menu = self._gatherer.written(menu)
        return menu, self._gatherer.corpus(menu, with_left=with_left)

    def _wait(self, plan: Plan, *, substitutes: bool) -> Generator[simpy.Event, Any, None]:
        """Wait until enough has regrown or somebody is let in; again if others were quicker, while patience lasts."""
        clock = self.surroundings.clock
        patience = clock.now + self.values[self.section.max_wait]
        while True:
            menu = self.menu(plan, clock.now, substitutes=substitutes)
            wait = regrown(self._gatherer, menu.reader, menu.pools, clock.now, patience - clock.now)
            if wait <= 0:
                return
            yield clock.timeout(wait, self.rank) | self.surroundings.opened

    def train(self, plan: Plan, corpus: Corpus, year: float) -> list[Model]:
        """Return the models that a plan becomes in a decimal year, best first; none where nothing is worth it."""
        if corpus.effective < 1.0:
            return []
        price = self.surroundings.compute.flop_price(year)
        models = [self._trainer.train(self.name, planned, corpus, year, price) for planned in plan.models]
        return sorted(models, key=lambda model: (model.loss, model.name))

    def pools(self, *, substitutes: bool = False) -> list[Pool]:
        """Return the pools the lab reads, by name; with those it turns to when data run short."""
        names = self.surroundings.access.readable(self.name)
        if names != self._known:
            self._known, passed = list(names), set(self.section.substitutes)
            wanted = [name for name in names if self.section.takes(name)]
            self._every_pool = [self.surroundings.pool(name, self.name) for name in wanted]
            self._first_pools = [pool for pool in self._every_pool if pool.name not in passed]
            self._written_pools = [pool for pool in self._every_pool if pool.kind == "synthetic"]
        return self._every_pool if substitutes else self._first_pools

    def _written(self) -> list[Pool]:
        """Return the pools that models write for the lab, by name."""
        self.pools(substitutes=True)
        return self._written_pools

    def reader(self, plan: Plan, year: float, pools: list[Pool]) -> Reader:
        """Return the lab as a reader of some pools: what it wants, can use and would pay.

        Args:
            plan: what it wants to train.
            year: decimal year.
            pools: what it reads.
        """
        lead = max(plan.models, key=lambda model: (model.size, model.name))
        price = self.surroundings.compute.flop_price(year)
        worth = willingness_to_pay(self._trainer.law, lead.size, lead.tokens, price)
        shares, premiums = self._rights(pools, year)
        aversion = self.values[self.section.risk_aversion]
        levy = self.values[self.surroundings.world.statutes.data_levy]
        teacher = self._writer(plan) if any(pool in pools for pool in self._written()) else None
        writer, taught = (0.0, None) if teacher is None else (teacher.size, teacher.shares)
        return Reader(
            lead.size,
            plan.tokens,
            worth,
            self._copied,
            aversion,
            writer,
            taught,
            shares=shares,
            premiums=premiums,
            levy=levy,
        )

    def _rights(self, pools: list[Pool], year: float) -> tuple[dict[str, float], dict[str, float]]:
        """Return the share of each pool that the lab may read, and times the price it pays, where they are not 1."""
        access, name = self.surroundings.access, self.name
        shares, premiums = dict[str, float](), dict[str, float]()
        for pool in pools:
            share, premium = access.terms(pool.name, name, year)
            if share != 1.0:
                shares[pool.name] = share
            if premium != 1.0:
                premiums[pool.name] = premium
        return shares, premiums

    def _seek_deals(self, menu: Menu, corpus: Corpus) -> None:
        """Ask every owner for a deal that would be worth more than it costs: to train on, and to its users."""
        used_by = self.surroundings.use(self.name).share if self.surroundings.negotiators else 0.0
        for key, owner in self.surroundings.negotiators.items():
            terms = owner.terms(self.name)
            if terms is None or terms.taken:
                continue
            bid = self._worth_of(terms, menu, corpus, used_by)
            if bid > terms.cost_usd:
                text = f"{self.name} asks {terms.owner} for a deal"
                self.surroundings.tell("application", self.name, key, bid, text)
                owner.post(Application(self.name, bid))

    def _worth_of(self, terms: Terms, menu: Menu, corpus: Corpus, used_by: float) -> float:
        """Return what the deals that an owner offers are worth to the lab [USD]; some share of all users uses it."""
        beside = terms.beside * used_by if terms.beside > 0 else 0.0
        trial = self._with_deal(terms, menu, corpus)
        if trial is None:
            return beside * terms.years
        each = gain(menu.reader, corpus, trial, self._gatherer.min_value)
        return (each / self.values[self.section.cadence] + beside) * terms.years

    def _with_deal(self, terms: Terms, menu: Menu, corpus: Corpus) -> Corpus | None:
        """Return the corpus that the lab would read with a deal; None where that can be of no use.

        The lab reads nothing that is worth less than the last position it found, if it found enough; and some pools it
        turns to only when data run short.
        """
        pools = self._taken_of(terms.pools)
        if not corpus.data_bound:
            first = [pool for pool in pools if pool.name not in self.section.substitutes]
            if not any(pool.quality(menu.year) > corpus.level for pool in first):
                return None
        return self._gatherer.with_more(menu, corpus, menu.reader.granted(terms.pools, terms.premium), pools)

    def _taken_of(self, names: tuple[str, ...]) -> list[Pool]:
        """Return those of some pools that the lab would read."""
        if names not in self._taken:
            self._taken[names] = [self.surroundings.pool(name, self.name) for name in names if self.section.takes(name)]
        return self._taken[names]

    def _writer(self, plan: Plan) -> Teacher | None:
        """Return the model whose text is worth most for its compute: one of the lab's last, or another lab's."""
        synthetic = [pool.section for pool in self._written() if isinstance(pool.section, SyntheticPool)]
        if not synthetic:
            return None
        acceptance = max([self.values[section.acceptance] for section in synthetic])
        size = max([model.size for model in plan.models])
        asked = acceptance, size, self._own, self.surroundings.teachers(self.name)
        if asked != self._asked:  # a lab looks at what would be written for it before it lets it be written
            self._asked, self._chosen = asked, best_teacher([*asked[2], *asked[3]], acceptance, size)
        return self._chosen

    def _write(self, plan: Plan, year: float) -> None:
        """Let the best model write what the next one may read."""
        teacher = self._writer(plan)
        if teacher is None:
            return
        flop = fsum([model.flop for model in plan.models])
        for pool in self._written():
            write(pool, teacher, flop, year, self.values)

    def _keep_copies(self, corpus: Corpus) -> None:
        """Keep copies of what was read."""
        year, surroundings = self.year, self.surroundings
        for name, unique in corpus.unique_of.items():
            share = surroundings.access.share(name, self.name, year)
            opened = surroundings.pool(name, self.name).open_share(year) * share
            self._copied[name] = self._copied.get(name, NONE).with_more(unique, opened)
