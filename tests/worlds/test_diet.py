"""The diet against scipy's SLSQP, its own conditions, and the directions it must keep."""

import random
from math import fsum, inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize as scipy_optimize

from worlds.laws.diet import Diet, Offer, best_level, break_epochs, compose
from worlds.laws.repetition import effective_tokens

R = 15.387756
optimize: Any = scipy_optimize  # its stubs know no mixture of bounds and constraints
OFFERS = st.builds(
    Offer,
    name=st.just("p"),
    unique=st.just(0.0) | st.floats(0.01, 100),
    value=st.floats(0.01, 2),
    price=st.just(0.0) | st.floats(0.001, 5),
    compute=st.just(1.0) | st.floats(1, 15),
    epochs=st.floats(1, 8),
    slots=st.just(inf) | st.floats(0.1, 100),
)


def random_offers(chance: random.Random) -> list[Offer]:
    return [
        Offer(
            f"p{i}",
            unique=10 ** chance.uniform(-1, 2),
            value=chance.uniform(0.1, 1.5),
            price=chance.choice([0.0, chance.uniform(0, 1.0)]),
            compute=chance.choice([1.0, chance.uniform(1, 5)]),
            epochs=chance.uniform(1, 8),
            slots=chance.choice([inf, 10 ** chance.uniform(0, 2)]),
        )
        for i in range(chance.randint(1, 6))
    ]


Vector = np.ndarray[Any, np.dtype[np.float64]]


def worth(x: Vector, offers: list[Offer]) -> float:
    """Return the objective at x = (n..., u...)."""
    half = len(offers)
    return fsum(
        offer.value * effective_tokens(max(n, u), u, R) - offer.price * u
        for offer, n, u in zip(offers, x[:half].tolist(), x[half:].tolist(), strict=True)
        if u > 0
    )


def slsqp(wanted: float, offers: list[Offer], diet: Diet, chance: random.Random) -> float:
    """Return the best objective that SLSQP finds from our diet and from a random start, made feasible."""
    half = len(offers)
    c = np.array([offer.compute for offer in offers])
    caps = np.array([offer.epochs for offer in offers])
    limits: list[Any] = [
        {"type": "ineq", "fun": lambda x: wanted - c @ x[:half]},
        {"type": "ineq", "fun": lambda x: x[:half] - x[half:]},
        {"type": "ineq", "fun": lambda x: caps * x[half:] - x[:half]},
    ]
    bounds = [(0, min(o.slots, o.epochs * o.unique, wanted / o.compute)) for o in offers] + [
        (0, o.unique) for o in offers
    ]
    ours = np.array([p.read for p in diet.portions] + [p.unique for p in diet.portions])
    start = np.array([chance.uniform(low, high) for low, high in bounds])
    best = -inf
    for x0 in (ours * 0.9 + start * 0.1, start):
        found = optimize.minimize(
            lambda x: -worth(np.asarray(x), offers),
            np.asarray(x0, dtype=np.float64),
            bounds=bounds,
            constraints=limits,
            method="SLSQP",
            options={"maxiter": 60},
        )
        best = max(best, worth(feasible(found.x, wanted, offers), offers))
    return best


def feasible(x: Vector, wanted: float, offers: list[Offer]) -> Vector:
    """Return the nearest plan that keeps every limit exactly, so that no rounding wins."""
    half = len(offers)
    u = np.clip(x[half:], 0, [o.unique for o in offers])
    n = np.clip(x[:half], u * 0, [min(o.slots, inf) for o in offers])
    u = np.minimum(u, n)
    n = np.minimum(n, u * np.array([o.epochs for o in offers]))
    used = float(np.dot(n, [o.compute for o in offers]))
    shrink = min(1.0, wanted / used) if used > 0 else 1.0
    return np.concatenate([n * shrink, u * shrink])


@pytest.mark.parametrize("block", range(8))
def test_slsqp_finds_nothing_better(block: int) -> None:
    chance = random.Random(block)
    for _ in range(250):
        offers = random_offers(chance)
        wanted = 10 ** chance.uniform(0, 2.5)
        diet = compose(wanted, offers, R)
        found = slsqp(wanted, offers, diet, chance)
        assert diet.net >= found - 1e-8 * max(abs(found), 1e-9), (wanted, offers)


@given(st.floats(0.01, 500), st.lists(OFFERS, max_size=6), st.floats(0, 0.9))
@settings(max_examples=500)
def test_every_limit_is_kept(wanted: float, offers: list[Offer], floor: float) -> None:
    diet = compose(wanted, offers, R, floor)
    assert diet.slots <= wanted * (1 + 1e-9)
    for portion in diet.portions:
        offer = portion.offer
        assert 0 <= portion.unique <= offer.unique
        assert portion.unique <= portion.read * (1 + 1e-12)
        assert portion.read <= portion.unique * offer.epochs * (1 + 1e-9)
        assert portion.read <= offer.slots * (1 + 1e-12)
        if portion.read > 0:
            assert portion.break_level >= max(floor, diet.level * (1 - 1e-12))


