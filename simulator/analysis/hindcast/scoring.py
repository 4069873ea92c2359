"""Forecasts held against what came: scores of an origin, of the largest corpus, and of k by size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from simulator.analysis.hindcast.baselines import persistence, trend
from simulator.analysis.hindcast.forecasts import LABS, Forecast
from simulator.analysis.hindcast.scores import Floats, covered, crps_of_sample, held, skill
from simulator.analysis.hindcast.training import Training, active
from simulator.baseline import SIZES
from worlds.config.observations import ObservedModel
from worlds.laws.overtraining import OPTIMAL_TOKENS_PER_PARAMETER


@dataclass(frozen=True)
class Scores:
    """How good the forecasts of an origin were, over log10 tokens of new models; or a mean of such.

    Attributes:
        crps: mean CRPS.
        coverage50: share of models within the middle half of their forecast.
        coverage80: within the middle 80 %.
        coverage95: within the middle 95 %.
        skill_vs_trend: 1 - CRPS / CRPS of the log-linear trend.
        skill_vs_persistence: 1 - CRPS / CRPS of persistence.
        crps_trend: mean CRPS of the trend.
        crps_persistence: mean CRPS of persistence.
        crps_fit_alone: mean CRPS of the fit without a simulation.
        error: mean of observed minus the median forecast.
    """

    crps: float
    coverage50: float
    coverage80: float
    coverage95: float
    skill_vs_trend: float
    skill_vs_persistence: float
    crps_trend: float
    crps_persistence: float
    crps_fit_alone: float
    error: float


def scores(forecasts: Sequence[Forecast], known: Training) -> Scores:
    """Return the scores of forecasts, beside those of the baselines on the same models."""
    samples, came = [one.simulated for one in forecasts], [one.observed for one in forecasts]
    line, last = trend(known), persistence(known)
    mine = _mean(crps_of_sample(one.simulated, one.observed) for one in forecasts)
    of_trend = _mean(line.crps(one.model.year - known.origin, one.observed) for one in forecasts)
    of_last = _mean(last.crps(one.observed) for one in forecasts)
    return Scores(
        mine,
        covered(samples, came, 0.5),
        covered(samples, came, 0.8),
        covered(samples, came, 0.95),
        skill(mine, of_trend),
        skill(mine, of_last),
        of_trend,
        of_last,
        _mean(crps_of_sample(one.fitted, one.observed) for one in forecasts),
        _mean(one.observed - float(np.median(one.simulated)) for one in forecasts),
    )


@dataclass(frozen=True)
class Beside:
    """A quantity of many models as foretold and as it came, in log10.

    Attributes:
        what: a date, or a class of sizes.
        number: of how many models.
        observed: what came.
        quantiles: 5, 10, 50, 90 and 95 % of the forecast.
        crps: its CRPS.
        within: whether the middle 80 % held what came.
    """

    what: str
    number: int
    observed: float
    quantiles: tuple[float, ...]
    crps: float
    within: bool


def beside(what: str, number: int, sample: Floats, observed: float) -> Beside:
    """Return an ensemble beside what came, both in log10 of their unit."""
    quantiles = tuple(float(one) for one in np.quantile(sample, (0.05, 0.1, 0.5, 0.9, 0.95)))
    return Beside(what, number, observed, quantiles, crps_of_sample(sample, observed), held(sample, observed, 0.8))


def largest(dates: Sequence[float], foretold: Floats, models: Sequence[ObservedModel]) -> list[Beside]:
    """Return the largest corpus up to each date, as foretold and as known."""
    rows = []
    for place, date in enumerate(dates):
        so_far = [log10(one.tokens or 1.0) for one in models if one.year <= date]
        rows.append(beside(f"{date:.1f}", len(so_far), foretold[:, place], max(so_far)))
    return rows


def overtraining_by_size(forecasts: Sequence[Forecast]) -> list[Beside]:
    """Return the median log10 k of new models by size, as foretold and as published."""
    rows = []
    for low, high in SIZES:
        mine = [(one, size) for one in forecasts if (size := active(one.model)) is not None and low <= size < high]
        if not mine:
            continue
        shifts = np.array([log10(OPTIMAL_TOKENS_PER_PARAMETER * size) for _, size in mine])
        # one member of each future, so that the spread is that of a median over models and not of single ones
        sample = np.median(np.array([one.simulated[::LABS] for one, _ in mine]) - shifts[:, None], axis=0)
        came = float(np.median(np.array([one.observed for one, _ in mine]) - shifts))
        name = f"{low / 1e9:g} to {high / 1e9:g} B" if high < float("inf") else f"above {low / 1e9:g} B"
        rows.append(beside(name, len(mine), sample, came))
    return rows


@dataclass(frozen=True)
class Published:
    """How many models came out in a year.

    Attributes:
        year: a whole year after the origin.
        low: 10 % quantile of what was foretold.
        middle: its median.
        high: its 90 % quantile.
        observed: models that the table has.
    """

    year: int
    low: float
    middle: float
    high: float
    observed: int


def published(year: int, made: Floats, new: Sequence[ObservedModel]) -> Published:
    """Return how many models came out in a year, beside how many are known."""
    low, middle, high = (float(one) for one in np.quantile(made, (0.1, 0.5, 0.9)))
    return Published(year, low, middle, high, sum(int(one.year) == year for one in new))


def _mean(numbers: Iterable[float]) -> float:
    """Return the mean of some numbers."""
    return float(np.mean(list(numbers)))
