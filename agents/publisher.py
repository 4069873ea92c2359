"""A publisher: the writing public, which closes its sites to crawlers and lets models write."""

from math import fsum

from agents.agent import Agent
from agents.clock import Life
from agents.news import Read, Released
from agents.training import Model
from worlds.config.schema import Publisher as PublisherSection
from worlds.laws.appeal import appeal, chosen
from worlds.laws.consent import closed, faded
from worlds.laws.synthesis import Ancestry
from worlds.pools.curves import ALL, Relaxation

_STEPS = (0.9, 0.75, 0.5, 0.25, 0.1)
"""Shares left open that are worth telling when they are passed."""


class Publisher(Agent[PublisherSection]):
    """Those who write public text: crawling makes them close, and better models write in their place."""

    hears = (Read, Released)

    def begin(self) -> None:
        """Stand open, with nothing felt yet."""
        self._pressure = dict.fromkeys(self.section.pools, 0.0)
        self._pressed = dict.fromkeys(self.section.pools, self.year)
        self._doors = dict.fromkeys(self.section.pools, ALL)
        self._told = dict.fromkeys(self.section.pools, self.year)
        self._last: Model | None = None

    def live(self) -> Life:
        """React to every corpus that is read and every model that is released."""
        while True:
            news = yield self.next_news()
            if isinstance(news, Read):
                self._crawled(news)
            else:
                self._released(news)

    def _crawled(self, news: Read) -> None:
        """Feel how much was copied, and go on to close as far as that makes one wish to."""
        closing = self.section.closing
        if closing is None or not self.surroundings.world.feedbacks.closure:
            return
        year = self.year
        for name in self.section.pools:
            stock = self.surroundings.pools[name].stock(year)
            copied = fsum([one.unique for one in news.corpus.helpings if one.pool == name])
            if copied <= 0 or stock <= 0:
                continue
            self._press(name, copied / stock)

    def _press(self, name: str, more: float) -> None:
        """Feel what is left of older crawls and some more, and go on to close as far as that makes one wish to."""
        closing, values, year = self.section.closing, self.values, self.year
        if closing is None:
            return
        left = faded(self._pressure[name], year - self._pressed[name], values[closing.memory])
        self._pressure[name], self._pressed[name] = left + more, year
        self._turn(name, 1.0 - closed(left + more, values[closing.most], values[closing.half_pressure]))

    def renew(self) -> None:
        """Go on to close, and to let models write, by the new numbers."""
        if self.surroundings.world.feedbacks.closure:
            for name, pressure in self._pressure.items():
                if pressure > 0:
                    self._press(name, 0.0)
        if self._last is not None:
            self._let_write(self._last)

    def _turn(self, name: str, goal: float) -> None:
        """Let the door of a pool go on toward another share."""
        closing, door, year = self.section.closing, self._doors[name], self.year
        if closing is None:
            return
        self._tell_closing(name, door)
        time = closing.closing_time if goal < door.at(year) else closing.reopening_time
        self._doors[name] = door.turned(year, goal, 1.0 / self.values[time])
        self.surroundings.pools[name].doors.keep(self.key, self._doors[name], self.section.part)

    def _tell_closing(self, name: str, door: Relaxation) -> None:
        """Tell of the steps that a door has passed since it was last turned, at their own dates."""
        year, part = self.year, "" if self.section.part == "all" else f" of the {self.section.part}"
        for step in _STEPS:
            passed = door.crossing(step, year)
            if passed is not None and passed > self._told[name]:
                closes = door.to < door.value
                words = f"{name} {'closes' if closes else 'opens'}: {step:.0%}{part} is left open by {self.name}"
                self.surroundings.tell("closure", self.key, name, step, words, passed)
        self._told[name] = year

    def settle(self) -> None:
        """Tell of what has closed up to now."""
        for name, door in self._doors.items():
            self._tell_closing(name, door)

    def _released(self, news: Released) -> None:
        """Let the best model so far write as much as it appeals."""
        if self.section.machine_text is None or not self.surroundings.world.feedbacks.contamination:
            return
        best = news.models[0]
        if self._last is None or best.reducible_loss < self._last.reducible_loss:
            self._last = best
            self._let_write(best)

    def _let_write(self, best: Model) -> None:
        """Let the share of new text that models write go to what the best of them appeals."""
        writes, values, source = self.section.machine_text, self.values, best.ancestry
        if writes is None:
            return
        liked = appeal(best.reducible_loss, values[writes.appeal_loss], values[writes.sensitivity])
        writer = Ancestry(source.generation + 1.0, source.tail, source.bias, source.depth + 1)
        goal = values[writes.most] * chosen({"models": liked})["models"]
        for name in self.section.pools:
            self.surroundings.pools[name].lead_machine(self.year, goal, 1.0 / values[writes.time], writer)
