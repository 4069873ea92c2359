"""How labs choose their overtraining and what they read, against the closed forms they come from."""

import random
from math import inf, log10

import pytest

from agents.strategies.overtraining import STRATEGIES, strategy_of
from agents.strategies.reading import WAYS, Crawl, Marginal, Threshold
from agents.surroundings import Use
from simulator.ecosystem import Ecosystem
from worlds.config.loading import load_world
from worlds.config.schema.overtraining import MOST_OVERTRAINED
from worlds.config.settings import Setting
from worlds.config.values import central, scaling_laws
from worlds.laws.diet import Offer, best_level
from worlds.laws.overtraining import at_market, most_profitable, optimal_ratio, tokens_at, with_inference

LAW = scaling_laws()["besiroglu"]
R_D = 15.387756


def ecosystem(**overtraining: object) -> Ecosystem:
    loaded = load_world("minimal", [Setting("labs.lab.overtraining", overtraining)])
    return Ecosystem(loaded, central(loaded))


def k_of(flop: float, year: float, **overtraining: object) -> float:
    return ecosystem(**overtraining).labs["lab"].strategy.k(flop, year)


@pytest.mark.parametrize(("served", "k"), [(0.0, 1.0), (0.5, 1.54), (1.0, 2.24), (3.0, 6.96), (10.0, 60.7)])
def test_training_for_inference_follows_its_first_order_condition(served: float, k: float) -> None:
    base, power = optimal_ratio(LAW, 1e25), 2 / (LAW.alpha + LAW.beta)
    assert (1 + served / 3) ** power == pytest.approx(k, rel=0.01)
    tokens = tokens_at(base * k, 1e25)
    assert with_inference(LAW, 1e25, served * tokens, 500.0) == pytest.approx(base * k, rel=0.02)


def test_training_for_inference_takes_the_least_compute_for_its_loss() -> None:
    served, flop = 1e14, 1e25
    k = with_inference(LAW, flop, served, 500.0)
    tokens = tokens_at(k, flop)
    size = flop / 6 / tokens
    goal, whole = LAW.reducible_loss(size, tokens), 6 * size * tokens + 2 * size * served
    for factor in (0.7, 0.9, 1.1, 1.4):
        other = size * factor
        rest = goal - LAW.size_scale * other**-LAW.alpha
        needed = (LAW.data_scale / rest) ** (1 / LAW.beta)
        assert 6 * other * needed + 2 * other * served > whole


def test_k_for_inference_is_capped() -> None:
    assert with_inference(LAW, 1e20, 1e20, MOST_OVERTRAINED) == MOST_OVERTRAINED


@pytest.mark.parametrize(("h", "k"), [(1.1, 1.25), (1.5, 3.1), (2.0, 10.6)])
def test_the_most_profitable_k_is_that_of_the_closed_form(h: float, k: float) -> None:
    law = scaling_laws()["data-stock"]
    assert most_profitable(law, 1e25, 7.0, h, 500.0) / optimal_ratio(law, 1e25) == pytest.approx(k, rel=0.02)


def test_demand_that_hardly_minds_the_price_has_no_best_k() -> None:
    assert most_profitable(LAW, 1e25, 1.0, 1.4, 500.0) == 500.0


def test_the_market_solves_its_own_line() -> None:
    for flop in (1e21, 1e24, 1e27):
        k = at_market(flop, 3.0, 10.2, 0.42, 0.84, 500.0)
        if k < 500.0:
            size = (flop / 120 / k) ** 0.5
            assert log10(k) == pytest.approx(10.2 + 0.42 * log10(3.0) - 0.84 * log10(size), abs=1e-9)


def test_a_lab_in_the_market_follows_the_frontier() -> None:
    assert k_of(1e25, 2024.0, strategy="market") == at_market(1e25, 1.0, 10.2, 0.42, 0.84, 500.0)
    assert k_of(1e25, 2026.0, strategy="market") == pytest.approx(at_market(1e25, 16.0, 10.2, 0.42, 0.84, 500.0))


def test_a_course_runs_through_its_dates_in_logarithms() -> None:
    course = {"gpt3": {"at": 2020.0, "k": 0.1}, "chinchilla": {"at": 2022.0, "k": 1}}
    given = {"strategy": "fixed", "k": 10, "since": 2024.0, "course": course}
    found = [k_of(1e25, year, **given) for year in (2019.0, 2020.0, 2021.0, 2022.0, 2023.0, 2024.0, 2030.0)]
    assert found == pytest.approx([0.1, 0.1, 10**-0.5, 1, 10**0.5, 10, 10])


