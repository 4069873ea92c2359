"""Corpora by size and date: how many tokens a model of some size sees, and so its overtraining k."""

from itertools import product
from math import log

import numpy as np

from simulator.analysis.hindcast.linear import STEP, Regression, Weighed, membership, wandering, weighed
from simulator.analysis.hindcast.priors import JUDGED, Priors
from simulator.analysis.hindcast.training import Training

SIZE = 10.0
"""log10 of the size at which levels are stated: 10 B parameters."""
LEVEL, LEVEL_SPREAD = 11.5, 2.0
_WANDERS = (0.25, 0.5, 1.0, 1.5, 2.25)
_APART = (0.5, 1.0, 1.75)
"""Both are multiples of what is believed beforehand."""
_NOISE, _NOISES = 0.25, (0.12, 0.18, 0.25, 0.35, 0.5)
_ELASTICITIES = (0.0, 0.08, 0.16, 0.25, 0.35, 0.5)
"""Powers with which tokens rise with size: 0 where all members of a family see the same corpus."""


def fit_corpora(
    known: Training, growth: float, growth_spread: float, priors: Priors = JUDGED
) -> tuple[Weighed, list[str]]:
    """Return the fit to all models, and the labs in the order of their columns.

    log10 D = level + (rise growth + drift) t + wandering(t) + elasticity (log10 N - 10) + lab + noise, with
    rise = (1 - elasticity) / 2: labs that keep the k of their leads put half of the growth of compute into tokens, and
    at a given size there are more of them as leads grow. So k = D / (20 N) falls with size and rises with the frontier.
    x holds level, growth, drift, the steps of the wandering backwards from the origin, and the labs.

    Args:
        known: the models known at the origin.
        growth: log10 growth of compute a year, as compute itself tells.
        growth_spread: its standard deviation.
        priors: what is believed beforehand.
    """
    labs = sorted(set(known.labs))
    years, sizes = known.years, known.sizes - SIZE
    steps, member = wandering(years), membership(known.labs, labs)
    settings, log_priors, regressions = [], [], []
    for much, far, noise, elasticity in product(_WANDERS, _APART, _NOISES, _ELASTICITIES):
        wander, apart = much * priors.wander, far * priors.apart
        design = np.column_stack([np.ones(len(years)), rise(elasticity) * years, years, steps, member])
        spreads = [
            [LEVEL_SPREAD, growth_spread, priors.drift_spread],
            [wander * STEP**0.5] * steps.shape[1],
            [apart] * len(labs),
        ]
        prior = np.zeros(design.shape[1])
        prior[:2] = LEVEL, growth
        settings.append({"wander": wander, "apart": apart, "noise": noise, "elasticity": elasticity})
        log_priors.append(_log_prior(much, far, noise / _NOISE, elasticity - priors.elasticity))
        left = known.tokens - elasticity * sizes
        regressions.append(Regression(design, left, prior, np.concatenate(spreads), noise))
    return weighed(settings, log_priors, regressions), labs


def rise(elasticity: float) -> float:
    """Return how much of the growth of compute goes into the tokens of models of one size, while leads keep their k.

    D N = C / 6 and D / N constant let D and N of leads grow by half of it; D = (N / N_lead)^elasticity D_lead.
    """
    return (1.0 - elasticity) / 2.0


def _log_prior(wander: float, apart: float, noise: float, elasticity: float) -> float:
    """Return the log of how likely a setting is before any model is seen, up to a constant; judged.

    Args:
        wander: wandering over what is believed of it.
        apart: spread of labs over what is believed of it.
        noise: spread of models over what is believed of it.
        elasticity: less what is believed of it.
    """
    widths = ((wander, 0.7), (apart, 0.5), (noise, 0.5))
    return -0.5 * (sum((log(one) / width) ** 2 for one, width in widths) + (elasticity / 0.15) ** 2)
