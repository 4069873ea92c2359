"""Laws against their closed forms; published numbers are those of `simulator/validation/laws.py` (worlds/laws)."""

from decimal import Decimal, localcontext
from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize

from worlds.config.values import scaling_laws
from worlds.laws import flow, growth, overtraining, repetition, scaling
from worlds.laws.scaling import ScalingLaw

R_D, R_N = 15.387756, 5.309743
BESIROGLU = scaling_laws()["besiroglu"]
FLOPS = st.floats(min_value=1e18, max_value=1e30)
YEARS = st.floats(min_value=0, max_value=40)


@pytest.mark.parametrize("law", scaling_laws().values(), ids=lambda law: law.name)
def test_the_optimum_has_the_lowest_loss_at_its_compute(law: ScalingLaw) -> None:
    for flop in (1e20, 5.8e23, 3.8e25):
        best = optimize.minimize_scalar(
            lambda u, flop=flop: law.loss(exp(u), flop / 6 / exp(u)), bounds=(10, 40), method="bounded"
        )
        assert log(law.optimal_size(flop)) == pytest.approx(best.x, abs=1e-3)
        assert scaling.train_flop(law.optimal_size(flop), law.optimal_tokens(flop)) == pytest.approx(flop)


@given(FLOPS)
def test_the_size_for_a_number_of_tokens_inverts_the_optimum(flop: float) -> None:
    assert BESIROGLU.optimal_size_for(BESIROGLU.optimal_tokens(flop)) == pytest.approx(
        BESIROGLU.optimal_size(flop), rel=1e-9
    )


def test_a_model_without_data_or_parameters_has_learnt_nothing() -> None:
    assert BESIROGLU.loss(0, 1e12) == float("inf")
    assert BESIROGLU.loss(1e9, 0) == float("inf")
    assert BESIROGLU.optimal_size_for(0) == 0


@given(FLOPS, st.floats(min_value=0.1, max_value=10))
def test_compute_equivalent_inverts_the_loss_along_the_optimum(flop: float, factor: float) -> None:
    def best(c: float) -> float:
        return BESIROGLU.reducible_loss(BESIROGLU.optimal_size(c), BESIROGLU.optimal_tokens(c))

    assert BESIROGLU.compute_equivalent(best(flop), best(flop * factor)) == pytest.approx(factor, rel=1e-9)


@given(st.floats(min_value=1e-2, max_value=1e3), FLOPS)
def test_k_compute_tokens_and_size_agree_whichever_two_are_given(k: float, flop: float) -> None:
    tokens = overtraining.tokens_at(k, flop)
    size = overtraining.size_for(k, tokens)
    assert overtraining.overtraining(size, tokens) == pytest.approx(k, rel=1e-12)
    assert scaling.train_flop(size, tokens) == pytest.approx(flop, rel=1e-12)
    assert overtraining.flop_at(k, tokens) == pytest.approx(flop, rel=1e-12)
    assert tokens == pytest.approx(sqrt(k) * overtraining.tokens_at(1, flop), rel=1e-12)


@given(st.floats(min_value=0.01, max_value=1000), FLOPS)
def test_the_loss_penalty_is_that_of_the_law(k: float, flop: float) -> None:
    size, tokens = BESIROGLU.optimal_size(flop), BESIROGLU.optimal_tokens(flop)
    off = BESIROGLU.reducible_loss(size / sqrt(k), tokens * sqrt(k))
    assert overtraining.loss_penalty(BESIROGLU, k) == pytest.approx(
        off / BESIROGLU.reducible_loss(size, tokens), rel=1e-9
    )


def test_endless_repetition_is_worth_one_plus_r_star() -> None:
    assert repetition.effective_tokens(1e18, 1e12, R_D) / 1e12 == pytest.approx(1 + R_D)


@given(st.floats(min_value=1.0, max_value=100.0))
def test_the_epochs_until_a_value_invert_it(epochs: float) -> None:
    assert repetition.epochs_until(repetition.epoch_value(epochs, R_D), R_D) == pytest.approx(epochs)


