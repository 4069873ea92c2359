"""Scores and baselines of hindcasts, against closed forms and numerical integrals."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from simulator.analysis.hindcast.baselines import persistence, trend
from simulator.analysis.hindcast.linear import Regression, wandering
from simulator.analysis.hindcast.scores import (
    covered,
    crps_of_normal,
    crps_of_sample,
    crps_of_student,
    skill,
)
from simulator.analysis.hindcast.training import training
from worlds.config.observations import observed_models

NUMBERS = st.floats(-20, 20)


def by_definition(below: Callable[[float], float], above: Callable[[float], float], observed: float) -> float:
    """Return the CRPS as the integral of (F(x) - [x > y])^2."""
    low = integrate.quad(lambda x: below(x) ** 2, -np.inf, observed)[0]
    high = integrate.quad(lambda x: above(x) ** 2, observed, np.inf)[0]
    return float(low + high)


@pytest.mark.parametrize("observed", [-3.0, 0.2, 1.0, 6.0])
def test_closed_forms_are_the_integral_that_defines_the_score(observed: float) -> None:
    normal, student = stats.norm(1.0, 0.7), stats.t(3.0, 1.0, 0.7)
    wanted = by_definition(normal.cdf, normal.sf, observed)
    assert crps_of_normal(1.0, 0.7, observed) == pytest.approx(wanted, rel=1e-6)
    wanted = by_definition(student.cdf, student.sf, observed)
    assert crps_of_student(1.0, 0.7, 3.0, observed) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("observed", [-1.0, 0.0, 2.5])
def test_the_score_of_a_large_sample_is_that_of_its_distribution(observed: float) -> None:
    levels = (np.arange(4000) + 0.5) / 4000
    assert crps_of_sample(stats.norm.ppf(levels), observed) == pytest.approx(crps_of_normal(0, 1, observed), abs=1e-3)


@given(st.lists(NUMBERS, min_size=1, max_size=30), NUMBERS)
def test_the_score_of_a_sample_is_the_mean_over_its_pairs(members: list[float], observed: float) -> None:
    x = np.array(members)
    pairs = np.abs(x[:, None] - x[None, :]).mean() / 2
    assert crps_of_sample(x, observed) == pytest.approx(np.abs(x - observed).mean() - pairs, abs=1e-9)


def test_a_forecast_without_spread_is_scored_by_its_error() -> None:
    assert crps_of_sample(np.array([2.0, 2.0]), 5.0) == 3.0
    assert crps_of_normal(2.0, 0.0, 5.0) == 3.0
    assert crps_of_student(2.0, 0.0, 3.0, 5.0) == 3.0


def test_skill_is_one_when_perfect_and_nothing_when_no_better() -> None:
    assert skill(0.0, 2.0) == 1.0
    assert skill(2.0, 2.0) == 0.0
    assert skill(3.0, 2.0) == -0.5


def test_coverage_counts_what_lies_in_the_middle() -> None:
    sample = np.linspace(0, 100, 101)
    assert covered([sample] * 4, [24.0, 25.0, 75.0, 76.0], 0.5) == 0.5


def test_the_trend_is_that_of_least_squares() -> None:
    known = training(observed_models(), 2023.0)
    line = trend(known)
    slope, level = np.polyfit(known.years, known.tokens, 1)
    assert (line.slope, line.level) == pytest.approx((slope, level))
    # the predictive distribution covers its own data about as often as it says
    wide = stats.t(line.rows - 2, 0, line.spread).ppf(0.9)
    inside = np.abs(known.tokens - line.level - line.slope * known.years) < wide
    assert 0.6 < inside.mean() <= 1.0


def test_persistence_is_the_last_day_with_the_changes_before_it() -> None:
    known = training(observed_models(), 2020.0)
    last = persistence(known)
    assert last.level == pytest.approx(12.0)
    changes = np.diff(known.tokens)
    assert last.spread == pytest.approx(np.sqrt(np.mean(changes**2)))


def test_draws_of_a_regression_have_the_mean_and_the_spread_of_its_posterior() -> None:
    chance = np.random.default_rng(0)
    design = np.column_stack([np.ones(6), np.arange(6.0)])
    observed = np.array([0.1, 1.2, 1.8, 3.3, 3.9, 5.2])
    one = Regression(design, observed, np.zeros(2), np.array([2.0, 1.0]), 0.3)
    precision = design.T @ design / 0.3**2 + np.diag([0.25, 1.0])
    mean = np.linalg.solve(precision, design.T @ observed / 0.3**2)
    assert one.posterior_mean() == pytest.approx(mean)
    draws = np.array([one.draw(chance) for _ in range(4000)])
    assert draws.mean(axis=0) == pytest.approx(mean, abs=0.02)
    spread = np.linalg.inv(precision)
    assert np.cov(draws.T) == pytest.approx(spread, abs=0.01)
    assert one.posterior_variance(1) == pytest.approx(spread[1, 1])
    covariance = design @ np.diag([4.0, 1.0]) @ design.T + 0.09 * np.eye(6)
    wanted = stats.multivariate_normal(np.zeros(6), covariance).logpdf(observed)
    assert one.evidence() == pytest.approx(wanted + 3 * np.log(2 * np.pi))


def test_a_wandering_level_has_taken_the_steps_back_to_a_date() -> None:
    taken = wandering(np.array([0.0, -0.25, -0.5, -1.2]))
    assert taken == pytest.approx(np.array([[0, 0, 0], [0.5, 0, 0], [1, 0, 0], [1, 1, 0.4]]))
