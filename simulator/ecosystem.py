"""A world alive: SimPy's clock, the pools, and everyone who acts, from the start to the end."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import ceil, floor, log
from typing import Any, TypeVar

from agents import Agent, Lab, agents_in_order
from agents.budget import ComputeMarket, market_of
from agents.clock import Clock, Life, snapped
from agents.corpus import Corpus
from agents.data_owner import DataOwner
from agents.deals import Negotiator
from agents.news import Planned, Read, Released
from agents.plan import Plan
from agents.surroundings import Demand, Use
from agents.training import Model
from agents.user_base import UserBase
from agents.writing import Teacher
from simulator.chronicle import Chronicle
from simulator.recorder import History
from simulator.rules import Rules
from worlds.config.chance import Luck
from worlds.config.enacting import Enacted
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.schema.pools import Takedown
from worlds.config.units import counted
from worlds.config.values import Values
from worlds.pools.access import Access
from worlds.pools.basin import Basin
from worlds.pools.copies import NONE, Copies
from worlds.pools.pool import Pool

_T = TypeVar("_T")
MOST_EVENTS = 20_000_000
MOST_EVENTS_AT_ONCE = 100_000
_AFTER_AGENTS = 1_000_000
"""Rank of the recorder: at one moment it looks when everybody has acted."""


class RunawayRun(RuntimeError):
    """A run that makes events without end, or without letting time pass."""


class Ecosystem:
    """One replication of a world."""

    def __init__(self, loaded: LoadedWorld, values: Values, luck: Luck | None = None) -> None:
        """Set up pools, rights, agents and the recorder.

        Args:
            loaded: the world.
            values: the numbers of this replication.
            luck: its chance; that of replication 0 of seed 0 unless given.
        """
        self.world = loaded.world
        self.enacted: Sequence[Enacted] = loaded.enacted
        self.values = values.copy()
        self._stated = values
        self.luck = Luck() if luck is None else luck
        self.clock = Clock(self.world.start)
        self.compute = market_of(self.world, self.values)
        self._end = snapped(self.world.end)
        self._r_star = self.values[self.world.laws.repetition.r_d_star]
        self.basins = {name: Basin(partial(self._pool, name)) for name in self.world.pools}
        self.pools = {name: basin.shared for name, basin in self.basins.items()}
        self.access = Access(self.pools, self.world.labs)
        self._let_in()
        self.opened = self.clock.event()
        self.chronicle = Chronicle(self.world, self.clock, self._end, self._r_star)
        self._owed: dict[str, float] = {}
        self._rules = Rules(values)
        self._keepers = {
            pool: f"{place}.{name}"
            for place in ("data_owners", "archives")
            for name, keeper in getattr(self.world, place).items()
            for pool in keeper.pools
        }
        self._taught: dict[str, Sequence[Teacher]] = {}
        self._moment, self._at_once = self.clock.now, 0
        self.agents = self._agents()
        self._hearing = {kind: [one for one in self.agents if kind in one.hears] for kind in (Planned, Read, Released)}
        self.labs = {one.name: one for one in self.agents if isinstance(one, Lab)}
        self.user_bases = [one for one in self.agents if isinstance(one, UserBase)]
        self.negotiators: Mapping[str, Negotiator] = {one.key: one for one in self.agents if isinstance(one, DataOwner)}
        self._still_to_plan = {name for name, lab in self.labs.items() if next(lab.dates()) <= self._end}

    def _pool(self, name: str) -> Pool:
        """Return a pool as it is at the start of the world."""
        return Pool(name, self.world.pools[name], self.values, self.world.start, self._r_star)

    def pool(self, name: str, lab: str) -> Pool:
        """Return a pool as a lab knows it: synthetic text is its own."""
        return self.basins[name].of(lab)

    @property
    def history(self) -> History:
        """What was recorded so far."""
        return self.chronicle.history

    def _let_in(self) -> None:
        """Let labs into every pool that has no keeper who does; one whose keepers sleep is open to all."""
        kept = {pool for owner in self.world.data_owners.values() for pool in owner.pools}
        if self.world.feedbacks.usage:
            kept |= {pool for users in self.world.user_bases.values() for pool in users.pools}
        for name, lab in self.world.labs.items():
            for pool in self.pools:
                if lab.takes(pool) and pool not in kept:
                    self.access.grant(pool, name, self.world.start, self.values[self.world.pools[pool].price])

    def _agents(self) -> list[Agent[Any]]:
        """Return everyone who acts, in the order in which they act at one moment."""
        found: list[Agent[Any]] = []
        for place, kind in agents_in_order().items():
            for name, section in getattr(self.world, place, {}).items():
                found.append(kind(place, name, section, self, len(found) + 1))
        return found

    def run(self) -> History:
        """Let the world live until its end, and on, unrecorded, until every lab has planned once more.

        Raises:
            RunawayRun: when events do not stop coming.
        """
        self._begin()
        while self._still_to_plan or self.clock.next <= self._end:
            self._step()
        self.chronicle.close(self.pools)
        return self.history

    def ask(self, year: float, question: Callable[[], _T], rank: int) -> _T:
        """Let the world live up to a date and answer a question there, before anyone of that rank acts.

        Args:
            year: decimal year, within the time of the world.
            question: what to ask.
            rank: whose turn it is.

        Raises:
            RunawayRun: when events do not stop coming.
        """
        answers: list[_T] = []

        def life() -> Life:
            yield self.clock.until(year, rank)
            answers.append(question())

        self.clock.start(life())
        self._begin()
        while not answers:
            self._step()
        return answers[0]

    def _begin(self) -> None:
        """Start everyone who acts, and those who look."""
        for agent in self.agents:
            self.clock.start(agent.live())
        for name, pool in self.pools.items():
            for _, takedown in sorted(pool.section.takedowns.items()):
                self.clock.start(self._take_down(name, takedown))
        self.clock.start(self._look_yearly())
        self.clock.start(self._look_at_the_end())

    def _step(self) -> None:
        """Let the next event happen, unless there is no end to them."""
        try:
            self.clock.step()
        except (OverflowError, ZeroDivisionError) as error:
            what = "numbers grow beyond what can be computed"
            raise InputError(
                f"{what} in the year {self.clock.now:.1f}; allowed: slower growth, or an earlier end"
            ) from error
        history, now = self.history, self.clock.now
        history.events += 1
        self._at_once = self._at_once + 1 if now == self._moment else 0
        self._moment = now
        if self._at_once > MOST_EVENTS_AT_ONCE or history.events > MOST_EVENTS:
            alone = f"{self._at_once:,} of them in the year {self._moment:.4f} alone"
            raise RunawayRun(f"{history.events:,} events, {alone}")

    def planned(self, plan: Plan, demand: Demand) -> None:
        """Hold a plan against the stocks, and let prices feel it."""
        self.chronicle.planned(plan, demand, self.pools)
        if demand.year >= self._end:
            self._still_to_plan.discard(demand.lab)
        if self.world.feedbacks.price:
            for name in self.pools:
                wanted = self.history.crossings.utilisation(name) if name in demand.utilisation else None
                if wanted is not None:
                    self.pool(name, demand.lab).press(demand.year, wanted)
        self._spread(Planned(demand))

    def looked(self, lab: str, corpus: Corpus, plan: Plan) -> None:
        """Note what a lab found before any answer to a shortfall."""
        self.chronicle.looked(lab, corpus, plan)

    def read(self, lab: str, corpus: Corpus, copied: Mapping[str, Copies]) -> None:
        """Let a lab read a corpus, and everyone hear of it."""
        year = self.clock.now
        for name, unique in corpus.unique_of.items():
            pool = self.pool(name, lab)
            share = self.access.share(name, lab, year)
            self.access.check(name, lab, unique, pool.readable(year, copied.get(name, NONE), share))
            pool.read(year, unique)
        for helping in corpus.helpings:
            if helping.spend_usd > 0:
                self.pay(lab, self._keepers.get(helping.pool, ""), helping.spend_usd, "reading")
        self.chronicle.read(lab, corpus)
        self._spread(Read(lab, corpus))

    def release(self, models: Sequence[Model], corpus: Corpus, teachers: Sequence[Teacher]) -> None:
        """Let the models of a generation into the world, and everyone hear of them."""
        for model in models:
            self.chronicle.released(model, self.world.labs[model.lab].release, corpus)
        self._taught[models[0].lab] = teachers
        self._spread(Released(models[0].lab, tuple(models), corpus))

    def _spread(self, news: Planned | Read | Released) -> None:
        """Put news into the mailboxes of those who want to hear it."""
        for agent in self._hearing[type(news)]:
            agent.post(news)

    def teachers(self, lab: str) -> list[Teacher]:
        """Return the models of other labs that may write for a lab: open ones, and those it has a licence for."""
        if not self.world.feedbacks.teaching:
            return []
        return [
            teacher
            for name, taught in sorted(self._taught.items())
            for teacher in taught
            if name != lab and (self.world.labs[name].release == "open" or lab in self.world.labs[name].licensees)
        ]

    def use(self, lab: str) -> Use:
        """Return how much a lab's models are used now, weighed over user bases by their demand."""
        year, users, promised, serving = self.clock.now, 0.0, 0.0, 0.0
        for base in self.user_bases:
            demand, (actual, hoped) = base.demand(year), base.index(lab, year)
            users += demand * actual
            promised += demand * hoped
            serving += demand * actual
        return Use(users / promised if promised > 0 else 1.0, serving)

    def frontier(self, year: float) -> float:
        """Return the largest training compute that any lab's trend has at a date [FLOP]; 0 where none trains."""
        return max((lab.budget.compute(year) or 0.0 for lab in self.labs.values()), default=0.0)

    def grant(self, pool: str, lab: str, share: float, premium: float = 1.0) -> None:
        """Let a lab read a share of a pool from now on; a share of 0 ends its right."""
        year = self.clock.now
        if share <= 0:
            self.access.end(pool, lab, year)
            return
        self.access.grant(pool, lab, year, self.pools[pool].price(year), share, premium)
        self._open()

    def admit(self, pool: str, lab: str, share: Callable[[float], float]) -> None:
        """Let a lab read a share of a pool that changes with the year, if it reads such pools."""
        if self.world.labs[lab].takes(pool):
            self.access.follow(pool, lab, self.clock.now, share)
            self._open()

    def _open(self) -> None:
        """Wake whoever waits for somebody to be let in."""
        self.opened.succeed()
        self.opened = self.clock.event()

    def pay(self, lab: str, to: str, usd: float, what: str) -> None:
        """Note what a lab pays, and that it owes it; reading is paid for with the corpus."""
        self._owed[lab] = self._owed.get(lab, 0.0) + usd
        self.chronicle.paid(lab, to, usd, what)

    def owed(self, lab: str) -> float:
        """Return what a lab has had to pay since it was last asked [USD]."""
        return self._owed.pop(lab, 0.0)

    def enact(self, path: str, rule: str, value: float) -> bool:
        """Let a rule set a number of the world, on top of all rules for it; returns whether that changes anything."""
        return self._set(path, self._rules.begin(path, rule, value))

    def repeal(self, path: str, rule: str) -> bool:
        """End a rule: the latest one that is still in force holds, or what the world states."""
        return self._set(path, self._rules.end(path, rule))

    def _set(self, path: str, value: float) -> bool:
        """Set a number, and let everyone whose number it is take it over; returns whether that changes anything."""
        if self.values.at(path) == value:
            return False
        self._settle()
        self.values.enact(path, value)
        section, _, rest = path.partition(".")
        name = rest.partition(".")[0]
        if section == "economy":
            self.compute = self._market(path, value)
        if section == "pools":
            self.basins[name].renew(self.clock.now, self.values)
        for agent in self.agents:
            if agent.key == f"{section}.{name}":
                agent.renew()
        return True

    def _market(self, path: str, value: float) -> ComputeMarket:
        """Return the market for compute after a number of it has changed; without a rule its price is on its trend."""
        economy, year = self.world.economy, self.clock.now
        price = None
        if path == economy.compute_price.path:
            stated = market_of(self.world, self._stated)
            price = value if self._rules.hold(path) else stated.flop_price(year)
        return self.compute.renewed(year, price, log(self.values[economy.price_performance]))

    def tell(self, kind: str, agent: str, subject: str, value: float, text: str, year: float | None = None) -> None:
        """Tell of something that happened."""
        self.chronicle.tell(kind, agent, subject, value, text, year)

    def _take_down(self, name: str, takedown: Takedown) -> Life:
        """Remove a share of a pool at a date, before anyone acts on that day."""
        if takedown.at < self.world.start:
            return
        yield self.clock.until(takedown.at)
        year, share = self.clock.now, self.values[takedown.share]
        gone = self.basins[name].total(lambda pool: pool.remove(year, share * pool.stock(year)))
        self.tell("takedown", "", name, gone, f"{counted(gone)}tokens are taken out of {name}")

    def _look_yearly(self) -> Life:
        """Look at every pool and every user base at the turn of each year."""
        for year in range(ceil(self.world.start), floor(self.world.end) + 1):
            yield self.clock.until(year, _AFTER_AGENTS)
            self._settle()
            self.chronicle.look(self.basins, self.user_bases)

    def _look_at_the_end(self) -> Life:
        """Look at every pool when the world ends."""
        yield self.clock.until(self._end, _AFTER_AGENTS)
        self._settle()
        self.chronicle.look_last(self.basins, self.user_bases, self.access)

    def _settle(self) -> None:
        """Let everyone bring the books up to date, since somebody looks at them."""
        for agent in self.agents:
            agent.settle()
