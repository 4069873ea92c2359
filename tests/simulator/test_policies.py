"""What-ifs of policies: nothing before their date, nothing from nothing, and each statute does what it says."""

from dataclasses import replace
from pathlib import Path

import pytest

from agents.watch import margin
from simulator.ecosystem import Ecosystem
from simulator.recorder import History
from simulator.report.policies import verdicts
from simulator.run import run_world
from simulator.whatif.comparison import Comparison, compare
from simulator.whatif.explain import explain
from simulator.whatif.question import asked
from worlds.config.chance import Luck
from worlds.config.faults import InputError
from worlds.config.governing import govern
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.policies import load_policies, load_policy
from worlds.config.schema.policy import Expectation
from worlds.config.settings import Setting
from worlds.config.values import central, drawn
from worlds.config.watching import watched

ALL = ["data-levy", "compulsory-licensing", "overtraining-cap", "compute-cap", "cherish-data", "scarcity-alarm"]


def run(loaded: LoadedWorld, replication: int = 0) -> History:
    return Ecosystem(loaded, drawn(loaded, 0, replication), Luck(0, replication)).run()


def under(policies: str, world: str = "estuary") -> LoadedWorld:
    return govern(load_world(world), load_policies(policies)).loaded


def written(folder: Path, text: str) -> LoadedWorld:
    path = folder / "mine.yaml"
    path.write_text(f"policy: mine\ndescription: a test\n{text}", encoding="utf-8")
    return govern(load_world("estuary"), [load_policy(path)]).loaded


@pytest.mark.parametrize("name", ALL)
def test_until_its_date_a_policy_changes_not_one_bit(name: str) -> None:
    free, ruled = run(load_world("estuary")), run(under(name))
    for table in ("states", "models", "payments", "corpora", "demands"):
        before, after = ([one for one in getattr(history, table) if one.year < 2027.0] for history in (free, ruled))
        assert before == after


def test_an_empty_policy_and_a_cap_above_everything_change_not_one_bit(tmp_path: Path) -> None:
    free = run(load_world("estuary"))
    caps = """changes:
  k: {path: statutes.overtraining_cap, from: 2020.0, value: 9999 x}
  c: {path: statutes.compute_cap, from: 2021.0, value: 1e59 FLOP}
"""
    for text in ("", caps):
        ruled = run(written(tmp_path, text))
        assert ruled.models == free.models
        assert ruled.states == free.states
        assert ruled.uses == free.uses
        assert ruled.payments == free.payments


def test_both_orders_of_two_policies_give_the_same_bytes() -> None:
    one, other = (
        compare("estuary", [both], replications=2, until=2032.0)
        for both in ("data-levy+cherish-data", "cherish-data+data-levy")
    )
    assert repr(one.effects) == repr(other.effects)


SIDES = [
    ("data-levy+overtraining-cap", "overtraining-cap+data-levy"),
    ("data-levy", "data-levy@+0"),
    ("p1.yaml", "./p1.yaml"),
]


