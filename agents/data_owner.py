"""A data owner: private data behind a negotiation desk, with trust that incidents cost."""

from dataclasses import dataclass
from functools import partial
from math import fsum, inf
from random import Random

from agents.agent import Agent
from agents.alarm import Alarm
from agents.clock import Life
from agents.deals import Application, Terms
from agents.desk import Desk
from agents.news import Read, Released
from worlds.config.schema import DataOwner as DataOwnerSection
from worlds.config.units import counted
from worlds.laws.consent import learned
from worlds.laws.privacy import incident_rate
from worlds.laws.repetition import memorised_share
from worlds.pools.curves import ALL, Relaxation

_HALF = 0.5
"""From this share on a statute that says yes or no says yes."""


@dataclass
class _Partner:
    """A lab as an owner knows it.

    Attributes:
        luck: the stream of the length of its negotiations.
        alarm: when its next incident is.
        signed: deals that are in force.
        working: deals among them that have been worked in.
        ever: deals that it has worked in so far, from which it learns.
        asked: whether it waits for an answer.
        read_in: decimal year in which it last read any of the data.
        held: share of the data that it stores.
        memorised: tokens that its models can recite [token].
    """

    luck: Random
    alarm: Alarm
    signed: int = 0
    working: int = 0
    ever: int = 0
    asked: bool = False
    read_in: float = -inf
    held: float = 0.0
    memorised: float = 0.0


