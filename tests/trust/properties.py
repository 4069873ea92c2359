"""Properties: how many tests look for a counterexample by themselves, and on whom machines try everything."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.trust.promise import Finding

TESTS = Path(__file__).resolve().parents[1]
LEAST = 60
MACHINES = ("PoolMachine", "StoreMachine")


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


def measure(_: float) -> Iterator[Finding]:
    """Count the tests; `make test` runs them."""
    given, machines = found()
    count = len(given) + len(machines)
    yield Finding("tests that hypothesis gives their input", f"{count}", f"at least {LEAST}", count >= LEAST)
    kept = set(MACHINES) <= set(machines)
    yield Finding(
        "machines that do everything in any order", " and ".join(sorted(machines)), " and ".join(MACHINES), kept
    )
