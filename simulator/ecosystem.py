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
from agents.user_base import UserBase, use_of
from agents.writing import Teacher
from simulator.chronicle import Chronicle
from simulator.pace import NO_LIMITS, Limits, Pace
from simulator.recorder import History
from simulator.rules import Rules
from simulator.teaching import Faculty
from simulator.thrift import seldom_collected
from worlds.config.chance import Luck
from worlds.config.enacting import Awaited, Enacted
from worlds.config.faults import InputError
from worlds.config.groups import Member, members
from worlds.config.loading import LoadedWorld
from worlds.config.schema import World
from worlds.config.schema.pools import Takedown
from worlds.config.units import counted
from worlds.config.values import Values
from worlds.pools.access import Access
from worlds.pools.basin import Basin
from worlds.pools.copies import NONE, Copies
from worlds.pools.pool import Pool

_T = TypeVar("_T")
Plans = dict[str, list[tuple[float, Plan]]]
"""What each lab wanted to train, by its name: decimal years and plans, in order."""
_SAME_DATE = 1e-9
_COUNTED_BY = ("user_bases", "economy")
"""Sections whose numbers books are kept by, so that these are brought up to date before one changes."""
_AFTER_AGENTS = 1_000_000
"""Rank of the recorder: at one moment it looks when everybody has acted."""


