"""The hindcast held against its targets: skill above zero on average, and intervals that hold what they should."""

from dataclasses import dataclass

from simulator.analysis.hindcast.study import Hindcast, hindcast
from simulator.request import Progress
from simulator.validation.row import Row

SKILLS = {"skill_vs_trend": "skill against the log-linear trend", "skill_vs_persistence": "skill against persistence"}
LEVELS = (50, 80, 95)
NEAR = 0.1
"""How far coverage may lie from nominal."""
WANTED = "wanted: better than either baseline on average"
NOMINAL = "nominal coverage of the interval"


@dataclass(frozen=True)
class Scored:
    """How well history was foretold.

    Attributes:
        found: the hindcast.
    """

    found: Hindcast

    @property
    def rows(self) -> list[Row]:
        """The targets, which are for the mean over origins: models of one origin share one error."""
        mean = self.found.average
        skills = [
            Row(name, 0.0, getattr(mean, key), 0.0, WANTED, "1 - CRPS / CRPS of it", at_least=True)
            for key, name in SKILLS.items()
        ]
        held = [
            Row(f"models within {level} %", level / 100, getattr(mean, f"coverage{level}"), NEAR, NOMINAL, "share")
            for level in LEVELS
        ]
        return [*skills, *held]


def score(replications: int, progress: Progress | None = None) -> Scored:
    """Fit to what was known at each origin, simulate on and score.

    Args:
        replications: futures of each origin.
        progress: called after every run.
    """
    return Scored(hindcast(replications=replications, progress=progress))
