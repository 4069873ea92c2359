"""A user base: people and firms who take up models as they get better, pay for them, and leave what they write."""

from collections.abc import Sequence
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
from worlds.pools.curves import ALL, NOTHING, Relaxation, Together


@dataclass
class _Crowd:
    """Who uses which lab's models, as curves that are exact between releases.

    How many use any model, and which part of them uses whose, relax apart, so that no more use models than there are.

    Attributes:
        appeals: of each lab's best model.
        users: share of all who might use models that do.
        parts: the part of them that uses each lab's.
    """

    appeals: dict[str, float] = field(default_factory=dict)
    users: Relaxation = NOTHING
    parts: dict[str, Relaxation] = field(default_factory=dict)

    def take_up(self, lab: str, liked: float, year: float, coming: float, leaving: float) -> None:
        """Let a lab's model be as attractive as it is from a date on, unless an earlier one is more so.

        Args:
            lab: the lab.
            liked: appeal of its new model.
            year: decimal year.
            coming: pace at which users come [1/year].
            leaving: pace at which they go, or change [1/year].
        """
        self.appeals[lab] = max(liked, self.appeals.get(lab, 0.0))
        shares = sorted(chosen(self.appeals).items())
        whole = fsum(share for _, share in shares)
        self.users = self.users.turned(year, whole, coming if whole >= self.users.at(year) else leaving)
        for name, share in shares:
            part = self.parts.get(name, NOTHING if self.parts else ALL)
            self.parts[name] = part.turned(year, share / whole, leaving)

    def part(self, lab: str, year: float) -> float:
        """Return a lab's part of those who use models."""
        return self.parts[lab].at(year) if lab in self.parts else 0.0

    def share(self, lab: str, year: float) -> float:
        """Return the share of all who might use models that uses a lab's."""
        return self.users.at(year) * self.part(lab, year)

    def pieces(self, lab: str, year: float) -> list[tuple[float, float]]:
        """Return that share after a date as exponentials: pairs of amount at that date and rate [1/year]."""
        parts = self.parts[lab].pieces(year)
        return [(a * b, r + s) for a, r in self.users.pieces(year) for b, s in parts]


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
        self._best: dict[str, float] = {}
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
        first = news.lab not in self._best
        if first or best.loss < self._best[news.lab]:
            self._best[news.lab], self._deployed[news.lab] = best.loss, self._favourite(news.models)
        self.served.setdefault(news.lab, Served())
        paces = 1.0 / values[section.adoption_time], 1.0 / values[section.leaving_time]
        reference, sensitivity = values[section.appeal_loss], values[section.sensitivity]
        liked = appeal(best.reducible_loss, reference, sensitivity)
        promised = appeal(best.planned_reducible_loss, reference, sensitivity)
        self._actual.take_up(news.lab, liked, year, *paces)
        self._promised.take_up(news.lab, promised, year, *paces)
        if first:
            for name in section.pools:
                self.surroundings.admit(name, news.lab, partial(self._actual.part, news.lab))
        self._feed()

    def _favourite(self, models: Sequence[Model]) -> Model:
        """Return the model of a generation that most is asked of: the best for its price."""
        sensitivity, elasticity = (
            self.values[one] for one in (self.section.sensitivity, self.section.price_elasticity)
        )

        def liked(model: Model) -> float:
            return -sensitivity * log(model.reducible_loss) - elasticity * log(model.size_active)

        return max(sorted(models, key=lambda model: model.name), key=liked)

    def _feed(self) -> None:
        """Let the pools follow those who use models and consent."""
        talk = Together((self._actual.users,), self.values[self.section.consent])
        for name in self.section.pools:
            self.surroundings.pools[name].lead_vigour(self.year, talk)

    def renew(self) -> None:
        """Go on by the new numbers."""
        if self._deployed:
            self._feed()

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
            wanted = Term(self.demand(self._settled), log(self.values[self.section.demand_growth]))
            price = self.surroundings.compute.flop_price(self._settled)
            for lab, model in sorted(self._deployed.items()):
                self._count(lab, model, years, wanted, price)
        self._settled = year

    def _count(self, lab: str, model: Model, years: float, wanted: Term, price: float) -> None:
        """Count what a lab's model has served over the last years.

        Args:
            lab: the lab.
            model: what it serves.
            years: how long it has.
            wanted: what everybody would take if all used models, from the beginning of that on.
            price: of compute then [USD/FLOP].
        """
        cheaper, pieces = self.surroundings.compute.cheaper, self._actual.pieces(lab, self._settled)
        parts = [Term(wanted.amount * amount, wanted.rate + rate) for amount, rate in pieces]
        each = FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * model.size_active
        tokens = came_in(parts, years)
        spent = each * price * came_in([Term(amount, rate - cheaper) for amount, rate in parts], years)
        books = self.served[lab]
        books.tokens += tokens
        books.flop += each * tokens
        books.spend_usd += spent
        books.revenue_usd += spent * self.values[self.section.markup]
