"""Laws rise, fall and stay within their limits, on random numbers."""

from math import exp, isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from worlds.config.values import scaling_laws
from worlds.laws.consent import closed, learned, opened
from worlds.laws.crawl import crawl
from worlds.laws.diet import Offer, compose, unbounded
from worlds.laws.growth import relax
from worlds.laws.price import drifted
from worlds.laws.repetition import effective_tokens, memorised_share, overfitting_penalty
from worlds.laws.scaling import ScalingLaw
from worlds.laws.synthesis import Ancestry, mixed, overlap
from worlds.laws.transfer import compute_per_written_token, gate
from worlds.pools.copies import Copies

LAWS = st.sampled_from(sorted(scaling_laws().values(), key=lambda law: law.name))
SHARES = st.just(0.0) | st.floats(1e-9, 1.0)
TOKENS, SIZES = st.floats(1e6, 1e17), st.floats(1e6, 1e15)
REPEATS = st.floats(1.0, 50.0)
MORE = st.floats(1.0, 100.0)
R = 15.387756
OFFERS = st.builds(
    Offer,
    unique=st.floats(0.0, 100.0),
    value=st.floats(0.0, 2.0),
    price=st.floats(0.0, 3.0),
    compute=st.floats(1.0, 4.0),
    epochs=st.floats(1.0, 8.0),
    slots=st.floats(0.0, 200.0),
)
MANY = st.lists(OFFERS, min_size=1, max_size=5)


@given(TOKENS, TOKENS, MORE, REPEATS)
def test_reading_more_is_worth_more_and_never_more_than_it_is(
    slots: float, unique: float, more: float, r: float
) -> None:
    worth = effective_tokens(slots, unique, r)
    assert worth <= effective_tokens(slots * more, unique, r)
    assert worth <= effective_tokens(slots, unique * more, r) * (1.0 + 1e-12)
    assert worth <= min(slots, unique * (1.0 + r)) * (1.0 + 1e-12)


@given(TOKENS, TOKENS, MORE, REPEATS)
def test_twice_the_text_read_as_often_is_worth_twice_as_much(s: float, u: float, more: float, r: float) -> None:
    assert isclose(effective_tokens(s * more, u * more, r), more * effective_tokens(s, u, r), rel_tol=1e-9)


@given(LAWS, SIZES, TOKENS, MORE)
def test_a_larger_model_and_more_text_never_raise_the_loss(law: ScalingLaw, n: float, d: float, more: float) -> None:
    loss = law.loss(n, d)
    assert law.irreducible < loss
    assert law.loss(n * more, d) <= loss
    assert law.loss(n, d * more) <= loss


@given(LAWS, st.floats(1e18, 1e30), st.floats(0.01, 100.0))
def test_no_other_size_at_equal_compute_is_better_than_the_optimum(law: ScalingLaw, flop: float, times: float) -> None:
    n, d = law.optimal_size(flop), law.optimal_tokens(flop)
    assert isclose(6.0 * n * d, flop, rel_tol=1e-9)
    assert law.reducible_loss(n, d) <= law.reducible_loss(n * times, d / times) * (1.0 + 1e-12)


@given(st.just(0.0) | st.floats(1e-6, 1e3), SHARES, st.floats(0.01, 100.0), MORE)
def test_more_pressure_closes_more_and_never_all_that_may(p: float, most: float, half: float, more: float) -> None:
    assert 0.0 <= closed(p, most, half) <= closed(p * more, most, half) * (1.0 + 1e-12) <= most * (1.0 + 1e-12)
    assert isclose(closed(half, most, half), most / 2.0)


USD = st.just(0.0) | st.floats(1e-3, 1e12)


@given(USD, USD, SHARES, MORE)
def test_more_pay_opens_more_and_never_beyond_the_most(y: float, needs: float, most: float, more: float) -> None:
    assert 0.0 <= opened(y, needs, most) <= opened(y * more, needs, most) * (1.0 + 1e-12) <= most * (1.0 + 1e-12)


@given(st.integers(0, 10**6), SHARES)
def test_every_doubling_of_deals_takes_the_same_share_off(deals: int, learning: float) -> None:
    assert 0.0 <= learned(deals + 1, learning) <= learned(deals, learning) <= 1.0
    assume(learning < 1.0)
    assert isclose(learned(2 * deals + 1, learning), learned(deals, learning) * (1.0 - learning), rel_tol=1e-9)


