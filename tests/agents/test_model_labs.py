"""Labs of MODEL.md, 7.2 and 7.6 to 7.11, written a second time from the page and compared with the code."""

import random
from dataclasses import replace
from math import exp, log, sqrt
from typing import Any

from agents.corpus import Corpus, Helping
from agents.deals import Terms, gain
from agents.gathering import Menu
from agents.lab import Lab
from agents.plan import PlannedModel, family_plan
from agents.training import Craft, Habits, Trainer
from agents.writing import Teacher, write
from simulator.ecosystem import Ecosystem
from simulator.exhaustion import Crossings
from tests.agents.small_worlds import alive, world
from tests.by_hand import LAWS, R, equation, f, same
from worlds.config.loading import load_world
from worlds.config.settings import Setting
from worlds.config.values import central
from worlds.laws.synthesis import HUMAN, Ancestry
from worlds.pools.offers import Reader
from worlds.pools.pool import Pool

R_N = 5.309743
HABITS = Habits(R_N, 0.02, 1.2, 0.5, 0.001, 0.5)


def lab(**changes: object) -> Lab:
    return alive(world(**{f"labs__lab__{key}": value for key, value in changes.items()})).labs["lab"]


def helping(chance: random.Random, name: str) -> Helping:
    unique, epochs = 10 ** chance.uniform(12, 13), chance.uniform(0.5, 6)
    read, value = unique * max(1.0, epochs), chance.uniform(0.3, 1.2)
    some = (unique, unique, read, value * f(read, unique), value, chance.choice([1.0, 2.5]), 1e-6)
    return Helping(name, "public", *some, 1.0, HUMAN, value, "in part")


def corpus(wanted: float, *helpings: Helping) -> Corpus:
    slots = sum(one.compute * one.read for one in helpings)
    return Corpus(2030.0, wanted, slots, 0.5, 0.5, helpings)


@equation("k-fixed")
def test_a_fixed_k_runs_straight_in_its_logarithm(chance: random.Random) -> None:
    ks = [10 ** chance.uniform(-2, 2) for _ in range(3)]
    dated = {"first": {"at": 2021.0, "k": ks[0]}, "second": {"at": 2024.5, "k": ks[1]}}
    strategy = lab(overtraining={"strategy": "fixed", "k": ks[2], "course": dated, "since": 2028.0}).strategy
    a, b = chance.uniform(2021, 2024.5), chance.uniform(2024.5, 2028)
    wanted = exp(log(ks[0]) + (log(ks[1]) - log(ks[0])) * (a - 2021) / 3.5)
    assert same(strategy.k(1e25, a), wanted)
    wanted = exp(log(ks[1]) + (log(ks[2]) - log(ks[1])) * (b - 2024.5) / 3.5)
    assert same(strategy.k(1e25, b), wanted)
    assert (strategy.k(1e25, 2020.0), strategy.k(1e25, 2028.0)) == (ks[0], ks[2])


@equation("k-adaptive")
def test_an_adaptive_k_follows_what_is_found(chance: random.Random) -> None:
    wished, least, recovery = chance.uniform(0.5, 20), chance.uniform(0.5, 5), chance.uniform(0.2, 1)
    chosen = {"strategy": "adaptive", "k": wished, "least": least, "recovery": recovery}
    strategy, q = lab(overtraining=chosen).strategy, 1.0
    for _ in range(10):
        assert same(strategy.k(1e25, 2030.0), max(min(wished, least), wished * q))
        share = min(1.0, chance.uniform(0.3, 2))
        strategy.looked(share * 1e13, 1e13)
        q = max(min(1.0, least / wished), q * share**2) if share < 0.99 else q + (1 - q) * recovery


