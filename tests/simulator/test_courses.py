"""Courses are what the tables say, year by year."""

import numpy as np
import pandas as pd
import pytest

from simulator.courses import Courses
from simulator.curves import CURVES, at, signed
from simulator.run import Result, run_world

END = 2026.0


@pytest.fixture(scope="module")
def result() -> Result:
    return run_world("baseline-2026", until=END, replications=2)


@pytest.fixture(scope="module")
def courses(result: Result) -> Courses:
    return Courses(result)


@pytest.mark.parametrize("name", CURVES)
def test_every_curve_has_a_row_a_year_and_a_column_a_replication(courses: Courses, name: str) -> None:
    course = CURVES[name].of(courses)
    assert course.shape[1] == 2
    assert course.index.is_monotonic_increasing
    assert END - 1 <= course.index[-1] <= END
    assert course.iloc[-1].notna().all()
    if CURVES[name].unit == "%":
        assert ((course.isna()) | ((course >= 0) & (course <= 1))).all(axis=None)


def test_stocks_by_kind_add_up_to_the_pools(courses: Courses) -> None:
    stocks = [CURVES[name].of(courses).to_numpy() for name in CURVES if name.startswith("stock_")]
    pools = courses.pools.pivot_table(index="year", columns="replication", values="stock", aggfunc="sum")
    assert np.sum(stocks, axis=0) == pytest.approx(pools.to_numpy())


def test_revenue_of_the_years_is_the_revenue_of_all(courses: Courses, result: Result) -> None:
    earned = CURVES["revenue"].of(courses).sum()
    outcomes = result.outcomes
    told = outcomes[outcomes["outcome"] == "revenue_usd"].set_index("replication")["value"]
    assert earned.to_numpy() == pytest.approx(told.to_numpy())


def test_a_signature_is_a_deal_that_is_worked_in_and_renewals_are_none(courses: Courses) -> None:
    worked_in = courses.payments[courses.payments["what"] == "integration"]
    signatures = courses.signatures()
    assert len(signatures) == len(worked_in) > 0
    assert len(signatures) < (courses.payments["what"] == "deal").sum()
    assert signed(courses, np.array([END])).to_numpy().sum() == len(signatures)


def test_the_diet_of_the_frontier_is_whole(courses: Courses) -> None:
    assert np.allclose(courses.frontier.sum(axis=1), 1.0)


def test_between_years_a_course_is_read_as_it_is_drawn() -> None:
    course = pd.DataFrame({0: [1.0, 100.0], 1: [0.0, 10.0]}, index=[2020.0, 2022.0])
    assert at(course, 2021.0, log=False).tolist() == [50.5, 5.0]
    assert at(course, 2021.0, log=True).tolist() == pytest.approx([10.0, 5.0]), "from nothing it is read straight"
    assert at(course, 2030.0, log=True).tolist() == [100.0, 10.0]