@given(SHARES, SHARES, st.floats(0.0, 5.0), st.floats(0.0, 9.0), st.floats(0.0, 9.0))
def test_a_share_that_relaxes_stays_between_its_ends(x: float, to: float, h: float, a: float, b: float) -> None:
    there = relax(x, to, h, a)
    assert min(x, to) - 1e-12 <= there <= max(x, to) + 1e-12
    assert isclose(relax(there, to, h, b), relax(x, to, h, a + b), abs_tol=1e-12)


@given(st.floats(0.0, 40.0), SIZES, SHARES, st.floats(0.0, 2.0), MORE)
def test_more_epochs_or_a_larger_model_recite_more(e: float, n: float, base: float, slope: float, more: float) -> None:
    share = memorised_share(e, n, base, slope)
    assert 0.0 <= share <= memorised_share(e * more, n, base, slope) <= 1.0
    assert share <= memorised_share(e, n * more, base, slope)


@given(st.floats(-1.0, 50.0), SIZES, TOKENS, st.floats(0.0, 2.0), MORE)
def test_repeating_more_never_harms_less_nor_fresh_text(
    r: float, n: float, u: float, delta: float, more: float
) -> None:
    harm = overfitting_penalty(r, n, u, 0.02, delta, 0.5)
    assert (harm == 0.0) if r <= 0.0 else harm <= overfitting_penalty(r * more, n, u, 0.02, delta, 0.5) * (1.0 + 1e-12)


@given(SIZES, SIZES, MORE)
def test_a_gate_opens_with_size_and_is_half_open_in_its_middle(n: float, middle: float, more: float) -> None:
    assert 0.0 < gate(n, middle) <= gate(n * more, middle) < 1.0
    assert gate(middle, middle) == 0.5
    assert isclose(gate(n, middle) + gate(middle, n), 1.0, rel_tol=1e-12)


@given(st.floats(0.01, 1.0), SIZES, SIZES, MORE)
def test_who_passes_more_and_reads_for_a_larger_model_writes_cheaper(p: float, w: float, n: float, more: float) -> None:
    cost = compute_per_written_token(p, w, n)
    assert cost >= 1.0
    assert compute_per_written_token(min(1.0, p * more), w, n) <= cost
    assert compute_per_written_token(p, w, n * more) <= cost <= compute_per_written_token(p, w * more, n)


@given(
    st.floats(1e-9, 1e3), st.floats(0.0, 10.0), SHARES, st.floats(0.0, 4.0), st.floats(0.0, 4.0), st.floats(0.0, 50.0)
)
def test_a_price_stays_between_its_ends(p: float, pace: float, target: float, x: float, felt: float, t: float) -> None:
    price, now = drifted(p, pace, target, x, felt, t, p / 30.0, p * 30.0)
    assert p / 30.0 * (1.0 - 1e-9) <= price <= p * 30.0 * (1.0 + 1e-9)
    assert min(x, felt) - 1e-12 <= now <= max(x, felt) + 1e-12


@given(st.floats(0.1, 500.0), MANY, st.floats(1.0, 5.0), st.integers(0, 4))
def test_more_of_something_never_makes_a_diet_worth_less(w: float, offers: list[Offer], more: float, i: int) -> None:
    i %= len(offers)
    ampler = [*offers[:i], offers[i]._replace(unique=offers[i].unique * more), *offers[i + 1 :]]
    assert compose(w, ampler, R).net >= compose(w, offers, R).net * (1.0 - 1e-9) - 1e-9


@given(st.floats(0.1, 500.0), MANY, SHARES)
def test_neither_does_a_lower_price_nor_a_larger_corpus(wanted: float, offers: list[Offer], less: float) -> None:
    net = compose(wanted, offers, R).net * (1.0 - 1e-9) - 1e-9
    assert compose(wanted, [one._replace(price=one.price * less) for one in offers], R).net >= net
    assert compose(wanted * (1.0 + less), offers, R).net >= net


@given(st.floats(0.1, 500.0), MANY)
def test_what_is_wanted_without_caps_is_no_more_than_the_corpus(wanted: float, offers: list[Offer]) -> None:
    taken = unbounded(wanted, offers, R)
    assert sum(one.compute * n for one, n in zip(offers, taken, strict=True)) <= wanted * (1.0 + 1e-9)
    assert all(0.0 <= n <= one.slots * (1.0 + 1e-12) for one, n in zip(offers, taken, strict=True))


