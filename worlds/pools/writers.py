"""Who wrote the machine-made part of a pool: what it has gone through, how good it is, and by which models."""

from collections.abc import Mapping
from math import exp

from worlds.laws.synthesis import HUMAN, Ancestry, mixed

ONE_MODEL = Ancestry(generation=1.0, depth=1)
"""What AI-made text has gone through where nobody says which models write it: one of them."""


class Writers:
    """What is known of machine-made tokens.

    Attributes:
        quality: mean quality of what was made on order, in [0, 1].
        authors: share of each model in what was made on order, by its id.
    """

    def __init__(self, ancestry: Ancestry = HUMAN) -> None:
        """Begin with tokens of some ancestry.

        Args:
            ancestry: what is there, and what flows in until others write.
        """
        self.quality = 0.0
        self.authors: Mapping[str, float] = {}
        self._old = self._new = ancestry
        self._settled, self._there = 0.0, 0.0

    def ancestry(self, year: float, machine: float, decay: float) -> Ancestry:
        """Return what machine-made tokens have gone through, on average.

        What was there when the writers changed decays; the rest is by those who write now.

        Args:
            year: decimal year, not before the last change.
            machine: machine-made tokens then [token].
            decay: rate at which tokens are lost [1/year].
        """
        if self._new == self._old:
            return self._old
        left = self._there * exp(-decay * (year - self._settled))
        return mixed(self._old, self._new, 1.0 - left / machine if machine > left else 0.0)

    def settle(self, year: float, machine: float, decay: float) -> None:
        """Take what is there as old from a date on, with the arguments of `ancestry`."""
        self._old = self.ancestry(year, machine, decay)
        self._settled, self._there = year, machine

    def follow(self, writer: Ancestry) -> None:
        """Let what flows in from now on have another ancestry; settle first."""
        self._new = writer

    def without(self, share: float) -> None:
        """Take a share of the tokens out."""
        self._there *= 1.0 - share

    def order(self, share: float, quality: float, ancestry: Ancestry, author: str) -> None:
        """Mix in tokens that a model was asked to write.

        Args:
            share: their share of what is there now.
            quality: theirs, in [0, 1].
            ancestry: what they have gone through.
            author: id of the model.
        """
        self.quality += share * (quality - self.quality)
        self._old = self._new = mixed(self._old, ancestry, share)
        kept = {name: part * (1.0 - share) for name, part in self.authors.items() if share < 1.0}
        self.authors = {**kept, author: kept.get(author, 0.0) + share} if share > 0 else kept
