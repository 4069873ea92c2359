"""The stored reference outcomes: what every shipped world gave when they were stored, beside what it gives now.

They are outcomes at central values and in five replications of seed 0. A world of a thousand labs takes several seconds
a run and is stored at central values alone; one of ten thousand takes about a minute, and differs from it by one
number, so that nothing of it is stored.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import simulator
from simulator.request import Progress
from simulator.run import run_world
from simulator.validation.row import EXACT, Row
from worlds.config.loading import shipped_worlds

CENTRAL_ALONE = ("thousand-labs",)
TOO_LARGE = ("ten-thousand-labs",)
FOLDER = Path(simulator.__file__).parent.parent / "results" / "reference"
"""Where a checkout has them; an installed package has none."""

ABSENT = "absent"

Outcomes = Mapping[str, Mapping[str, float | str | None]]
"""Each outcome by run and name: its value, or how it is censored."""


@dataclass(frozen=True)
class Reference:
    """What became of the reference outcomes.

    Attributes:
        rows: one a world: the largest relative deviation of any outcome.
        same: worlds whose outcomes are the same to the byte.
        numbers: how many outcomes were compared.
    """

    rows: Sequence[Row]
    same: Sequence[str] = ()
    numbers: int = 0


def worlds() -> list[str]:
    """Return the worlds whose outcomes are stored."""
    return [world for world in shipped_worlds() if world not in TOO_LARGE]


def outcomes(world: str) -> dict[str, dict[str, float | str | None]]:
    """Return each outcome of a world by run and name: its value in base units, or how it is censored."""
    found: dict[str, dict[str, float | str | None]] = {}
    drawn = [] if world in CENTRAL_ALONE else [("drawn", 5)]
    for label, replications in (("central", None), *drawn):
        for row in run_world(world, replications=replications).tables["outcomes"].to_pylist():
            run = found.setdefault(f"{label} {row['replication']}", {})
            run[row["outcome"]] = row["value"] if row["censored"] is None else row["censored"]
    return found


def text_of(outcomes: Outcomes) -> str:
    """Return outcomes as they are stored."""
    return json.dumps(outcomes, indent=1) + "\n"


def moved(stored: Outcomes, now: Outcomes) -> dict[str, float]:
    """Return the deviation of each outcome that is not what it was, as a share of that, by run and name.

    It is endless where an outcome is missing, new, or censored otherwise.
    """
    then, today = _flat(stored), _flat(now)
    apart = {
        name: _apart(then.get(name, ABSENT), today.get(name, ABSENT)) for name in [*then, *(set(today) - set(then))]
    }
    return {name: by for name, by in apart.items() if by}


def _flat(outcomes: Outcomes) -> dict[str, float | str | None]:
    """Return outcomes by run and name in one."""
    return {f"{run}: {name}": value for run, one in outcomes.items() for name, value in one.items()}


def _apart(stored: float | str | None, now: float | str | None) -> float:
    """Return how far two outcomes lie apart, over the stored one."""
    if stored == now:
        return 0.0
    if not isinstance(stored, int | float) or not isinstance(now, int | float) or stored == 0:
        return inf
    return abs(now / stored - 1.0)


def rerun(progress: Progress | None = None, folder: Path = FOLDER) -> Reference:
    """Run every world with stored outcomes again and compare; nothing is compared outside of a checkout.

    Args:
        progress: called after every world.
        folder: where the outcomes are stored.
    """
    stored = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
    rows, same, numbers = [], [], 0
    for world, text in stored.items():
        now, then = outcomes(world), json.loads(text)
        if text_of(now) == text:
            same.append(world)
        rows.append(_row(world, moved(then, now)))
        numbers += sum(map(len, then.values()))
        if progress is not None:
            progress(len(rows), len(stored))
    return Reference(rows, same, numbers)


def _row(world: str, apart: Mapping[str, float]) -> Row:
    """Return the row of a world: how far its furthest outcome has moved."""
    furthest = max(apart.values(), default=0.0)
    return Row(world, 0.0, furthest, EXACT, f"results/reference/{world}.json", "of the stored outcome")
