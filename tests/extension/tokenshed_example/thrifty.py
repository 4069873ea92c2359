"""Overtraining that is halved each time a lab finds too little, and never comes back."""

from dataclasses import dataclass
from typing import Literal

from agents import register_strategy
from agents.surroundings import Surroundings
from worlds.config.schema import Section
from worlds.config.schema.base import Overtraining, SomeShare, default


class ThriftySection(Section):
    """What a world file may say below `overtraining`."""

    strategy: Literal["thrifty"]
    k: Overtraining = default(Overtraining, 10.0, "overtraining wished for while data last")
    keeps: SomeShare = default(SomeShare, 0.5, "share of k that is kept after a shortfall; a round number")


@dataclass
class Thrifty:
    """A k that a shortfall lowers for good."""

    lab: str
    surroundings: Surroundings
    section: ThriftySection
    shortfalls: int = 0

    def k(self, flop: float, year: float) -> float:
        """Return the overtraining of a lead model that gets some compute [FLOP] at a date."""
        values = self.surroundings.values
        return max(1.0, values[self.section.k] * values[self.section.keeps] ** self.shortfalls)

    def looked(self, found: float, wanted: float) -> None:
        """Take note of how much of a corpus was found [token]."""
        self.shortfalls += found < 0.99 * wanted


register_strategy("thrifty", Thrifty, ThriftySection)
