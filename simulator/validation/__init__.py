"""What the model must give back: published forecasts, laws and claims, history, and its own stored outcomes.

Each module is one part and returns its rows: a number, its target, and how far apart they may be.
"""

from collections.abc import Callable, Mapping

from simulator.request import Progress
from simulator.validation.claims import judge
from simulator.validation.explained import reason, unexplained
from simulator.validation.forecast import reproduce
from simulator.validation.hindcast import score
from simulator.validation.laws import give_back
from simulator.validation.reference import rerun
from simulator.validation.row import Part, Row

__all__ = ["DRAWN", "PARTS", "REPLICATIONS", "Part", "Row", "luck", "reason", "unexplained"]

REPLICATIONS = 2000
"""Draws of the forecast; claims are judged in a tenth as many futures, and origins of the hindcast in a twentieth."""

PARTS: Mapping[str, Callable[[int, Progress], Part]] = {
    "forecast": reproduce,
    "laws": lambda _, told: give_back(told),
    "claims": lambda replications, told: judge(max(2, replications // 10), told),
    "hindcast": lambda replications, told: score(max(2, replications // 20), told),
    "reference": lambda _, told: rerun(told),
}
"""Every part by its name, in the order of the page."""

DRAWN = ("forecast", "claims", "hindcast")
"""The parts that rest on draws, so that few of them miss by luck."""


def luck(part: str, replications: int) -> str | None:
    """Return why a miss of a part may be luck, as a sentence; None where enough is drawn, or nothing."""
    if part not in DRAWN or replications >= REPLICATIONS:
        return None
    return f"It may be luck: tolerances are for --replications {REPLICATIONS:,}; given: {replications:,}."