def test_a_stock_too_small_to_divide_by_is_none() -> None:
    offers = [Offer("specks", 2.2e-313, 1.0, slots=2.0), Offer("text", 1.0, 1.0)]
    assert unbounded(5.0, offers, R) == [0.0, 5.0]
    assert compose(5.0, offers, R).portions[0].reason == "nothing there"


@given(st.floats(0.1, 500.0), MANY)
def test_a_crawl_keeps_every_limit(wanted: float, offers: list[Offer]) -> None:
    diet = crawl(wanted, offers, R)
    assert diet.slots <= wanted * (1.0 + 1e-9)
    for one in diet.portions:
        assert one.read <= min(one.offer.slots, one.offer.epochs * one.offer.unique) * (1.0 + 1e-9)
        assert one.unique <= min(one.read, one.offer.unique)


def test_a_crawl_says_how_much_of_what_it_reads_and_why() -> None:
    offers = [
        Offer("half", 20.0, 0.5, epochs=8.0),
        Offer("once", 4.0, 0.8, epochs=1.0),
        Offer("few", 6.0, 1.0, compute=2.0, slots=3.0),
        Offer("none", 0.0, 1.0),
    ]
    diet = crawl(72.0, offers, R)  # two epochs of 20 + 4 + 2 x 6 tokens of compute
    half, once, few, none = diet.portions
    effective = 0.5 * (20.0 + R * 20.0 * (1.0 - exp(-1.0 / R)))
    assert list(half) == [offers[0], 20.0, 40.0, pytest.approx(effective), 0.0, "in part"]
    assert list(once) == [offers[1], 4.0, 4.0, pytest.approx(0.8 * 4.0), 0.0, "epoch cap"]
    assert list(few) == [offers[2], 3.0, 3.0, pytest.approx(3.0), 0.0, "share cap"]
    assert list(none) == [offers[3], 0.0, 0.0, 0.0, 0.0, "nothing there"]
    assert diet.level == pytest.approx(0.5 * exp(-1.0 / R))


def test_a_crawl_of_little_reads_little_and_of_nothing_nothing() -> None:
    (portion,) = crawl(0.25, [Offer("a", 0.5, 0.7)], R).portions
    assert list(portion) == [Offer("a", 0.5, 0.7), 0.25, 0.25, pytest.approx(0.175), 0.0, "in part"]
    assert crawl(5.0, [Offer("a", 0.0, 1.0)], R).level == 0.0
    assert crawl(5.0, [Offer("a", 0.0, 1.0)], R).slots == 0.0


ANCESTRIES = st.builds(Ancestry, st.floats(0.0, 9.0), SHARES, SHARES, st.integers(0, 9))


@given(ANCESTRIES, ANCESTRIES, SHARES)
def test_a_mixture_lies_between_what_is_mixed(one: Ancestry, other: Ancestry, share: float) -> None:
    found = mixed(one, other, share)
    for x, low, high in zip(found[:3], map(min, one[:3], other[:3]), map(max, one[:3], other[:3]), strict=True):
        assert low - 1e-12 <= x <= high + 1e-12
    assert mixed(one, other, 0.0) == one


SPLITS = st.dictionaries(st.sampled_from("abcd"), st.floats(0.01, 1.0), min_size=1).map(
    lambda parts: {name: part / sum(parts.values()) for name, part in parts.items()}
)


@given(SPLITS, SPLITS)
def test_an_overlap_is_the_same_both_ways_and_all_with_oneself(a: dict[str, float], b: dict[str, float]) -> None:
    assert 0.0 <= overlap(a, b) <= 1.0 + 1e-12
    assert isclose(overlap(a, b), overlap(b, a), abs_tol=1e-12)
    assert isclose(overlap(a, a), 1.0)


@given(st.floats(0.0, 1e15), SHARES, st.floats(1.0, 1e15), SHARES, SHARES)
def test_copies_are_of_what_has_closed_alone(tokens: float, then: float, stock: float, a: float, b: float) -> None:
    copies, less, more = Copies(tokens, then), min(a, b), max(a, b)
    kept = copies.beyond(stock, less)
    assert copies.beyond(stock, more) <= kept * (1.0 + 1e-9) + 1e-6
    assert 0.0 <= kept <= min(tokens, max(0.0, then - less) * stock) * (1.0 + 1e-9)
