"""What newcomers stumbled over: each is told in one line, before any work."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator import InputError, Setting, parse_change, run_world
from simulator.cli import cli
from simulator.cli.whatif_tables import _span
from simulator.dashboard.ports import free_port
from tests.browser.opening import wait_for

HEAD = "policy: p\ndescription: d\n"


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("changes:\n  a: {path: labs.lab.compute, from: 2027, value: 1e27 FLOP}\n", "'labs.lab.compute' is no lever"),
        ("changes:\n  a: {path: statutes.data_levy, from: 2027, value: 1e9 USD/Mtoken}\n", "is beyond the lever"),
        (
            "reacts:\n  a: {when: pools.public_text.utilisation above 0.8, path: statutes.data_levy, lasting: 4 year, "
            "value: 1 token}\n",
            "USD",
        ),
    ],
)
def test_check_refuses_a_policy_that_no_world_takes(parts: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(HEAD + parts, encoding="utf-8")
    done = invoke("check", str(file))
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_policy_that_changes_nothing_is_one_to_compare_with(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(HEAD, encoding="utf-8")
    assert "Policy p: 0 changes." in invoke("check", str(file)).stdout


def test_a_file_that_is_no_yaml_is_not_taken_for_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("outcomes.csv").write_text("a,b\n", encoding="utf-8")
    assert "outcomes.csv: is no YAML file" in invoke("check", "outcomes.csv").stderr


def test_a_pair_that_will_not_be_is_refused_before_the_runs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = (
        "whatif",
        "minimal",
        "--policy",
        "data-levy",
        "--replications",
        "3",
        "--explain",
        "9",
        "--out",
        str(out),
    )
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert "--explain: there is no such pair; allowed: 0 to 2; given: 9" in done.stderr
    assert not out.exists()


def test_a_date_in_a_run_is_told_where_dates_go() -> None:
    done = invoke("run", "minimal", "--set", "labs.lab.overtraining.k=10@2030")
    assert done.exit_code == 2
    assert "a setting from a date on; allowed: PATH=VALUE here; with a date in `tokenshed whatif`" in done.stderr
    assert parse_change("labs.lab.overtraining.k=10@2030").path == "labs.lab.overtraining.k"


def test_import_behind_a_command_is_told_where_it_stands() -> None:
    done = invoke("run", "minimal", "--import", "mine")
    assert done.exit_code == 2
    assert "--import stands before the command: tokenshed --import MODULE COMMAND" in done.stderr


def test_an_export_of_a_whatif_says_that_it_holds_no_runs(tmp_path: Path) -> None:
    paid = str(tmp_path / "paid")
    assert invoke("whatif", "minimal", "--policy", "data-levy", "--replications", "2", "--out", paid).exit_code == 0
    done = invoke("export", paid, str(tmp_path / "x.csv"))
    assert done.exit_code == 2
    assert "holds no outcomes of runs" in done.stderr
    assert "allowed: the folder of a run or a batch" in done.stderr


def test_an_export_makes_no_folders(tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    assert invoke("run", "minimal", "--until", "2024", "--out", run).exit_code == 0
    done = invoke("export", run, str(tmp_path / "none" / "x.csv"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
    assert not (tmp_path / "none").exists()


def test_python_says_what_settings_policies_and_tables_are() -> None:
    with pytest.raises(InputError, match=r"is none; allowed: Setting\(path, value\), or parse_setting"):
        run_world("minimal", settings=["labs.lab.overtraining.k=3"])  # type: ignore[list-item]
    result = run_world("minimal", until=2024.0, policies="data-levy")
    assert result.request.policies == ("data-levy",)
    with pytest.raises(InputError, match=r"there is no table 'run' \(did you mean 'runs'\?\)"):
        result.frame("run")
    assert run_world("minimal", until=2024.0, settings=[Setting("pools.public_text.stock", "9 T token")]).tables


def test_a_difference_has_one_unit_and_nothing_is_nothing() -> None:
    assert _span(-1.01e7, 1.01e5, "token") == "-1.01e-05 T to +1.01e-07 T"
    assert _span(-0.001, 0.001, "year") == "0 to 0"
    assert _span(-0.25, 2e9, "USD") == "-0.25 to +2e+09"


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal elsewhere")
def test_a_page_that_is_told_to_end_leaves_nothing_behind() -> None:
    port = free_port(None)
    command = [sys.executable, "-c", "from simulator.cli import main; main()", "serve", "minimal", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    wait_for(address)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (143, "Control-C ends it.\n")
