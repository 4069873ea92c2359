"""How often labs come out with a new generation, how many sizes it has, and how often new labs appear."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

import numpy as np

from simulator.analysis.hindcast.training import Training, active, lab_of
from worlds.config.observations import ObservedModel

SAME_GENERATION = 0.1
"""Years within which the models of a lab are of one generation."""
GAP, GAP_SPREAD = 0.8, 0.5
"""Years between generations before any is seen, and the standard deviation of its logarithm; judged."""
BETWEEN, WITHIN = 0.4, 0.5
"""How far labs lie apart, and the gaps of one lab, as standard deviations of logarithms; judged."""
SHORTEST, LONGEST = 0.25, 2.0
MEMBERS, RATIO, WORTH = 2.0, 0.25, 2.0
"""Sizes of a generation and the ratio from one to the next before any is seen, worth so many generations; judged."""
FEWEST_MEMBERS, MOST_MEMBERS = 2, 4
LOOKING_BACK = 3.0
"""Years over which the appearance of new labs is counted."""


@dataclass(frozen=True)
class Pace:
    """How fast labs work.

    Attributes:
        gaps: for each lab that has had more than one generation, how many gaps it had and the mean of their logarithm.
        middle: log of the years between generations, of all labs.
        spread: standard deviation of `middle`.
        members: sizes of a generation.
        ratio: size of a member over that of the next larger one.
        newcomers: new labs a year.
        began: decimal year of the first model of each lab.
    """

    gaps: dict[str, tuple[int, float]]
    middle: float
    spread: float
    members: int
    ratio: float
    newcomers: float
    began: dict[str, float]

    def draw(self, lab: str, chance: np.random.Generator) -> float:
        """Return the years between the generations of a lab; one with few gaps is drawn towards all others."""
        number, mean = self.gaps.get(lab, (0, 0.0))
        middle = self.middle + self.spread * chance.standard_normal()
        weight = number / WITHIN**2 + 1.0 / BETWEEN**2
        centre = (number * mean / WITHIN**2 + middle / BETWEEN**2) / weight
        gap = exp(centre + chance.standard_normal() / sqrt(weight))
        return min(max(gap, SHORTEST), LONGEST)


def fit_pace(known: Training) -> Pace:
    """Return how fast labs have worked before the origin."""
    generations = {lab: _generations(known, lab) for lab in sorted(set(known.labs))}
    logs = {
        lab: [log(then[0].year - first[0].year) for first, then in pairwise(one)] for lab, one in generations.items()
    }
    gaps = {lab: (len(one), float(np.mean(one))) for lab, one in logs.items() if one}
    weights = np.array([1.0 / (BETWEEN**2 + WITHIN**2 / number) for number, _ in gaps.values()])
    weight = weights.sum() + GAP_SPREAD**-2
    middle = (weights @ np.array([mean for _, mean in gaps.values()]) if gaps else 0.0) + log(GAP) / GAP_SPREAD**2
    members, ratio = _family([one for each in generations.values() for one in each])
    began = {lab: one[0][0].year for lab, one in generations.items()}
    return Pace(gaps, float(middle / weight), float(weight**-0.5), members, ratio, _newcomers(known, began), began)


def _generations(known: Training, lab: str) -> list[list[ObservedModel]]:
    """Return the models of a lab, those of one generation together."""
    found: list[list[ObservedModel]] = []
    for one in known.models:
        if lab_of(one) != lab:
            continue
        if found and one.year - found[-1][0].year < SAME_GENERATION:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _family(generations: Sequence[Sequence[ObservedModel]]) -> tuple[int, float]:
    """Return how many sizes a generation has, and the ratio from one to the next smaller one."""
    sizes = [sorted({size for one in each if (size := active(one))}) for each in generations]
    number = (sum(len(each) for each in sizes) + MEMBERS * WORTH) / (len(sizes) + WORTH)
    ratios = [log(small / large) for each in sizes for small, large in pairwise(each)]
    ratio = exp((sum(ratios) + WORTH * log(RATIO)) / (len(ratios) + WORTH))
    return min(max(round(number), FEWEST_MEMBERS), MOST_MEMBERS), ratio


def _newcomers(known: Training, began: dict[str, float]) -> float:
    """Return how many labs a year have come out with their first model lately."""
    since = max(known.models[0].year, known.origin - LOOKING_BACK)
    return (sum(year > since for year in began.values()) + 1.0) / (known.origin - since + 1.0)
