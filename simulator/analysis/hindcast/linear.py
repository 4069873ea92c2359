"""Linear regressions with normal priors, weighed over a grid of what they take as given: exact, and always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from simulator.analysis.hindcast.scores import Floats

STEP = 0.5
"""Years between the knots of a wandering level; between them it runs straight."""


@dataclass(frozen=True)
class Regression:
    """y = X x + e with x normal around its prior and e of one spread.

    Attributes:
        design: X, one row an observation.
        observed: y.
        prior: means of x.
        spreads: standard deviations of x before anything is observed.
        noise: standard deviation of e.
    """

    design: Floats
    observed: Floats
    prior: Floats
    spreads: Floats
    noise: float

    @cached_property
    def _factor(self) -> tuple[Floats, bool]:
        """The Cholesky factor of the covariance of y."""
        spread = self.design * self.spreads
        return cho_factor(spread @ spread.T + self.noise**2 * np.eye(len(self.observed)), lower=True)

    def evidence(self) -> float:
        """Return the log density of what was observed, a plain number, up to a constant."""
        factor, _ = self._factor
        apart = self.observed - self.design @ self.prior
        return float(-0.5 * apart @ cho_solve(self._factor, apart) - np.log(np.diag(factor)).sum())

    def posterior_mean(self) -> Floats:
        """Return the means of x given what was observed."""
        return self._moved(self.prior, np.zeros(len(self.observed)))

    def posterior_variance(self, place: int) -> float:
        """Return the variance of one of x given what was observed, in its unit squared."""
        shared = self.spreads[place] ** 2 * self.design[:, place]
        return float(self.spreads[place] ** 2 - shared @ cho_solve(self._factor, shared))

    def draw(self, chance: np.random.Generator) -> Floats:
        """Return x given what was observed: a draw from the prior, moved by how far its data lie from the real ones."""
        x = self.prior + self.spreads * chance.standard_normal(len(self.prior))
        return self._moved(x, self.noise * chance.standard_normal(len(self.observed)))

    def _moved(self, x: Floats, error: Floats) -> Floats:
        """Return x moved by the gain times what is left of the observations."""
        left = self.observed - self.design @ x - error
        return x + self.spreads**2 * (self.design.T @ cho_solve(self._factor, left))


@dataclass(frozen=True)
class Weighed:
    """Regressions under each setting of what they take as given, with what the data say for each setting.

    Attributes:
        settings: what was taken as given, by name.
        regressions: one for each.
        weights: how likely each is; they add up to 1.
    """

    settings: tuple[Mapping[str, float], ...]
    regressions: tuple[Regression, ...]
    weights: Floats

    def draw(self, chance: np.random.Generator) -> tuple[Mapping[str, float], Floats]:
        """Return a setting and an x under it, in its unit."""
        place = int(np.searchsorted(np.cumsum(self.weights), chance.random(), side="right"))
        place = min(place, len(self.settings) - 1)
        return self.settings[place], self.regressions[place].draw(chance)

    def mean(self, name: str) -> float:
        """Return the mean of what was taken as given, in its unit."""
        return float(np.dot(self.weights, [one[name] for one in self.settings]))

    def means(self) -> Floats:
        """Return the means of x over all settings."""
        return np.asarray(self.weights @ np.array([one.posterior_mean() for one in self.regressions]))


def weighed(settings: list[dict[str, float]], log_priors: list[float], regressions: list[Regression]) -> Weighed:
    """Return regressions weighed by prior and evidence, weights being shares."""
    logs = np.array(log_priors) + np.array([one.evidence() for one in regressions])
    weights = np.exp(logs - logs.max())
    return Weighed(tuple(settings), tuple(regressions), weights / weights.sum())


def wandering(years: Floats) -> Floats:
    """Return, for years at or before 0, how much of each step back from 0 a level has taken: one column a step."""
    steps = max(1, int(np.ceil(float(-years.min()) / STEP)))
    taken = (-years[:, None] - STEP * np.arange(steps)[None, :]) / STEP
    return np.array(np.clip(taken, 0.0, 1.0), dtype=np.float64)


def membership(labs: list[str], names: list[str]) -> Floats:
    """Return a column for each name with 1 where an observation is of it."""
    return np.array([[float(lab == name) for name in names] for lab in labs]).reshape(len(labs), len(names))