class Ecosystem:
    """One replication of a world."""

    def __init__(
        self,
        loaded: LoadedWorld,
        values: Values,
        luck: Luck | None = None,
        script: Plans | None = None,
        limits: Limits = NO_LIMITS,
    ) -> None:
        """Set up pools, rights, agents and the recorder.

        Args:
            loaded: the world.
            values: the numbers of this replication.
            luck: its chance; that of replication 0 of seed 0 unless given.
            script: plans that labs keep to instead of making their own, as `plans` of another replication.
            limits: what the run may take.
        """
        self.world = loaded.world
        self.enacted: Sequence[Enacted] = loaded.enacted
        self.awaited: Sequence[Awaited] = loaded.awaited
        self.values = values.copy()
        self._stated = values
        self.luck = Luck() if luck is None else luck
        self.clock = Clock(self.world.start)
        self.compute = market_of(self.world, self.values)
        self._end = snapped(self.world.end)
        self._r_star = self.values[self.world.laws.repetition.r_d_star]
        self.basins = {name: Basin(partial(self._pool, name)) for name in self.world.pools}
        self.pools = {name: basin.shared for name, basin in self.basins.items()}
        self._members = {one.name: one for one in members(self.world.labs)}
        groups = {name: one.group for name, one in self._members.items() if one.size > 1}
        self.access = Access(self.pools, self.world.labs, groups)
        self._let_in()
        self.opened = self.clock.event()
        self.chronicle = Chronicle(self.world, self.clock, self._end, self._r_star, groups)
        self._owed: dict[str, float] = {}
        self._rules = Rules(values)
        self.plans: Plans = {}
        self._script = script
        self._keepers = _keepers_of(self.world)
        self._faculty = Faculty(self.world.labs)
        self.agents = self._agents()
        self._hearing = {kind: [one for one in self.agents if kind in one.hears] for kind in (Planned, Read, Released)}
        self.labs = {one.name: one for one in self.agents if isinstance(one, Lab)}
        self.user_bases = [one for one in self.agents if isinstance(one, UserBase)]
        self.negotiators: Mapping[str, Negotiator] = {one.key: one for one in self.agents if isinstance(one, DataOwner)}
        self._largest = {one.member.group: one for one in self.labs.values()}  # the last of a group is the largest
        self._still_to_plan = {name for name, lab in self.labs.items() if next(lab.dates()) <= self._end}
        self._pace = Pace(limits, len(self.agents), self.clock.now)

    def _pool(self, name: str) -> Pool:
        """Return a pool as it is at the start of the world."""
        return Pool(name, self.world.pools[name], self.values, self.world.start, self._r_star)

    def member(self, lab: str) -> Member:
        """Return which lab it is of which section of the world file."""
        return self._members[lab]

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
            sections = getattr(self.world, place, {})
            all_of_them = self._members.values() if place == "labs" else (Member(name, name) for name in sections)
            for one in all_of_them:
                found.append(kind(place, one.name, sections[one.group], self, len(found) + 1))
        return found

    def run(self) -> History:
        """Let the world live until its end, and on, unrecorded, until every lab has planned once more.

        Raises:
            RunawayRun: when events do not stop coming.
            OutOfTime: when the limits set a time, and it is over.
        """
        with seldom_collected():
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
            OutOfTime: when the limits set a time, and it is over.
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
        history = self.chronicle.history
        history.events += 1
        self._pace.note(history.events, self.clock.now)

    def planned(self, plan: Plan, demand: Demand) -> None:
        """Hold a plan against the stocks, and let prices feel it."""
        self.plans.setdefault(demand.lab, []).append((demand.year, plan))
        self.chronicle.planned(plan, demand, self.pools)
        if demand.year >= self._end:
            self._still_to_plan.discard(demand.lab)
        if self.world.feedbacks.price:
            crossings = self.history.crossings
            for name, basin in self.basins.items():
                wanted = crossings.utilisation(name) if name in demand.utilisation else None
                if wanted is not None:
                    basin.of(demand.lab).press(demand.year, wanted)
        self._spread(Planned(demand))

    def scripted(self, lab: str, year: float) -> Plan | None:
        """Return the plan that a lab keeps to at a date: the last that is written for it; None where it is free."""
        if self._script is None:
            return None
        written = [plan for date, plan in self._script.get(lab, []) if date <= year + _SAME_DATE]
        return written[-1] if written else Plan(())

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
            if helping.spend_usd > helping.levy_usd:
                paid = helping.spend_usd - helping.levy_usd
                self.pay(lab, self._keepers.get(helping.pool, ""), paid, "reading")
            if helping.levy_usd > 0:
                self.pay(lab, "", helping.levy_usd, "levy")
        self.chronicle.read(lab, corpus)
        self._spread(Read(lab, corpus))

    def release(self, models: Sequence[Model], corpus: Corpus, teachers: Sequence[Teacher]) -> None:
        """Let the models of a generation into the world, and everyone hear of them."""
        member = self._members[models[0].lab]
        teaches = self._faculty.take(member, models[0].loss, teachers)
        for model in models:
            self.chronicle.released(model, self.world.labs[member.group].release, corpus, teaches=teaches)
        self._spread(Released(models[0].lab, tuple(models), corpus))

    def _spread(self, news: Planned | Read | Released) -> None:
        """Put news into the mailboxes of those who want to hear it."""
        for agent in self._hearing[type(news)]:
            if agent.concerns(news):
                agent.post(news)

    def teachers(self, lab: str) -> list[Teacher]:
        """Return the models of other labs that may write for a lab."""
        return self._faculty.of(self._members[lab]) if self.world.feedbacks.teaching else []

    def use(self, lab: str) -> Use:
        """Return how much a lab's models are used now."""
        return use_of(self._members[lab], self.user_bases, self.clock.now)

    def frontier(self, year: float) -> float:
        """Return the largest training compute that any lab's trend has at a date [FLOP]; 0 where none trains."""
        return max((lab.budget.compute(year) or 0.0 for lab in self._largest.values()), default=0.0)

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
        """Note what a lab pays [USD], and that it owes it; reading is paid for with the corpus."""
        self._owed[lab] = self._owed.get(lab, 0.0) + usd
        self.chronicle.paid(lab, to, usd, what)

    def owed(self, lab: str) -> float:
        """Return what a lab has had to pay since it was last asked [USD]."""
        return self._owed.pop(lab, 0.0)

    def utilisation(self, pool: str) -> float | None:
        """Return how many times what a pool holds plans of labs last wanted; None before any could read it."""
        return self.history.crossings.utilisation(pool)

    def happened(self, kind: str) -> int:
        """Return how often something has happened so far."""
        return self.chronicle.counted[kind]

    def enact(self, path: str, rule: str, value: float) -> bool:
        """Let a rule set a number of the world, on top of all rules for it; returns whether that changes anything."""
        return self._set(path, self._rules.begin(path, rule, value))

    def unruled(self, path: str, rule: str) -> float:
        """Return what a number would be now without a rule [base unit]: by the latest other one, or as stated."""
        return self._rules.without(path, rule)

    def repeal(self, path: str, rule: str) -> bool:
        """End a rule: the latest one that is still in force holds, or what the world states."""
        return self._set(path, self._rules.end(path, rule))

    def _set(self, path: str, value: float) -> bool:
        """Set a number, and let everyone whose number it is take it over; returns whether that changes anything."""
        if self.values.at(path) == value:
            return False
        section, _, rest = path.partition(".")
        if section in _COUNTED_BY:
            self._settle()
        self.values.enact(path, value)
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
        """Tell of something that happened, now or in a decimal year."""
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


def _keepers_of(world: World) -> dict[str, str]:
    """Return who is paid for reading each pool that belongs to somebody, by the key of the agent."""
    return {
        pool: f"{place}.{name}"
        for place in ("data_owners", "archives")
        for name, keeper in getattr(world, place).items()
        for pool in keeper.pools
    }
