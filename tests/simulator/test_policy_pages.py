"""What the commands and the page say of policies and scenarios."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator import compare
from simulator.cli import cli
from simulator.report.policies import Verdict, save, verdicts
from worlds.config.policies import load_policy, shipped_policies
from worlds.config.scenarios import shipped_scenarios
from worlds.config.schema.policy import Expectation

NAMES = ("data-levy", "overtraining-cap", "exclusive-deals-ban")


def said(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_every_policy_and_scenario_is_listed() -> None:
    for command, names in (("policies", shipped_policies()), ("scenarios", shipped_scenarios())):
        table = said(command)
        assert all(name in table for name in names)
        rows = json.loads(said(command, "--json"))
        assert [row["name"] for row in rows] == list(names)
        assert all(row["description"] for row in rows)


@pytest.mark.parametrize("name", shipped_policies())
def test_a_policy_is_shown_with_its_arguments_and_assumptions(name: str) -> None:
    section, shown = load_policy(name).section, " ".join(said("policies", name).split())
    assert shown.startswith(f"{name}. ")
    assert all(" ".join(words.split())[:40] in shown for words in section.assumptions)
    assert all(f"{one.outcome} {one.direction}: " in shown for one in section.expects.values())


def test_a_later_policy_is_shown_with_its_dates_moved() -> None:
    now, later = (json.loads(said("policies", name, "--json")) for name in ("data-levy", "data-levy@+3"))
    dates = [[one["from"] for one in told["changes"].values()] for told in (now, later)]
    assert [date + 3 for date in dates[0]] == dates[1]
    assert "from 2030" in said("policies", "data-levy@+3")


def test_what_comes_by_and_by_or_waits_is_drawn_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    file = tmp_path / "mine.yaml"
    file.write_text(
        "policy: mine\ndescription: d\nchanges:\n"
        "  a: {path: statutes.data_levy, from: 2027, until: 2031, over: 2 year, value: 1 USD/Mtoken}\n"
        "  b: {path: pools.public_text.link_rot, from: 2030, times: 0.5}\n"
        "reacts:\n  c: {when: pools.public_text.utilisation above 0.8, path: statutes.overtraining_cap, "
        "lasting: 4 year, at_most: 10 x}\n",
        encoding="utf-8",
    )
    assert "Policy mine: 2 changes and 1 reaction." in said("check", str(file))
    shown = said("policies", str(file))
    monkeypatch.setenv("COLUMNS", "60")
    narrow = said("policies", str(file))
    cells = [line for line in shown.splitlines() if line[:2] in {"a ", "b ", "c "}]
    rows, lines = ({line[0]: line for line in part} for part in (cells[:3], cells[3:]))
    assert "from 2027, by and by until" in rows["a"]
    assert "2029, until 2031" in shown
    assert "····░░░░████" in lines["a"]
    assert all(line in narrow.splitlines() for line in lines.values())
    assert "0.5 times what it is" in rows["b"]
    assert "pools.public_text.utilisation" in shown
    assert "at most 10 x" in rows["c"]
    assert "????" in lines["c"]


def test_a_scenario_is_shown_with_its_values() -> None:
    name = next(iter(shipped_scenarios()))
    told = json.loads(said("scenarios", name, "--json"))
    shown = said("scenarios", name)
    assert told["name"] == name
    assert all(path in shown for path in told["values"])


def test_the_page_tells_what_each_policy_did_beside_what_was_argued(tmp_path: Path) -> None:
    comparison = compare("estuary", NAMES, replications=8, until=2032.0)
    found = list(verdicts(comparison, [load_policy(name) for name in NAMES]))
    expected = [(name, one.outcome) for name in NAMES for one in load_policy(name).section.expects.values()]
    assert [(one.policy, one.expected.outcome) for one in found] == expected
    levy = next(one for one in found if one.policy == "data-levy" and one.effect is not None)
    assert 0.0 <= levy.along + levy.against <= 1.0
    assert levy.pairs == 8
    save({"estuary": comparison}, tmp_path)
    page = (tmp_path / "policies.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"### {name}\n" in page
        assert (tmp_path / "figures" / "policies" / f"{name}.png").stat().st_size > 1000
    assert (tmp_path / "figures" / "policies" / "effects-estuary.png").exists()
    assert page.count("| data-levy |") == len(load_policy("data-levy").section.expects)


@pytest.mark.parametrize(
    ("along", "against", "word"),
    [(1.0, 0.0, "as argued"), (0.0, 1.0, "**against**"), (0.5, 0.5, "neither"), (0.0, 0.0, "no effect")],
)
def test_a_verdict_is_a_sign_test(along: float, against: float, word: str) -> None:
    comparison = compare("minimal", ["overtraining-cap"], replications=2, until=2032.0)
    expected = Expectation(outcome="best_loss", direction="rises", why="w")
    assert Verdict("p", expected, comparison.effects[0], along, against, 20).word == word
    assert Verdict("p", expected, None).word == "not in this world"
