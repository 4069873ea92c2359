from math import log, nan
from pathlib import Path

import pytest

from simulator.outcomes import names_in
from simulator.pictures.comparisons import by_importance, costs, survival
from simulator.pictures.comparisons import effects as drawn_effects
from simulator.report.whatif import pictures_of
from simulator.report.whatif_folder import save
from simulator.run import run_world
from simulator.whatif.comparison import Comparison, compare
from simulator.whatif.effects import Effect, effect_of
from simulator.whatif.question import asked
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


def of(comparison: Comparison, policy: str, outcome: str, scenario: str) -> Effect:
    (found,) = [
        one for one in comparison.effects if (one.policy, one.outcome, one.scenario) == (policy, outcome, scenario)
    ]
    return found


@pytest.fixture(scope="module")
def capped() -> Comparison:
    names = ["data-levy", "compute-cap", "data-levy@+20"]
    return compare("minimal", names, scenarios=["small-web", "large-web"], replications=3)


def test_a_gain_up_to_the_end_is_at_least_that_large(capped: Comparison) -> None:
    gained = of(capped, "compute-cap", "exhaustion_year.public", "small-web")
    assert (gained.bound, gained.censored) == ("at least", 1.0)
    assert of(capped, "data-levy", "exhaustion_year.public", "small-web").bound is None
    late, never = [(2030.0, False), (2031.0, False)], [(2040.0, True), (2040.0, True)]
    assert effect_of("p", "s", "exhaustion_year.public", never, late, 2040.0).bound == "at most"
    assert effect_of("p", "s", "exhaustion_year.public", never, never, 2040.0).bound is None


def test_an_effect_says_on_how_many_pairs_it_rests() -> None:
    base, changed = [(1.0, False), (nan, True), (2.0, False)], [(2.0, False), (1.0, False), (4.0, False)]
    effect = effect_of("p", "s", "regeneration_gap.x", base, changed, 2040.0)
    assert (effect.pairs, effect.difference) == (2, 1.5)


def test_a_move_of_rounding_size_neither_helps_nor_harms() -> None:
    base, changed = [(1.0, False)] * 4, [(1.0 + 1e-11, False), (1.0 - 1e-11, False), (1.0, False), (0.5, False)]
    effect = effect_of("p", "s", "data_bound_share", base, changed, 2040.0)
    assert (effect.helps, effect.unchanged) == (0.25, 0.75)


def test_what_labs_gain_is_the_sum_of_its_items(capped: Comparison) -> None:
    items, labs = capped.frame("accounts"), capped.frame("burdens")
    mine = items[(items["policy"] == "data-levy") & (items["scenario"] == "large-web") & (items["party"] == "labs")]
    (whole,) = [
        one.usd for one in capped.burdens if (one.policy, one.party, one.scenario) == ("data-levy", "labs", "large-web")
    ]
    assert mine["usd"].sum() == pytest.approx(whole)
    assert mine.set_index("item")["usd"]["levies"] == pytest.approx(whole)
    assert mine.set_index("item")["usd"]["data"] == 0.0
    assert len(labs) == 3 * 4 * 2


