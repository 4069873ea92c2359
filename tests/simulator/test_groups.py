"""Groups of labs in whole runs: they act as the same labs written out, are reported as one, and cost no more each."""

import cProfile
from functools import cache
from pathlib import Path
from typing import Any, cast

import networkx as nx
import pandas as pd
import pytest
import yaml

from agents.lab import Lab
from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.report.story import story
from simulator.report.tale import tale
from simulator.run import Result, run_world
from simulator.tables import Tables
from tests.agents.small_worlds import LEAKY, OWNER, PRIVATE, alive, at, world
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central

TABLES = ("pools", "runs", "diets", "events", "payments")
EVERYONE = {
    "pools__mail": PRIVATE,
    "data_owners": {"post": {**OWNER, "incidents": LEAKY}},
    "publishers": {"web": {"pools": ["public_text"], "closing": {}, "machine_text": {}}},
}
"""Who makes labs meet: an owner with its desk and incidents, a publisher who closes."""


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """Return the rows of every table, but for what a group is called and how much events of it matter."""
    frames = {name: result.frame(name).reset_index(drop=True) for name in TABLES}
    return {name: frame.drop(columns=["group", "weight"], errors="ignore") for name, frame in frames.items()}


def differing(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> list[str]:
    """Return the tables that are not the same to the bit."""
    return [name for name in TABLES if not one[name].equals(other[name])]


def estuary(*changes: tuple[str, object], until: float = 2032.0) -> Result:
    return run_world("estuary", until=until, settings=[Setting(path, value) for path, value in changes])


def value(result: Result, outcome: str) -> float:
    found = result.summary[outcome].mean
    assert found is not None
    return found


def test_a_group_of_one_is_a_lab_alone_to_the_bit() -> None:
    alone = run_world("estuary", until=2032.0, replications=2)
    settings = [Setting("labs.newcomer.count", 1), Setting("labs.newcomer.spread", 2)]
    one = run_world("estuary", until=2032.0, replications=2, settings=settings)
    assert differing(tables(one), tables(alone)) == []
    assert one.frame("use").equals(alone.frame("use"))


def test_a_group_is_the_same_labs_written_out_to_the_bit() -> None:
    lab = {**world().plain["labs"]["lab"], "cadence": "1.5 year", "shortfall": ["repeat", "undertrain"]}  # type: ignore[index]
    grouped = world(**EVERYONE, labs={"lab": {**lab, "count": 3}})
    delays = {one.member.name: one.member.delay for one in alive(grouped).labs.values()}
    assert sorted(delays) == ["lab_1", "lab_2", "lab_3"]
    apart = {name: {**lab, "start": 2020.0 + 1.5 * delay} for name, delay in delays.items()}
    written = world(**EVERYONE, labs={"lab": None, **apart})
    one, other = (run_world(loaded, replications=2, central_values=True) for loaded in (grouped, written))
    assert differing(tables(one), tables(other)) == []
    assert {"deal", "incident", "data_bound", "closure"} <= set(one.frame("events")["kind"])


def test_equal_labs_exhaust_the_text_in_the_year_in_which_one_does() -> None:
    years = [value(run_world(world(labs__lab__count=count)), "exhaustion_year.public") for count in (1, 4, 25)]
    assert years == pytest.approx([years[0]] * 3, abs=1e-6)


def test_a_larger_lab_of_a_group_exhausts_it_earlier() -> None:
    even, uneven = (world(labs__lab__count=25, labs__lab__spread=spread) for spread in (0, 1))
    years = [value(run_world(loaded), "exhaustion_year.public") for loaded in (even, uneven)]
    assert years[1] < years[0] - 1


def test_the_order_of_the_file_and_idle_groups_change_not_one_bit(tmp_path: Path) -> None:
    labs = {"lab": {"count": 6, "spread": 0.8}, "other": {"count": 3, "compute": {"value": "1e24 FLOP", "at": 2024.0}}}
    idle = {"a_idle": {"count": 4}, "z_idle": {"count": 5, "compute": "0 FLOP", "cadence": "0.3 year"}}
    found = []
    for sections in (labs, dict(reversed(labs.items())), {**idle, **labs}):
        file = tmp_path / "w.yaml"
        text = yaml.safe_dump({"world": "w", "extends": "minimal", "labs": sections}, sort_keys=False)
        file.write_text(text, encoding="utf-8")
        found.append(tables(run_world(file, replications=2)))
    assert differing(found[0], found[1]) == []
    assert differing(found[0], found[2]) == []


def test_a_setting_acts_on_every_lab_of_a_group() -> None:
    runs = run_world(world(labs__lab__count=4), settings=[Setting("labs.lab.overtraining.k", 7)]).frame("runs")
    assert set(runs["lab"]) == {"lab_1", "lab_2", "lab_3", "lab_4"}
    assert set(runs["group"]) == {"lab"}
    assert set(runs.query("model == 'large'")["planned_overtraining"].round(9)) == {7.0}


def test_a_rule_acts_on_every_lab_of_a_group() -> None:
    rule = {"path": "labs.lab.overtraining.k", "from": 2025.0, "value": 9}
    loaded = world(labs__lab__count=4, regulators={"state": {"enacts": {"longer": rule}}})
    large = run_world(loaded).frame("runs").query("model == 'large'").round({"planned_overtraining": 9})
    k = large.assign(after=large["year"] >= 2025).groupby(["lab", "after"])["planned_overtraining"].unique()
    assert [list(one) for one in k] == [[1.0], [9.0]] * 4


def test_a_group_is_named_where_its_labs_hold_licences_or_data() -> None:
    owner = {**OWNER, "holders": ["lab"], "fee": "1e12 USD"}
    held = run_world(world(pools__mail=PRIVATE, data_owners={"post": owner}, labs__lab__count=3))
    assert set(held.frame("diets").query("pool == 'mail'")["lab"]) == {"lab_1", "lab_2", "lab_3"}
    closed = [("labs.challenger.release", "closed"), ("labs.newcomer.count", 3)]
    for licensees, taught in (([], set()), (["newcomer"], {"newcomer"})):
        lineage = estuary(*closed, ("labs.challenger.licensees", licensees)).lineage
        labs = [(lineage.nodes[teacher]["lab"], lineage.nodes[student]["lab"]) for teacher, student in lineage.edges]
        assert {student for teacher, student in labs if teacher == "challenger" != student} == taught


@cache
def crowded() -> Result:
    """Return the world with everyone, in which the challenger is eight labs."""
    return estuary(("labs.challenger.count", 8), ("labs.challenger.spread", 0.5), until=2040.0)


def test_users_see_a_group_as_one_supplier() -> None:
    use = crowded().frame("use")
    assert set(use["lab"]) == {"challenger", "leader", "newcomer"}
    assert use.groupby(["year", "user_base"])["share"].sum().max() <= 1.0


def test_the_appeal_of_a_group_is_that_of_its_best_model() -> None:
    shares = []
    for count in (1, 5):  # equal labs that release all the time, so that it does not matter whose day it is
        labs = [("labs.challenger.count", count), ("labs.challenger.cadence", "0.05 year")]
        use = estuary(*labs, ("pools.public_text.stock", "1e20 token"), until=2020.0).frame("use")
        shares.append(use.query("lab == 'challenger' and year == 2020")["share"].iloc[0])
    assert shares[1] == pytest.approx(shares[0], rel=0.05)


def test_each_lab_of_a_group_hears_its_part_of_the_talk_with_its_users() -> None:
    loaded = load_world("estuary", [Setting("labs.challenger.count", 8)])

    def heard(ecosystem: Ecosystem) -> list[float]:
        parts = ecosystem.user_bases[0]._actual.part("challenger", 2030.0)
        return [ecosystem.access.share("conversations", "challenger_3", 2030.0), parts]

    each, together = cast("list[float]", at(loaded, 2030.0, heard))
    assert each == together / 8 > 0


def test_the_networks_show_a_group_as_one(tmp_path: Path) -> None:
    nx.write_graphml(crowded().access, tmp_path / "access.graphml")
    access, lineage = nx.read_graphml(tmp_path / "access.graphml"), crowded().lineage
    assert {node for node in access if node.startswith("lab:")} == {"lab:challenger", "lab:leader", "lab:newcomer"}
    assert access.edges["pool:public_text", "lab:challenger"]["share"] == 1.0
    assert 0 < access.edges["pool:messages", "lab:challenger"]["labs"] <= 8
    mine = [
        facts for _, facts in lineage.nodes(data=True) if facts["lab"] == "challenger" and facts["model"] == "largest"
    ]
    losses = [facts["loss"] for facts in sorted(mine, key=lambda facts: facts["year"])]
    assert losses == sorted(losses, reverse=True)
    assert 0 < len(losses) < len(crowded().frame("runs").query("group == 'challenger' and model == 'largest'"))


def test_a_group_falls_short_when_the_first_of_its_labs_does() -> None:
    events = crowded().frame("events").query("kind == 'data_bound' and agent.str.startswith('challenger_')")
    assert len(events) > 1
    assert value(crowded(), "data_bound_year.challenger") == events["year"].min()
    assert "data_bound_year.challenger_1" not in crowded().summary
    assert any(line.startswith("The first of the 8 labs of challenger finds less") for line in story(crowded()))


def test_a_story_does_not_drown_in_a_crowd() -> None:
    events = crowded().frame("events")
    bound = events.query("kind == 'data_bound' and agent.str.startswith('challenger_')").sort_values("year")
    assert bound["weight"].iloc[0] >= 70.0
    assert (bound["weight"].iloc[1:] <= 95.0 / 8).all()
    lines = tale(crowded())
    least = events.query("weight < 1")
    assert 0 < len(least) < len(events)
    assert len(lines) == 25 + len(events) - 20 - len(least) + 2
    assert lines[-1].startswith(f"Not listed are {len(least):,} events of labs of groups, each one of many: ")


def test_pools_that_a_group_exhausts_matter_each_as_if_a_lab_alone_did() -> None:
    dry = [("labs.challenger.compute", "1e27 FLOP"), ("labs.challenger.count", 6)]
    events = estuary(*dry).frame("events").query("kind == 'exhausted' and agent.str.startswith('challenger_')")
    assert len(events) > 1
    assert (events["weight"] >= 60.0).all()


def test_the_best_model_of_all_matters_by_whosoever_it_is() -> None:
    result = run_world(world(labs__lab__count=9))
    releases = result.frame("events").query("kind == 'release'")
    best = releases["text"].str.endswith("the best model so far")
    assert (releases[best]["weight"] > 5.0).all()
    assert (releases[~best]["weight"].iloc[1:] <= 5.0).all()


def only(group: dict[str, Any], until: float) -> LoadedWorld:
    """Return the world with everyone, in which a group is all the labs there are."""
    labs = {"leader": None, "newcomer": None, "challenger": group}
    return load_world("estuary", [Setting("labs", labs), Setting("end", until)])


def calls_an_event(loaded: LoadedWorld) -> float:
    """Return how many function calls a run takes for each of its events, with outcomes and tables."""
    profile = cProfile.Profile()
    profile.enable()
    ecosystem = Ecosystem(loaded, central(loaded))
    history = ecosystem.run()
    Tables().add((0,), history, outcomes_of(loaded.world, history))
    profile.disable()
    return sum(one.callcount for one in profile.getstats()) / history.events


def test_the_cost_of_an_event_does_not_grow_with_the_number_of_labs() -> None:
    few, many = (calls_an_event(only({"count": count, "spread": 1}, 2019.0)) for count in (10, 1000))
    assert many < 1.2 * few


def test_every_lab_of_a_group_plans_until_the_end_of_the_world_and_once_more() -> None:
    ecosystem = alive(world(labs__lab__count=7))
    ecosystem.run()
    assert len(ecosystem.labs) == 7
    assert all(isinstance(one, Lab) and one._copied for one in ecosystem.labs.values())
    assert not ecosystem._still_to_plan


def test_a_thousand_small_labs_join_the_world_of_2026() -> None:
    result = run_world("thousand-labs", until=2024.0)
    runs = result.frame("runs").query("group == 'small'")
    assert runs["lab"].nunique() == len(runs) == 501
    assert set(result.frame("diets").query("lab.str.startswith('small_')")["pool"]) == {"public_text", "code"}
    assert 1e20 < runs["flop"].median() < 1e21
    assert runs["flop"].max() > 50 * runs["flop"].median()
    assert "lab:small" in result.access
    assert len(result.access) < 40
