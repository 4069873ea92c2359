"""Forecasts from simulated futures: tokens of a model by size and date, the largest corpus, models a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from simulator.analysis.hindcast.corpora import SIZE
from simulator.analysis.hindcast.fit import Draw
from simulator.analysis.hindcast.scores import Floats
from simulator.analysis.hindcast.simulated import Future
from simulator.analysis.hindcast.training import active
from worlds.config.chance import seed_sequence
from worlds.config.observations import ObservedModel, day_of

LABS = 8
"""How often a lab is picked in each future for a model of unknown makers."""
_UNSURE = 0.25
"""How sure the active parameters of a mixture are that tells only all of them, in log10."""


@dataclass(frozen=True)
class Forecast:
    """The tokens of one model as foretold, in log10.

    Attributes:
        model: which.
        simulated: the ensemble, `LABS` members a future.
        fitted: the same from the fit alone, without a simulation.
    """

    model: ObservedModel
    simulated: Floats
    fitted: Floats

    @property
    def observed(self) -> float:
        """log10 of the tokens that it saw."""
        return log10(self.model.tokens or 1.0)


def forecast(model: ObservedModel, futures: Sequence[Future], origin: float, seed: int) -> Forecast:
    """Return what the futures say of the tokens of a model, given its size and date and nothing else.

    In each future labs that train at the date are picked by chance; the model sees what one of theirs of this size
    would, give or take the spread of single models. Its luck is its own, so that other models change nothing.
    """
    simulated, fitted = [], []
    name = f"{model.name} {day_of(model.year)}"
    known = active(model)
    for replication, one in enumerate(futures):
        chance = np.random.default_rng(seed_sequence(seed, replication, "hindcast.model", name))
        places, own, error, apart = chance.random(LABS), *chance.standard_normal((3, LABS))
        labs = one.labs_at(model.year)
        picked = [one.courses[labs[int(place * len(labs))]] for place in places]
        ways = list(zip(picked, own, strict=True))
        sizes = [_size(model, known, course.size_at(model.year), score) for course, score in ways]
        ways = list(zip(picked, sizes, strict=True))
        tokens = [course.tokens_of(size, model.year, one.draw, origin) for course, size in ways]
        noise = one.draw.noise * error
        simulated.append(np.array(tokens) + noise)
        fitted.append(_alone(one.draw, np.array(sizes), model.year - origin, apart) + noise)
    return Forecast(model, np.concatenate(simulated), np.concatenate(fitted))


def forecast_alone(model: ObservedModel, draws: Sequence[Draw], origin: float, seed: int) -> Floats:
    """Return what draws of a fit say of the tokens of a model without any simulation, in log10."""
    chance = np.random.default_rng(seed_sequence(seed, 0, "hindcast.model", f"{model.name} {day_of(model.year)}"))
    own, error, apart = chance.standard_normal((3, len(draws), LABS))
    known, found = active(model), []
    for place, draw in enumerate(draws):
        sizes = np.array([_size(model, known, SIZE, score) for score in own[place]])
        found.append(_alone(draw, sizes, model.year - origin, apart[place]) + draw.noise * error[place])
    return np.concatenate(found)


def _alone(draw: Draw, sizes: Floats, years: float, apart: Floats) -> Floats:
    """Return log10 tokens by size and date, for labs that lie apart by so many standard deviations."""
    return draw.level(years) + draw.elasticity * (sizes - SIZE) + draw.apart * apart


def _size(model: ObservedModel, known: float | None, otherwise: float, score: float) -> float:
    """Return log10 of the active parameters of a model; judged for some mixtures, a lab's own where none are known."""
    if known is None:
        return float(otherwise)
    return log10(known) + (_UNSURE * score if model.size_active is None else 0.0)


def largest_corpora(
    futures: Sequence[Future], known: Sequence[ObservedModel], origin: float, dates: Sequence[float], seed: int
) -> Floats:
    """Return log10 of the largest corpus up to each date, one row a future: what was known, or what came since."""
    before = max(log10(one.tokens or 1.0) for one in known)
    rows = []
    for replication, one in enumerate(futures):
        new = one.models[one.models[:, 0] >= origin]
        chance = np.random.default_rng(seed_sequence(seed, replication, "hindcast.largest", "noise"))
        years, tokens = new[:, 0], new[:, 1] + one.draw.noise * chance.standard_normal(len(new))
        rows.append([max([before, *tokens[years <= date]]) for date in dates])
    return np.array(rows)


def models_a_year(futures: Sequence[Future], origin: float, until: float) -> list[tuple[int, Floats]]:
    """Return how many models came out in each whole year after the origin, in every future."""
    years = range(int(np.ceil(origin)), int(until))
    return [(year, np.array([((one.models[:, 0] // 1) == year).sum() for one in futures])) for year in years]
