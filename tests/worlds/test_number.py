from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worlds.config import units
from worlds.config.number import Bounds, Distribution, Number

LEVELS = st.floats(min_value=1e-9, max_value=1 - 1e-9)


def number(
    value: float, low: float, high: float, coverage: float, distribution: Distribution, bounds: Bounds = Bounds()
) -> Number:
    return Number(
        value, units.RATIO, bounds, low=low, high=high, coverage=coverage, distribution=distribution, path="x"
    )


@pytest.mark.parametrize(
    ("coverage", "distribution"),
    [(0.95, "lognormal"), (0.90, "lognormal"), (0.95, "normal"), (1.0, "uniform"), (1.0, "loguniform")],
)
def test_the_value_is_the_median_and_the_interval_is_covered(coverage: float, distribution: Distribution) -> None:
    one = number(8.0, 3.7, 12.5, coverage, distribution)
    tail = (1 - coverage) / 2
    assert one.quantile(0.5) == pytest.approx(8.0, rel=1e-12)
    assert one.quantile(max(tail, 1e-15)) == pytest.approx(3.7, rel=1e-9)
    assert one.quantile(min(1 - tail, 1 - 1e-15)) == pytest.approx(12.5, rel=1e-9)


def test_each_side_of_a_two_piece_lognormal_has_its_own_sigma() -> None:
    one = number(8.0, 3.7, 12.5, 0.95, "lognormal")
    z = NormalDist().inv_cdf(0.975)
    score = NormalDist().inv_cdf(0.8)
    assert one.quantile(0.8) == pytest.approx(8.0 * (12.5 / 8.0) ** (score / z))
    assert one.quantile(0.2) == pytest.approx(8.0 * (3.7 / 8.0) ** (score / z))


@given(LEVELS, LEVELS)
def test_quantiles_never_fall(a: float, b: float) -> None:
    one = number(8.0, 3.7, 12.5, 0.95, "lognormal")
    assert one.quantile(min(a, b)) <= one.quantile(max(a, b))


@given(LEVELS)
def test_impossible_values_are_never_drawn(level: float) -> None:
    share = number(0.8, 0.5, 0.95, 0.90, "lognormal", Bounds(low=0.0, high=1.0))
    assert 0.0 <= share.quantile(level) <= 1.0


def test_cutting_is_what_drawing_anew_amounts_to() -> None:
    free = number(0.8, 0.5, 0.99, 0.90, "normal")
    cut = number(0.8, 0.5, 0.99, 0.90, "normal", Bounds(high=1.0))
    levels = [(i + 0.5) / 20_000 for i in range(20_000)]
    redrawn = sorted(value for value in map(free.quantile, levels) if value <= 1.0)
    assert cut.quantile(0.9) == pytest.approx(redrawn[int(0.9 * len(redrawn))], rel=1e-3)


def test_one_side_may_be_certain() -> None:
    one = number(1.0, 1.0, 2.0, 0.95, "lognormal")
    assert one.quantile(0.1) == 1.0
    assert one.quantile(0.975) == pytest.approx(2.0)


def test_a_certain_number_is_always_itself() -> None:
    one = Number(3.0, units.RATIO)
    assert not one.uncertain
    assert {one.quantile(level) for level in (0.01, 0.5, 0.99)} == {3.0}


@pytest.mark.parametrize("distribution", ["uniform", "loguniform", "lognormal", "normal"])
@pytest.mark.parametrize("bounds", [Bounds(), Bounds(low=1.0), Bounds(high=5.0), Bounds(low=1.0, high=5.0)])
@pytest.mark.parametrize(("value", "low", "high"), [(1.0, 1.0, 5.0), (5.0, 1.0, 5.0), (2.0, 1.0, 5.0)])
def test_the_value_stays_the_median_at_the_limit_of_what_is_allowed(
    distribution: Distribution, bounds: Bounds, value: float, low: float, high: float
) -> None:
    flat = distribution in {"uniform", "loguniform"}
    one = number(value, low, high, 1.0 if flat else 0.95, distribution, bounds)
    draws = sorted(one.quantile((i + 0.5) / 999) for i in range(999))
    assert sum(draw < value * (1 - 1e-12) for draw in draws) <= 520  # a tail beyond the limit is drawn anew
    assert sum(draw > value * (1 + 1e-12) for draw in draws) <= 520  # a tail beyond the limit is drawn anew
    assert all(bounds.hold(draw) for draw in draws)


@pytest.mark.parametrize("distribution", ["uniform", "lognormal"])
def test_a_number_written_out_gives_itself_back(distribution: Distribution) -> None:
    from worlds.config.loading import load_world
    from worlds.config.settings import Setting

    path = "pools.public_text.net_growth"
    before = load_world("epoch-2024").numbers[path]
    assert load_world("minimal", [Setting(path, before.written())]).numbers[path] == before
