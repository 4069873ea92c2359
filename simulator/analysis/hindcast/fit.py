"""The fit: everything that a world says of labs' compute, corpora and pace, from models published before a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.hindcast.compute import OWN_GROWTH, fit_compute
from simulator.analysis.hindcast.corpora import fit_corpora, rise
from simulator.analysis.hindcast.linear import STEP, Weighed
from simulator.analysis.hindcast.pace import Pace, fit_pace
from simulator.analysis.hindcast.priors import JUDGED, Priors
from simulator.analysis.hindcast.scores import Floats
from simulator.analysis.hindcast.training import Training, training
from worlds.config.chance import seed_sequence
from worlds.config.observations import ObservedModel


@dataclass(frozen=True)
class LabDraw:
    """A lab in one replication.

    Attributes:
        tokens: by how much its log10 tokens lie above those of others at the same size and date.
        flop: log10 compute of its lead run at the origin [FLOP].
        growth: log10 growth of that a year.
        cadence: years between its generations.
    """

    tokens: float
    flop: float
    growth: float
    cadence: float


@dataclass(frozen=True)
class Draw:
    """One set of numbers that the models before the origin allow; levels are log10, years count from the origin.

    Attributes:
        elasticity: power with which tokens rise with size.
        noise: spread of log10 tokens of single models.
        apart: spread of labs around each other.
        years: knots, half a year apart, from the first model to as far ahead as was asked for.
        path: log10 tokens of a model of 10 B parameters at each of them.
        labs: each lab.
    """

    elasticity: float
    noise: float
    apart: float
    years: Floats
    path: Floats
    labs: Mapping[str, LabDraw]

    def level(self, year: float) -> float:
        """Return log10 tokens of a model of 10 B parameters so many years after the origin."""
        return float(np.interp(year, self.years, self.path))


@dataclass(frozen=True)
class Fit:
    """What the models before a date say.

    Attributes:
        known: those models.
        compute: fit of compute.
        compute_labs: labs in the order of its columns.
        corpora: fit of corpora.
        corpora_labs: labs in the order of its columns.
        pace: how fast labs work.
    """

    known: Training
    compute: Weighed
    compute_labs: tuple[str, ...]
    corpora: Weighed
    corpora_labs: tuple[str, ...]
    pace: Pace

    @property
    def origin(self) -> float:
        """The decimal year before which everything was published."""
        return self.known.origin

    def draw(self, seed: int, replication: int, labs: Iterable[str], ahead: float) -> Draw:
        """Return what one replication takes for true; how far it looks ahead changes nothing nearer.

        Args:
            seed: seed of every random stream.
            replication: its number.
            labs: for which labs; who has published nothing before the origin is drawn from among all.
            ahead: years after the origin up to which corpora are drawn.
        """
        setting, x = self.corpora.draw(_chance(seed, replication, "corpora"))
        given, c = self.compute.draw(_chance(seed, replication, "compute"))
        years, path = self._path(setting, x, ahead, _chance(seed, replication, "future"))
        drawn = {}
        for lab in sorted(labs):
            chance = _chance(seed, replication, f"labs.{lab}")
            tokens = self._tokens(lab, x, setting["apart"], chance)
            level, own = self._compute(lab, c, given["apart"], chance)
            drawn[lab] = LabDraw(tokens, c[0] + level, x[1] + own, self.pace.draw(lab, chance))
        return Draw(setting["elasticity"], setting["noise"], setting["apart"], years, path, drawn)

    def _path(
        self, setting: Mapping[str, float], x: Floats, ahead: float, chance: np.random.Generator
    ) -> tuple[Floats, Floats]:
        """Return the knots and the level at each: as fitted up to the origin, and wandering on after it."""
        back = x[3 : len(x) - len(self.corpora_labs)]
        steps = int(np.ceil(max(ahead, STEP) / STEP))
        ahead_steps = setting["wander"] * STEP**0.5 * np.array([chance.standard_normal() for _ in range(steps)])
        years = STEP * np.arange(-len(back), steps + 1, dtype=np.float64)
        wandered = np.concatenate([np.cumsum(back)[::-1], [0.0], np.cumsum(ahead_steps)])
        slope = rise(setting["elasticity"]) * x[1] + x[2]
        return years, np.asarray(x[0] + slope * years + wandered, dtype=np.float64)

    def _tokens(self, lab: str, x: Floats, apart: float, chance: np.random.Generator) -> float:
        """Return how far the tokens of a lab lie above those of others; a new lab is one of them."""
        new = apart * chance.standard_normal()
        if lab not in self.corpora_labs:
            return new
        return float(x[len(x) - len(self.corpora_labs) + self.corpora_labs.index(lab)])

    def _compute(self, lab: str, c: Floats, apart: float, chance: np.random.Generator) -> tuple[float, float]:
        """Return how far the compute of a lab, and the growth of it, lie above those of others."""
        new = apart * chance.standard_normal(), OWN_GROWTH * chance.standard_normal()
        if lab not in self.compute_labs:
            return new
        place = len(c) - 2 * len(self.compute_labs) + self.compute_labs.index(lab)
        return float(c[place]), float(c[place + len(self.compute_labs)])


def fit(models: Iterable[ObservedModel], origin: float, priors: Priors = JUDGED) -> Fit:
    """Return the fit to the models that were published before a date; the others are not looked at.

    Raises:
        InputError: when they are too few.
    """
    known = training(models, origin)
    compute, compute_labs = fit_compute(known, priors)
    means = np.array([one.posterior_mean()[1] for one in compute.regressions])
    growth = float(compute.weights @ means)
    inner = np.array([one.posterior_variance(1) for one in compute.regressions])
    spread = float(np.sqrt(compute.weights @ (inner + (means - growth) ** 2)))
    corpora, corpora_labs = fit_corpora(known, growth, spread, priors)
    return Fit(known, compute, tuple(compute_labs), corpora, tuple(corpora_labs), fit_pace(known))


def _chance(seed: int, replication: int, purpose: str) -> np.random.Generator:
    """Return the stream of a replication for a part of the fit."""
    return np.random.default_rng(seed_sequence(seed, replication, "hindcast", purpose))
