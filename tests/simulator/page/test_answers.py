"""What the page answers: the same as the command line, for the same choice."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from simulator import Setting, compare, run_world
from simulator.dashboard.choice import Choice
from simulator.dashboard.desk import _Kept
from simulator.dashboard.files import imported, policy_data, scenario_data, text_of
from simulator.dashboard.running import world_named
from tests.simulator.page.conftest import Ask
from worlds.config.loading import load_world, shipped_worlds
from worlds.config.meanings import meaning_of

STOCK = "pools.public_text.stock"
CAP = "statutes.overtraining_cap"


def run_of(world: str = "minimal", *, number: int = 0, replications: int = 0, figures: Any = (), **more: Any) -> Any:
    """Return what the page sends for a choice; each test is a client of its own."""
    scenario = {"world": world, **more}
    return {
        "client": f"c{id(scenario)}",
        "number": number,
        "scenario": scenario,
        "replications": replications,
        "figures": list(figures),
    }


def medians(answer: Any, side: int = -1) -> dict[str, float | None]:
    """Return the medians of one side by outcome."""
    return {row["outcome"]: row["sides"][side]["q50"] for row in answer["table"]}


def test_a_central_run_of_the_page_is_that_of_the_command_line(ask: Ask) -> None:
    answer = ask("run", run_of()).json()
    result = run_world("minimal")
    assert medians(answer) == {name: one.quantiles["q50"] for name, one in result.summary.items()}
    assert answer["sides"] == ["as shipped"]


def test_drawn_runs_of_the_page_are_those_of_the_command_line(ask: Ask) -> None:
    answer = ask("run", run_of(replications=8)).json()
    result = run_world("minimal", replications=8)
    assert medians(answer) == {name: one.quantiles["q50"] for name, one in result.summary.items()}


def test_assumptions_and_policies_are_sides_of_their_own(ask: Ask) -> None:
    lever = {CAP: {"value": "5 x", "from": 2024.0, "until": None}}
    answer = ask("run", run_of(assumptions={STOCK: "40 T token"}, levers=lever)).json()
    assert answer["sides"] == ["as shipped", "your assumptions", "your policy"]
    assumed = run_world("minimal", settings=[Setting(STOCK, "40 T token")])
    assert medians(answer, 1) == {name: one.quantiles["q50"] for name, one in assumed.summary.items()}
    assert [(one["kind"], one["path"]) for one in answer["differs"]] == [("assumption", STOCK), ("policy", CAP)]


def test_what_is_exported_runs_alike_on_the_command_line(ask: Ask, tmp_path: Any) -> None:
    lever = {CAP: {"value": "0.5 x", "from": 2024.0, "until": 2035.0}}
    body = run_of("estuary", assumptions={STOCK: "40 T token"}, levers=lever)
    for what in ("policy", "scenario"):
        file = ask("export", {"scenario": body["scenario"], "what": what}).json()
        (tmp_path / file["name"]).write_text(file["text"], encoding="utf-8")
    result = run_world(
        "estuary", policies=[str(tmp_path / "my-policy.yaml")], scenario=str(tmp_path / "my-scenario.yaml")
    )
    answer = ask("run", body).json()
    assert medians(answer) == {name: one.quantiles["q50"] for name, one in result.summary.items()}
    assert answer["command"] == "tokenshed run estuary --policy my-policy.yaml --scenario my-scenario.yaml"


def test_differences_of_drawn_runs_are_those_of_a_whatif(ask: Ask) -> None:
    answer = ask("run", run_of("estuary", replications=8, policies=["data-levy"], until=2032.0)).json()
    told = compare("estuary", ["data-levy"], replications=8, until=2032.0)
    effects = {one.outcome: one for one in told.effects}
    rows = {row["outcome"]: row for row in answer["table"] if row["difference"] is not None}
    assert {name: row["difference"] for name, row in rows.items()} == {
        name: pytest.approx(effects[name].difference, rel=1e-12) for name in rows
    }
    clear = {name for name, row in rows.items() if row["clear"]}
    assert clear == {name for name in rows if effects[name].low > 0 or effects[name].high < 0}
    assert 0 < len(clear) < len(rows)
    assert answer["command"] == "tokenshed whatif estuary --policy data-levy --until 2032 --replications 8"


def test_a_number_that_is_wrong_is_named_once(ask: Ask) -> None:
    answer = ask("run", run_of(assumptions={STOCK: "-5 T token"})).json()
    assert answer["field"] == STOCK
    assert answer["error"].startswith(f"{STOCK}.value: out of range")


def test_what_is_exported_comes_back_when_it_is_imported(ask: Ask) -> None:
    scenario = {
        "world": "estuary",
        "assumptions": {STOCK: "40 T token", "pools.public_text.net_growth": "3 %/year"},
        "levers": {CAP: {"value": "0.5 x", "from": 2024.0, "until": 2035.0}},
    }
    back: dict[str, Any] = {"assumptions": {}, "levers": {}}
    for what in ("policy", "scenario"):
        text = ask("export", {"scenario": scenario, "what": what}).json()["text"]
        found = ask("import", {"world": "estuary", "text": text}).json()
        assert found["notes"] == []
        back = {name: {**back[name], **found[name]} for name in back}
    assert back == {name: scenario[name] for name in back}


def test_a_preset_holds_but_for_what_is_set_by_hand() -> None:
    choice = Choice(world="baseline-2026", scenario="small-web", assumptions={STOCK: "50 T token"})
    data = scenario_data(choice)
    assert data is not None
    assert data["values"] == {STOCK: "50 T token"}
    assert policy_data(choice) is None


def test_parts_of_a_policy_that_have_no_slider_are_told() -> None:
    text = text_of(
        {
            "policy": "odd",
            "description": "Something relative, and something of another world.",
            "changes": {
                "half": {"path": "pools.public_text.quality", "from": 2027, "times": 0.5},
                "other": {"path": "pools.nowhere.quality", "from": 2027, "value": "50 %"},
            },
        }
    )
    found = imported(text, world_named("minimal"))
    assert not found.levers
    assert any("relative" in note for note in found.notes)
    assert any("pools.nowhere.quality" in note for note in found.notes)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"assumptions": {"pools.public_text.stok": "1 T token"}}, "did you mean"),
        ({"assumptions": {STOCK: "12"}}, "without a unit"),
        ({"policies": ["no-such-policy"]}, "there is no policy"),
        ({"scenario": "no-such-scenario"}, "there is no scenario"),
        ({"levers": {"labs.lab.compute": {"value": "1e25 FLOP", "from": 2025.0}}}, "lever"),
        ({"levers": {CAP: {"value": "1e9 x", "from": 2025.0}}}, "beyond"),
        ({"until": 1950.0}, "end"),
    ],
)
def test_what_is_wrong_with_a_choice_is_said(ask: Ask, changed: Any, words: str) -> None:
    answer = ask("run", run_of(**changed))
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert "/" not in answer.json()["error"].replace("%/year", "")


def test_a_newer_question_takes_the_place_of_one_that_waits(ask: Ask) -> None:
    body = run_of()
    assert ask("run", {**body, "number": 7}).status_code == 200
    old = ask("run", {**body, "number": 3})
    assert (old.status_code, old.json()) == (409, {"superseded": True})


def test_every_figure_of_the_page_can_be_drawn(ask: Ask, client: TestClient) -> None:
    from simulator.pictures.catalogue import PICTURES

    answer = ask("run", run_of("estuary", figures=PICTURES)).json()
    assert set(answer["figures"]) == set(PICTURES)
    assert all(one["data"] for one in answer["figures"].values())


def test_the_network_is_there_year_by_year(ask: Ask) -> None:
    film = ask("film", {"scenario": {"world": "estuary"}, "side": 0}).json()
    assert film["years"] == sorted(film["years"])
    assert len(film["figures"]) == len(film["years"]) > 5


def test_rows_are_those_of_the_tables(ask: Ask) -> None:
    found = ask("rows", {"scenario": {"world": "minimal"}, "table": "pools"}).json()
    assert found["total"] == len(run_world("minimal").frame("pools")) == len(found["rows"])


def test_numbers_come_away_as_csv(ask: Ask) -> None:
    found = ask("download", {"scenario": {"world": "minimal"}, "what": "csv"}).json()
    assert found["name"] == "outcomes.csv"
    assert found["text"].startswith("side,outcome,q05")
    figure = ask("download", {"scenario": {"world": "minimal"}, "what": "csv", "figure": "when-dry"}).json()
    assert figure["text"].startswith("panel,series,drawn_as")


def test_sliders_hold_their_values(client: TestClient) -> None:
    found = client.get("/api/world", params={"name": "estuary"}).json()
    numbers = load_world("estuary").numbers
    assert [one["path"] for one in found["numbers"]] == list(numbers)
    for one in (*found["numbers"], *found["levers"]):
        assert one["low"] <= one["value"] <= one["high"]
        number = numbers[one["path"]]
        parsed = number.dimension.parse(f"{one['value']} {one['unit']}".strip())
        assert parsed == pytest.approx(number.value, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("world", shipped_worlds())
def test_every_number_has_a_meaning(world: str) -> None:
    assert [path for path in load_world(world).numbers if not meaning_of(path)] == []


def test_a_report_comes_away_as_one_file(ask: Ask) -> None:
    lever = {CAP: {"value": "0.5 x", "from": 2024.0, "until": None}}
    scenario = {"world": "minimal", "assumptions": {STOCK: "40 T token"}, "levers": lever}
    found = ask("download", {"scenario": scenario, "what": "report"}).json()
    assert found["name"] == "minimal.html"
    assert "<svg" in found["text"]
    assert "tokenshed run minimal --policy my-policy.yaml" in found["text"]
    assert "40 T token" in found["text"]


def test_answers_that_are_kept_anew_take_their_place_once() -> None:
    kept = _Kept(most=10, most_bytes=10)
    for _ in range(5):
        kept.put("a", "12345", 5)
    kept.put("b", "1234", 4)
    assert [kept.get(key) for key in "ab"] == ["12345", "1234"]
    kept.put("c", "12", 2)  # more than there is room for: what was looked at longest ago goes
    assert [kept.get(key) for key in "abc"] == [None, "1234", "12"]
    for key in range(20):
        kept.put(key, None)
    assert [kept.get(key) is None for key in "bc"] == [True, True]
