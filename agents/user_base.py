"""A user base: people and firms who take up models as they get better, pay for them, and leave what they write."""

from dataclasses import dataclass, field
from functools import partial
from math import exp, fsum, log

from agents.agent import Agent
from agents.clock import Life
from agents.news import Released
from agents.training import Model
from worlds.config.schema import UserBase as UserBaseSection
from worlds.laws.appeal import appeal, chosen
from worlds.laws.flow import Term, came_in
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN
from worlds.pools.curves import NOTHING, Relaxation, Together


@dataclass
class _Crowd:
    """Who uses which lab's models, as curves that are exact between releases.

    Attributes:
        appeals: of each lab's best model.
        shares: share of all who might use models, by lab.
    """

    appeals: dict[str, float] = field(default_factory=dict)
    shares: dict[str, Relaxation] = field(default_factory=dict)

    def take_up(self, lab: str, liked: float, year: float, coming: float, leaving: float) -> None:
        """Let a lab's model be as attractive as it is from a date on, unless an earlier one is more so.

        Args:
            lab: the lab.
            liked: appeal of its new model.
            year: decimal year.
            coming: pace at which users come [1/year].
            leaving: pace at which they go [1/year].
        """
        self.appeals[lab] = max(liked, self.appeals.get(lab, 0.0))
        for name, goal in sorted(chosen(self.appeals).items()):
            share = self.shares.get(name, NOTHING)
            pace = coming if goal >= share.at(year) else leaving
            self.shares[name] = share.turned(year, goal, pace)

    def share(self, lab: str, year: float) -> float:
        """Return the share of all who might use models that uses a lab's."""
        return self.shares[lab].at(year) if lab in self.shares else 0.0

    def part(self, lab: str, year: float) -> float:
        """Return a lab's part of those who use models."""
        mine = self.share(lab, year)
        return mine / fsum(one.at(year) for _, one in sorted(self.shares.items())) if mine > 0 else 0.0


@dataclass
class Served:
    """What a lab has served to a user base so far.

    Attributes:
        tokens: tokens served [token].
        flop: compute of serving them [FLOP].
        revenue_usd: what users paid [USD].
        spend_usd: what the compute cost [USD].
    """

    tokens: float = 0.0
    flop: float = 0.0
    revenue_usd: float = 0.0
    spend_usd: float = 0.0


class UserBase(Agent[UserBaseSection]):
    """People and firms who use models."""

    hears = (Released,)

    def begin(self) -> None:
        """Begin with nobody who uses anything."""
        self._actual, self._promised = _Crowd(), _Crowd()
        self._deployed: dict[str, Model] = {}
        self.served: dict[str, Served] = {}
        self._settled = self.year

    def live(self) -> Life:
        """Take up every model that is released, as long as use is let have its effects."""
        if not self.surroundings.world.feedbacks.usage:
            return
        while True:
            news = yield self.next_news()
            self._take_up(news)

    def _take_up(self, news: Released) -> None:
        """Let users come to a lab's new model, and go from others'."""
        self.settle()
        year, values, section, best = self.year, self.values, self.section, news.models[0]
        first = news.lab not in self._deployed
        if first or best.loss < self._deployed[news.lab].loss:
            self._deployed[news.lab] = best
        self.served.setdefault(news.lab, Served())
        paces = 1.0 / values[section.adoption_time], 1.0 / values[section.leaving_time]
        reference, sensitivity = values[section.appeal_loss], values[section.sensitivity]
        liked = appeal(best.reducible_loss, reference, sensitivity)
        promised = appeal(best.planned_reducible_loss, reference, sensitivity)
        self._actual.take_up(news.lab, liked, year, *paces)
        self._promised.take_up(news.lab, promised, year, *paces)
        for name in section.pools:
            everyone = Together(tuple(one for _, one in sorted(self._actual.shares.items())), values[section.consent])
            self.surroundings.pools[name].lead_vigour(year, everyone)
            if first:
                self.surroundings.admit(name, news.lab, partial(self._actual.part, news.lab))

    def index(self, lab: str, year: float) -> tuple[float, float]:
        """Return the users of a lab, and those it would have had its models and others' kept their promise.

        Both are shares of all who might use models, so that they can be added over user bases by their demand.
        """
        return self._actual.share(lab, year), self._promised.share(lab, year)

    def demand(self, year: float) -> float:
        """Return what everybody would take if all used models [token/year]."""
        section, values = self.section, self.values
        since = self.surroundings.world.start if section.demand.at is None else section.demand.at
        return values[section.demand] * exp(log(values[section.demand_growth]) * (year - since))

    def serving(self, lab: str, year: float) -> float:
        """Return the tokens that a lab serves a year [token/year]."""
        return self.demand(year) * self._actual.share(lab, year)

    def settle(self) -> None:
        """Count what has been served, computed and paid since the books were last made: integrals of exponentials."""
        year, years = self.year, self.year - self._settled
        if years > 0:
            for lab, model in sorted(self._deployed.items()):
                self._count(lab, model, years)
        self._settled = year

    def _count(self, lab: str, model: Model, years: float) -> None:
        """Count what a lab's model has served over the last years."""
        values, begun = self.values, self._settled
        growth, demand = log(values[self.section.demand_growth]), self.demand(begun)
        market = self.surroundings.compute
        parts = [(demand * amount, growth + rate) for amount, rate in self._actual.shares[lab].pieces(begun)]
        each = FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * model.size_active
        tokens = came_in([Term(amount, rate) for amount, rate in parts], years)
        cheaper = [Term(amount, rate - market.cheaper) for amount, rate in parts]
        spent = each * market.flop_price(begun) * came_in(cheaper, years)
        books = self.served[lab]
        books.tokens += tokens
        books.flop += each * tokens
        books.spend_usd += spent
        books.revenue_usd += spent * values[self.section.markup]
