import importlib
import subprocess
import sys
import zipfile
from pathlib import Path

import simulator

ROOT = Path(__file__).parent.parent.parent


def test_the_front_is_exactly_what_is_public() -> None:
    assert simulator.__all__ == sorted(simulator._HOME, key=lambda name: (name.lower() == name, name))
    for name, home in simulator._HOME.items():
        assert getattr(simulator, name) is getattr(importlib.import_module(home), name)
    assert dir(simulator) == simulator.__all__


def test_a_misspelt_name_is_an_error() -> None:
    assert not hasattr(simulator, "run_wrld")


def test_every_public_name_is_documented() -> None:
    assert all(getattr(simulator, name).__doc__ for name in simulator.__all__)


def test_a_wheel_holds_the_worlds_and_runs_one_from_any_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("tokenshed-*.whl")
    home = tmp_path / "home"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    names = {str(path.relative_to(home)) for path in home.rglob("*")}
    assert {"worlds/epoch-2024.yaml", "worlds/data/scaling_laws.csv", "simulator/py.typed", "worlds/py.typed"} <= names
    assert not any(name.startswith(("tests", "docs")) for name in names)
    first = f"import sys; sys.path.insert(0, {str(home)!r})"
    code = f"{first}; from simulator.cli import main; import simulator; print(simulator.__file__); main()"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run = [sys.executable, "-c", code, "run", "minimal"]
    done = subprocess.run(run, cwd=elsewhere, check=True, capture_output=True, text=True)
    assert done.stdout.startswith(str(home))
    assert "Public text runs out for the first lab in" in done.stdout
