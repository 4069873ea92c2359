"""What a lab can pay, waits for, and trains with it."""

from itertools import pairwise

import pytest

from tests.agents.small_worlds import (
    LEAKY,
    OWNER,
    PRIVATE,
    alive,
    kinds,
    world,
)


def test_a_lab_buys_compute_with_its_budget() -> None:
    loaded = world(labs__lab__compute=None, labs__lab__budget={"value": "1 M USD", "at": 2024.0})
    models = alive(loaded).run().models
    spent = {round(model.planned_year): 0.0 for model in models}
    for model in models:
        spent[round(model.planned_year)] += model.spend_usd
    assert spent[2024] == pytest.approx(1e6)


def test_what_is_read_without_a_keeper_is_paid_for_all_the_same() -> None:
    loaded = world(
        labs__lab__compute=None,
        labs__lab__compute_growth="1 x/year",
        labs__lab__budget="1 G USD",
        pools__public_text__price="3 USD/Mtoken",
    )
    history = alive(loaded).run()
    read = sum(helping.spend_usd for one in history.corpora for helping in one.corpus.helpings)
    assert sum(one.usd for one in history.payments) == pytest.approx(read)
    assert {one.to for one in history.payments} == {""}
    spent = [sum(model.spend_usd for model in history.models if model.planned_year == year) for year in (2020, 2021)]
    first = sum(one.usd for one in history.payments if one.year == 2020)
    assert spent[1] == pytest.approx(1e9 - first)


def test_a_lab_that_waited_long_makes_up_for_no_missed_generation() -> None:
    short = {"pools__public_text__stock": "10 T token", "pools__public_text__net_growth": "3 x/year"}
    patient = {"labs__lab__shortfall": ["wait"], "labs__lab__max_wait": "10 year"}
    history = alive(world(**short, **patient, labs__lab__compute={"value": "1e26 FLOP", "at": 2020.0})).run()
    years = sorted({model.year for model in history.models})
    assert min(later - earlier for earlier, later in pairwise(years)) > 0.01
    assert len({model.id for model in history.models}) == len(history.models)


def test_worthless_text_trains_nothing() -> None:
    loaded = world(pools__public_text__quality="0 %", labs__lab__reading="crawl")
    assert alive(loaded).run().models == []


def test_fines_come_out_of_the_next_budget() -> None:
    rich = {"labs__lab__compute": None, "labs__lab__budget": "1 M USD", "labs__lab__shortfall": ["repeat"]}
    tiny = {**PRIVATE, "stock": "1 T token", "price": "0 USD/Mtoken"}
    leaky = {**LEAKY, "breaches": "5 event/year", "fine": "1 G USD"}
    owner = {**OWNER, "fee": "0 USD", "integration_cost": "0 USD", "holders": ["lab"], "incidents": leaky}
    stock = {"pools__public_text__stock": "100 G token"}
    history = alive(world(pools__mail=tiny, data_owners={"post": owner}, **stock, **rich)).run()
    first = kinds(history, "incident")[0]
    assert not [model for model in history.models if model.year > first + 1], "it owes more than it will ever have"
    assert kinds(history, "idle")
