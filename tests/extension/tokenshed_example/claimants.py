"""Claimants: authors who have part of a pool taken down each time a lab has released models."""

from agents import Agent, register
from agents.clock import Life
from agents.news import Released
from worlds.config.schema import Section
from worlds.config.schema.base import Share, default


class ClaimantSection(Section):
    """What a world file may say of a claimant."""

    pool: str
    wins: Share = default(Share, 0.01, "a hundredth of the pool with each claim; a round number")


class Claimant(Agent[ClaimantSection]):
    """Someone who claims that a lab read what was theirs, and has it taken down for everybody."""

    hears = (Released,)

    def live(self) -> Life:
        """Wait for a release, win, tell of it."""
        while True:
            news = yield self.next_news()
            pool = self.surroundings.pools[self.section.pool]
            gone = pool.remove(self.year, self.values[self.section.wins] * pool.stock(self.year))
            text = f"{self.name} has {gone / 1e12:.2f} T tokens taken down after a release of {news.lab}"
            self.surroundings.tell("takedown", self.key, self.section.pool, gone, text)


register("claimants", Claimant, ClaimantSection)
