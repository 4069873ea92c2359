"""How much a hindcast owes to what was believed beforehand: the fit alone, under other beliefs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis.hindcast.baselines import trend
from simulator.analysis.hindcast.fit import fit
from simulator.analysis.hindcast.forecasts import forecast_alone
from simulator.analysis.hindcast.priors import JUDGED, Priors
from simulator.analysis.hindcast.question import Question
from simulator.analysis.hindcast.scores import covered, crps_of_sample, skill
from simulator.analysis.hindcast.training import later
from worlds.config.observations import decimal_year

OTHERS: Mapping[str, Priors] = {
    "as judged": JUDGED,
    "compute grows by 2.5 x a year": replace(JUDGED, growth=0.4),
    "compute grows by 6.3 x a year": replace(JUDGED, growth=0.8),
    "growth of compute half as sure": replace(JUDGED, growth_spread=0.3),
    "k of leads may drift three times as fast": replace(JUDGED, drift_spread=0.3),
    "corpora wander half as far": replace(JUDGED, wander=0.15),
    "corpora wander twice as far": replace(JUDGED, wander=0.6),
    "tokens do not rise with size": replace(JUDGED, elasticity=0.0),
    "tokens rise twice as fast with size": replace(JUDGED, elasticity=0.3),
}
"""Other beliefs that somebody might have held."""


@dataclass(frozen=True)
class Believed:
    """How good forecasts of the fit alone are under some beliefs; means over origins.

    Attributes:
        name: the beliefs.
        crps: mean CRPS.
        skill: against the log-linear trend.
        worst: the least skill of any origin.
        coverage80: share of models within the middle 80 %.
    """

    name: str
    crps: float
    skill: float
    worst: float
    coverage80: float


def believed(asked: Question) -> list[Believed]:
    """Return the scores of the fit alone under each of some beliefs."""
    return [_believed(asked, name, priors) for name, priors in OTHERS.items()]


def _believed(asked: Question, name: str, priors: Priors) -> Believed:
    """Return the scores under some beliefs, over all origins."""
    crps, skills, coverages = np.array([_scored(asked, day, priors) for day in asked.days]).T
    return Believed(name, float(crps.mean()), float(skills.mean()), float(skills.min()), float(coverages.mean()))


def _scored(asked: Question, day: str, priors: Priors) -> Sequence[float]:
    """Return CRPS, skill and coverage of an origin under some beliefs."""
    origin = decimal_year(day)
    fitted = fit(asked.models, origin, priors)
    ahead = asked.last - origin
    draws = [fitted.draw(asked.seed, place, (), ahead) for place in range(asked.replications)]
    new, line = later(asked.models, origin, asked.last), trend(fitted.known)
    came = [float(np.log10(one.tokens or 1.0)) for one in new]
    samples = [forecast_alone(one, draws, origin, asked.seed) for one in new]
    crps = float(np.mean([crps_of_sample(one, each) for one, each in zip(samples, came, strict=True)]))
    of_trend = float(np.mean([line.crps(one.year - origin, each) for one, each in zip(new, came, strict=True)]))
    return crps, skill(crps, of_trend), covered(samples, came, 0.8)