@equation("compute-price", "earned", "family")
def test_means_and_plans_of_a_family(chance: random.Random) -> None:
    year, ratio, k, share = chance.uniform(2018, 2045), chance.random(), 10 ** chance.uniform(-1, 2), chance.random()
    g = chance.choice([0.0, chance.uniform(0, 2)])
    family = {"large": 1, "small": ratio}
    one = lab(family=family, smaller_see=g, reinvest=share, budget={"value": "1 B USD", "at": 2023.0})
    one.budget = replace(one.budget, usd_growth=log(1.7))
    price = 1.5e-18 * exp(-log(1.38) * (year - 2024.0))
    compute, money = 1e25 * exp(log(4.0) * (year - 2024.0)), 1e9 * exp(log(1.7) * (year - 2023.0))
    assert same(one.surroundings.compute.flop_price(year), price)
    assert same(one.means(year), min(compute, money / price))
    assert same(one.budget.earned(0.7), 1 - share + share * 0.7)
    whole = 1 + ratio ** (1 + g)
    plan = family_plan(one.section, one.values, compute, lambda lead: k if same(lead, compute / whole) else -1)
    tokens = sqrt(20 * k * compute / whole / 6)
    big, small = plan.models
    assert (big.name, small.name) == ("large", "small")
    assert same(plan.tokens, tokens)
    assert same(big.size, tokens / (20 * k))
    assert same(small.size, ratio * tokens / (20 * k))
    assert same(small.tokens, ratio**g * tokens)
    assert same(sum(6 * model.size * model.tokens for model in plan.models), compute)


def trainer(chance: random.Random, **changes: Any) -> Trainer:
    craft = Craft(chance.uniform(1, 3), chance.uniform(1, 1.5), 8.0)
    return replace(Trainer(chance.choice(LAWS), R, HABITS, craft, 0.4, undertrain=True), **changes)


@equation("supported", "size", "trained")
def test_a_model_that_finds_too_little(chance: random.Random) -> None:
    one = trainer(chance, undertrain=chance.random() < 0.8)
    parts = [helping(chance, name) for name in "ab"]
    tokens = sum(part.compute * part.read for part in parts) * 10 ** chance.uniform(-1, 2)
    planned = PlannedModel("lead", 10 ** chance.uniform(9, 14), tokens)
    found = corpus(tokens, *parts)
    share = min(1.0, tokens / found.slots)
    n = [part.read * share for part in parts]
    u = [min(part.unique, some) for part, some in zip(parts, n, strict=True)]
    slots = sum(part.compute * some for part, some in zip(parts, n, strict=True))
    worth = sum(part.value * f(a, b) for part, a, b in zip(parts, n, u, strict=True))
    law, craft, k = one.law, one.craft, tokens / (20 * planned.size)
    met = found.slots >= (1 - 1e-9) * tokens
    supported = planned.size if met else max(law.optimal_size_for(worth), worth / (20 * k))
    most = supported * (1 - R_N * log(0.4))
    size = planned.size if met or not one.undertrain else min(planned.size * tokens / slots, most)
    harm = 0.02 * max(0.0, sum(n) / sum(u) - 1) ** 1.2 * (size / sum(u)) ** 0.5
    loss = law.loss(craft.size * f(size, supported, R_N), craft.data * worth) + harm
    promised = law.loss(craft.size * planned.size, craft.data * tokens)
    model = one.train("lab", planned, found, 2031.0, 2e-18)
    assert same(model.size_active, size)
    assert same(model.size, size * 8)
    assert same(model.loss, loss)
    assert same(model.planned_loss, promised)
    assert same(model.flop, 6 * size * slots)
    assert same(model.spend_usd, 6 * size * slots * 2e-18)
    assert model.data_bound == (min(tokens, found.found) < 0.99 * tokens)
    equivalent = ((loss - law.irreducible) / (promised - law.irreducible)) ** (1 / law.alpha + 1 / law.beta)
    assert abs(model.compute_equivalent / equivalent - 1) < 1e-10


def test_rounding_does_not_let_a_plan_that_is_met_fall_short(chance: random.Random) -> None:
    one = trainer(chance)
    for _ in range(20):
        found = corpus(1e12, *(helping(chance, name) for name in "abc"))
        planned = PlannedModel("lead", 1e11, found.slots * chance.choice([1.0, chance.random()]))
        model = one.train("lab", planned, found, 2031.0, 2e-18)
        assert model.size_active == planned.size
        part = found.part(planned.tokens, R)
        harm = 0.02 * max(0.0, part.tokens / part.unique - 1) ** 1.2 * (1e11 / part.unique) ** 0.5
        assert same(model.loss, one.law.loss(1e11 * one.craft.size, part.effective * one.craft.data) + harm)


