"""A regulator: it enacts what the world file says, at the date it says."""

from collections.abc import Iterator

from agents.agent import Agent
from agents.clock import Life
from worlds.config.enacting import Enacted
from worlds.config.schema import Regulator as RegulatorSection


class Regulator(Agent[RegulatorSection]):
    """Whoever sets numbers of the world to other values, before anybody else acts on that day."""

    def live(self) -> Life:
        """Wait for each date and enact what is due."""
        clock = self.surroundings.clock
        for year, one, ends in sorted(self._dates(), key=lambda due: (due[0], not due[2], due[1].name)):
            yield clock.until(max(clock.now, year), self.rank)
            self._enact(one, ends=ends)

    def _dates(self) -> Iterator[tuple[float, Enacted, bool]]:
        """Yield the dates with what begins, or ends, then; what ended before the world began is left out."""
        start = self.surroundings.world.start
        for one in self.surroundings.enacted:
            if one.regulator != self.name or (one.until is not None and one.until <= start):
                continue
            yield one.year, one, False
            if one.until is not None:
                yield one.until, one, True

    def _enact(self, one: Enacted, *, ends: bool) -> None:
        """Let a rule begin, or end."""
        surroundings, rule = self.surroundings, f"{self.key}.{one.name}"
        if ends:
            changes = surroundings.repeal(one.path, rule)
            words = f"{self.name} lets {one.name} end, which set {one.path}"
        else:
            changes = surroundings.enact(one.path, rule, one.value)
            words = f"{self.name} enacts {one.name}: {one.words}"
        void = "" if changes else ", which changes nothing"
        surroundings.tell("rule" if changes else "void_rule", self.key, one.path, one.value, f"{words}{void}")
