"""The stored reference outcomes: `python -m tests.reference` (make reference) rewrites them, a test compares.

They are outcomes of every shipped world, at central values and in five replications of seed 0. A world of a thousand
labs takes several seconds a run and is stored at central values alone; one of ten thousand takes about a minute, and
differs from it by one number, so that nothing of it is stored.
"""

import json
from pathlib import Path

from simulator.run import run_world
from worlds.config.loading import shipped_worlds

CENTRAL_ALONE = ("thousand-labs",)
TOO_LARGE = ("ten-thousand-labs",)
FOLDER = Path(__file__).parent.parent / "results" / "reference"


def worlds() -> list[str]:
    """Return the worlds whose outcomes are stored."""
    return [world for world in shipped_worlds() if world not in TOO_LARGE]


def outcomes(world: str) -> dict[str, dict[str, float | str | None]]:
    """Return each outcome of a world by run and name: its value, or how it is censored."""
    found: dict[str, dict[str, float | str | None]] = {}
    drawn = [] if world in CENTRAL_ALONE else [("drawn", 5)]
    for label, replications in (("central", None), *drawn):
        for row in run_world(world, replications=replications).tables["outcomes"].to_pylist():
            run = found.setdefault(f"{label} {row['replication']}", {})
            run[row["outcome"]] = row["value"] if row["censored"] is None else row["censored"]
    return found


def main() -> None:
    """Write the reference outcomes of every shipped world."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for world in worlds():
        text = json.dumps(outcomes(world), indent=1)
        (FOLDER / f"{world}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
