"""Tests notice: a fault is put into the code, one at a time, and the tests of its place are run (mutmut 3).

What is slow, or starts processes, is left out, so that a figure is a lower bound: the whole check may notice more.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.trust import page
from tests.trust.copies import copy_tree, furnish
from tests.trust.promise import Finding, share_of

LEAST = 0.9
_UNNOTICED = ("survived", "no tests")
_LEFT_OUT = "not slsqp and not process and not killed and not ctrl_c and not hangs and not nothing_is_lost"
_LAWS = tuple(
    f"tests/worlds/test_{name}.py"
    for name in ("laws", "law_properties", "model_laws", "synthesis", "diet", "model_diet", "parties")
)
_POOLS = tuple(f"tests/worlds/test_{name}.py" for name in ("model_pools", "pools", "pool_machine"))
_BATCHES = tuple(f"tests/simulator/batches/test_{name}.py" for name in ("store_machine", "batch", "results"))


@dataclass(frozen=True)
class Place:
    """Code, and the tests that are to notice a fault in it.

    Attributes:
        modules: patterns of its files.
        tests: files or folders of tests.
    """

    modules: Sequence[str]
    tests: Sequence[str]


PLACES: Mapping[str, Place] = {
    "laws": Place(("worlds/laws/*.py",), (*_LAWS, "tests/agents")),
    "pools": Place(
        ("worlds/pools/*.py",),
        (*_POOLS, "tests/worlds/test_parties.py", "tests/worlds/test_model_laws.py", "tests/agents"),
    ),
    "seeds": Place(("worlds/config/chance.py",), ("tests/worlds/test_chance.py", "tests/agents/test_desk.py")),
    "store": Place(("simulator/experiments/parts.py", "simulator/experiments/store.py"), _BATCHES),
}


def measure(size: float) -> Iterator[Finding]:
    """Put faults into laws, pools, seeds and the store, or into a share of their places."""
    if size <= page.QUICK:
        yield from page.measured_last("notices")
        return
    with TemporaryDirectory(prefix="tokenshed-notices-") as home, ThreadPoolExecutor(os.cpu_count()) as crew:
        made = [crew.submit(_found, name, Path(home) / name, size) for name in PLACES]
        yield from (one.result() for one in made)


def _found(name: str, folder: Path, size: float) -> Finding:
    """Put faults into a copy of the project, in one place."""
    copy_tree(folder)
    furnish(folder, sys.executable)
    (folder / "setup.cfg").write_text(_settings(PLACES[name]), encoding="utf-8")
    return _finding(name, verdicts(folder, size))


def _settings(place: Place) -> str:
    """Return the settings of mutmut."""
    lists = {
        "source_paths": ("worlds", "agents", "simulator"),
        "only_mutate": place.modules,
        "also_copy": ("docs", "MODEL.md", "results"),
        "pytest_add_cli_args": ("-p", "no:xdist", "-p", "no:cacheprovider", "-k", _LEFT_OUT),
        "pytest_add_cli_args_test_selection": place.tests,
    }
    lines = [f"{key} =\n    " + "\n    ".join(words) for key, words in lists.items()]
    return "\n".join(["[mutmut]", *lines, ""])


def verdicts(folder: Path, size: float) -> dict[str, str]:
    """Return what became of each fault, or of a random share of them, by its name."""
    _mutmut(folder, "run", "--max-children", "1", *([] if size >= 1 else ["no.such.fault"]))
    names = list(_results(folder))
    if size < 1:
        chosen = Random(0).sample(sorted(names), share_of(len(names), size))
        _mutmut(folder, "run", "--max-children", "1", *chosen)
    return {name: verdict for name, verdict in _results(folder).items() if verdict != "not checked"}


def _mutmut(folder: Path, *words: str) -> str:
    """Run mutmut in a copy; return what it told."""
    environment = {**os.environ, "TOKENSHED_EXAMPLES": "few", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [str(folder / ".venv/bin/mutmut"), *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


def _results(folder: Path) -> dict[str, str]:
    """Return the verdict on every fault."""
    lines = (line.strip().rpartition(": ") for line in _mutmut(folder, "results", "--all", "true").splitlines())
    return {name: verdict for name, _, verdict in lines if "__mutmut_" in name}


def _finding(name: str, found: Mapping[str, str]) -> Finding:
    """Return how many faults were noticed, and where the others are."""
    unnoticed = Counter(place_of(fault) for fault, verdict in found.items() if verdict in _UNNOTICED)
    noticed = len(found) - unnoticed.total()
    share = noticed / len(found) if found else 0.0
    where = ", ".join(f"{place} {count}" for place, count in sorted(unnoticed.items()))
    words = f"{share:.1%}: {noticed:,} of {len(found):,}"
    note = f"not noticed: {where}" if where else ""
    return Finding(f"faults in the {name} that tests notice", words, f"at least {LEAST:.0%}", share >= LEAST, note)


def place_of(fault: str) -> str:
    """Return the module and the function of a fault, as people write it."""
    module, _, function = fault.rpartition("__mutmut_")[0].rpartition(".")
    words = function.removeprefix("x_").removeprefix("x").strip("\u01c1").replace("\u01c1", ".")
    return f"{module.rpartition('.')[2]}.{words}"
