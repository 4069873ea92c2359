"""The diet of MODEL.md, 7.5, written a second time from the page and compared with the code."""

import random
from math import exp, inf, log

import pytest

from tests.by_hand import R, equation, f, root, s
from worlds.laws import diet


def e_b(p: float, a: float) -> float:
    """Return the epochs at which a bought token is read best, by halving."""
    if p <= 0 or p / a >= 1 + R:
        return 1.0 if p <= 0 else inf
    return root(lambda e: f(e, 1) - e * s(e) - p / a, 1.0, 1e4)


Curve = tuple[float, float, float, float]


def curve(o: diet.Offer) -> Curve | None:
    """Return top, bottom, line and most of an offer."""
    if min(o.unique, o.value, o.slots) <= 0 or (e_l := min(e_b(o.price, o.value), o.epochs)) == inf:
        return None
    bought = e_b(o.price, o.value) <= o.epochs
    top = o.value * s(e_l) / o.compute if bought else (o.value * f(o.epochs, 1) - o.price) / (o.compute * o.epochs)
    most = min(o.epochs * o.unique, o.slots)
    line = min(e_l * o.unique, most)
    lowest = 0.0 if most == inf else min(top, o.value * s(most / o.unique) / o.compute)
    return (top, top if line >= most else lowest, line, most) if top > 0 else None


def n(o: diet.Offer, one: Curve, level: float) -> float:
    top, bottom, line, most = one
    if level > top:
        return 0.0
    return most if level <= bottom else min(max(o.unique * (1 + R * log(o.value / (o.compute * level))), line), most)


@equation("break", "positions", "level")
def test_one_level_decides_a_diet(chance: random.Random) -> None:
    offers = [
        diet.Offer(
            str(i),
            unique=10 ** chance.uniform(-1, 2),
            value=chance.choice([0.5, chance.uniform(0.1, 1.5)]),
            price=chance.choice([0.0, chance.uniform(0, 3)]),
            compute=chance.choice([1.0, chance.uniform(1, 5)]),
            epochs=chance.uniform(1, 8),
            slots=chance.choice([inf, 10 ** chance.uniform(0, 2)]),
        )
        for i in range(chance.randint(1, 6))
    ]
    wanted, floor = 10 ** chance.uniform(-1, 3), chance.choice([0.0, 0.4])
    curves = {i: one for i, o in enumerate(offers) if (one := curve(o)) is not None and one[0] >= floor}
    breaks = sorted({x for top, bottom, *_ in curves.values() for x in (top, max(bottom, floor))}, reverse=True)
    level, taken = breaks[-1] if breaks else floor, {i: n(offers[i], one, breaks[-1]) for i, one in curves.items()}
    for b in breaks:
        above = {i: one for i, one in curves.items() if one[0] > b}
        alone = sum(offers[i].compute * n(offers[i], one, b) for i, one in above.items())
        block = sum(offers[i].compute * one[2] for i, one in curves.items() if one[0] == b)
        if alone + block < wanted:
            continue
        if alone >= wanted:
            moving = [i for i, (_, bottom, line, most) in above.items() if line < most and bottom <= b]
            still = sum(offers[i].compute * above[i][3] for i in above if i not in moving)
            u = {i: offers[i].compute * offers[i].unique for i in moving}
            at_one = sum(u[i] * (1 + R * log(offers[i].value / offers[i].compute)) for i in moving)
            level = exp((still + at_one - wanted) / (R * sum(u.values())))
            taken = {i: n(offers[i], one, level) for i, one in above.items()}
        else:
            level, taken = b, {i: n(offers[i], one, b) for i, one in above.items()}
            taken |= {i: one[2] * (wanted - alone) / block for i, one in curves.items() if one[0] == b}
        break
    found = diet.compose(wanted, offers, R, floor)
    assert found.level == pytest.approx(level, rel=1e-11)
    for i, portion in enumerate(found.portions):
        assert portion.read == pytest.approx(taken.get(i, 0.0), rel=1e-11, abs=1e-11 * wanted)
        bought_at = min(e_b(offers[i].price, offers[i].value), offers[i].epochs)
        u_taken = min(offers[i].unique, taken.get(i, 0.0) / bought_at)
        assert portion.effective == pytest.approx(
            offers[i].value * f(taken.get(i, 0.0), u_taken), rel=1e-10, abs=1e-11 * wanted
        )
