"""Agents that misbehave, for worlds that tests run in batches: `--import tests.misbehaving` lets workers have them."""

import os
import signal
import time
from typing import Literal

from agents import Agent, register
from agents.clock import Life
from worlds.config.schema import Section


class VandalSection(Section):
    """How a vandal misbehaves, and in which replications of luck: those whose first draw is below a share."""

    does: Literal["raise", "sleep", "spin", "kill", "kill_once", "slow"]
    share: float = 1.0
    flag: str = ""


class Vandal(Agent[VandalSection]):
    """Someone who ends a run in a way that no run should end."""

    def live(self) -> Life:
        """Wait a year, and do it."""
        yield self.surroundings.clock.until(self.year + 1.0)
        if self.surroundings.luck.stream(self.key, "mood").random() < self.section.share:
            yield from self._do(self.section.does)

    def _do(self, what: str) -> Life:
        if what == "raise":
            raise ValueError("a vandal was here")
        if what == "sleep":
            time.sleep(3600.0)
        while what == "spin":
            pass
        if what == "kill" or (what == "kill_once" and self._first()):
            os.kill(os.getpid(), signal.SIGKILL)
        while what == "slow":
            time.sleep(0.001)
            yield self.surroundings.clock.until(self.year + 1e-6)

    def _first(self) -> bool:
        """Return whether nobody has left the flag yet, and leave it."""
        if os.path.exists(self.section.flag):  # noqa: PTH110
            return False
        with open(self.section.flag, "w"):  # noqa: PTH123
            return True


register("vandals", Vandal, VandalSection)
