"""The command line as people and scripts meet it."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from simulator.cli import cli
from simulator.outcomes import MEASURES
from simulator.tables import COLUMNS

QUANTILES = {"q05", "q10", "q50", "q90", "q95", "mean", "never", "before_start"}


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def document(*arguments: str) -> dict[str, object]:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.stderr
    loaded = json.loads(result.stdout)
    assert isinstance(loaded, dict)
    return loaded


def test_run_json_has_what_the_contract_names(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    printed = document("run", "minimal", "--replications", "5", "--seed", "3", "--out", str(out), "--json")
    assert {"world", "seed", "replications", "outcomes", "results"} <= set(printed)
    assert (printed["world"], printed["seed"], printed["replications"]) == ("minimal", 3, 5)
    assert printed["results"] == str(out)
    outcomes = printed["outcomes"]
    assert isinstance(outcomes, dict)
    assert all(set(one) == QUANTILES for one in outcomes.values())


def test_a_result_folder_has_what_the_contract_names(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("run", "estuary", "--out", str(out)).exit_code == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["status"] == "complete"
    assert {"resolved", "world_hash", "seed", "libraries", "commit", "platform", "wall_seconds"} <= set(manifest)
    for name, columns in COLUMNS.items():
        assert pq.read_table(out / f"{name}.parquet").column_names == list(columns)
    names = {file.name for file in out.iterdir()}
    assert {"stock-and-corpus.png", "stock-and-corpus.svg", "overview.png", "access.graphml"} <= names
    assert list(tmp_path.iterdir()) == [out], "no draft is left beside it"


def test_a_folder_with_other_results_is_refused_and_left_alone(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert invoke("run", "minimal", "--out", out).exit_code == 0
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    refused = invoke("run", "minimal", "--seed", "1", "--replications", "2", "--out", out)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "the folder holds other results" in refused.stderr
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert invoke("run", "minimal", "--out", out).exit_code == 0, "the same result may be written again"


def test_a_folder_with_other_files_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("keep")
    refused = invoke("run", "minimal", "--out", str(tmp_path / "notes"))
    assert refused.exit_code == 2
    assert "the folder holds other files" in refused.stderr
    assert invoke("run", "minimal", "--out", str(tmp_path / "notes" / "mine.txt")).exit_code == 2


def test_notes_in_a_result_folder_are_safe(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("run", "minimal", "--out", str(out)).exit_code == 0
    (out / "my-notes.txt").write_text("keep")
    refused = invoke("run", "minimal", "--out", str(out))
    assert refused.exit_code == 2
    assert "the folder holds other files (my-notes.txt)" in refused.stderr
    assert (out / "my-notes.txt").read_text() == "keep"


@pytest.mark.parametrize("out", [".", "x" * 300, "/proc/x/y", "loose"])
def test_a_folder_that_cannot_be_written_is_refused_before_the_run(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loose").symlink_to(tmp_path / "nowhere")
    refused = invoke("run", "minimal", "--out", out)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1


def test_markup_in_names_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Results: [red]hello" in invoke("run", "minimal", "--out", "[red]hello").stdout


@pytest.mark.parametrize("columns", ["80", "120"])
def test_numbers_are_never_broken(columns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    printed = invoke("run", "minimal", "--replications", "3", "--out", str(tmp_path / "o")).stdout
    table = printed[printed.index("outcome ") : printed.index("Results")].strip().splitlines()
    assert all(
        line.split()[0].partition(".")[0] in {"outcome", *MEASURES, "loss_gap", "compute_equivalent_gap"}
        for line in table
    )
    assert max(map(len, printed.splitlines()[:-1])) <= int(columns)


def test_numbers_beyond_computing_are_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused = invoke("run", "minimal", "--set", "labs.lab.compute_growth=100 x/year", "--until", "2450")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "numbers grow beyond what can be computed in the year" in refused.stderr


def test_a_lab_of_the_far_future_does_not_keep_the_world_waiting(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text(
        "world: w\nextends: minimal\nlabs: {late: {start: 2400.0, compute: 1e25 FLOP, compute_growth: 9 x/year}}\n"
    )
    assert invoke("run", str(file), "--out", str(tmp_path / "o")).exit_code == 0


def test_a_whatif_cannot_change_the_time_of_one_side() -> None:
    refused = invoke("whatif", "minimal", "--set", "end=2030")
    assert refused.exit_code == 2
    assert "both sides of a what-if share their time; allowed: --until YEAR for both" in refused.stderr


def test_diet_explains_every_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    printed = document("diet", "watershed", "--at", "2034", "--json")
    pools = printed["pools"]
    assert isinstance(pools, list)
    named = {one["pool"] for one in pools}
    assert named == {"public_text", "code", "messages", "images", "conversations", "own_text"}
    assert all(one["reason"] for one in pools)
    text = invoke("diet", "watershed", "--lab", "frontier", "--at", "2034").stdout
    assert "break level" in text
    assert "nothing there" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diet", "collapse", "--at", "2030"), "--lab: which lab?; allowed: archivist, forgetter"),
        (("diet", "minimal", "--lab", "lba", "--at", "2030"), "there is no lab 'lba' (did you mean 'lab'?)"),
        (
            ("diet", "minimal", "--at", "2050"),
            "--at: outside the time of the world; allowed: 2020 to 2040; given: 2050",
        ),
        (("diet", "minimal", "--at", "2030", "--set", "labs.lab.compute=null"), "lab trains nothing in 2030"),
    ],
)
def test_a_wrong_question_for_a_diet_is_answered(arguments: tuple[str, ...], message: str) -> None:
    refused = invoke(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr


def test_without_out_the_result_is_named_after_world_and_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, again = document("run", "minimal", "--json"), document("run", "minimal", "--json")
    other = document("run", "minimal", "--json", "--seed", "1")
    assert first["results"] == again["results"] != other["results"]
    assert str(first["results"]).startswith("results/minimal-")


def test_the_printed_story_says_when_how_sure_and_for_whom(tmp_path: Path) -> None:
    printed = invoke("run", "epoch-2024", "--replications", "40", "--out", str(tmp_path / "o")).stdout
    assert "Public text runs out for the first lab in 202" in printed
    assert "80 % of futures" in printed
    assert "frontier finds less than it needs for the first time" in printed


def test_whatif_json_has_what_the_contract_names(tmp_path: Path) -> None:
    arguments = ("whatif", "minimal", "--set", "labs.lab.overtraining.k=10", "--replications", "5", "--json")
    printed = document(*arguments, "--out", str(tmp_path / "o"))
    assert {"world", "replications", "effects"} <= set(printed)
    effects = printed["effects"]
    assert isinstance(effects, list)
    names = {"policy", "outcome", "difference", "low", "high", "q05", "q95", "helps", "variance_ratio"}
    assert all(names <= set(effect) for effect in effects)
    assert pq.read_table(tmp_path / "o" / "effects.parquet").num_rows == len(effects)


def test_whatif_tells_every_scenario_what_is_assumed_and_how_to_read_it(tmp_path: Path) -> None:
    settings = ("--set", "labs.lab.min_value=40 %", "--set", "pools.public_text.link_rot=50.5 %/year@2039")
    scenarios = ("--scenario", "small-web", "--scenario", "large-web")
    policies = ("--policy", "compute-cap", "--policy", "data-levy@+20")
    result = invoke(
        "whatif",
        "minimal",
        *(*policies, *scenarios, *settings),
        *("--replications", "3", "--explain", "1", "--out", str(tmp_path / "o")),
    )
    for scenario in ("small-web", "large-web"):
        assert f", pair 1 in the scenario {scenario}:" in result.stdout
    assert "Assumed on both sides: labs.lab.min_value=40 %." in result.stdout
    assert ">= +" in result.stdout
    for line in (
        "90 % interval: how sure",
        "censored: pairs with a date that does not come by 2040",
        "Pairing cut the variance",
    ):
        assert line in result.stdout
    burdens = result.stdout[result.stdout.index("Who gains") : result.stdout.index("What labs gain")]
    assert "small-web" in burdens
    assert "large-web" in burdens
    assert "Nobody pays labs for models in this world" in result.stdout
    regrets = result.stdout[result.stdout.index("Largest regret") :].splitlines()
    assert regrets[1].split()[:4] == ["policy", "outcome", "regret", "unit"]
    assert "3 pairs are few" in result.stderr
    assert "is beyond the range in which the model is valid, 0 %/year to 50 %/year" in result.stderr
    assert "data-levy never acts in the scenario small-web" in result.stderr


def test_whatif_json_names_what_to_be_careful_about(tmp_path: Path) -> None:
    arguments = ("whatif", "minimal", "--policy", "data-levy@+20", "--replications", "3", "--out", str(tmp_path / "o"))
    printed = document(*arguments, "--json")
    assert printed["warnings"] == ["3 pairs are few: intervals are rough below 20 (--replications N)"]
    never = printed["never_acted"]
    assert isinstance(never, list)
    assert never[0]["part"] == "data-levy"
    assert {"assumed", "accounts", "without_effect"} <= set(printed)


def test_a_run_under_policies_in_a_scenario_says_so_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ("run", "minimal", "--policy", "data-levy+compulsory-licensing", "--policy", "compute-cap@+1")
    result = invoke(*arguments, "--scenario", "small-web", "--story")
    named = "minimal in the scenario small-web under compulsory-licensing, compute-cap@+1, data-levy, 2020 to 2040"
    assert result.stdout.startswith(named)
    assert "2028.0  the policy compute-cap enacts cap" in result.stdout
    assert "compulsory-licensing: open changes nothing, since minimal has no pools[kind=private]" in result.stderr
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("minimal-small-web-compulsory-licensing+compute-cap@+1+data-levy-")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["policies"] == ["compulsory-licensing", "compute-cap@+1", "data-levy"]
    assert manifest["scenario"] == "small-web"


def test_a_run_under_policies_is_the_same_in_any_order_and_another_than_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one = document("run", "minimal", "--policy", "data-levy", "--policy", "compute-cap", "--json")
    other = document("run", "minimal", "--policy", "compute-cap+data-levy", "--json")
    assert one == other
    assert one["policies"] == ["compute-cap", "data-levy"]
    without = document("run", "minimal", "--policy", "compulsory-licensing", "--json")
    assert without["results"] != document("run", "minimal", "--json")["results"]
    idle = without["without_effect"]
    assert isinstance(idle, list)
    assert len(idle) == 3
    refused = invoke("run", "minimal", "--policy", "compulsory-licensing", "--strict")
    assert refused.exit_code == 2


def test_worlds_are_listed_and_shown() -> None:
    rows = json.loads(invoke("worlds", "--json").stdout)
    assert {"epoch-2024", "minimal"} <= {row["name"] for row in rows}
    assert all(set(row) == {"name", "description"} for row in rows)
    shown = document("worlds", "epoch-2024", "--json")
    numbers = shown["numbers"]
    assert isinstance(numbers, list)
    (growth,) = [one for one in numbers if one["path"] == "pools.public_text.net_growth"]
    assert (growth["value"], growth["unit"], growth["low"], growth["high"]) == (1.08, "x/year", 1.037, 1.125)
    assert "pools.public_text.net_growth" in invoke("worlds", "epoch-2024").stdout
    assert "epoch-2024" in invoke("worlds").stdout


def test_check_says_what_a_world_holds_and_what_is_wrong(tmp_path: Path) -> None:
    assert "minimal: in order. World minimal, 2020 to 2040: 1 pool, 1 lab" in invoke("check", "minimal").stdout
    wrong = tmp_path / "w.yaml"
    wrong.write_text("world: w\nextends: minimal\nlabs: {lab: {cadense: 1}}\n")
    refused = invoke("check", str(wrong))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{wrong}:3:14: labs.lab.cadense: unknown key 'cadense' (did you mean 'cadence'?)")


MISSPELT = """policy: r
description: a test
changes:
  a: {path: "pools[kind=privat].price", from: 2028.0, times: 2}
  b: {path: data_owners.*.negotiation_tme, from: 2028.0, times: 2}
  c: {path: pools.public_txt.price, from: 2028.0, times: 2}
