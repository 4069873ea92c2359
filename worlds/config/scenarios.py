"""Scenarios: values that nobody chooses, by path or pattern, laid over a world."""

from dataclasses import dataclass
from pathlib import Path

from worlds.config.faults import InputError
from worlds.config.files import SCENARIOS
from worlds.config.loading import LoadedWorld, checked, opened
from worlds.config.schema.policy import Scenario
from worlds.config.selectors import paths_of
from worlds.config.settings import Setting
from worlds.config.tree import Node, locate

AS_IT_IS = "as it is"
"""The scenario in which nothing of the world is changed."""


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario that has passed every check that needs no world.

    Attributes:
        section: what the file says.
        tree: the same with positions.
    """

    section: Scenario
    tree: Node

    @property
    def name(self) -> str:
        """What it is called."""
        return self.section.scenario

    def settings(self, loaded: LoadedWorld) -> list[Setting]:
        """Return what it sets in a world; what the world does not have is left out."""
        found: list[Setting] = []
        for pattern, value in self.section.values.items():
            mark = locate(self.tree, ("values", pattern)).mark
            paths = paths_of(pattern, loaded.world, loaded.numbers)
            found += [Setting(path, value, f"{mark}: values.{pattern}") for path in paths]
        return found

    def missing(self, loaded: LoadedWorld) -> list[str]:
        """Return the paths and patterns for which a world has nothing."""
        return [one for one in self.section.values if not paths_of(one, loaded.world, loaded.numbers)]

    def applied(self, loaded: LoadedWorld) -> LoadedWorld:
        """Return a world in which the scenario holds.

        Raises:
            InputError: when it says nothing of this world, or a value is not allowed there.
        """
        settings = self.settings(loaded)
        if not settings:
            raise InputError(
                f"the scenario {self.name!r} says nothing of {loaded.name}; allowed: one whose numbers it has"
            )
        return loaded.with_settings(settings)


def shipped_scenarios() -> list[str]:
    """Return the names of the scenarios that come with Tokenshed."""
    return SCENARIOS.names()


def load_scenario(reference: str | Path) -> LoadedScenario:
    """Return a scenario.

    Args:
        reference: path of a file, or name of a shipped one.

    Raises:
        InputError: when there is no such scenario or it is wrong.
    """
    _, tree = opened(SCENARIOS, str(reference))
    return LoadedScenario(checked(Scenario, tree), tree)
