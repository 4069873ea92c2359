"""What a run costs, counted in calls of functions and not in time: `python -m tests.cost` stores it (make cost)."""

import json
from cProfile import Profile
from pathlib import Path
from pstats import Stats

from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.recorder import History
from simulator.request import Request, requested
from simulator.tables import Tables

STORED = Path(__file__).parent / "data" / "cost.json"
WORLD, UNTIL = "baseline-2026", 2029.0
MOST_GROWTH = 1.1
"""How much more a run may cost than what is stored."""


def calls_an_event() -> float:
    """Return how many functions a run calls for each of its events, recursion left out.

    Counts are the same on every machine. Later versions of Python than 3.11 call less, since comprehensions are no
    functions there. A first run, which is not counted, fills whatever is kept from one run to the next.
    """
    request, profile = requested(WORLD, until=UNTIL), Profile()
    _lived(request)
    history = profile.runcall(_lived, request)
    return float(Stats(profile).prim_calls) / history.events  # type: ignore[attr-defined]


def _lived(request: Request) -> History:
    """Run a world and write everything down, as a run does."""
    history = Ecosystem(request.loaded, request.values(0), request.luck(0)).run()
    tables = Tables()
    tables.add((0,), history, outcomes_of(request.loaded.world, history))
    tables.arrow()
    return history


def stored() -> float:
    """Return the calls for each event that are stored."""
    return float(json.loads(STORED.read_text(encoding="utf-8"))["calls_an_event"])


def main() -> None:
    """Store what a run costs now."""
    cost = {"world": WORLD, "until": UNTIL, "calls_an_event": round(calls_an_event(), 1)}
    STORED.write_text(json.dumps(cost) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