@equation("writing")
def test_a_teacher_writes_as_far_as_the_budget_goes(chance: random.Random) -> None:
    numbers = {"kind": "synthetic", "budget": 0.2, "acceptance": 0.4, "quality": 0.9, "ageing": "0 %/year"}
    loaded = load_world("minimal", [Setting("pools", {"own": numbers})])
    pool = Pool("own", loaded.world.pools["own"], central(loaded), 2020.0, R)
    teacher = Teacher(10 ** chance.uniform(9, 13), chance.uniform(0.01, 0.5), Ancestry(1.0, 0.9, 0.1, 1), {})
    flop = 10 ** chance.uniform(24, 28)
    write(pool, teacher, flop, 2025.0, central(loaded))
    assert same(pool.stock(2030.0), 0.2 * flop / (2 * teacher.size / 0.4))
    q = exp(-teacher.loss) * exp(-0.05 * 0.6 * (1 + 1 / 4)) * 0.9 * 0.95 * (1 - (1 - 0.9 * 0.97)) * 0.9
    assert same(pool.quality(2030.0), q)


@equation("bid")
def test_a_deal_is_worth_what_it_adds(chance: random.Random) -> None:
    a, b = helping(chance, "a"), helping(chance, "b")
    without, with_it = corpus(1e14, a), corpus(1e14, a, b)
    w = 10 ** chance.uniform(-8, -5)
    more = b.effective - 0.4 * b.compute * b.read
    reader = Reader(1e12, 1e14, w, {})
    each = w * more - 1e-6 * b.unique
    assert same(gain(reader, without, with_it, 0.4), each, w * with_it.effective)
    used, beside, years = chance.random(), 10 ** chance.uniform(5, 9), chance.uniform(0, 4)
    one = lab(cadence="0.5 year")
    one._with_deal = lambda *_: with_it  # type: ignore[method-assign]
    terms = Terms("owner", ("b",), 1e6, 1.0, years, beside, taken=False)
    wanted = (each / 0.5 + beside * used) * years
    scale = (w * with_it.effective / 0.5 + beside) * years
    assert same(one._worth_of(terms, Menu(2030.0, reader, [], {}), without, used), wanted, scale)
    one._with_deal = lambda *_: None  # type: ignore[method-assign]
    assert same(one._worth_of(terms, Menu(2030.0, reader, [], {}), without, used), beside * used * years)


@equation("utilisation")
def test_a_plan_is_held_against_stocks(chance: random.Random) -> None:
    quality, second = chance.uniform(0.5, 1), 10 ** chance.uniform(11, 15)
    other = {"kind": "public", "quality": quality, "stock": f"{second} token", "repetition": 2}
    loaded = load_world("minimal", [Setting("pools.public_text.quality", quality), Setting("pools", {"other": other})])
    one = Ecosystem(loaded, central(loaded)).labs["lab"]
    demand = one.demand(one.menu(one.plan(2020.0), 2020.0), 2020.0)
    first, wanted = 1e14 / 1.08**4, sqrt(20 * 1e25 / 4.0**4 / 1.1 / 6)
    cap_3, cap_2 = (1 - R * log(1 - (m - 1) / R) for m in (3.0, 2.0))
    lines = min(first, wanted), min(second, wanted)  # of equal worth, both are read in proportion to these
    assert same(demand.utilisation["public_text"], wanted * lines[0] / sum(lines) / (cap_3 * first))
    assert same(demand.utilisation["other"], wanted * lines[1] / sum(lines) / (cap_2 * second))
    for target in ("public", "ecosystem"):
        assert same(demand.utilisation[target], wanted / (quality * (3 * first + 2 * second)))


@equation("crossing")
def test_a_crossing_lies_where_the_logarithm_passes_zero(chance: random.Random) -> None:
    low, high, span = chance.uniform(0.01, 0.99), chance.uniform(1, 10), chance.uniform(0.1, 5)
    seen = Crossings(2020.0)
    for year, x in ((2021.0, low), (2021.0 + span, high), (2022.0 + span, 0.5)):
        seen.see("lab", "public", year, x)
    assert same(seen.year("public") or 0.0, 2021.0 + span * -log(low) / (log(high) - log(low)))
    seen.see("other", "public", 2021.0, 0.0)
    seen.see("other", "public", 2021.01, 2.0)
    assert seen.year("public") == min(2021.01, 2021.0 + span * -log(low) / (log(high) - log(low)))