@given(st.floats(min_value=1.0, max_value=100.0))
def test_the_value_of_an_epoch_is_the_slope_of_effective_tokens(epochs: float) -> None:
    step = 1e-6
    high = repetition.effective_tokens(epochs + step, 1.0, R_D)
    low = repetition.effective_tokens(epochs, 1.0, R_D)
    assert (high - low) / step == pytest.approx(repetition.epoch_value(epochs, R_D), rel=1e-4, abs=1e-6)


def test_fewer_slots_than_tokens_are_each_read_once() -> None:
    assert repetition.effective_tokens(3.0, 10.0, R_D) == 3.0
    assert repetition.effective_tokens(0.0, 10.0, R_D) == repetition.effective_tokens(3.0, 0.0, R_D) == 0.0


@given(st.floats(min_value=1.0, max_value=15.0))
def test_the_epoch_cap_of_a_factor_is_worth_that_factor(factor: float) -> None:
    assert repetition.effective_tokens(repetition.epoch_cap(factor, R_D), 1.0, R_D) == pytest.approx(factor)


@pytest.mark.parametrize("factor", [0.9, 1 + R_D, 40])
def test_a_factor_that_repetition_cannot_reach_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match=r"can be multiplied by 1 to 16\.39"):
        repetition.epoch_cap(factor, R_D)


def test_excess_parameters_lose_their_worth_as_repeated_tokens_do() -> None:
    assert repetition.effective_size(5.0, 10.0, R_N) == 5.0
    assert repetition.effective_size(20.0, 10.0, R_N) == pytest.approx(10 + 10 * R_N * (1 - exp(-1 / R_N)))


TERMS = st.lists(st.builds(flow.Term, st.floats(0, 1e3), st.floats(-1, 1)), max_size=3)


@given(st.floats(0, 1e3), st.floats(0, 1), TERMS, st.floats(0, 20), st.floats(0, 20))
def test_a_flow_in_one_long_step_equals_two_short_ones(
    s: float, d: float, terms: list[flow.Term], a: float, b: float
) -> None:
    later = [flow.Term(term.amount * exp(term.rate * a), term.rate) for term in terms]
    short = flow.after(flow.after(s, d, terms, a), d, later, b)
    assert flow.after(s, d, terms, a + b) == pytest.approx(short, rel=1e-9, abs=1e-9)


@given(st.floats(0, 1e3), st.floats(0, 1), TERMS)
def test_no_time_changes_no_stock(s: float, d: float, terms: list[flow.Term]) -> None:
    assert flow.after(s, d, terms, 0.0) == s
    assert flow.came_in(terms, 0.0) == flow.decayed(s, d, terms, 0.0) == 0.0


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@given(st.floats(0, 1e3), st.floats(0, 1), TERMS, st.floats(0.01, 20))
def test_what_decayed_is_the_integral_of_the_stock(s: float, d: float, terms: list[flow.Term], years: float) -> None:
    numeric, _ = integrate.quad(lambda t: d * flow.after(s, d, terms, t), 0, years, epsabs=1e-10, epsrel=1e-10)
    assert flow.decayed(s, d, terms, years) == pytest.approx(numeric, rel=1e-7, abs=1e-7)


@given(st.floats(0, 1e3), st.floats(0, 1), TERMS, st.floats(0, 40))
def test_a_flow_loses_and_makes_nothing(s: float, d: float, terms: list[flow.Term], years: float) -> None:
    came, gone = flow.came_in(terms, years), flow.decayed(s, d, terms, years)
    assert flow.after(s, d, terms, years) == pytest.approx(s + came - gone, rel=1e-9, abs=1e-9 * (1 + came + gone))


@pytest.mark.parametrize("rate", [-0.3, -0.3 + 1e-12, -0.3 - 1e-7, -0.3 + 3e-5, -0.3 + 2e-4])
def test_an_inflow_that_grows_as_the_stock_decays_does_not_cancel(rate: float) -> None:
    numeric, _ = integrate.quad(lambda t: exp(rate * t) * exp(-0.3 * (5 - t)), 0, 5, epsabs=1e-13)
    assert flow.after(0.0, 0.3, [flow.Term(1.0, rate)], 5.0) == pytest.approx(numeric, rel=1e-10)