@pytest.mark.parametrize(("one", "other"), SIDES)
def test_one_side_under_two_names_is_compared_once(
    one: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p1.yaml").write_text("policy: mine\ndescription: a test\n", encoding="utf-8")
    assert len(asked("minimal", [one, other], replications=2).policies) == 1


def test_two_policies_of_one_name_are_refused_with_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text("policy: data-levy\ndescription: another\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"data-levy and p\.yaml are different policies, both called 'data-levy'"):
        asked("minimal", ["data-levy", "p.yaml"], replications=2)
    Path("s.yaml").write_text(
        "scenario: small-web\ndescription: another\nvalues: {pools.public_text.stock: 1 T token}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"different scenarios, both called 'small-web'"):
        asked("minimal", ["data-levy"], scenarios=["small-web", "s.yaml"], replications=2)


def test_no_model_is_overtrained_beyond_the_cap_and_the_lead_gets_what_is_freed(tmp_path: Path) -> None:
    text = "changes:\n  k: {path: statutes.overtraining_cap, from: 2020.0, value: 5 x}\n"
    loaded = written(tmp_path, text).with_settings([Setting("pools.public_text.stock", "1e6 T token")])
    free = load_world("estuary").with_settings([Setting("pools.public_text.stock", "1e6 T token")])
    capped, other = (Ecosystem(one, central(one)).run().models for one in (loaded, free))
    ks = [model.planned_overtraining for model in capped if model.year >= 2020.5]
    assert max(ks) <= 5.0 * (1 + 1e-9)
    assert max(model.planned_overtraining for model in other) > 20.0
    lead = {m.year: m.planned_tokens for m in capped if m.lab == "challenger" and m.name == "largest"}
    before = {m.year: m.planned_tokens for m in other if m.lab == "challenger" and m.name == "largest"}
    assert all(lead[year] > before[year] for year in lead if year >= 2020.5 and year in before)


def test_a_cap_binds_a_lab_with_absolute_sizes(tmp_path: Path) -> None:
    path = tmp_path / "cap.yaml"
    path.write_text(
        "policy: cap\ndescription: a test\n"
        "changes:\n  k: {path: statutes.overtraining_cap, from: 2018.0, value: 10 x}\n",
        encoding="utf-8",
    )
    loaded = govern(load_world("article-2024"), [load_policy(path)]).loaded
    runs = {model.name: model.overtraining for model in run(loaded).models if model.lab == "llama_3"}
    assert runs == {"8b": pytest.approx(10.0), "70b": pytest.approx(10.0)}


def test_no_run_takes_more_than_the_compute_cap(tmp_path: Path) -> None:
    text = "changes:\n  c: {path: statutes.compute_cap, from: 2022.0, value: 1e24 FLOP}\n"
    history = run(written(tmp_path, text))
    assert max(model.flop for model in history.models if model.year > 2022.0) <= 1e24 * (1 + 1e-9)
    assert max(model.flop for model in run(load_world("estuary")).models) > 1e25


def test_a_levy_is_owed_for_what_no_model_wrote_and_goes_to_nobody(tmp_path: Path) -> None:
    text = "changes:\n  l: {path: statutes.data_levy, from: 2020.0, value: 0.01 USD/Mtoken}\n"
    history = run(written(tmp_path, text))
    levies = sum(one.usd for one in history.payments if one.what == "levy")
    owed = sum(
        1e-8 * helping.unique
        for one in history.corpora
        if one.year >= 2020.0
        for helping in one.corpus.helpings
        if helping.kind != "synthetic"
    )
    assert levies == pytest.approx(owed)
    assert levies > 0
    assert {one.to for one in history.payments if one.what == "levy"} == {""}


def test_a_ban_on_exclusive_deals_lets_several_read(tmp_path: Path) -> None:
    text = "changes:\n  b: {path: statutes.exclusive_deals, from: 2018.0, value: 0}\n"
    alone, free = run(load_world("estuary")), run(written(tmp_path, text))
    deals = [[one.text for one in history.happenings if one.kind == "deal"] for history in (alone, free)]
    assert any("for itself alone" in one for one in deals[0])
    assert not any("for itself alone" in one for one in deals[1])


def test_a_change_that_comes_by_and_by_gets_there_in_even_steps(tmp_path: Path) -> None:
    text = "changes:\n  p: {path: pools.papers.price, from: 2022.0, over: 2 year, until: 2030.0, value: 3 USD/Mtoken}\n"
    loaded = written(tmp_path, text)
    prices = [1e6 * at(loaded, year) for year in (2021.9, 2022.2, 2022.3, 2023.1, 2024.1, 2029.9, 2030.1)]
    assert prices == pytest.approx([1.0, 1.0, 1.25, 2.0, 3.0, 3.0, 1.0])


def at(loaded: LoadedWorld, year: float) -> float:
    ecosystem = Ecosystem(loaded, central(loaded))
    return ecosystem.ask(year, lambda: ecosystem.values.at("pools.papers.price"), 999_999)


def test_a_reaction_comes_at_the_moment_its_curve_gets_there_and_ends(tmp_path: Path) -> None:
    text = """reacts:
  r: {when: pools.public_text.machine_share above 15 %, path: pools.messages.price, times: 2, lasting: 2 year}
"""
    loaded = written(tmp_path, text)
    history = Ecosystem(loaded, central(loaded)).run()
    (first, *_) = [one.year for one in history.happenings if one.kind == "trigger"]
    free = load_world("estuary")
    ecosystem = Ecosystem(free, central(free))
    share = ecosystem.ask(first, lambda: ecosystem.pools["public_text"].machine_share(first), 999_999)
    assert share == pytest.approx(0.15, abs=1e-6)
    ends = [one.year for one in history.happenings if one.kind == "rule" and "lets r end" in one.text]
    assert ends[0] == pytest.approx(first + 2.0)


def test_a_reaction_to_plans_comes_with_the_plan_that_makes_it_true(tmp_path: Path) -> None:
    text = """reacts:
  r: {when: "pools[kind=public].utilisation above 0.5", path: pools.messages.price, times: 0.5}
"""
    history = run(written(tmp_path, text))
    (first, *_) = [one.year for one in history.happenings if one.kind == "trigger"]
    seen = [one for one in history.demands if one.utilisation.get("public_text", 0.0) > 0.5]
    assert first == seen[0].year


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("pools.public_txt.utilisation above 0.8", "did you mean 'public_text'"),
        ("pools.public_text.utilisaton above 0.8", "did you mean 'utilisation'"),
        ("pools.public_text.utilisation over 0.8", "not a condition"),
        ("pools.messages.price above 3 apples", "apples"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(tmp_path: Path, when: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        written(tmp_path, f'reacts:\n  r: {{when: "{when}", path: pools.messages.price, times: 2}}\n')


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare("estuary", ["data-levy", "cherish-data"], scenarios=["small-web", "large-web"], replications=3)


def test_each_policy_has_its_effect_in_each_scenario(comparison: Comparison) -> None:
    effects = comparison.frame("effects")
    assert set(effects["scenario"]) == {"small-web", "large-web"}
    assert set(effects["policy"]) == {"data-levy", "cherish-data"}
    spend = effects[(effects["policy"] == "data-levy") & (effects["outcome"] == "data_spend_usd")]
    assert (spend["difference"] > 0).all()


def test_a_levy_is_what_the_treasury_gets(comparison: Comparison) -> None:
    burdens = comparison.frame("burdens").set_index(["policy", "party", "scenario"])["usd"]
    assert burdens["data-levy", "treasury", "small-web"] > 0
    assert burdens["cherish-data", "treasury", "small-web"] == 0


def test_what_is_best_in_every_scenario_is_not_regretted(comparison: Comparison) -> None:
    regrets = comparison.frame("regrets")
    assert (regrets["regret"] >= 0).all()
    for _, mine in regrets.groupby("outcome"):
        assert len(mine) == 3


def test_survival_falls_from_one(comparison: Comparison) -> None:
    for curve in comparison.survivals:
        assert curve.shares[0] == 1.0
        assert curve.shares == sorted(curve.shares, reverse=True)
        assert curve.years == sorted(curve.years)


def test_frozen_labs_keep_their_plans() -> None:
    question = asked("estuary", ["compute-cap"], replications=2, frozen=True)
    free = compare("estuary", ["transparency-rule"], replications=2, frozen=True)
    runs = {one.outcome: one.difference for one in free.effects}
    assert runs["training_runs"] == 0.0
    assert question.frozen


def explained(world: str, policy: str) -> list[str]:
    question = asked(world, [policy], replications=2)
    told = explain(question.cases[0], question.cases[0].sides[0], 0)
    return list(told.words(("exhaustion_year.public", "data_bound_share")))


def test_an_explanation_begins_with_the_policy_and_ends_with_what_came_out() -> None:
    lines = explained("estuary", "data-levy")
    assert lines[1].startswith("First divergence: 2027.0  only with the policy: the policy data-levy enacts levy")
    assert lines[-1].startswith("data_bound_share: ")


def test_an_explanation_says_why_a_crossing_is_dated_before_the_policy() -> None:
    lines = explained("minimal", "compute-cap@+3")
    early = [line for line in lines if line.startswith("2029.6  only without the policy: public text runs out")]
    assert early[0].endswith("(dated between two plans, the second of which went otherwise)")
    first = lines.index(next(line for line in lines if line.startswith("First divergence")))
    assert "enacts cap" in lines[first], "at one date the cause comes before its effect"
    assert lines.index(early[0]) < first < lines.index(next(line for line in lines if "is data-bound" in line))
    assert "not before 2040 with the policy" in lines[-2]


def test_an_explanation_tells_few_of_the_deeds_of_a_policy_and_what_came_of_them() -> None:
    lines = explained("baseline-2026", "compulsory-licensing")
    assert sum("the policy compulsory-licensing" in line for line in lines) == 3
    assert sum("is exhausted" in line or "is data-bound" in line for line in lines) > 3
    untold = next(line for line in lines if line.startswith("Not told: "))
    assert int(untold.split()[2].replace(",", "")) > 10


def test_an_event_that_moved_is_one_line_with_both_dates() -> None:
    lines = explained("estuary", "data-levy")
    moved = [line for line in lines if "public text runs out" in line]
    assert len(moved) == 1
    assert moved[0].startswith("2028.9 instead of 2029.1  ")
    dates = [line.removeprefix("First divergence: ") for line in lines if "  " in line]
    firsts = [min(float(word) for word in line.partition("  ")[0].split(" instead of ")) for line in dates]
    assert firsts == sorted(firsts)


def test_a_run_under_a_policy_is_the_side_that_a_whatif_compares() -> None:
    result = run_world("minimal", policies=["compute-cap"], scenario="small-web", replications=2)
    pairs = compare("minimal", ["compute-cap"], scenarios=["small-web"], replications=2).frame("pairs")
    both = result.outcomes.merge(pairs, on=["replication", "outcome"])
    both = both[both["outcome"].isin(["data_bound_share", "train_flop"])]
    assert len(both) == 4
    assert list(both["value"]) == list(both["changed"])
    assert result.request.policies == ("compute-cap",)


def test_the_page_of_policies_tells_nothing_to_change_from_no_effect() -> None:
    names = ["data-levy", "exclusive-deals-ban", "interaction-data-consent", "compute-cap@+20"]
    expects = {"a": Expectation(outcome="training_runs", direction="rises", why="a test")}
    policies = [load_policy(name) for name in names]
    policies = [replace(one, section=one.section.model_copy(update={"expects": expects})) for one in policies]
    words = {one.policy: one.word for one in verdicts(compare("minimal", names, replications=2), policies)}
    assert words == {
        "data-levy": "no effect",
        "exclusive-deals-ban": "no effect",
        "interaction-data-consent": "nothing to change",
        "compute-cap@+20": "never acts: it begins in 2047, and the world ends in 2040",
    }


def test_a_switch_is_told_as_one_or_nothing_and_not_in_per_cent() -> None:
    history = run(under("exclusive-deals-ban"))
    (told,) = [one.text for one in history.happenings if one.kind == "rule"]
    assert told.endswith("statutes.exclusive_deals is set to 0")


@pytest.mark.parametrize(("side", "level"), [("above", 0.5), ("below", 0.9)])
def test_of_several_pools_one_is_enough_for_a_condition(side: str, level: float) -> None:
    loaded = load_world("estuary")
    ecosystem = Ecosystem(loaded, central(loaded))
    one = watched(f"pools.*.quality {side} {level}", loaded.world)
    qualities = [pool.quality(2018.0) for pool in ecosystem.pools.values()]
    assert min(qualities) < level < max(qualities)
    assert margin(one, ecosystem, 2018.0) > 0


def test_a_reaction_that_lasts_lapses_and_comes_again_while_it_is_true(tmp_path: Path) -> None:
    text = """reacts:
  r: {when: pools.public_text.stock above 1 token, path: pools.messages.price, from: 2022.0, lasting: 3 year, times: 2}
"""
    history = run(written(tmp_path, text))
    rules = [(one.year, "lets r end" in one.text) for one in history.happenings if one.kind == "rule"]
    assert [year for year, ends in rules if ends][:2] == pytest.approx([2025.0, 2028.0], abs=0.6)
    assert sum(not ends for _, ends in rules) > 2