@given(st.floats(0.01, 500), st.lists(OFFERS, min_size=1, max_size=6))
@settings(max_examples=300)
def test_the_order_of_pools_does_not_matter(wanted: float, offers: list[Offer]) -> None:
    named = [Offer(f"p{i}", o.unique, o.value, o.price, o.compute, o.epochs, o.slots) for i, o in enumerate(offers)]
    one, two = compose(wanted, named, R), compose(wanted, named[::-1], R)
    assert one.level == two.level
    assert {p.offer.name: p.read for p in one.portions} == {p.offer.name: p.read for p in two.portions}


@given(st.floats(0.01, 500), st.lists(OFFERS, min_size=1, max_size=6), OFFERS, st.floats(0, 0.9))
@settings(max_examples=500)
def test_a_pool_that_is_not_read_changes_not_one_bit(
    wanted: float, offers: list[Offer], more: Offer, floor: float
) -> None:
    without = compose(wanted, offers, R, floor)
    more = Offer("idle", more.unique, more.value, 1e6, more.compute, more.epochs, more.slots)
    with_it = compose(wanted, [more, *offers], R, floor)
    assert with_it.portions[0].read == 0
    assert with_it.portions[1:] == without.portions
    assert (with_it.slots, with_it.net) == (without.slots, without.net)


DIRECTIONS = {
    "more stock": lambda o: Offer(o.name, o.unique * 1.7, o.value, o.price, o.compute, o.epochs, o.slots),
    "a higher cap on epochs": lambda o: Offer(o.name, o.unique, o.value, o.price, o.compute, o.epochs * 1.5, o.slots),
    "a lower price": lambda o: Offer(o.name, o.unique, o.value, o.price * 0.6, o.compute, o.epochs, o.slots),
    "a larger share": lambda o: Offer(o.name, o.unique, o.value, o.price, o.compute, o.epochs, o.slots * 1.5),
    "better data": lambda o: Offer(o.name, o.unique, o.value * 1.2, o.price, o.compute, o.epochs, o.slots),
    "less compute": lambda o: Offer(o.name, o.unique, o.value, o.price, max(1, o.compute * 0.8), o.epochs, o.slots),
}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_what_is_better_for_one_pool_never_lowers_the_value_of_the_diet(direction: str) -> None:
    chance = random.Random(direction)
    for _ in range(600):
        offers = random_offers(chance)
        wanted = 10 ** chance.uniform(0, 2.5)
        i = chance.randrange(len(offers))
        better = [DIRECTIONS[direction](offer) if i == j else offer for j, offer in enumerate(offers)]
        before, after = compose(wanted, offers, R).net, compose(wanted, better, R).net
        assert after >= before * (1 - 1e-12)


def test_more_access_never_lowers_the_value_of_the_diet() -> None:
    chance = random.Random("access")
    for _ in range(600):
        offers = random_offers(chance)
        wanted = 10 ** chance.uniform(0, 2.5)
        assert compose(wanted, offers, R).net >= compose(wanted, offers[1:], R).net * (1 - 1e-12)


@given(st.floats(0, 16.3), st.floats(0.1, 2))
def test_the_break_epochs_solve_their_equation(ratio: float, value: float) -> None:
    epochs = break_epochs(ratio * value, value, R)
    slope = np.exp(-(epochs - 1) / R)
    assert effective_tokens(epochs, 1.0, R) - epochs * slope == pytest.approx(ratio, rel=1e-6, abs=1e-6)


def test_tokens_that_no_epochs_make_worth_their_price_are_not_bought() -> None:
    assert break_epochs(17.0, 1.0, R) == inf
    (portion,) = compose(10.0, [Offer("dear", 5.0, 1.0, price=17.0)], R).portions
    assert (portion.read, portion.reason) == (0.0, "too dear")


@pytest.mark.parametrize(
    ("offer", "level"),
    [
        (Offer("free", 5.0, 0.6), 0.6),
        (Offer("costly to try", 5.0, 0.6, compute=1.5), 0.4),
        (Offer("capped", 5.0, 0.6, price=0.1, epochs=1.0), 0.5),
        (Offer("worthless", 5.0, 0.0), 0.0),
        (Offer("empty", 0.0, 1.0), 0.0),
    ],
)
def test_the_best_position_of_an_offer_is_worth_its_break_level(offer: Offer, level: float) -> None:
    assert best_level(offer, R) == pytest.approx(level, rel=1e-12)


