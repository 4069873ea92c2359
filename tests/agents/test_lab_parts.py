"""Plan, corpus and training, without a clock."""

from dataclasses import replace
from math import exp, log, sqrt

import pytest

from agents.corpus import Corpus
from agents.gathering import Gatherer
from agents.plan import Plan, PlannedModel, family_plan, slate_plan
from agents.strategies.reading import Threshold
from agents.training import Craft, Habits, Trainer
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.schema.overtraining import FixedOvertraining
from worlds.config.settings import Setting
from worlds.config.values import central, scaling_laws
from worlds.pools.offers import Reader
from worlds.pools.pool import Pool

R_D, R_N = 15.387756, 5.309743
LAW = scaling_laws()["besiroglu"]


def world(**lab: object) -> LoadedWorld:
    alone = [Setting("labs.lab.family", None)]
    return load_world("minimal", alone + [Setting(f"labs.lab.{name}", value) for name, value in lab.items()])


def family(loaded: LoadedWorld, flop: float) -> Plan:
    values, overtraining = central(loaded), loaded.world.labs["lab"].overtraining
    assert isinstance(overtraining, FixedOvertraining)
    k = values[overtraining.k]
    return family_plan(loaded.world.labs["lab"], values, flop, lambda _: k)


def test_a_family_shares_one_corpus_and_spends_its_compute() -> None:
    loaded = world(family={"405b": 1, "70b": 70 / 405, "8b": 8 / 405}, overtraining={"k": 15.6e12 / 405e9 / 20})
    flop = 6 * 15.6e12 * (405e9 + 70e9 + 8e9)
    plan = family(loaded, flop)
    models = {model.name: model for model in plan.models}
    assert plan.tokens == pytest.approx(15.6e12)
    assert sum(model.flop for model in plan.models) == pytest.approx(flop)
    ks = {name: round(model.overtraining, 1) for name, model in models.items()}
    assert ks == {"405b": 1.9, "70b": 11.1, "8b": 97.5}


def test_a_lab_without_compute_plans_nothing() -> None:
    loaded = world()
    assert family(loaded, 0.0).models == ()


@pytest.mark.parametrize(
    ("entry", "size", "tokens"),
    [
        ({"size": "8 B parameter", "tokens": "15 T token"}, 8e9, 15e12),
        ({"size": "8 B parameter", "k": 93.75}, 8e9, 15e12),
        ({"size": "8 B parameter", "compute": "7.2e23 FLOP"}, 8e9, 15e12),
        ({"tokens": "15 T token", "k": 93.75}, 8e9, 15e12),
        ({"tokens": "15 T token", "compute": "7.2e23 FLOP"}, 8e9, 15e12),
        ({"k": 93.75, "compute": "7.2e23 FLOP"}, 8e9, 15e12),
    ],
)
def test_two_of_size_k_compute_and_tokens_give_the_others(entry: dict[str, object], size: float, tokens: float) -> None:
    loaded = world(slate={"llama": entry})
    slate = loaded.world.labs["lab"].slate
    assert slate is not None
    (model,) = slate_plan(slate, central(loaded), lambda _: 1.0).models
    assert model.size == pytest.approx(size)
    assert model.tokens == pytest.approx(tokens)


def pools(**stocks: float) -> list[Pool]:
    made = []
    for name, stock in stocks.items():
        settings = [Setting("pools.public_text.stock", {"value": f"{stock!r} token", "at": 2020.0})]
        loaded = load_world("minimal", settings)
        made.append(Pool(name, loaded.world.pools["public_text"], central(loaded), 2020.0, R_D))
    return made


def compose(wanted: float, found: list[Pool], *, repeat: bool = False, min_value: float = 0.4) -> Corpus:
    """Return the corpus of a plan, having answered a shortfall with repetition if asked."""
    gatherer = Gatherer(central(load_world("minimal")), R_D, min_value, Threshold(R_D, min_value))
    reader = Reader(1e9, wanted, 1.0, {})
    corpus = gatherer.compose(reader, found, 2020.0)
    if not repeat or not corpus.data_bound:
        return corpus
    return replace(gatherer.compose(reader, found, 2020.0, capped=False), found=corpus.found)


def test_a_corpus_that_fits_reads_every_token_once() -> None:
    corpus = compose(3e11, pools(a=4e11, b=4e11))
    assert corpus.read == corpus.unique == pytest.approx(3e11)
    assert [helping.epochs for helping in corpus.helpings] == [1.0, 1.0]
    assert not corpus.data_bound


def test_a_corpus_stops_at_the_epoch_cap() -> None:
    corpus = compose(1e15, pools(a=4e11))
    cap = 1 - R_D * log(1 - 2 / R_D)
    assert corpus.helpings[0].epochs == pytest.approx(cap)
    assert corpus.helpings[0].effective == pytest.approx(3 * 4e11)
    assert corpus.data_bound


def test_repeating_goes_on_until_a_token_is_worth_too_little() -> None:
    corpus = compose(1e15, pools(a=4e11), repeat=True)
    assert corpus.helpings[0].marginal_value(R_D) == pytest.approx(0.4)
    assert corpus.helpings[0].epochs == pytest.approx(1 - R_D * log(0.4))
    assert corpus.data_bound, "the plan was not met before the response"


