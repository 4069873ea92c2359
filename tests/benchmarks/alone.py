"""A run in a process of its own, for its memory: `python -m tests.benchmarks.alone WORLD [UNTIL]` (Linux)."""

import json
import sys
from pathlib import Path

from simulator.request import requested
from tests.benchmarks.costs import lived


def most() -> float:
    """Return the most memory that this process has had so far [MB]."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM"))


def main(world: str, until: str | None = None) -> None:
    """Run, and print what it took as JSON."""
    request = requested(world, until=None if until is None else float(until))
    before = most()
    history = lived(request)
    print(json.dumps({"megabytes": most(), "before": before, "events": history.events}))  # noqa: T201 (what is read)


if __name__ == "__main__":
    main(*sys.argv[1:])
