"""Synthetic text, other modalities, interaction: limits and directions."""

from math import exp, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worlds.laws import repetition, transfer
from worlds.laws.synthesis import HUMAN, Ancestry, collapse_error, fidelity, overlap, quality, written_by

SHARES = st.floats(0, 1)
GENERATIONS = st.floats(0, 50)


@given(GENERATIONS)
def test_replacing_grows_linearly(generation: float) -> None:
    assert collapse_error(generation, "replace") == generation


@pytest.mark.parametrize("generation", [0, 1, 2, 5, 40])
def test_accumulating_is_the_sum_of_inverse_squares(generation: int) -> None:
    expected = sum(1 / i**2 for i in range(1, generation + 1))
    assert collapse_error(generation, "accumulate") == pytest.approx(expected, abs=1e-12)


@given(GENERATIONS, GENERATIONS)
def test_accumulating_rises_and_stays_under_its_bound(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert collapse_error(low, "accumulate") <= collapse_error(high, "accumulate") <= pi**2 / 6 < 1.645


@settings(max_examples=600)
@given(st.floats(0, 5), GENERATIONS, SHARES, SHARES, SHARES, SHARES, SHARES, st.sampled_from(["accumulate", "replace"]))
def test_a_stronger_verifier_never_lowers_a_synthetic_token(
    loss: float, generation: float, tail: float, bias: float, decay: float, a: float, b: float, regime: str
) -> None:
    ancestry = Ancestry(generation, tail, bias)
    weak, strong = (quality(loss, ancestry, v, decay, regime) for v in sorted((a, b)))  # type: ignore[arg-type]
    assert 0 <= weak <= strong <= 1


@given(st.floats(0, 5), st.floats(0, 5))
def test_a_better_teacher_writes_closer_to_people(a: float, b: float) -> None:
    assert fidelity(max(a, b)) <= fidelity(min(a, b)) <= 1


def test_each_generation_is_one_deeper_narrower_and_more_biased() -> None:
    one = written_by(HUMAN, 0.1, 0.2)
    two = written_by(one, 0.1, 0.2)
    assert (one.generation, one.depth, two.generation, two.depth) == (1, 1, 2, 2)
    assert (one.tail, two.tail) == pytest.approx((0.9, 0.81))
    assert (one.bias, two.bias) == pytest.approx((0.2, 0.36))


def test_a_lab_with_share_s_of_its_own_text_stays_below_one_over_one_minus_s() -> None:
    generation, share = 0.0, 0.3
    for _ in range(100):
        generation = share * (generation + 1)
    assert generation + 1 == pytest.approx(1 / (1 - share))


def test_overlap_is_the_common_part_of_two_diets() -> None:
    assert overlap({"a": 0.6, "b": 0.4}, {"a": 0.6, "b": 0.4}) == pytest.approx(1.0)
    assert overlap({"a": 1.0}, {"b": 1.0}) == 0.0
    assert overlap({"a": 0.6, "b": 0.4}, {"a": 0.2, "c": 0.8}) == pytest.approx(0.2)


def test_the_gate_is_half_open_at_its_size_and_opens_with_it() -> None:
    assert transfer.gate(28e9, 28e9) == pytest.approx(0.5)
    assert 0 < transfer.gate(1e8, 28e9) < transfer.gate(1e10, 28e9) < transfer.gate(1e13, 28e9) < 1
    assert transfer.gate(0.0, 28e9) == 0.0


def test_a_cautious_lab_discounts_what_is_uncertain() -> None:
    assert transfer.certainty_equivalent(1.0, 0.6, 0.0) == 1.0
    assert transfer.certainty_equivalent(1.0, 0.6, 1.0) == pytest.approx(exp(-0.18))


def test_fresh_tokens_never_hurt_and_repeated_ones_do() -> None:
    def penalty(repeats: float) -> float:
        return repetition.overfitting_penalty(repeats, 7e9, 140e9, 0.02, 1.0, 0.5)

    assert penalty(0.0) == 0.0
    assert 0 < penalty(1.0) < penalty(3.0) < penalty(15.0)


def test_only_repeated_tokens_are_memorised_and_large_models_recite_more() -> None:
    def share(epochs: float, size: float) -> float:
        return repetition.memorised_share(epochs, size, 0.001, 0.5)

    assert share(1.0, 6e9) == 0.0
    assert share(10.0, 6e9) == pytest.approx(0.999)
    assert share(3.0, 6e10) > share(3.0, 6e9) > share(2.0, 6e9) > 0
    assert share(50.0, 6e12) == 1.0