reacts:
  d: {when: pools.public_txt.utilisation above 0.5, path: pools.messages.price, times: 2}
"""


def test_check_tells_paths_that_no_shipped_world_has_with_what_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(MISSPELT, encoding="utf-8")
    lines = invoke("check", str(path)).stdout.splitlines()
    meant = ["'pools[kind=private].price'", "'data_owners.*.negotiation_time'", "'pools.public_text.price'"]
    for line, guess in zip(lines[1:], [*meant, "'public_text'"], strict=True):
        assert line.endswith(f"in any shipped world (did you mean {guess}?).")


def test_check_says_nothing_before_all_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(MISSPELT, encoding="utf-8")
    refused = invoke("check", str(path), "--world", "estuary")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is no 'pools.public_txt' in this world" in refused.stderr


def test_check_refuses_an_expectation_of_an_outcome_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    expects = "expects: {a: {outcome: exhaustion_year.publik, direction: rises, why: x}}"
    path.write_text(f"policy: q\ndescription: a test\n{expects}\n", encoding="utf-8")
    refused = invoke("check", str(path))
    assert refused.exit_code == 2
    assert f"{path}:3:24: expects.a.outcome: there is no such outcome (did you mean 'exhaustion_year.public'?)" in (
        refused.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("data-levy",), "Policy data-levy: 1 change."),
        (("data-levy@+3", "--world", "minimal"), "It fits minimal."),
        (
            ("compulsory-licensing", "--world", "minimal"),
            "open: there is no 'pools[kind=private].open_share' in",
        ),
        (("small-web",), "Scenario small-web: 1 value."),
        (("slow-compute", "--world", "baseline-2026"), "It fits baseline-2026."),
        (("overtraining-sweep",), "Experiment overtraining-sweep: "),
        (("minimal",), "World minimal"),
    ],
)
def test_check_knows_what_is_shipped_by_its_name(arguments: tuple[str, ...], line: str) -> None:
    result = invoke("check", *arguments)
    assert result.exit_code == 0
    assert line in result.stdout


def test_check_of_an_empty_file_says_what_a_file_may_be(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("", encoding="utf-8")
    refused = invoke("check", str(path))
    assert refused.exit_code == 2
    for kind in ("world", "policy", "scenario", "experiment"):
        assert f"`{kind}: NAME`" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "minimul"), "no world, policy, scenario or experiment 'minimul' (did you mean 'minimal'?)"),
        (("check", "minimal", "--world", "estuary"), "--world: minimal is a world; allowed: with a policy"),
        (("whatif", "minimal", "--policy", "data-levy@-3"), "allowed: data-levy@+3 for three years later"),
        (("whatif", "minimal", "--policy", "data-levy@3"), "allowed: data-levy@+3 for three years later"),
        (("whatif", "minimal", "--policy", "data-levy@+500"), "data-levy@+500: the delay moves a date to 2527"),
        (("whatif", "minimal", "--set", "statutes.data_levy=1@2027.."), "not decimal years; allowed: PATH=VALUE@2027"),
        (("whatif", "minimal", "--set", "statutes.data_levy=1@soon"), "given: '@soon'"),
    ],
)
def test_a_mistake_in_a_policy_or_a_date_says_what_is_allowed(arguments: tuple[str, ...], message: str) -> None:
    refused = invoke(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "no-such-world"),
        ("run", "minimal", "--set", "labs.lab.overtrainin.k=5"),
        ("run", "minimal", "--sett", "labs.lab.overtraining.k=5"),
        ("run", "minimal", "--seed", "-1"),
        ("run", "minimal", "--replications", "0"),
        ("run", "minimal", "--until", "soon"),
        ("run", "minimal", "--until", "1999"),
        ("run",),
        ("whatif", "minimal"),
        ("check", "missing.yaml"),
        ("worlds", "minimla"),
        ("fly",),
    ],
    ids=" ".join,
)
def test_wrong_input_ends_with_2_and_a_message_and_writes_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_prints_no_traceback() -> None:
    command = Path(sys.executable).parent / "tokenshed"
    done = subprocess.run([command, "run", "nowhere.yaml"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "nowhere.yaml: there is no such file\n")


def test_help_has_examples_for_every_command() -> None:
    assert "tokenshed run epoch-2024" in invoke("--help").stdout
    for name in cli.commands:
        assert f"  tokenshed {name}" in invoke(name, "--help").stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom simulator.cli import cli\ncli(['--help'], standalone_mode=False)\nprint(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("numpy", "pandas", "pyarrow", "scipy", "matplotlib", "networkx", "pydantic", "simpy", "yaml", "rich"):
        assert f"'{heavy}'" not in loaded