def test_a_lab_that_asks_for_more_value_repeats_less() -> None:
    corpus = compose(1e15, pools(a=4e11), min_value=0.95)
    assert corpus.helpings[0].marginal_value(R_D) == pytest.approx(0.95)


def test_a_corpus_of_no_pools_is_empty() -> None:
    corpus = compose(1e12, [], repeat=True)
    assert (corpus.read, corpus.unique, corpus.data_bound) == (0.0, 0.0, True)


HABITS = Habits(R_N, penalty=0.0, delta=1.0, kappa=0.5, memorised=0.001, memorised_slope=0.5)


def trainer(*, undertrain: bool, min_value: float = 0.4) -> Trainer:
    return Trainer(LAW, R_D, HABITS, Craft(), min_value, undertrain=undertrain)


PLANNED = PlannedModel("m", 8e9, 15e12)


def test_a_plan_that_is_met_comes_out_as_planned() -> None:
    corpus = compose(15e12, pools(a=20e12)[:1])
    (big,) = pools(a=9e11)
    big_corpus = compose(9e11, [big])
    model = trainer(undertrain=True).train("l", PlannedModel("m", 4.5e10, 9e11), big_corpus, 2020.0, 1e-18)
    assert corpus.wanted == 15e12
    assert model.size == 4.5e10
    assert model.tokens == pytest.approx(9e11)
    assert model.loss == pytest.approx(model.planned_loss)
    assert model.compute_equivalent == pytest.approx(1.0)
    assert model.data_bound is False
    assert model.spend_usd == pytest.approx(6 * 4.5e10 * 9e11 * 1e-18)


def test_undertraining_spends_the_compute_on_a_larger_model() -> None:
    corpus = compose(15e12, pools(a=9e11))
    small = trainer(undertrain=False).train("l", PLANNED, corpus, 2020.0, 1e-18)
    large = trainer(undertrain=True).train("l", PLANNED, corpus, 2020.0, 1e-18)
    assert small.size == 8e9
    assert small.flop < PLANNED.flop
    assert large.flop == pytest.approx(PLANNED.flop)
    assert large.loss < small.loss
    assert large.data_bound
    assert small.data_bound
    assert large.overtraining < large.planned_overtraining


@pytest.mark.parametrize("k", [0.1, 1.0, 50.0])
def test_no_parameter_is_added_that_is_worth_too_little(k: float) -> None:
    planned = PlannedModel("m", 15e16 / 20 / k, 15e16)
    corpus = compose(15e16, pools(a=1e12))
    model = trainer(undertrain=True).train("l", planned, corpus, 2020.0, 1e-18)
    supported = max(LAW.optimal_size_for(model.effective_tokens), model.effective_tokens / 20 / k)
    assert exp(-(model.size / supported - 1) / R_N) == pytest.approx(0.4)
    assert model.flop < planned.flop
    assert model.size < planned.size


def test_size_stops_growing_when_data_do() -> None:
    corpus = compose(1e18, pools(a=1e12))
    sizes = [
        trainer(undertrain=True).train("l", PlannedModel("m", size, 20 * size), corpus, 2020.0, 0.0).size
        for size in (1e14, 1e15, 1e16)
    ]
    assert sizes == pytest.approx([sizes[0]] * 3)


def test_parameters_without_data_are_not_counted_in_full() -> None:
    corpus = compose(1e18, pools(a=1e12))
    plain = trainer(undertrain=False).train("l", PlannedModel("m", 5e16, 1e18), corpus, 2020.0, 0.0)
    bounded = LAW.irreducible + LAW.reducible_loss(
        LAW.optimal_size_for(plain.effective_tokens) * (1 + R_N), plain.effective_tokens
    )
    assert plain.size == 5e16
    assert plain.loss >= bounded - 1e-12


def test_a_plan_with_k_below_one_that_is_met_is_not_discounted() -> None:
    corpus = compose(300e9, pools(a=9e11))
    model = trainer(undertrain=True).train("l", PlannedModel("gpt-3", 175e9, 300e9), corpus, 2020.0, 0.0)
    assert model.loss == pytest.approx(LAW.loss(175e9, 300e9))


def test_a_smaller_run_of_a_repeated_corpus_repeats_less() -> None:
    corpus = compose(1e15, pools(a=4e11))
    part = corpus.part(4e11, R_D)
    assert (part.unique, part.effective, part.tokens) == pytest.approx((4e11, 4e11, 4e11))


def test_tokens_of_a_plan_follow_the_square_root_of_k() -> None:
    plans = [family(one, 1e25) for one in (world(), world(overtraining={"k": 9}))]
    assert plans[1].tokens / plans[0].tokens == pytest.approx(sqrt(9))


def test_smaller_members_may_see_less_and_all_compute_is_spent() -> None:
    loaded = world(family={"lead": 1, "small": 0.01}, smaller_see=0.5, overtraining={"k": 2})
    plan = family(loaded, 1e25)
    lead, small = plan.models
    assert small.tokens == pytest.approx(0.1 * lead.tokens)
    assert small.size == pytest.approx(0.01 * lead.size)
    assert lead.overtraining == pytest.approx(2.0)
    assert lead.flop + small.flop == pytest.approx(1e25)
    assert plan.tokens == lead.tokens
