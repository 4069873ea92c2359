"""A package of somebody else adds an agent and a strategy, and nothing of ours is edited."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tests" / "extension"
WORLD = "claimed-and-thrifty.yaml"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the package, and unpack it where Python finds it, its world beside."""
    folder = tmp_path_factory.mktemp("home")
    source = shutil.copytree(PACKAGE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("tokenshed_example-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    shutil.copy(folder / "tokenshed_example" / WORLD, folder / WORLD)
    return folder


def tokenshed(home: Path, *arguments: str, installed: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(home)} if installed else dict(os.environ)
    command = [str(Path(sys.executable).parent / "tokenshed"), *arguments]
    return subprocess.run(command, cwd=home, env=environment, text=True, capture_output=True, check=False)


def test_the_commands_of_the_how_to_run(home: Path) -> None:
    page = (ROOT / "docs" / "howto" / "package.md").read_text(encoding="utf-8")
    commands = re.findall(r"^tokenshed (.*)$", page, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        done = tokenshed(home, *shlex.split(command))
        assert done.returncode == 0, done.stderr
    events = pd.read_parquet(home / "claimed" / "events.parquet")
    assert (events["kind"] == "takedown").any()


COMPARED = f"""
import json
import tokenshed_example
from simulator import Setting, run_world

FIXED = Setting("labs.lab.overtraining", {{"strategy": "fixed", "k": 20}})
for setting in (None, Setting("claimants.guild.wins", 0.0), FIXED):
    result = run_world("{WORLD}", settings=[] if setting is None else [setting])
    models = result.frame("runs")
    k = models[models["model"].str.contains("large")]["planned_overtraining"].iloc[-1]
    print(json.dumps([result.summary["final_stock.public_text"].mean, k]))
"""


def test_the_agent_and_the_strategy_do_something(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(home)}
    told = subprocess.run(
        [sys.executable, "-c", COMPARED], cwd=home, env=environment, text=True, capture_output=True, check=True
    )
    both, unclaimed, fixed = (json.loads(line) for line in told.stdout.splitlines())
    assert both[0] < unclaimed[0]
    assert both[1] < fixed[1] == pytest.approx(20.0)


EXPERIMENT = f"""\
experiment: claimed
description: A world of another package in processes of its own.
worlds: [./{WORLD}]
replications: 4
until: 2026
part: 1
"""


def test_processes_of_a_batch_have_the_package_too(home: Path) -> None:
    (home / "claimed.yaml").write_text(EXPERIMENT, encoding="utf-8")
    words = ("claimed.yaml", "--workers", "2", "--out", "many")
    done = tokenshed(home, "--import", "tokenshed_example", "batch", *words)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((home / "many" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["imports"] == ["tokenshed_example"]
    assert manifest["failed"] == 0


def test_without_the_package_its_world_is_refused(home: Path) -> None:
    done = tokenshed(home, "run", WORLD)
    assert done.returncode == 2
    assert "unknown key 'claimants'" in done.stderr
    assert "'thrifty'" in done.stderr
    missing = tokenshed(home, "--import", "tokenshed_example", "run", WORLD, installed=False)
    assert missing.returncode == 2
    assert "--import tokenshed_example: No module named" in missing.stderr


@pytest.mark.parametrize(("page", "module"), [("agent", "claimants"), ("strategy", "thrifty")])
def test_the_modules_of_the_package_are_those_of_the_how_tos(page: str, module: str) -> None:
    text = (ROOT / "docs" / "howto" / f"{page}.md").read_text(encoding="utf-8")
    found = re.search(rf"```python\n# {module}\.py\n(.*?)```", text, re.DOTALL)
    assert found is not None
    assert found[1] == (PACKAGE / "tokenshed_example" / f"{module}.py").read_text(encoding="utf-8")