def second_difference(x: float, y: float) -> float:
    """Return exp[0, x, y] to many digits; where x is y, that of two very close to them."""
    with localcontext() as context:
        context.prec = 80
        one, other = Decimal(x), Decimal(y)
        if x == y:
            one, other = one + Decimal("1e-25"), other - Decimal("1e-25")
        first, second = (((z.exp() - 1) / z) if z else Decimal(1) for z in (one, other))
        return float((first - second) / (one - other))


@pytest.mark.parametrize(
    ("rate", "decay"),
    [(-0.3, 0.3), (0.3, 0.3), (-0.019, 0.019), (-0.02, 0.02), (-0.005, 0.005), (0.01, 0.02), (0.02, 0.02), (2.5, 0.7)],
)
@pytest.mark.parametrize("years", [1.0, -1.0])
def test_what_decayed_of_an_inflow_is_exact_to_the_last_digits(rate: float, decay: float, years: float) -> None:
    wanted = decay * second_difference(rate * years, -decay * years)
    assert flow.decayed(0.0, decay, [flow.Term(1.0, rate)], years) == pytest.approx(wanted, rel=1e-12)


def test_nothing_decays_where_nothing_does() -> None:
    assert flow.decayed(5.0, 0.0, [flow.Term(1.0, 0.0)], 3.0) == 0.0
    assert flow.decayed(5.0, 1e-9, [], 2.0) == pytest.approx(1e-8, rel=1e-8)


def test_a_steady_inflow_ends_at_inflow_over_decay() -> None:
    assert flow.after(7.0, 0.2, [flow.Term(3.0, 0.0)], 1e4) == pytest.approx(15.0)


def test_relaxation_keeps_its_target_and_halves_its_distance() -> None:
    assert growth.relax(0.2, 0.2, 3.0, 5.0) == 0.2
    assert growth.relax(1.0, 0.0, log(2), 1.0) == pytest.approx(0.5)


TAPER = growth.Taper(since=2025.0, last=log(1.45), time=5.0)


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@given(st.floats(2018, 2060), st.floats(2018, 2060))
def test_tapered_growth_is_the_integral_of_its_rate(begin: float, end: float) -> None:
    def rate(year: float) -> float:
        fade = exp(-max(0.0, year - 2025.0) / 5.0)
        return log(1.45) + (log(4.5) - log(1.45)) * fade

    numeric, _ = integrate.quad(rate, begin, end, points=[2025.0])
    assert growth.log_growth(log(4.5), begin, end, TAPER) == pytest.approx(numeric, rel=1e-7, abs=1e-7)


def test_growth_without_a_taper_is_its_rate_times_the_years() -> None:
    assert growth.log_growth(0.5, 2020.0, 2024.0) == 2.0
    assert growth.log_growth(0.5, 2024.0, 2020.0) == -2.0


def test_the_compute_that_overtraining_costs_is_that_of_its_loss() -> None:
    power = (BESIROGLU.alpha + BESIROGLU.beta) / (BESIROGLU.alpha * BESIROGLU.beta)
    for k in (0.1, 1.0, 10.0, 100.0):
        penalty = overtraining.loss_penalty(BESIROGLU, k)
        assert overtraining.compute_penalty(BESIROGLU, k) == pytest.approx(penalty**power, rel=1e-12)


def test_fresh_tokens_and_none_at_all_are_not_overfitted() -> None:
    assert repetition.overfitting_penalty(0.0, 1e9, 1e10, 0.1, 1.5, 0.5) == 0.0
    assert repetition.overfitting_penalty(2.0, 1e9, 0.0, 0.1, 1.5, 0.5) == 0.0
    assert repetition.overfitting_penalty(2.0, 4.0, 1.0, 0.1, 1.5, 0.5) == pytest.approx(0.1 * 2.0**1.5 * 2.0)
    assert repetition.overfitting_penalty(0.5, 4.0, 0.25, 0.1, 2.0, 0.5) == pytest.approx(0.1 * 0.25 * 4.0)


def test_a_taper_never_quickens_growth() -> None:
    assert growth.log_growth(log(1.1), 2025, 2045, TAPER) == pytest.approx(20 * log(1.1))


def test_a_loss_within_a_year_is_that_share_after_a_year() -> None:
    assert exp(-growth.annual_to_rate(0.06)) == pytest.approx(0.94)
