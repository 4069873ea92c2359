"""Covered: which lines the whole check runs; laws, pools and seeds to the last."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.trust import page
from tests.trust.copies import copy_tree, furnish
from tests.trust.promise import Finding

LEAST = 95.0
WHOLE = {"laws": "worlds/laws/", "pools": "worlds/pools/", "seeds": "worlds/config/chance.py"}
_TESTS_OF_THEM = ("tests/worlds", "tests/agents")


def measure(size: float) -> Iterator[Finding]:
    """Run all tests while lines are counted; at a share of the full size those of laws, pools and seeds alone."""
    if size <= page.QUICK:
        yield from page.measured_last("covered")
        return
    with TemporaryDirectory(prefix="tokenshed-covered-") as home:
        files = lines(Path(home), () if size >= 1 else _TESTS_OF_THEM)
    if size >= 1:
        yield _finding("all lines", files, LEAST)
    for name, start in WHOLE.items():
        yield _finding(name, {path: one for path, one in files.items() if path.startswith(start)}, 100.0)


def lines(folder: Path, tests: Sequence[str]) -> Mapping[str, Any]:
    """Return what is known of the lines of each file, from a run of tests in a copy."""
    copy_tree(folder)
    furnish(folder, sys.executable)
    python = str(folder / ".venv/bin/python")
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}

    def run(*words: str) -> None:
        subprocess.run([python, "-m", *words], cwd=folder, env=environment, capture_output=True, check=False)

    run("coverage", "run", "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *tests)
    run("coverage", "combine")
    run("coverage", "json", "-o", "lines.json")
    found: Mapping[str, Any] = json.loads((folder / "lines.json").read_text(encoding="utf-8"))["files"]
    return found


def _finding(name: str, files: Mapping[str, Any], least: float) -> Finding:
    """Return the share of lines that are run, and the files with those that are not."""
    counted = sum(one["summary"]["num_statements"] for one in files.values())
    missed = {path: one["missing_lines"] for path, one in files.items() if one["missing_lines"]}
    left = sum(map(len, missed.values()))
    share = 100.0 * (counted - left) / counted if counted else 0.0
    note = "not run: " + ", ".join(f"{path} {len(rows)}" for path, rows in missed.items()) if missed else ""
    return Finding(f"lines of {name}", f"{share:.2f} % of {counted:,}", f"at least {least:.0f} %", share >= least, note)