def test_a_price_lowers_the_best_level_by_the_epochs_that_it_takes() -> None:
    epochs = break_epochs(0.3, 0.6, R)
    assert best_level(Offer("dear", 5.0, 0.6, price=0.3), R) == pytest.approx(0.6 * np.exp(-(epochs - 1) / R))


def test_equal_pools_are_read_alike() -> None:
    diet = compose(30.0, [Offer("a", 10.0, 1.0, epochs=5), Offer("b", 30.0, 1.0, epochs=5)], R)
    assert [portion.read for portion in diet.portions] == pytest.approx([7.5, 22.5])
    assert diet.level == 1.0


def test_between_break_points_slots_are_a_minus_b_ln_l() -> None:
    diet = compose(80.0, [Offer("a", 10.0, 1.0), Offer("b", 30.0, 1.0)], R)
    assert [portion.read / portion.unique for portion in diet.portions] == pytest.approx([2.0, 2.0])
    assert diet.level == pytest.approx(np.exp(-1 / R))


def test_a_lab_reads_no_slot_below_its_least_value() -> None:
    good, junk = Offer("good", 10.0, 1.0, epochs=4), Offer("junk", 1000.0, 0.3)
    diet = compose(500.0, [good, junk], R, min_value=0.4)
    assert [portion.read for portion in diet.portions] == [40.0, 0.0]
    assert [portion.reason for portion in diet.portions] == ["epoch cap", "worth too little"]
    assert compose(500.0, [good, junk], R, min_value=0.2).slots == pytest.approx(500.0)


@pytest.mark.parametrize(
    ("offer", "wanted", "reason"),
    [
        (Offer("a", 10.0, 1.0, epochs=4), 5.0, "in part"),
        (Offer("a", 10.0, 1.0, epochs=4), 20.0, "whole"),
        (Offer("a", 10.0, 1.0, epochs=4), 50.0, "epoch cap"),
        (Offer("a", 10.0, 1.0, epochs=4, slots=3.0), 50.0, "share cap"),
        (Offer("a", 10.0, 1.0, slots=0.5), 50.0, "share cap"),
        (Offer("a", 10.0, 1.0, slots=0.0), 50.0, "nothing there"),
        (Offer("a", 0.0, 1.0), 50.0, "nothing there"),
        (Offer("a", 10.0, 0.0, price=0.5), 50.0, "worth too little"),
        (Offer("a", 10.0, 0.1), 50.0, "worth too little"),
        (Offer("a", 10.0, 0.1, price=0.001), 50.0, "worth too little"),
        (Offer("a", 10.0, 0.3, price=0.05, compute=3.0), 50.0, "worth too little"),
        (Offer("a", 10.0, 1.0, price=0.9, epochs=1), 50.0, "too dear"),
        (Offer("a", 10.0, 1.0, price=30.0), 50.0, "too dear"),
        (Offer("a", 10.0, 1.0, price=6.0, epochs=4), 50.0, "too dear"),
    ],
)
def test_a_diet_says_why(offer: Offer, wanted: float, reason: str) -> None:
    assert compose(wanted, [offer], R, min_value=0.2).portions[0].reason == reason


def test_a_pool_that_is_not_needed_is_left() -> None:
    diet = compose(5.0, [Offer("a", 10.0, 1.0), Offer("b", 10.0, 0.8)], R)
    assert diet.portions[1].reason == "not needed"
    assert diet.portions[1].break_level == 0.8
    assert compose(5.0, [Offer("a", 10.0, 0.0)], R).portions[0].break_level == 0.0


def test_a_token_for_nothing_is_read_once_before_any_is_repeated() -> None:
    assert break_epochs(0.0, 1.0, R) == 1.0
    assert break_epochs(1.0 + R, 1.0, R) == inf
    assert break_epochs(0.5 + R, 1.0, R) < inf


def test_slots_of_little_compute_are_counted_by_it() -> None:
    diet = compose(6.0, [Offer("a", 2.0, 1.0, compute=0.5, slots=4.0), Offer("b", 2.0, 1.0, slots=4.0)], R)
    assert diet.slots == pytest.approx(6.0)
    assert [portion.read for portion in diet.portions] == pytest.approx([4.0, 4.0])


def test_no_offers_make_an_empty_diet() -> None:
    assert compose(5.0, [], R).slots == 0.0
    assert compose(0.0, [Offer("a", 1.0, 1.0)], R).slots == 0.0


def test_very_long_repetition_fills_the_plan_and_no_more() -> None:
    diet = compose(1e15, [Offer("a", 1e6, 1.0), Offer("b", 1e6, 1.0)], R)
    assert [portion.read for portion in diet.portions] == pytest.approx([5e14, 5e14])
    assert diet.level >= 0.0
