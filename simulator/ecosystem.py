"""A world alive: SimPy's clock, the pools, and the agents, from the start to the end."""

from collections.abc import Callable
from math import ceil, floor
from typing import TypeVar

from agents import AGENTS, Lab
from agents.clock import Clock, Life, snapped
from agents.corpus import ENOUGH, Corpus
from agents.plan import Plan
from agents.surroundings import Demand
from agents.training import Model
from simulator.exhaustion import Crossings
from simulator.recorder import Gathered, Happening, History, PoolState, Search
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.schema.pools import Takedown
from worlds.config.values import Values
from worlds.pools.access import Access
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

    def __init__(self, loaded: LoadedWorld, values: Values) -> None:
        """Set up pools, agents and the recorder.

        Args:
            loaded: the world.
            values: the numbers of this replication.
        """
        self.world = loaded.world
        self.values = values
        self.clock = Clock(self.world.start)
        self._end = snapped(self.world.end)
        self._r_star = values[self.world.laws.repetition.r_d_star]
        self.pools = {
            name: Pool(name, section, values, self.world.start, self._r_star)
            for name, section in self.world.pools.items()
        }
        self.access = Access(self.pools, self.world.labs)
        for name, lab in self.world.labs.items():
            for pool in self.pools if lab.reads is None else {*lab.reads, *lab.substitutes}:
                self.access.grant(pool, name, self.world.start, values[self.world.pools[pool].price])
        self.labs: dict[str, Lab] = {
            name: AGENTS["labs"](name, section, self, rank)
            for rank, (name, section) in enumerate(self.world.labs.items(), start=1)
        }
        self.history = History(self.world.start, self.world.end, Crossings(self.world.start))
        self._still_to_plan = {name for name, lab in self.labs.items() if next(lab.dates()) <= self._end}
        self._bound: set[str] = set()
        self._moment, self._at_once = self.clock.now, 0

    def run(self) -> History:
        """Let the world live until its end, and on, unrecorded, until every lab has planned once more.

        Raises:
            RunawayRun: when events do not stop coming.
        """
        self._begin()
        while self._still_to_plan or self.clock.next <= self._end:
            self._step()
        self._tell_exhaustion()
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
        for lab in self.labs.values():
            self.clock.start(lab.live())
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
        self.history.events += 1
        self._at_once = self._at_once + 1 if self.clock.now == self._moment else 0
        self._moment = self.clock.now
        if self._at_once > MOST_EVENTS_AT_ONCE or self.history.events > MOST_EVENTS:
            alone = f"{self._at_once:,} of them in the year {self._moment:.4f} alone"
            raise RunawayRun(f"{self.history.events:,} events, {alone}")

    def planned(self, plan: Plan, demand: Demand) -> None:
        """Hold a plan against the stocks."""
        for target, utilisation in demand.utilisation.items():
            self.history.crossings.see(demand.lab, target, demand.year, utilisation)
        for target in demand.gone:
            self.history.crossings.gone(demand.lab, target, demand.year, at_once=target not in self.pools)
        if demand.year >= self._end:
            self._still_to_plan.discard(demand.lab)
        if demand.year <= self._end and plan.models:
            self.history.demands.append(demand)

    def gathered(self, lab: str, corpus: Corpus) -> None:
        """Note a corpus when it is read."""
        if self.clock.now <= self._end:
            self.history.corpora.append(Gathered(lab, self.clock.now, corpus, self._r_star))

    def looked(self, lab: str, corpus: Corpus, plan: Plan) -> None:
        """Note what a lab found before any answer to a shortfall, and the first time it falls short."""
        year = self.clock.now
        if year > self._end:
            return
        short = sum(min(model.tokens, corpus.found) < ENOUGH * model.tokens for model in plan.models)
        self.history.searches.append(Search(lab, year, len(plan.models), short))
        if short and lab not in self._bound:
            self._bound.add(lab)
            found = corpus.found / corpus.wanted
            wanted = f"{corpus.wanted / 1e12:.3g} T tokens"
            text = f"{lab} is data-bound for the first time: it finds {found:.0%} of the {wanted} it wants"
            self._tell("data_bound", lab, "", found, text)

    def release(self, model: Model) -> None:
        """Let a model into the world."""
        if self.clock.now > self._end:
            return
        self.history.models.append(model)
        trained = f"{model.size / 1e9:.3g} B parameters on {model.tokens / 1e12:.3g} T tokens"
        text = f"{model.lab} releases {model.name}: {trained} (k = {model.overtraining:.3g})"
        self._tell("release", model.lab, model.name, model.tokens, text)

    def _tell(self, kind: str, agent: str, subject: str, value: float, text: str) -> None:
        self.history.happenings.append(Happening(self.clock.now, kind, agent, subject, value, text))

    def _tell_exhaustion(self) -> None:
        """Tell of each pool that ran dry, at the interpolated date."""
        for pool in self.pools:
            year, lab = self.history.crossings.year(pool), self.history.crossings.first_lab(pool)
            if year is not None and lab is not None and self.world.start < year <= self.world.end:
                text = f"{pool} is exhausted: {lab} wants all of it, as often as it may be repeated"
                self.history.happenings.append(Happening(year, "exhausted", lab, pool, 1.0, text))
        self.history.happenings.sort(key=lambda one: one.year)

    def _take_down(self, name: str, takedown: Takedown) -> Life:
        """Remove a share of a pool at a date, before anyone acts on that day."""
        if takedown.at < self.world.start:
            return
        yield self.clock.until(takedown.at)
        pool = self.pools[name]
        gone = pool.remove(self.clock.now, self.values[takedown.share] * pool.stock(self.clock.now))
        if self.clock.now <= self._end:
            self._tell("takedown", "", name, gone, f"{gone / 1e12:.3g} T tokens are taken out of {name}")

    def _look_yearly(self) -> Life:
        """Look at every pool at the turn of each year."""
        for year in range(ceil(self.world.start), floor(self.world.end) + 1):
            yield self.clock.until(year, _AFTER_AGENTS)
            self.history.states += [self._state(pool) for pool in self.pools.values()]

    def _look_at_the_end(self) -> Life:
        """Look at every pool when the world ends."""
        yield self.clock.until(self._end, _AFTER_AGENTS)
        self.history.final = {name: self._state(pool) for name, pool in self.pools.items()}

    def _state(self, pool: Pool) -> PoolState:
        """Return a pool as it is now."""
        year = self.clock.now
        return PoolState(
            year=year,
            pool=pool.name,
            kind=pool.kind,
            stock=pool.stock(year),
            human=pool.human(year),
            machine=pool.machine(year),
            quality=pool.quality(year),
            generation=pool.generation(year),
            effective_stock=pool.effective_stock(year),
            utilisation=self.history.crossings.utilisation(pool.name),
            price=pool.price,
            open_share=pool.open_share(year),
            read_share=pool.read_share(year),
        )
