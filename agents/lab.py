"""A lab: generation after generation it plans, gathers a corpus, trains, and releases."""

from collections.abc import Iterator
from itertools import count
from math import ceil, exp, fsum, log

from agents.clock import Life
from agents.corpus import Corpus, Reader
from agents.plan import Plan, family_plan, slate_plan
from agents.surroundings import Demand, Surroundings
from agents.training import Model, Trainer
from worlds.config.schema import Lab as LabSection
from worlds.laws.growth import Taper, log_growth
from worlds.pools.public import PublicPool


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
        self._rank = rank
        values, world = surroundings.values, surroundings.world
        self._reader = Reader(values[world.laws.repetition.r_d_star], values[section.min_value])
        self._trainer = Trainer(
            values.law,
            values[world.laws.repetition.r_d_star],
            values[world.laws.repetition.r_n_star],
            values[section.min_value],
            undertrain="undertrain" in section.shortfall,
        )
        self._growth = log(values[section.compute_growth])
        self._taper = self._read_taper()

    def live(self) -> Life:
        """Plan, gather, train and release, once every cadence."""
        clock, values = self._surroundings.clock, self._surroundings.values
        training_time = min(values[self._section.training_time], values[self._section.cadence])
        for date in self.dates():
            yield clock.until(max(clock.now, date), self._rank)
            plan = self.plan(clock.now)
            self._surroundings.planned(plan, self.demand(plan, clock.now))
            corpus = self.gather(plan, clock.now)
            self._surroundings.gathered(self.name, corpus, plan)
            if training_time > 0:
                yield clock.timeout(training_time, self._rank)
            for model in self.train(plan, corpus, clock.now):
                self._surroundings.release(model)

    def dates(self) -> Iterator[float]:
        """Yield the years in which the lab plans, from the start of the world on."""
        start, cadence = self._surroundings.world.start, self._surroundings.values[self._section.cadence]
        first = start if self._section.start is None else self._section.start
        missed = max(0, ceil((start - first) / cadence))
        return (first + generation * cadence for generation in count(missed))

    def plan(self, year: float) -> Plan:
        """Return what the lab wants to train at a date, before it has looked for data."""
        values = self._surroundings.values
        if self._section.slate is not None:
            return slate_plan(self._section.slate, values, lambda at: self._compute_factor(at, year))
        if self._section.compute is None:
            return Plan(())
        flop = values[self._section.compute] * self._compute_factor(self._section.compute.at, year)
        return family_plan(self._section, values, flop)

    def demand(self, plan: Plan, year: float) -> Demand:
        """Return a plan held against the pools the lab can read (model definition of exhaustion, docs/model.md)."""
        pools = self._readable()
        stretch = self._reader.unbounded(plan.tokens, pools, year)
        utilisation = {
            pool.name: slots / (pool.epoch_cap * pool.stock(year))
            for pool, slots in zip(pools, stretch, strict=True)
            if pool.stock(year) > 0
        }
        effective = fsum(pool.effective_stock(year) for pool in pools)
        if effective > 0:
            utilisation["public"] = utilisation["ecosystem"] = plan.tokens / effective
        return Demand(
            self.name, year, plan.tokens, utilisation, dict(zip((p.name for p in pools), stretch, strict=True))
        )

    def gather(self, plan: Plan, year: float) -> Corpus:
        """Read a corpus for a plan."""
        repeat = "repeat" in self._section.shortfall
        corpus = self._reader.compose(plan.tokens, self._readable(), year, repeat=repeat)
        for helping in corpus.helpings:
            self._surroundings.pools[helping.pool].read(year, helping.unique)
        return corpus

    def train(self, plan: Plan, corpus: Corpus, year: float) -> list[Model]:
        """Return the models that a plan becomes; none where nothing was found to read."""
        if corpus.read <= 0:
            return []
        price = self._flop_price(year)
        return [self._trainer.train(self.name, planned, corpus, year, price) for planned in plan.models]

    def _readable(self) -> list[PublicPool]:
        """Return the pools the lab may read, by name."""
        return [self._surroundings.pools[name] for name in self._surroundings.access.readable(self.name)]

    def _read_taper(self) -> Taper | None:
        """Return how the lab's compute growth slows, if it does."""
        taper, values = self._section.taper, self._surroundings.values
        if taper is None:
            return None
        return Taper(taper.since, log(values[taper.to]), values[taper.time])

    def _compute_factor(self, at: float | None, year: float) -> float:
        """Return the factor by which compute has grown from the date it is stated for."""
        begin = self._surroundings.world.start if at is None else at
        return exp(log_growth(self._growth, begin, year, self._taper))

    def _flop_price(self, year: float) -> float:
        """Return the price of compute [USD/FLOP] at a date."""
        economy, values, world = self._surroundings.world.economy, self._surroundings.values, self._surroundings.world
        begin = world.start if economy.compute_price.at is None else economy.compute_price.at
        return values[economy.compute_price] * float(values[economy.price_performance] ** (begin - year))
