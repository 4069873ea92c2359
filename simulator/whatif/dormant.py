"""Policies that never act: they come too late, nothing that they wait for happens, or all is so already."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from simulator.recorder import History
from worlds.config.enacting import POLICY
from worlds.config.loading import LoadedWorld
from worlds.config.scenarios import AS_IT_IS
from worlds.config.timed import BY_HAND


@dataclass(frozen=True)
class Dormant:
    """A policy that changes nothing in any pair of runs.

    Attributes:
        policy: the side that it is on.
        part: its own name.
        why: the reason, in words.
        scenario: in which scenario.
    """

    policy: str
    part: str
    why: str
    scenario: str = AS_IT_IS

    @property
    def words(self) -> str:
        """The policy and the reason."""
        where = "" if self.scenario == AS_IT_IS else f" in the scenario {self.scenario}"
        return f"{self.part} never acts{where}: {self.why}"


@dataclass
class Deeds:
    """How often each regulator has changed the rules, and how often it found them so already, over runs."""

    done: Counter[str] = field(default_factory=Counter)
    void: Counter[str] = field(default_factory=Counter)

    def note(self, history: History) -> None:
        """Count what regulators did in one more run."""
        for one in history.happenings:
            if one.kind in {"rule", "void_rule"}:
                counter = self.done if one.kind == "rule" else self.void
                counter[one.agent.partition(".")[2]] += 1


def dormant(policy: str, scenario: str, base: LoadedWorld, changed: LoadedWorld, deeds: Deeds) -> Iterator[Dormant]:
    """Yield the policies of a side that never acted, with the reason."""
    world = changed.world
    for name in sorted(world.regulators.keys() - base.world.regulators.keys()):
        if deeds.done[name]:
            continue
        section = world.regulators[name]
        stated = [*(one.from_ for one in section.enacts.values()), *(one.from_ for one in section.reacts.values())]
        begins = [-inf if one is None else one for one in stated]
        if begins and min(begins) >= world.end:
            why = f"it begins in {min(begins):g}, and the world ends in {world.end:g}"
        elif deeds.void[name]:
            why = "all that it sets is so already"
        else:
            why = "nothing that it waits for comes true" if section.reacts else "it is over before the world begins"
        yield Dormant(policy, _title(name), why, scenario)


def _title(regulator: str) -> str:
    """Return what people call the regulator that a policy, or settings with dates, became."""
    return "--set" if regulator == BY_HAND else regulator.removeprefix(POLICY).replace("_", "-")
