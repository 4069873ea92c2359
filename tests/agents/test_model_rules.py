"""Caps, groups, rules and money of MODEL.md, 7.7, 7.13 and 7.14, written a second time and compared with the code."""

import random
from math import ceil, exp, gcd, sqrt
from statistics import NormalDist

import pytest

from agents.plan import Caps, PlannedModel, family_plan
from simulator.ecosystem import Ecosystem
from tests.agents.small_worlds import TALK, USERS, alive, at, world
from tests.agents.test_model_parties import asked
from tests.by_hand import equation, same
from worlds.config.enacting import Enacted, Goal, Way
from worlds.config.groups import members
from worlds.config.schema import UserBase
from worlds.config.values import central


@equation("capped")
def test_what_the_law_allows_a_family(chance: random.Random) -> None:
    ratio, g, k = chance.random(), chance.choice([0.0, chance.uniform(0, 2)]), 10 ** chance.uniform(-1, 2)
    most_k, most_flop, compute = 10 ** chance.uniform(-1, 2), 10 ** chance.uniform(24, 26), 1e25
    loaded = world(labs__lab__family={"large": 1, "small": ratio}, labs__lab__smaller_see=g)
    section = loaded.world.labs["lab"]
    plan = family_plan(section, central(loaded), compute, lambda _: k, Caps(most_k, most_flop))
    see = {"large": 1.0, "small": ratio**g}
    size = {"large": 1.0, "small": ratio}
    if any(k * see[one] > most_k * size[one] for one in size):
        k = min(k, most_k)
        see = {one: min(see[one], most_k * size[one] / k) for one in size}
    lead = min(compute / sum(size[one] * see[one] for one in size), most_flop)
    tokens = sqrt(20 * k * lead / 6)
    for model in plan.models:
        assert same(model.tokens, see[model.name] * tokens)
        assert same(model.size, size[model.name] * tokens / (20 * k))
        assert model.overtraining <= most_k * (1 + 1e-12)
        assert model.flop <= most_flop * (1 + 1e-12)
    stated = PlannedModel("stated", 1e12, 10 ** chance.uniform(12, 16))
    within = Caps(most_k, most_flop).within(stated)
    assert within.size == stated.size
    assert same(within.tokens, min(stated.tokens, 20 * most_k * 1e12, most_flop / 6e12))


@equation("member")
@pytest.mark.parametrize("n", [2, 3, 7, 24, 100])
def test_labs_of_a_group_differ_in_means_and_dates(n: int) -> None:
    golden = (sqrt(5) - 1) / 2
    j = min((one for one in range(1, n + 1) if gcd(one, n) == 1), key=lambda one: abs(one - golden * n))
    loaded = world(labs__lab__count=n, labs__lab__spread=1.5)
    found = list(members(loaded.world.labs))
    labs = alive(loaded).labs
    for i, one in enumerate(found):
        z = NormalDist().inv_cdf((i + 0.5) / n)
        assert same(one.score, z)
        assert same(one.delay, (i * j % n) / n)
        assert same(labs[one.name].means(2024.0), exp(1.5 * z) * 1e25)
    assert sorted(one.delay for one in found) == [i / n for i in range(n)]


@equation("goal", "over")
def test_what_a_number_becomes(chance: random.Random) -> None:
    x, v, low, high = chance.random(), 2 * chance.random(), 0.1, 0.9
    wanted: dict[Way, float] = {
        "value": v,
        "times": max(min(low, x), min(v * x, max(high, x))),
        "at_least": max(x, v),
        "at_most": min(x, v),
    }
    for way, becomes in wanted.items():
        assert same(Goal(way, v, low, high).of(x), becomes)
    over = chance.uniform(0.01, 4)
    steps = Enacted("state", "rule", "a.path", 2027.0, None, Goal("value", v, low, high), over, "").steps
    n = ceil(over / 0.25)
    assert len(steps) == n
    for i, (year, gone) in enumerate(steps, 1):
        assert same(year, 2027.0 + over * i / n)
        assert same(gone, i / n)


def test_a_change_that_comes_by_and_by_goes_from_what_was_to_its_goal() -> None:
    rule = {"path": "pools.public_text.open_share", "from": 2025.0, "over": "1 year", "at_most": 0.2}
    loaded = world(regulators={"state": {"enacts": {"rule": rule}}})

    def opened(year: float) -> object:
        return at(loaded, year, lambda one: one.pools["public_text"].open_share(one.clock.now))

    for i, year in enumerate((2025.1, 2025.3, 2025.6, 2025.8, 2026.1)):
        assert opened(year) == pytest.approx(1 - 0.8 * i / 4, rel=1e-12)


@equation("served")
@pytest.mark.parametrize("spending", [1e2, 1e30])
def test_users_take_what_they_want_as_far_as_they_can_pay(spending: float) -> None:
    users = {
        **USERS,
        "demand": {"value": "100 T token/year", "at": 2026.0},
        "earlier_growth": "5 x/year",
        "spending": {"value": f"{spending} USD/year", "at": 2022.0},
        "spending_growth": "10 %/year",
        "markup": 2,
    }
    loaded = world(pools__talk=TALK, user_bases={"all": users})
    assert isinstance(loaded.world.user_bases["all"], UserBase)

    def seen(ecosystem: Ecosystem) -> tuple[float, float, float, float]:
        (base,) = ecosystem.user_bases
        size, year = base._deployed["lab"].size_active, ecosystem.clock.now
        return size, base.index("lab", year)[0], base.serving("lab", year), ecosystem.compute.flop_price(year)

    for year in (2024.3, 2027.3):
        size, using, serving, price = asked(loaded, year, seen)
        wanted = 1e14 * (5 if year < 2026 else 1.3) ** (year - 2026)
        afforded = spending * 1.1 ** (year - 2022) / (2 * 2 * size * price)
        assert same(serving, using * (wanted if spending > 1e20 else afforded))
        assert (wanted > afforded) == (spending < 1e20)
