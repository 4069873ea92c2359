"""What the twin knows of a world, and the laws of loss and compute: MODEL.md 7.1 and 7.7."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, expm1, inf, log, sqrt

from tests.trust.twin_pools import PoolFacts


@dataclass(frozen=True)
class LabFacts:
    """What a world states of its lab; growths are factors a year."""

    compute: float
    compute_at: float
    growth: float
    taper: tuple[float, float, float] | None
    k: float
    cadence: float
    start: float | None
    training_time: float
    min_value: float
    repeats: bool
    undertrains: bool
    family: tuple[tuple[str, float], ...]
    smaller_see: float

    def means(self, year: float) -> float:
        """Return the compute of a plan: [taper], integrated."""
        g = log(self.growth)
        if self.taper is None:
            return self.compute * exp(g * (year - self.compute_at))
        since, to, time = self.taper
        last = min(g, log(to))

        def grown(t: float) -> float:
            """Return the integral of growth since the taper began."""
            x = t - since
            return g * x if x <= 0.0 else last * x - (g - last) * time * expm1(-x / time)

        return self.compute * exp(grown(year) - grown(self.compute_at))

    def models(self, year: float) -> Iterator[tuple[str, float, float]]:
        """Give name, size and tokens of the models of a plan."""
        seen = {name: exp(self.smaller_see * log(r)) for name, r in self.family}
        lead = self.means(year) / sum(r * seen[name] for name, r in self.family)
        tokens = sqrt(20.0 * self.k * lead / 6.0)
        for name, r in self.family:
            yield name, r * tokens / (20.0 * self.k), seen[name] * tokens


@dataclass(frozen=True)
class LawFacts:
    """The constants of loss, of repetition and of the price of compute."""

    e: float
    a: float
    b: float
    alpha: float
    beta: float
    r_d: float
    r_n: float
    penalty: tuple[float, float, float] | None
    price: float
    price_at: float
    performance: float

    def reducible(self, n: float, d: float) -> float:
        """Return the loss above the irreducible one."""
        if n <= 0.0 or d <= 0.0:
            return inf
        return self.a * exp(-self.alpha * log(n)) + self.b * exp(-self.beta * log(d))

    def size_for(self, d: float) -> float:
        """Return [optimum-for]."""
        both = self.alpha + self.beta
        log_g = log(self.alpha * self.a / (self.beta * self.b)) / both
        return exp((log_g + log(d)) * both / self.alpha - log(d)) if d > 0.0 else 0.0

    def compute_price(self, year: float) -> float:
        """Return what a FLOP costs."""
        return self.price * exp(-log(self.performance) * (year - self.price_at))


@dataclass(frozen=True)
class WorldFacts:
    """A world of public and private pools and one lab, with every feedback off."""

    start: float
    end: float
    pools: tuple[PoolFacts, ...]
    lab: LabFacts
    law: LawFacts