class DataOwner(Agent[DataOwnerSection]):
    """Owners of private data, who negotiate with one lab after the other."""

    hears = (Application, Read, Released)

    def begin(self) -> None:
        """Open the desk; who holds the data from the start may read all of them."""
        self._desk = Desk(self.surroundings.clock, self.section.desks, self.rank)
        self._partners: dict[str, _Partner] = {}
        self._trust: Relaxation = ALL
        self._alone: str | None = None
        self._readers: dict[str, bool] = {}
        self._pools = frozenset(self.section.pools)
        for lab in sorted(self.section.holders):
            for pool in self.section.pools:
                price = self.surroundings.pools[pool].price(self.year)
                self.surroundings.access.grant(pool, lab, self.year, price)

    def live(self) -> Life:
        """Answer who asks, and watch who reads."""
        while True:
            news = yield self.next_news()
            if isinstance(news, Application):
                self.surroundings.clock.start(self._negotiate(news))
            elif isinstance(news, Read):
                self._was_read(news)
            else:
                self._was_learned(news)

    def concerns(self, news: Read | Released) -> bool:
        """Return whether a lab reads any of the data, or has read or asked for some."""
        if isinstance(news, Released):
            return news.lab in self._partners
        return not self._pools.isdisjoint(news.corpus.unique_of)

    def terms(self, lab: str) -> Terms | None:
        """Return what the missing deals would cost a lab; None where none is missing, or it waits for an answer.

        A lab that never dealt, and never read any, is no partner yet: of thousands most will not be.
        """
        section, values, partner = self.section, self.values, self._partners.get(lab)
        signed, ever, asked = (0, 0, False) if partner is None else (partner.signed, partner.ever, partner.asked)
        parts, group = self._parts, self.surroundings.member(lab).group
        missing = parts - signed
        if asked or missing <= 0 or group in section.holders or not self._is_read_by(group):
            return None
        effort = learned(ever, values[section.learning])
        return Terms(
            owner=self.name,
            pools=tuple(section.pools),
            cost_usd=missing * (values[section.fee] + values[section.integration_cost] * effort),
            premium=values[section.premium] if self._exclusive else 1.0,
            years=max(0.0, values[section.term] - values[section.integration_time] * effort),
            beside=values[section.beside] * missing / parts,
            taken=self._is_taken(lab),
        )

    def _is_read_by(self, group: str) -> bool:
        """Return whether the labs of a section of the world file would read any of the data."""
        if group not in self._readers:
            self._readers[group] = any(map(self.surroundings.world.labs[group].takes, self.section.pools))
        return self._readers[group]

    @property
    def _exclusive(self) -> bool:
        """Whether one lab at a time may hold the data."""
        allowed = self.values[self.surroundings.world.statutes.exclusive_deals] >= _HALF
        return self.section.exclusive and allowed and self.surroundings.world.feedbacks.competition

    @property
    def _consortium(self) -> bool:
        """Whether the owners deal as one, of themselves or as the law lets them."""
        return self.section.consortium or self.values[self.surroundings.world.statutes.trusts] >= _HALF

    @property
    def _parts(self) -> int:
        """How many deals give access to all of it."""
        return 1 if self._consortium else self.section.owners

    def _is_taken(self, lab: str) -> bool:
        """Return whether another lab holds the data alone."""
        return self._alone is not None and self._alone != lab

    def _partner(self, lab: str) -> _Partner:
        """Return what is known of a lab, whose luck and incidents are its own."""
        if lab not in self._partners:
            luck, clock = self.surroundings.luck, self.surroundings.clock
            ring = partial(self._suffer, lab)
            alarm = Alarm(clock, luck.stream(self.key, f"incidents of {lab}"), self.rank, ring)
            clock.start(alarm.live())
            self._partners[lab] = _Partner(luck.stream(self.key, f"negotiations with {lab}"), alarm)
        return self._partners[lab]

    def _negotiate(self, asked: Application) -> Life:
        """Negotiate with a lab, one owner after the other, until it has every deal or is turned away."""
        partner, section, values = self._partner(asked.lab), self.section, self.values
        partner.asked = True
        time = values[section.negotiation_time] * (values[section.consortium_time] if self._consortium else 1.0)
        while partner.signed < self._parts and not self._is_taken(asked.lab):
            yield from self._desk.negotiate(partner.luck, time, asked.bid_usd)
            if not self._is_taken(asked.lab):
                self._sign(asked.lab)
        partner.asked = False
        if self._is_taken(asked.lab):
            text = f"{self.name} turns {asked.lab} away: {self._alone} alone may read its data"
            self.surroundings.tell("refusal", self.key, asked.lab, asked.bid_usd, text)

    def _sign(self, lab: str) -> None:
        """Sign a deal with a lab, which pays for it and begins to work the data in."""
        partner, section, values = self._partner(lab), self.section, self.values
        effort = learned(partner.ever, values[section.learning])
        partner.signed += 1
        partner.ever += 1
        if self._exclusive:
            self._alone = lab
        self.surroundings.pay(lab, self.key, values[section.fee], "deal")
        self.surroundings.pay(lab, "", values[section.integration_cost] * effort, "integration")
        if partner.signed in {1, self._parts}:
            part = "" if partner.signed == self._parts else f" for a first {1 / self._parts:.2g} of its data"
            alone = ", for itself alone" if self._exclusive else ""
            text = f"{lab} signs a deal with {self.name}{part}{alone}"
            self.surroundings.tell("deal", self.key, lab, partner.signed / self._parts, text)
        self.surroundings.clock.start(self._hold(lab, values[section.integration_time] * effort, values[section.term]))

    def _hold(self, lab: str, integration: float, term: float) -> Life:
        """Let a lab read its part once that is worked in, and as long as the deal lasts.

        A deal that is worth keeping is renewed, unless it is exclusive: then others may bid for it again.
        """
        partner, clock, signed = self._partner(lab), self.surroundings.clock, self.year
        if integration < term:
            yield clock.timeout(integration, self.rank)
            partner.working += 1
            self._open(lab)
        yield clock.until(signed + term, self.rank)
        while self._is_worth_keeping(lab, term) and not self._exclusive:
            term = self.values[self.section.term]
            self.surroundings.pay(lab, self.key, self.values[self.section.fee], "deal")
            self.surroundings.tell("renewal", self.key, lab, term, f"{lab} renews a deal with {self.name}")
            yield clock.timeout(term, self.rank)
        partner.signed -= 1
        partner.working -= integration < term
        self._open(lab)
        if partner.signed == 0:
            self._part_with(lab)

    def _is_worth_keeping(self, lab: str, term: float) -> bool:
        """Return whether a lab has read any of the data in the last term, or its users are worth the fee."""
        if self._partner(lab).read_in >= self.year - term:
            return True
        beside = self.values[self.section.beside] / self._parts * self.surroundings.use(lab).share
        return beside * self.values[self.section.term] > self.values[self.section.fee]

    def _part_with(self, lab: str) -> None:
        """End the last deal with a lab, which deletes what it may not keep."""
        partner = self._partner(lab)
        self._alone = None if self._alone == lab else self._alone
        partner.held *= max((self.surroundings.pools[name].grandfathering for name in self.section.pools), default=0.0)
        self._set_alarm(lab)
        self.surroundings.tell("deal_end", self.key, lab, 0.0, f"the last deal of {lab} with {self.name} ends")

    def _open(self, lab: str) -> None:
        """Let a lab read as much as its deals allow."""
        share = min(1.0, self._partner(lab).working / self._parts)
        premium = self.values[self.section.premium] if self._exclusive else 1.0
        for pool in self.section.pools:
            self.surroundings.grant(pool, lab, share, premium)

    def _was_read(self, news: Read) -> None:
        """Remember who reads, and what it stores."""
        mine = [one for one in news.corpus.helpings if one.pool in self.section.pools]
        if not mine:
            return
        partner = self._partner(news.lab)
        partner.read_in = self.year
        stock = fsum(self.surroundings.pools[name].stock(self.year) for name in self.section.pools)
        if stock > 0:
            partner.held = max(partner.held, min(1.0, fsum(one.unique for one in mine) / stock))

    def _was_learned(self, news: Released) -> None:
        """Reckon how often a lab's new models, and its stores, let something out."""
        if news.lab not in self._partners:
            return
        values, law = self.values, self.surroundings.world.laws.repetition
        size = max(model.size_active for model in news.models)
        self._partners[news.lab].memorised = fsum(
            one.unique * memorised_share(one.epochs, size, values[law.memorised], values[law.memorised_slope])
            for one in news.corpus.helpings
            if one.pool in self.section.pools
        )
        self._set_alarm(news.lab)

    def renew(self) -> None:
        """Reckon anew how often things get out."""
        for lab in self._partners:
            self._set_alarm(lab)

    def _set_alarm(self, lab: str) -> None:
        """Let incidents of a lab come as often as what it has memorised and stores makes them."""
        partner, values, incidents = self._partners[lab], self.values, self.section.incidents
        section = self.surroundings.world.labs[self.surroundings.member(lab).group]
        protection = values[section.differential_privacy]
        leaks, breaches = values[incidents.leaks], values[incidents.breaches]
        partner.alarm.set_rate(incident_rate(partner.memorised, leaks, partner.held, breaches, protection))

    def _suffer(self, lab: str) -> None:
        """Have an incident: the lab pays, some withdraw their data, and trust is lost."""
        incidents, values, year = self.section.incidents, self.values, self.year
        fine = values[incidents.fine]
        self.surroundings.pay(lab, self.key, fine, "fine")
        gone = 0.0
        if self.surroundings.world.feedbacks.trust:
            loss, pace = values[incidents.trust_loss], 1.0 / values[incidents.forgiving_time]
            self._trust = Relaxation(self._trust.at(year) * (1.0 - loss), 1.0, year, pace)
            for name in self.section.pools:
                pool = self.surroundings.pools[name]
                pool.doors.keep(self.key, self._trust)
                gone += pool.remove(year, values[incidents.removal] * pool.stock(year))
        follows = f"; {counted(gone)}tokens are withdrawn" if gone > 0 else ""
        text = f"private data of {self.name} get out of {lab}, which pays {counted(fine)}USD{follows}"
        self.surroundings.tell("incident", self.key, lab, fine, text)
