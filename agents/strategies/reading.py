"""What a lab reads: one object for each way that world files name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from scipy.optimize import brentq

from worlds.laws.crawl import crawl
from worlds.laws.diet import Diet, Offer, compose
from worlds.laws.scaling import ScalingLaw

_LEAST, _MOST = 0.01, 1.0
_EXACT = 1e-6
_FULL = 1.0 - 1e-12
"""Share of a corpus from which on it is full, but for rounding."""


class Way(Protocol):
    """A way to read."""

    def diet(self, wanted: float, size: float, offers: Sequence[Offer]) -> Diet:
        """Return what is read of some offers for a corpus [slot] of a model of some size."""

    def bar(self, wanted: float, diet: Diet) -> float:
        """Return the worth of a slot of another offer below which it would not change a diet [effective token]."""


@dataclass(frozen=True)
class Threshold:
    """The best diet that reads nothing worth less than a given level.

    Attributes:
        r_star: R_D* of repetition.
        least: level below which no slot is read.
    """

    r_star: float
    least: float

    def diet(self, wanted: float, size: float, offers: Sequence[Offer]) -> Diet:
        """Return the best diet."""
        return compose(wanted, offers, self.r_star, self.least)

    def bar(self, wanted: float, diet: Diet) -> float:
        """Return the level of a corpus that is full, and else the least that is read."""
        return diet.level if diet.slots >= _FULL * wanted else self.least


@dataclass(frozen=True)
class Marginal:
    """The best diet that reads nothing worth less than the parameters that the same compute would add.

    A slot of compute spent on parameters adds N / slots of them, so that it is worth l = (alpha A / N^alpha) /
    (beta B / D^beta) x D / slots effective tokens (from the law, with C = 6 N D); the diet and l are found together.

    Attributes:
        r_star: R_D* of repetition.
        law: the scaling law.
    """

    r_star: float
    law: ScalingLaw

    def diet(self, wanted: float, size: float, offers: Sequence[Offer]) -> Diet:
        """Return the diet whose last slot is worth as much as parameters."""

        def excess(least: float) -> float:
            return self._worth(compose(wanted, offers, self.r_star, least), size) - least

        if wanted <= 0 or excess(_LEAST) <= 0:
            least = _LEAST
        elif excess(_MOST) >= 0:
            least = _MOST
        else:
            least = float(brentq(excess, _LEAST, _MOST, xtol=_EXACT))
        return compose(wanted, offers, self.r_star, least)

    def bar(self, wanted: float, diet: Diet) -> float:
        """Return the least that is ever read, since another offer moves the level of every corpus a little."""
        return _LEAST

    def _worth(self, diet: Diet, size: float) -> float:
        """Return what a slot of compute is worth as parameters [effective token]."""
        if diet.slots <= 0 or size <= 0:
            return _LEAST
        parameters = self.law.alpha * self.law.size_scale * size**-self.law.alpha
        data = self.law.beta * self.law.data_scale * diet.effective**-self.law.beta
        return float(parameters / data * diet.effective / diet.slots)


@dataclass(frozen=True)
class Crawl:
    """Everything in proportion to its size, whatever it is worth.

    Attributes:
        r_star: R_D* of repetition.
    """

    r_star: float

    def diet(self, wanted: float, size: float, offers: Sequence[Offer]) -> Diet:
        """Return what is read without choosing."""
        return crawl(wanted, offers, self.r_star)

    def bar(self, wanted: float, diet: Diet) -> float:
        """Return 0: everything there is changes what is read."""
        return 0.0


WAYS: dict[str, Callable[[float, float, ScalingLaw], Way]] = {
    "threshold": lambda r_star, least, law: Threshold(r_star, least),
    "marginal": lambda r_star, least, law: Marginal(r_star, law),
    "crawl": lambda r_star, least, law: Crawl(r_star),
}
"""The ways of reading by the name that world files give them."""
