"""The soak: a batch whose processes are killed at random, beside the same batch undisturbed (`make soak`; Linux).

`python -m tests.soak` exits with 1 when a run is lost, doubled, torn or failed, when any file of results or the export
differs by a byte, or when drafts or processes are left behind.
"""

import argparse
import os
import random
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from simulator.experiments.asking import batch_of
from simulator.experiments.execution import execute
from simulator.experiments.export import export
from simulator.experiments.results import Results
from tests.disturbance import Disturbance, disturb
from tests.same_batches import Difference, difference
from worlds.config.experiments import load_experiment

EXPERIMENT = Path(__file__).parent / "soak.yaml"
TOKENSHED = Path(sys.executable).parent / "tokenshed"


@dataclass(frozen=True)
class Soak:
    """What a soak found.

    Attributes:
        runs: how many the batch has.
        parts: in how many parts.
        asked: how many kills were asked for.
        disturbance: what was done.
        difference: from the undisturbed batch.
        same_export: whether the outcomes, sorted and exported, have the same bytes.
    """

    runs: int
    parts: int
    asked: int
    disturbance: Disturbance
    difference: Difference
    same_export: bool

    @property
    def passed(self) -> bool:
        """Whether nothing that was done can be seen in the results."""
        done = self.disturbance
        unseen = self.difference.is_none and self.same_export
        return unseen and done.status == 0 and done.orphans == 0 and done.kills.total() >= self.asked

    def __str__(self) -> str:
        """Return what is printed."""
        done = self.disturbance
        kills = ", ".join(f"{done.kills[one]} of the {one}" for one in ("worker", "parent", "group"))
        found = ", ".join(f"{name} {count}" for name, count in asdict(self.difference).items())
        return (
            f"{self.runs:,} runs in {self.parts:,} parts; {done.kills.total()} kills of {self.asked} asked: {kills}\n"
            f"{done.starts} starts in {done.seconds:,.0f} s, the last returned {done.status}\n"
            f"{found}, orphans {done.orphans}, export {'the same' if self.same_export else 'DIFFERS'}\n"
            f"{'passed' if self.passed else 'FAILED'}"
        )


def soak(folder: Path, runs: int, kills: int, seed: int) -> Soak:
    """Carry out a batch undisturbed and disturbed in two folders below one, and compare them.

    Args:
        folder: an empty one.
        runs: at least so many.
        kills: how many processes are killed, or groups of them.
        seed: decides which and when.
    """
    experiment = load_experiment(EXPERIMENT)
    each = batch_of(experiment.with_replications(1)).size
    replications = -(-runs // each)
    batch = batch_of(experiment.with_replications(replications))
    calm, rough = folder / "calm", folder / "rough"
    execute(batch, calm, workers=1)

    def done() -> int:
        return sum(1 for _ in (rough / "parts").glob("[0-9]*.json"))

    # Every start would compile the whole project again where bytecode is not written.
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment = {**os.environ, **bytecode}
    command = _command(rough, replications)
    disturbance = disturb(command, environment, kills, random.Random(seed), batch.parts, done)
    same = _exported(calm) == _exported(rough)
    return Soak(batch.size, batch.parts, kills, disturbance, difference(calm, rough), same)


def _command(folder: Path, replications: int) -> list[str]:
    """Return the command that carries out the batch, or goes on with it."""
    how = ["--workers", "2", "--replications", str(replications), "--yes"]
    return [str(TOKENSHED), "batch", str(EXPERIMENT), "--out", str(folder), *how]


def _exported(folder: Path) -> bytes:
    """Return the outcomes of a batch as `tokenshed export` writes them."""
    file = folder.with_suffix(".csv")
    export(Results.open(folder), file)
    return file.read_bytes()


def main() -> None:
    """Soak as the command line says, print what was found, and exit with 1 when it is not as it should be."""
    parser = argparse.ArgumentParser(description="Kill the processes of a batch at random, and compare its results.")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tokenshed-soak-") as folder:
        found = soak(Path(folder), given.runs, given.kills, given.seed)
    print(found)  # noqa: T201 (the command's output)
    sys.exit(not found.passed)


if __name__ == "__main__":
    main()
