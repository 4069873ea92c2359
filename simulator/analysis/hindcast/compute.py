"""The trend of compute: how much the largest runs of each lab take, and how fast that grows."""

from itertools import product
from math import log, log10

import numpy as np

from simulator.analysis.hindcast.linear import STEP, Regression, Weighed, membership, wandering, weighed
from simulator.analysis.hindcast.priors import JUDGED, Priors
from simulator.analysis.hindcast.training import Training, flop, lab_of, leads

LEVEL, LEVEL_SPREAD = 23.0, 2.0
OWN_GROWTH = 0.1
"""How far the growth of one lab lies from that of all, log10 a year; judged."""
NOISE = 0.3
_WANDERS = (0.2, 0.4, 0.7, 1.0)
_APART = (0.3, 0.6, 1.0)


def fit_compute(known: Training, priors: Priors = JUDGED) -> tuple[Weighed, list[str]]:
    """Return the fit to the record runs of each lab, and the labs in the order of their columns.

    log10 C = level + growth t + wandering(t) + lab + lab's own growth t + noise, t being years since the origin.
    x holds level, growth, the steps of the wandering backwards from the origin, and for each lab its level and growth.
    """
    runs = leads(known.models)
    labs = sorted({lab_of(one) for one in runs})
    years = np.array([one.year - known.origin for one in runs])
    taken = np.array([log10(flop(one) or 1.0) for one in runs])
    steps, member = wandering(years), membership([lab_of(one) for one in runs], labs)
    design = np.column_stack([np.ones(len(runs)), years, steps, member, member * years[:, None]])
    settings, log_priors, regressions = [], [], []
    for wander, apart in product(_WANDERS, _APART):
        spreads = [
            [LEVEL_SPREAD, priors.growth_spread],
            [wander * STEP**0.5] * steps.shape[1],
            [apart] * len(labs),
            [OWN_GROWTH] * len(labs),
        ]
        prior = np.zeros(design.shape[1])
        prior[:2] = LEVEL, priors.growth
        settings.append({"wander": wander, "apart": apart})
        log_priors.append(-0.5 * (log(wander / 0.5) / 0.5) ** 2 - 0.5 * (log(apart / 0.6) / 0.5) ** 2)
        regressions.append(Regression(design, taken, prior, np.concatenate(spreads), NOISE))
    return weighed(settings, log_priors, regressions), labs
