"""Properties: how many tests look for a counterexample by themselves, and whether they find one in new examples.

`make test` gives them the same examples in every run; here they get new ones, several times over.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.trust.promise import Finding, share_of

TESTS = Path(__file__).resolve().parents[1]
LEAST = 60
MACHINES = ("PoolMachine", "StoreMachine")
ROUNDS = 10
"""How often all of them get new examples."""


def found() -> tuple[list[str], list[str]]:
    """Return the names of tests with random input that hypothesis gives, and of stateful machines."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("test_*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    given = [node.name for node in nodes if isinstance(node, ast.FunctionDef) and _is_given(node)]
    machines = [
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef) and any(_word(base) == "RuleBasedStateMachine" for base in node.bases)
    ]
    return given, machines


def _is_given(function: ast.FunctionDef) -> bool:
    calls = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return function.name.startswith("test_") and any(_word(one) == "given" for one in calls)


def _word(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def files() -> list[str]:
    """Return the files of tests that have such a test or machine."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py"))}
    return [str(path) for path, text in texts.items() if "from hypothesis" in text]


def _round() -> tuple[int, list[str]]:
    """Run all of them on new examples; return how many passed, and the names of those that did not."""
    anew = {**os.environ, "TOKENSHED_EXAMPLES": "anew"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-rf", *files()]
    told = subprocess.run(command, cwd=TESTS.parent, env=anew, capture_output=True, text=True, check=False).stdout
    passed = re.search(r"(\d+) passed", told)
    return int(passed[1]) if passed else 0, re.findall(r"^FAILED (\S+)", told, re.MULTILINE)


def measure(size: float) -> Iterator[Finding]:
    """Count the tests, and run them on new examples.

    Args:
        size: share of the rounds.
    """
    given, machines = found()
    count = len(given) + len(machines)
    yield Finding("tests that hypothesis gives their input", f"{count}", f"at least {LEAST}", count >= LEAST)
    kept = set(MACHINES) <= set(machines)
    yield Finding(
        "machines that do everything in any order", " and ".join(sorted(machines)), " and ".join(MACHINES), kept
    )
    rounds = [_round() for _ in range(share_of(ROUNDS, size, least=0))]
    if not rounds:
        return
    failed = sorted({name for _, names in rounds for name in names})
    passed = sum(count for count, _ in rounds)
    yield Finding(
        "tests of their files, on new examples in each round",
        f"{passed:,} passed in {len(rounds)} rounds, {len(failed)} failed",
        f"0 of {ROUNDS} rounds",
        passed > 0 and not failed,
        ", ".join(failed),
    )
