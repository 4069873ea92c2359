"""An archive: keepers of a collection who digitise it, and open it as far as that is paid for."""

from math import fsum

from agents.agent import Agent
from agents.clock import Life
from agents.news import Read
from worlds.config.schema import Archive as ArchiveSection
from worlds.laws.consent import faded, opened
from worlds.laws.flow import after
from worlds.pools.curves import Relaxation

_MEMORY = 1.0
"""Years over which an income counts as a yearly one."""


class Archive(Agent[ArchiveSection]):
    """Keepers of images, recordings, measurements or records."""

    hears = (Read,)

    def begin(self) -> None:
        """Stand open as far as nobody pays for."""
        self._income, self._paid = 0.0, self.year
        self._door = Relaxation(self.values[self.section.open_share])
        self._reckon(0.0)

    def live(self) -> Life:
        """Begin to digitise when it is time, and open and close with what comes in."""
        if self.section.backlog is not None:
            self.surroundings.clock.start(self._digitise())
        while True:
            news = yield self.next_news()
            self._earn(news)

    def concerns(self, news: Read) -> bool:
        """Return whether a lab pays for any of the collection."""
        return any(one.pool in self.section.pools and one.spend_usd > 0 for one in news.corpus.helpings)

    def renew(self) -> None:
        """Go on toward what is open by the new numbers."""
        self._reckon(0.0)

    def _digitise(self) -> Life:
        """Let the backlog flow into the pools in equal parts from its date on."""
        backlog = self.section.backlog
        if backlog is None:
            return
        clock, hazard = self.surroundings.clock, 1.0 / self.values[backlog.time]
        begun = max(clock.now, backlog.since)
        left = after(self.values[backlog.tokens], hazard, (), begun - backlog.since)
        yield clock.until(begun, self.rank)
        for name in self.section.pools:
            self.surroundings.pools[name].digitise(begun, left / len(self.section.pools), hazard)

    def _earn(self, news: Read) -> None:
        """Count what a lab pays for the collection, and open or close as far as that carries."""
        mine = set(self.section.pools)
        paid = fsum(one.spend_usd - one.levy_usd for one in news.corpus.helpings if one.pool in mine)
        if paid > 0:
            self._reckon(paid)

    def _reckon(self, paid: float) -> None:
        """Add a payment to what is remembered of others, and let the doors go on toward what that carries."""
        self._income = faded(self._income, self.year - self._paid, _MEMORY) + paid / _MEMORY
        self._paid = self.year
        section, values = self.section, self.values
        if self.surroundings.world.feedbacks.opening:
            goal = opened(self._income, values[section.needs], values[section.most_open])
            goal = max(goal, min(values[section.open_share], values[section.most_open]))
            self._door = self._door.turned(self.year, goal, 1.0 / values[section.opening_time])
        for name in section.pools:
            self.surroundings.pools[name].doors.keep(self.key, self._door)