def test_a_policy_that_begins_after_the_end_is_told(capped: Comparison) -> None:
    assert {one.words for one in capped.never_acted} == {
        f"data-levy never acts in the scenario {name}: it begins in 2047, and the world ends in 2040"
        for name in ("small-web", "large-web")
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("reacts:\n  r: {when: pools.public_text.price above 9 USD/token, path: statutes.trusts, value: 1}\n", "waits"),
        ("changes:\n  c: {path: statutes.exclusive_deals, from: 2030.0, value: 1}\n", "is so already"),
    ],
)
def test_a_policy_that_never_does_anything_says_why(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "idle.yaml"
    path.write_text(f"policy: idle\ndescription: a test\n{text}", encoding="utf-8")
    (one,) = compare("minimal", [str(path)], replications=2).never_acted
    assert why in one.why


def test_what_a_scenario_has_no_number_for_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    values = "{pools.public_text.stock: 1 T token, pools.mail.stock: 2 T token}"
    path.write_text(f"scenario: s\ndescription: a test\nvalues: {values}\n", encoding="utf-8")
    question = asked("minimal", ["data-levy"], scenarios=[str(path)], replications=20)
    assert question.warnings == ["the scenario s: minimal has no pools.mail.stock"]


def test_few_pairs_are_warned_of_and_one_is_refused() -> None:
    assert asked("minimal", ["data-levy"], replications=20).warnings == []
    assert "19 pairs are few" in asked("minimal", ["data-levy"], replications=19).warnings[0]
    with pytest.raises(InputError, match="at least 2; given: 1"):
        compare("minimal", ["data-levy"], replications=1)


def test_every_scenario_has_figures_with_its_name(capped: Comparison, tmp_path: Path) -> None:
    names = {one.name for one in save(capped, tmp_path / "out").iterdir()}
    for figure in ("survival", "effects", "costs"):
        assert {f"{figure}-small-web.png", f"{figure}-large-web.png"} <= names
    corners = {picture.name: picture.source for picture in pictures_of(capped)}
    assert corners["effects-large-web"].endswith(", scenario large-web")


def test_figures_have_units_and_say_which_way_is_better(capped: Comparison) -> None:
    told = capped.frame("effects")
    told = told[told["scenario"] == "large-web"]
    labels = {
        panel.title: panel.x.label for picture in (drawn_effects(told, ""), costs(told, "")) for panel in picture.panels
    }
    assert labels["Public text runs dry"] == "change [years]; more is better"
    assert labels["Times that private data got out"] == "change [number]; less is better"
    assert labels["Labs spend on data"] == "change [B USD]; less is better"
    assert labels["Human share of what is read"] == "change [percentage points]; more is better"


def test_figures_of_effects_hold_the_numbers_of_the_table(capped: Comparison) -> None:
    told = capped.frame("effects")
    told = told[told["scenario"] == "small-web"]
    frame = costs(told, "").frame
    paid = frame[(frame["panel"] == "Labs spend on data") & frame["y"].notna()].drop_duplicates("y").set_index("y")
    wanted = told[told["outcome"] == "data_spend_usd"].set_index("policy")
    assert dict(paid["middle"] * 1e9) == pytest.approx(dict(wanted["difference"]))
    assert dict(paid["low"] * 1e9) == pytest.approx(dict(wanted["q05"]))


def test_survival_shows_what_matters_most_first_and_says_what_is_left_out(capped: Comparison) -> None:
    curves = capped.frame("survivals").iloc[:0]
    rows = [{"outcome": f"exhaustion_year.p{i}", "shares": [1.0, 0.5]} for i in range(14)]
    rows += [{"outcome": f"exhaustion_year.{name}", "shares": [1.0, 0.0]} for name in ("ecosystem", "public")]
    rows += [{"outcome": "exhaustion_year.full", "shares": [1.0, 1.0]}]
    curves = type(curves)(rows)
    effects = type(curves)([{"outcome": f"exhaustion_year.p{i}", "difference": float(-i)} for i in range(14)])
    ordered = by_importance(curves, effects)
    assert ordered[:3] == ["exhaustion_year.public", "exhaustion_year.ecosystem", "exhaustion_year.p13"]
    assert "exhaustion_year.full" not in ordered
    told, survivals = (capped.frame(name) for name in ("effects", "survivals"))
    told, survivals = (frame[frame["scenario"] == "small-web"] for frame in (told, survivals))
    picture = survival(survivals, told, "")
    assert [panel.title for panel in picture.panels] == ["public", "ecosystem", "public_text"]


@pytest.mark.parametrize("world", ["minimal", "estuary"])
def test_the_names_of_outcomes_are_known_before_a_run(world: str) -> None:
    loaded = load_world(world)
    assert names_in(loaded.world) == set(run_world(loaded).summary)
