"""A user base: people and firms who take up models as they get better, pay for them, and leave what they write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import fsum, log

from agents.agent import Agent
from agents.clock import Life
from agents.news import Released
from agents.surroundings import Use
from agents.training import Model
from agents.wanting import Stretch, wants_of
from worlds.config.groups import Member
from worlds.config.schema import UserBase as UserBaseSection
from worlds.laws.appeal import appeal, chosen
from worlds.laws.flow import came_in
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN
from worlds.pools.curves import NOTHING, Pieces, Relaxation, Together, shares_at


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
        shares = chosen(self.appeals)
        whole = fsum(shares.values())
        users = self.users.at(year)
        self.users = Relaxation(users, whole, year, coming if whole >= users else leaving)
        before, new = shares_at(self.parts, year), 0.0 if self.parts else 1.0
        for name, share in shares.items():
            self.parts[name] = Relaxation(before.get(name, new), share / whole, year, leaving)

    def part(self, lab: str, year: float) -> float:
        """Return a lab's share of those who use models."""
        return self.parts[lab].at(year) if lab in self.parts else 0.0

    def share(self, lab: str, year: float) -> float:
        """Return the share of all who might use models that uses a lab's."""
        return self.users.at(year) * self.part(lab, year)

    def pieces(self, lab: str, year: float, users: Pieces) -> list[tuple[float, float]]:
        """Return that share after a date as exponentials: pairs of amount at that date and rate [1/year].

        Args:
            lab: the lab.
            year: decimal year.
            users: all who use models, as exponentials of that date.
        """
        parts = self.parts[lab].pieces(year)
        return [(a * b, r + s) for a, r in users for b, s in parts]


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
        self._flop: dict[str, float] = {}  # compute of a token that a lab serves [FLOP]
        self.served: dict[str, Served] = {}
        self._wants = wants_of(self.section, self.values, self.surroundings.world.start)
        self._short: set[str] = set()  # labs whose users want more than they can pay for
        self._settled = self.year

    def live(self) -> Life:
        """Take up every model that is released, as long as use is let have its effects."""
        if not self.surroundings.world.feedbacks.usage:
            return
        while True:
            news = yield self.next_news()
            self._take_up(news)

    def concerns(self, news: Released) -> bool:
        """Return whether anybody would use other models than before: of a group only its best so far are used."""
        if not self.surroundings.world.feedbacks.usage:
            return False
        lab, best = self.surroundings.member(news.lab).group, news.models[0]
        if lab == news.lab or lab not in self._best:
            return True
        return best.loss < self._best[lab] or self._promises(best) > self._promised.appeals[lab]

    def _promises(self, model: Model) -> float:
        """Return the appeal that a model would have had if it had kept its plan's promise."""
        reference, sensitivity = self.values[self.section.appeal_loss], self.values[self.section.sensitivity]
        return appeal(model.planned_reducible_loss, reference, sensitivity)

    def _take_up(self, news: Released) -> None:
        """Let users come to a lab's new model, and go from others'; the labs of a group are one supplier to them."""
        self.settle()
        year, values, section, best = self.year, self.values, self.section, news.models[0]
        lab = self.surroundings.member(news.lab).group
        first = lab not in self._best
        if first or best.loss < self._best[lab]:
            self._best[lab], self._deployed[lab] = best.loss, self._favourite(news.models)
            self._flop[lab] = FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * self._deployed[lab].size_active
        self.served.setdefault(lab, Served())
        paces = 1.0 / values[section.adoption_time], 1.0 / values[section.leaving_time]
        liked = appeal(best.reducible_loss, values[section.appeal_loss], values[section.sensitivity])
        self._actual.take_up(lab, liked, year, *paces)
        self._promised.take_up(lab, self._promises(best), year, *paces)
        if first:
            for name in section.pools:
                self.surroundings.admit(name, lab, partial(self._heard, lab))
        self._ration()
        self._feed()

    def _heard(self, lab: str, year: float) -> float:
        """Return the part of the talk that a lab hears, or each lab of a group, whose users are spread evenly."""
        return self._actual.part(lab, year) / self.surroundings.world.labs[lab].count

    def _ration(self) -> None:
        """Find whose users want more than they can pay for: as many tokens as all their money buys, from now on."""
        money, demand = self._wants.money(self.year), self.demand(self.year)
        self._short = set()
        if money is not None:
            flop_price, markup = self.surroundings.compute.flop_price(self.year), self.values[self.section.markup]
            self._short = {lab for lab, flop in self._flop.items() if demand * (markup * flop * flop_price) > money}

    def _price(self, lab: str, year: float) -> float:
        """Return what a lab's users pay for a token at a date [USD/token]."""
        return self._price_at(lab, self.surroundings.compute.flop_price(year))

    def _price_at(self, lab: str, flop_price: float) -> float:
        """Return what a lab's users pay for a token at a price of compute [USD/token]."""
        return self.values[self.section.markup] * self._flop[lab] * flop_price

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
        """Return what everybody would take if all used models and money were no matter [token/year]."""
        return self._wants.demand(year)

    def serving(self, lab: str, year: float) -> float:
        """Return the tokens that a lab serves a year [token/year]."""
        share, money = self._actual.share(lab, year), self._wants.money(year)
        if lab in self._short and money is not None:
            return share * money / self._price(lab, year)
        return share * self.demand(year)

    def settle(self) -> None:
        """Count what has been served, computed and paid since the books were last made: integrals of exponentials."""
        begun, years = self._settled, self.year - self._settled
        if years > 0 and self._deployed:
            for stretch in self._wants.wanted(begun, years):
                self._count(self._deployed.keys() - self._short, stretch)
            if self._short:
                self._count_for_money(begun, years)
        self._settled = self.year

    def _count_for_money(self, begun: float, years: float) -> None:
        """Count what labs have served whose users took what they could pay for."""
        market, money = self.surroundings.compute, self._wants.money(begun) or 0.0
        rate, flop_price = self._wants.usd_growth + market.cheaper, market.flop_price(begun)
        for lab in self._short:
            self._count((lab,), Stretch(begun, years, money / self._price_at(lab, flop_price), rate))

    def _count(self, labs: Iterable[str], taken: Stretch) -> None:
        """Count what the models of some labs have served in a stretch of time, as much of each as users have."""
        market, markup = self.surroundings.compute, self.values[self.section.markup]
        begun, years, amount, growth = taken.begun, taken.years, taken.amount, taken.rate
        users, flop_price = self._actual.users.pieces(begun), market.flop_price(begun)
        for lab in labs:
            each, books = self._flop[lab], self.served[lab]
            pieces = self._actual.pieces(lab, begun, users)
            parts = [(amount * share, growth + rate) for share, rate in pieces]
            tokens = came_in(parts, years)
            spent = each * flop_price * came_in([(part, rate - market.cheaper) for part, rate in parts], years)
            books.tokens += tokens
            books.flop += each * tokens
            books.spend_usd += spent
            books.revenue_usd += spent * markup


def use_of(member: Member, bases: Iterable[UserBase], year: float) -> Use:
    """Return how much a lab's models are used in a decimal year, weighed over user bases by their demand.

    The users of a group are spread evenly over its labs (MODEL.md, 7.13).

    Args:
        member: which lab it is.
        bases: all that there are.
        year: decimal year.
    """
    everybody, users, promised, serving = 0.0, 0.0, 0.0, 0.0
    for base in bases:
        demand, (actual, hoped) = base.demand(year), base.index(member.group, year)
        everybody += demand
        users += demand * actual
        promised += demand * hoped
        serving += base.serving(member.group, year)
    index = users / promised if promised > 0 else 1.0
    share = users / everybody if everybody > 0 else 0.0
    return Use(index, serving / member.size, share / member.size)