def test_users_that_exist_replace_the_stated_lifetime_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    alive = ecosystem(strategy="inference_optimal", lifetime_tokens="1e13 token", lifetime="2 year")
    strategy = alive.labs["lab"].strategy
    assert strategy.k(1e25, 2024.0) == with_inference(LAW, 1e25, 1e13, MOST_OVERTRAINED)
    monkeypatch.setattr(alive, "use", lambda lab: Use(1.0, 3e13))
    assert strategy.k(1e25, 2024.0) == with_inference(LAW, 1e25, 6e13, MOST_OVERTRAINED)


def test_an_adaptive_lab_lowers_k_to_what_it_finds_and_recovers() -> None:
    alive = ecosystem(strategy="adaptive", k=16, least=1, recovery=0.5)
    strategy = alive.labs["lab"].strategy
    assert strategy.k(1e25, 2024.0) == 16
    strategy.looked(0.5, 1.0)
    assert strategy.k(1e25, 2024.0) == pytest.approx(4)
    strategy.looked(0.1, 1.0)
    assert strategy.k(1e25, 2024.0) == pytest.approx(1)
    strategy.looked(1.0, 1.0)
    assert strategy.k(1e25, 2024.0) == pytest.approx(16 * (1 / 16 + 15 / 32))


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_every_strategy_runs_in_a_world(name: str) -> None:
    loaded = load_world("minimal", [Setting("labs.lab.overtraining", {"strategy": name})])
    history = Ecosystem(loaded, central(loaded)).run()
    assert len(history.models) == 42
    assert strategy_of("lab", loaded.world.labs["lab"].overtraining, Ecosystem(loaded, central(loaded)))


def test_reading_by_margin_stops_where_parameters_are_worth_more() -> None:
    offers = [Offer("good", 1e12, 1.0, epochs=4.0), Offer("poor", 9e12, 0.3, epochs=2.0)]
    size = LAW.optimal_size_for(20e12)
    diet = Marginal(R_D, LAW).diet(20e12, size, offers)
    data = LAW.beta * LAW.data_scale * diet.effective**-LAW.beta
    worth = LAW.alpha * LAW.size_scale * size**-LAW.alpha / data * diet.effective / diet.slots
    tops = sorted(portion.break_level for portion in diet.portions if portion.read > 0)
    assert tops[0] >= worth - 1e-4
    assert diet.slots <= Threshold(R_D, 0.01).diet(20e12, size, offers).slots


def test_crawling_reads_everything_in_proportion_whatever_it_is_worth() -> None:
    offers = [Offer("good", 1e12, 1.0, epochs=4.0), Offer("junk", 9e12, 0.01, price=5.0, epochs=4.0)]
    some, much = (Crawl(R_D).diet(wanted, 1e9, offers) for wanted in (5e12, 1e15))
    assert [portion.read for portion in some.portions] == pytest.approx([0.5e12, 4.5e12])
    assert [portion.read for portion in much.portions] == pytest.approx([4e12, 36e12])
    assert some.effective < Threshold(R_D, 0.01).diet(5e12, 1e9, offers).effective


def some_offer(chance: random.Random, name: str) -> Offer:
    return Offer(
        name,
        unique=10 ** chance.uniform(10, 13),
        value=chance.uniform(0.005, 1.2),
        price=chance.choice([0.0, chance.uniform(0.0, 1.0)]),
        compute=chance.choice([1.0, chance.uniform(1.0, 4.0)]),
        epochs=chance.choice([inf, chance.uniform(1.0, 6.0)]),
    )


@pytest.mark.parametrize(("name", "least"), [("threshold", 600), ("marginal", 20), ("crawl", 0)])
def test_an_offer_worth_less_than_the_bar_changes_not_one_bit(name: str, least: int) -> None:
    chance, way, below = random.Random(name), WAYS[name](R_D, 0.3, LAW), 0
    for _ in range(2000):
        offers = [some_offer(chance, f"p{i}") for i in range(chance.randint(0, 5))]
        wanted, size, more = 10 ** chance.uniform(10, 14), 10 ** chance.uniform(8, 12), some_offer(chance, "more")
        without = way.diet(wanted, size, offers)
        if best_level(more, R_D) < way.bar(wanted, without):
            with_it = way.diet(wanted, size, [more, *offers])
            assert with_it.portions[0].read == 0
            assert (with_it.level, with_it.portions[1:]) == (without.level, without.portions)
            below += 1
    assert below >= least
