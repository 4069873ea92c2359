"""Everyone who acts, together: what must not change a bit, who ends where, and what is told."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
import yaml

from agents import Agent, register
from agents.clock import Life
from agents.news import Released
from simulator.ecosystem import Ecosystem
from simulator.report.tale import tale
from simulator.run import Result, run_world
from worlds.config import extensions
from worlds.config.loading import load_world
from worlds.config.schema import Section
from worlds.config.schema.base import Share, default
from worlds.config.settings import Setting
from worlds.config.values import central

IDLE: dict[str, dict[str, Any]] = {
    "labs": {"a_idle": {}, "m_idle": {"count": 3}, "z_idle": {"compute": "0 FLOP", "cadence": "0.3 year", "reads": []}},
    "publishers": {"a_idle": {"pools": []}, "z_idle": {"pools": []}},
    "data_owners": {"a_idle": {"pools": []}, "z_idle": {"pools": [], "owners": 3}},
    "archives": {"a_idle": {"pools": []}},
    "user_bases": {"a_idle": {"demand": "0 token/year"}},
    "regulators": {"a_idle": {"enacts": {}}},
}
TABLES = ("pools", "runs", "diets", "events", "use", "payments")


def run(*changes: tuple[str, object], until: float | None = 2036.0) -> Result:
    return run_world("estuary", until=until, settings=[Setting(path, value) for path, value in changes], replications=2)


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """Return the rows of every table; of what idle user bases are told, nothing."""
    found = {name: result.frame(name) for name in TABLES}
    found["use"] = found["use"][found["use"]["user_base"] != "a_idle"]
    return {name: frame.reset_index(drop=True) for name, frame in found.items()}


def differing(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> list[str]:
    """Return the tables that are not the same to the bit."""
    return [name for name in TABLES if not one[name].equals(other[name])]


@pytest.fixture(scope="module")
def plain() -> dict[str, pd.DataFrame]:
    return tables(run())


@pytest.mark.parametrize("section", sorted(IDLE))
def test_an_idle_agent_changes_not_one_bit(section: str, plain: dict[str, pd.DataFrame]) -> None:
    assert differing(tables(run((section, IDLE[section]))), plain) == []


def turned_around(value: object) -> object:
    """Return nested mappings with every order turned around."""
    return {key: turned_around(value[key]) for key in reversed(value)} if isinstance(value, dict) else value


def test_the_order_of_the_file_changes_not_one_bit(tmp_path: Path, plain: dict[str, pd.DataFrame]) -> None:
    whole = turned_around(load_world("estuary").plain)
    assert isinstance(whole, dict)
    file = tmp_path / "w.yaml"
    file.write_text(yaml.safe_dump({"world": whole.pop("world"), **whole}, sort_keys=False, width=10_000))
    assert differing(tables(run_world(file, until=2036.0, replications=2)), plain) == []


def test_twice_the_horizon_leaves_the_first_half_as_it_was() -> None:
    short, long = (run(until=until) for until in (2029.0, 2040.0))
    for name in TABLES:
        frame = long.frame(name)
        first = frame[frame["year"] <= 2029.0].reset_index(drop=True)
        if name == "events":  # that something is exhausted is known when the next plan is made
            first, other = (one[one["kind"] != "exhausted"] for one in (first, short.frame(name)))
            assert first.reset_index(drop=True).equals(other.reset_index(drop=True))
        else:
            assert first.equals(short.frame(name)), name


def test_everyone_together_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    written = []
    for hash_seed in ("0", "1"):
        out = tmp_path / hash_seed
        command = [sys.executable, "-c", "from simulator.cli import main; main()", "run", "estuary", "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([*command, "--replications", "2"], check=True, env=environment, capture_output=True)
        written.append({file.name: file.read_bytes() for file in out.iterdir() if file.name != "manifest.json"})
    assert written[0] == written[1]
    assert {"use.parquet", "payments.parquet", "access.graphml", "lineage.graphml", "networks.png"} <= set(written[0])


def ends(*changes: tuple[str, object]) -> Result:
    return run_world("estuary", settings=[Setting(path, value) for path, value in changes])


def test_a_lab_without_money_trains_nothing_and_says_so() -> None:
    result = ends(("labs.newcomer.compute", None), ("labs.newcomer.budget", "0 USD"))
    assert "newcomer" not in set(result.frame("runs")["lab"])
    assert list(result.frame("events").query("kind == 'idle'")["text"]) == [
        "newcomer trains nothing: it has no means left"
    ]
    assert result.summary["data_bound_year.newcomer"].never == 1


def test_a_lab_without_access_trains_nothing_and_is_data_bound() -> None:
    result = ends(("labs.newcomer.reads", []))
    assert "newcomer" not in set(result.frame("runs")["lab"])
    events = result.frame("events").query("agent == 'newcomer'")
    assert [text for text in events["text"] if "it finds 0%" in text]


def test_a_lab_without_users_serves_nobody_and_trains_on() -> None:
    result = ends(("user_bases.everyone", None))
    assert "use" not in result.tables
    assert result.summary["inference_flop"].mean == result.summary["revenue_usd"].mean == 0.0
    assert "newcomer" in set(result.frame("runs")["lab"])


def test_both_networks_are_stored_and_tell_who_may_read_and_who_taught(tmp_path: Path) -> None:
    result = run_world("estuary")
    folder = result.save(tmp_path / "out")
    access, lineage = (nx.read_graphml(folder / name) for name in ("access.graphml", "lineage.graphml"))
    assert access.edges["pool:conversations", "lab:leader"]["share"] < 1.0
    assert {lineage.nodes[node]["licence"] for node in lineage} == {"open", "closed"}
    assert nx.is_directed_acyclic_graph(lineage)
    across = [
        (teacher, student)
        for teacher, student in lineage.edges
        if lineage.nodes[teacher]["lab"] != lineage.nodes[student]["lab"]
    ]
    assert across
    assert {lineage.nodes[teacher]["licence"] for teacher, _ in across} == {"open"}
    assert all(lineage.nodes[one]["year"] < lineage.nodes[other]["year"] for one, other in lineage.edges)
    assert sum(lineage.nodes[node]["loss"] for node in lineage) > 0


def test_a_licence_lets_a_closed_model_teach() -> None:
    closed = (("labs.challenger.release", "closed"),)
    alone, licensed = ends(*closed), ends(*closed, ("labs.challenger.licensees", ["newcomer"]))
    for result, taught in ((alone, set()), (licensed, {"newcomer"})):
        students = {
            student.partition("/")[0]
            for teacher, student in result.lineage.edges
            if teacher.partition("/")[0] != student.partition("/")[0]
        }
        assert students == taught


def test_payments_and_events_add_up_to_the_outcomes() -> None:
    result = run_world("estuary")
    payments, events = result.frame("payments"), result.frame("events")
    assert result.summary["owner_income_usd"].mean == pytest.approx(payments[payments["to"] != ""]["usd"].sum())
    read, deals = result.frame("diets")["spend_usd"].sum(), payments[payments["what"].isin(["deal", "integration"])]
    assert result.summary["data_spend_usd"].mean == pytest.approx(read + deals["usd"].sum())
    assert result.summary["privacy_incidents"].mean == (events["kind"] == "incident").sum()
    use = result.frame("use")
    assert result.summary["inference_flop"].mean == pytest.approx(use[use["year"] == 2040]["inference_flop"].sum())


def test_a_tale_begins_with_the_twenty_events_that_mattered_most() -> None:
    result = run_world("estuary")
    lines, events = tale(result), result.frame("events")
    assert lines[0] == "What mattered most:"
    first = lines[2:22]
    assert lines[22:25] == ["", "What else happened:", ""]
    assert len(lines) == 25 + len(events) - 20
    cut = events["weight"].nlargest(20).min()
    assert all(f"{text}." in {line[8:] for line in first} for text in events[events["weight"] > cut]["text"])
    assert [line[:6] for line in first] == sorted(line[:6] for line in first)
    assert any("public text runs out" in line for line in first)


class HermitSection(Section):
    """A hermit: it counts what is released, and removes some text each time."""

    takes: Share = default(Share, 0.01, "a little")


class Hermit(Agent[HermitSection]):
    """An agent that another package brings."""

    hears = (Released,)

    def live(self) -> Life:
        while True:
            news = yield self.next_news()
            pool = self.surroundings.pools["public_text"]
            pool.remove(self.year, self.values[self.section.takes] * pool.stock(self.year))
            self.surroundings.tell("hermit", self.key, news.lab, 0.0, f"{self.name} walks off with some text")


def test_another_package_may_bring_an_agent_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents._REGISTERED", {})
    monkeypatch.setattr(extensions, "_BROUGHT", {})
    register("hermits", Hermit, HermitSection)
    with pytest.raises(ValueError, match="already has a section 'labs'"):
        register("labs", Hermit, HermitSection)
    loaded = load_world("minimal", [Setting("hermits", {"saint": {"takes": "5 %"}})])
    assert loaded.numbers["hermits.saint.takes"].value == 0.05
    history = Ecosystem(loaded, central(loaded)).run()
    assert len([one for one in history.happenings if one.kind == "hermit"]) == 21
    free = Ecosystem(load_world("minimal"), central(load_world("minimal"))).run()
    assert history.final["public_text"].stock < 0.7 * free.final["public_text"].stock


def test_without_the_package_its_section_is_unknown() -> None:
    with pytest.raises(Exception, match="there is no 'hermits' in this world"):
        load_world("minimal", [Setting("hermits", {"saint": {}})])
