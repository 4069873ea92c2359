"""Epoch AI's forecast, from our event-driven model (simulator/validation/forecast.py has the published numbers)."""

from functools import cache
from math import log

import pytest

from simulator.run import Result, run_world
from simulator.validation.forecast import FORECAST, reproduce
from worlds.config.loading import load_world
from worlds.config.schema import StockedPool
from worlds.config.settings import Setting
from worlds.config.values import central


@cache
def result(k: float, cadence: str = "1 year", replications: int = 600) -> Result:
    settings = [Setting("labs.frontier.overtraining.k", k), Setting("labs.frontier.cadence", cadence)]
    return run_world("epoch-2024", replications=replications, settings=settings)


def test_the_forecast_and_the_stocks_come_out() -> None:
    rows = reproduce(600).rows
    assert {row.what: (row.target, row.value) for row in rows if not row.within} == {}
    assert len(rows) == 3 * 4 + 3 * 3


@pytest.mark.parametrize("k", [1, 100])
@pytest.mark.parametrize("cadence", ["0.25 year", "2 year"])
def test_the_forecast_does_not_depend_on_the_cadence(k: int, cadence: str) -> None:
    yearly, other = (result(k, one, 400).summary["exhaustion_year.public"].quantiles for one in ("1 year", cadence))
    for name in ("q10", "q50", "q90"):
        a, b = yearly[name], other[name]
        assert a is not None
        assert b is not None
        assert b == pytest.approx(a, abs=0.1)


def central_year(k: float, cadence: str = "1 year") -> float:
    settings = [Setting("labs.frontier.overtraining.k", k), Setting("labs.frontier.cadence", cadence)]
    year = run_world("epoch-2024", settings=settings).summary["exhaustion_year.public"].quantiles["q50"]
    assert year is not None
    return year


@pytest.mark.parametrize("cadence", ["0.25 year", "1 year", "2 year", "0.7 year"])
def test_ten_times_k_costs_the_same_years_at_every_cadence(cadence: str) -> None:
    loaded = load_world("epoch-2024")
    values, lab, pool = central(loaded), loaded.world.labs["frontier"], loaded.world.pools["public_text"]
    assert isinstance(pool, StockedPool)
    demand, stock = log(values[lab.compute_growth]) / 2, log(values[pool.net_growth])
    lost = central_year(1, cadence) - central_year(10, cadence)
    assert lost == pytest.approx(log(10) / (2 * (demand - stock)), abs=1e-6)
    assert central_year(10, cadence) - central_year(100, cadence) == pytest.approx(lost, abs=1e-6)


def test_more_overtraining_never_delays_exhaustion() -> None:
    medians = [row[1] for row in FORECAST.values()]
    years = [central_year(k) for k in FORECAST]
    assert years == sorted(years, reverse=True)
    assert years == pytest.approx(medians, abs=0.3)


def test_a_taper_delays_exhaustion_to_the_date_of_the_closed_form() -> None:
    taper = {"since": 2025.0, "to": "1.45 x/year", "time": "5 year"}
    tapered = run_world("epoch-2024", settings=[Setting("labs.frontier.taper", taper)])
    year = tapered.summary["exhaustion_year.public"].quantiles["q50"]
    assert year == pytest.approx(2031.3, abs=0.4)
