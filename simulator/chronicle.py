"""The chronicle of one replication: what it writes down of plans, reads, releases, payments and states."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from agents.clock import Clock
from agents.corpus import ENOUGH, Corpus
from agents.plan import Plan
from agents.surroundings import Demand
from agents.training import Model
from agents.user_base import UserBase
from simulator.exhaustion import Crossings
from simulator.lineage import Lineage
from simulator.recorder import Gathered, Happening, History, Payment, PoolState, Search, UseState
from worlds.config.schema import World
from worlds.config.units import counted
from worlds.pools.access import Access
from worlds.pools.basin import Basin
from worlds.pools.copies import NONE
from worlds.pools.pool import Pool


class Chronicle:
    """Writes the history of a world; nothing after its end."""

    def __init__(self, world: World, clock: Clock, end: float, r_star: float, groups: Mapping[str, str]) -> None:
        """Begin an empty history.

        Args:
            world: whose.
            clock: its time.
            end: decimal year after which nothing is written.
            r_star: R_D* of repetition.
            groups: the section of each lab that shares one with others.
        """
        self._world, self._clock, self._end, self._r_star = world, clock, end, r_star
        self.history = History(world.start, world.end, Crossings(world.start), Lineage(), groups)
        self._bound: set[str] = set()
        self._best = float("inf")
        self.counted: Counter[str] = Counter()

    @property
    def _open(self) -> bool:
        """Whether the world has not ended."""
        return self._clock.now <= self._end

    def planned(self, plan: Plan, demand: Demand, pools: Mapping[str, Pool]) -> None:
        """Hold a plan against the stocks."""
        crossings = self.history.crossings
        for target, utilisation in demand.utilisation.items():
            crossings.see(demand.lab, target, demand.year, utilisation)
        for target in demand.gone:
            crossings.gone(demand.lab, target, demand.year, at_once=target not in pools)
        if self._open and plan.models:
            self.history.demands.append(demand)

    def read(self, lab: str, corpus: Corpus) -> None:
        """Note a corpus when it is read."""
        if self._open:
            self.history.corpora.append(Gathered(lab, self._clock.now, corpus, self._r_star))

    def looked(self, lab: str, corpus: Corpus, plan: Plan) -> None:
        """Note what a lab found before any answer to a shortfall, and the first time it falls short."""
        if not self._open:
            return
        short = sum([min(model.tokens, corpus.found) < ENOUGH * model.tokens for model in plan.models])
        self.history.searches.append(Search(lab, self._clock.now, len(plan.models), short))
        if short and lab not in self._bound:
            self._bound.add(lab)
            found = corpus.found / corpus.wanted
            wanted = f"{counted(corpus.wanted)}tokens"
            text = f"{lab} is data-bound for the first time: it finds {found:.0%} of the {wanted} that it wants"
            self.tell("data_bound", lab, "", found, text)

    def released(self, model: Model, licence: str, corpus: Corpus, *, teaches: bool) -> None:
        """Note a model, whether it is the best so far, and whom it learned from if it may teach others itself."""
        if not self._open:
            return
        self.history.models.append(model)
        if teaches:
            self.history.lineage.add(model, self.history.group(model.lab), licence, corpus)
        trained = f"{counted(model.size)}parameters on {counted(model.tokens)}tokens"
        best = ", the best model so far" if model.loss < self._best else ""
        self._best = min(self._best, model.loss)
        text = f"{model.lab} releases {model.name}: {trained} (k = {model.overtraining:.3g}){best}"
        self.tell("release", model.lab, model.name, model.tokens, text)

    def paid(self, lab: str, to: str, usd: float, what: str) -> None:
        """Note a payment [USD]."""
        if self._open and usd > 0:
            self.history.payments.append(Payment(self._clock.now, lab, to, usd, what))

    def tell(self, kind: str, agent: str, subject: str, value: float, text: str, year: float | None = None) -> None:
        """Note something worth telling, now unless another date is given."""
        date = self._clock.now if year is None else year
        self.counted[kind] += 1
        if date <= self._end:
            self.history.happenings.append(Happening(date, kind, agent, subject, value, text))

    def look(self, basins: Mapping[str, Basin], user_bases: Sequence[UserBase]) -> None:
        """Note the state of every pool, and how every lab is used."""
        self.history.states += [self._state(name, basin) for name, basin in basins.items()]
        for base in user_bases:
            self.history.uses += list(self._uses(base))

    def look_last(self, basins: Mapping[str, Basin], user_bases: Sequence[UserBase], access: Access) -> None:
        """Note how everything stands when the world ends."""
        year = self._clock.now
        self.history.final = {name: self._state(name, basin) for name, basin in basins.items()}
        self.history.final_uses = [use for base in user_bases for use in self._uses(base)]
        trained = sorted({model.lab for model in self.history.models})
        self.history.rights = {
            lab: {
                name: basins[name].of(lab).effective_stock(year, NONE, share)
                for name in basins
                if (share := access.share(name, lab, year)) > 0
            }
            for lab in trained
        }
        self.history.access = access.settled(year)

    def close(self, pools: Iterable[str]) -> None:
        """Tell of each pool that ran dry, at the interpolated date, and put everything told in order."""
        crossings, world = self.history.crossings, self._world
        for target in ("public", *pools):
            year, lab = crossings.year(target), crossings.first_lab(target)
            if year is None or lab is None or not world.start < year <= world.end:
                continue
            text = f"the pool {target} is exhausted: {lab} wants all of it, as often as it may be repeated"
            if target == "public":
                text = f"public text runs out: {lab} plans for more of it than there is, repetition included"
            self.history.happenings.append(Happening(year, "exhausted", lab, target, 1.0, text))
        self.history.happenings.sort(key=lambda one: one.year)

    def _uses(self, base: UserBase) -> Iterable[UseState]:
        """Yield how every lab's models are used by a user base, and what has been served so far."""
        for lab, books in sorted(base.served.items()):
            share = base.index(lab, self._clock.now)[0]
            so_far = (books.tokens, books.flop, books.spend_usd, books.revenue_usd)
            yield UseState(self._clock.now, base.name, lab, share, base.serving(lab, self._clock.now), *so_far)

    def _state(self, name: str, basin: Basin) -> PoolState:
        """Return the pools of a name as they are now, those of labs together."""
        year = self._clock.now
        return PoolState(
            year=year,
            pool=name,
            kind=basin.shared.kind,
            stock=basin.total(lambda pool: pool.stock(year)),
            human=basin.total(lambda pool: pool.human(year)),
            machine=basin.total(lambda pool: pool.machine(year)),
            quality=basin.mean(year, lambda pool: pool.quality(year)),
            generation=basin.mean(year, lambda pool: pool.generation(year)),
            effective_stock=basin.total(lambda pool: pool.effective_stock(year)),
            utilisation=self.history.crossings.utilisation(name),
            price=basin.mean(year, lambda pool: pool.price(year)),
            open_share=basin.mean(year, lambda pool: pool.open_share(year)),
            read_share=basin.mean(year, lambda pool: pool.read_share(year)),
            new_machine_share=basin.mean(year, lambda pool: pool.new_machine_share(year)),
        )
