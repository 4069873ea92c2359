from math import log

import pytest

from simulator.whatif import Comparison, asked, compare
from worlds.config.faults import InputError
from worlds.config.loading import load_world
from worlds.config.settings import Setting
from worlds.config.timed import parse_change

K = "labs.frontier.overtraining.k"


def effects(comparison: Comparison) -> dict[str, float]:
    return {one.outcome: one.difference for one in comparison.effects}


def test_a_change_of_nothing_has_exactly_no_effect() -> None:
    same = load_world("epoch-2024").plain
    labs = same["labs"]
    assert isinstance(labs, dict)
    comparison = compare("epoch-2024", [Setting(K, labs["frontier"]["overtraining"]["k"])], replications=20)
    assert {one.difference for one in comparison.effects} == {0.0}


def test_ten_times_k_costs_in_each_future_what_the_closed_form_says() -> None:
    comparison = compare("epoch-2024", [Setting(K, 10)], replications=50)
    (effect,) = [one for one in comparison.effects if one.outcome == "exhaustion_year.public"]
    assert effect.low < effect.difference < effect.high
    assert effect.difference == pytest.approx(-1.5, abs=0.15)
    assert effect.helps == 0
    assert effect.variance_ratio is not None
    assert effect.variance_ratio > 5
    pairs = comparison.pairs.to_pandas()
    mine = pairs[pairs["outcome"] == "exhaustion_year.public"]
    assert (mine["changed"] - mine["baseline"]).max() < -log(10) / (2 * log(9.120108**0.5 * 2))


def test_other_numbers_are_drawn_alike_on_both_sides() -> None:
    comparison = compare("epoch-2024", [Setting(K, 10)], replications=20)
    assert effects(comparison)["final_stock.public_text"] == 0.0
    assert effects(comparison)["training_runs"] == 0.0


def test_dates_that_never_come_count_as_the_end() -> None:
    comparison = compare("minimal", [Setting("pools.public_text.stock", "1e9 T token")], replications=10)
    (effect,) = [one for one in comparison.effects if one.outcome == "exhaustion_year.public"]
    assert effect.censored == 1.0
    pairs = comparison.pairs.to_pandas()
    assert set(pairs[pairs["outcome"] == "exhaustion_year.public"]["changed"]) == {2040.0}


def test_a_whatif_without_a_change_is_refused() -> None:
    with pytest.raises(InputError, match="nothing is changed; allowed: --policy NAME, or --set PATH=VALUE"):
        compare("minimal", [])


def test_beside_a_policy_a_setting_without_a_date_holds_on_both_sides() -> None:
    question = asked("minimal", ["data-levy", Setting("pools.public_text.stock", "50 T token")], replications=20)
    (case,) = question.cases
    (side,) = case.sides
    for loaded in (case.baseline.loaded, side.loaded):
        assert loaded.numbers["pools.public_text.stock"].value == 50e12
    assert (side.policy, question.assumed) == ("data-levy", ("pools.public_text.stock=50 T token",))


def test_beside_a_policy_a_setting_with_a_date_is_a_further_change() -> None:
    late = parse_change("pools.public_text.link_rot=9 %/year@2031")
    question = asked("minimal", ["data-levy", late], replications=20)
    (case,) = question.cases
    assert not case.baseline.loaded.enacted
    assert [one.year for one in case.sides[0].loaded.enacted] == [2027.0, 2031.0]
    assert case.sides[0].policy == "data-levy pools.public_text.link_rot=9 %/year@2031"


@pytest.mark.parametrize(
    ("policies", "settings"),
    [
        (["data-levy"], ["statutes.data_levy=2 USD/Mtoken@2029"]),
        ([], ["statutes.data_levy=2 USD/Mtoken@2029", "statutes.data_levy=3 USD/Mtoken@2028..2030"]),
    ],
)
def test_a_setting_with_a_date_that_meets_another_change_is_refused(policies: list[str], settings: list[str]) -> None:
    with pytest.raises(InputError, match=r"statutes\.data_levy: .* both change it from 2029 on"):
        asked("minimal", policies, settings=map(parse_change, settings), replications=20)


def test_a_setting_with_a_date_beyond_a_lever_is_told() -> None:
    far = parse_change("statutes.data_levy=5000 USD/Mtoken@2029")
    (words,) = asked("minimal", [far], replications=20).warnings
    assert "beyond the range in which the model is valid, 0 USD/Mtoken to 1000 USD/Mtoken" in words
    near = parse_change("statutes.data_levy=5 USD/Mtoken@2029")
    assert asked("minimal", [near], replications=20).warnings == []
