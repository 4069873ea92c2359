"""Pairs of runs: a drawn world and the same world changed, under the same draws and luck."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from math import inf
from random import Random
from typing import Any

from agents.plan import Plan
from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.recorder import History
from worlds.config.chance import Luck
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import Values, drawn

UNWRITTEN = "watershed whose lab writes nothing"
UNFLOORED = "contamination whose lab passes over nothing"
UNANSWERED = "private-thaw without an answer to a shortfall"
_CHANGED = {
    UNWRITTEN: ("watershed", Setting("pools.own_text", None)),
    UNFLOORED: ("contamination", Setting("labs.frontier.min_value", 0.01)),
    UNANSWERED: ("private-thaw", Setting("labs.frontier.shortfall", [])),
}
"""Worlds that are changed for this: which, and how."""
HUMAN = ("minimal", "epoch-2024", "drought", "private-thaw", "multimodal-tide", UNWRITTEN)
"""Worlds of one lab, of nobody who answers, and of nothing that models write: tokens keep their worth."""
PLAIN = (*HUMAN, "contamination")
"""The same, and one whose web models write a part of, so that its mean quality falls."""
ALONE = (*PLAIN, "watershed")
"""The same, and one whose lab learns from text of its own."""
TOGETHER = ("estuary",)
"""Worlds in which everybody answers everybody."""
Plans = Mapping[str, Sequence[tuple[float, Plan]]]
Spoken = dict[str, float]


@dataclass(frozen=True)
class Draw:
    """A world with the numbers of one replication and its luck."""

    loaded: LoadedWorld
    values: Values
    luck: Luck

    def numbers(self, *patterns: str, kinds: tuple[str, ...] = ()) -> list[str]:
        """Return the paths that fit one of the patterns, in pools of some kinds where those are named."""
        pools = self.loaded.world.pools
        found = [path for path in self.loaded.numbers if any(fnmatchcase(path, one) for one in patterns)]
        return [path for path in found if not kinds or pools[path.split(".")[1]].kind in kinds]

    def with_numbers(self, changes: Mapping[str, float]) -> "Draw":
        """Return it with other numbers; one beyond what is allowed is cut."""
        values = self.values.copy()
        for path, value in changes.items():
            bounds = self.loaded.numbers[path].bounds
            values.enact(path, min(max(value, bounds.low), bounds.high))
        return replace(self, values=values)

    def times(self, factor: float, *patterns: str, kinds: tuple[str, ...] = ()) -> "Draw":
        """Return it with some of its numbers taken so many times."""
        return self.with_numbers({path: self.values.at(path) * factor for path in self.numbers(*patterns, kinds=kinds)})

    def reshaped(self, loaded: LoadedWorld, renamed: Callable[[str], str] = str) -> "Draw":
        """Return another world with these numbers, those that are new as they are stated."""
        old = {renamed(path): value for path, value in self.values.as_dict().items()}
        found = {path: old.get(path, number.value) for path, number in loaded.numbers.items()}
        return Draw(loaded, Values(found, self.values.law), self.luck)


@dataclass(frozen=True)
class Lived:
    """What came of a draw: outcomes, with censored dates infinitely early or late, and all that happened."""

    draw: Draw
    outcomes: Spoken
    history: History
    plans: Plans

    def seen(self, *stems: str) -> Spoken:
        """Return outcomes of these names, or of these stems before a dot; all where none is named."""
        known = self.outcomes.items()
        return {name: value for name, value in known if not stems or name in stems or name.split(".")[0] in stems}


@lru_cache
def _loaded(name: str) -> LoadedWorld:
    """Return a shipped world, or one that has been changed for this."""
    if name in _CHANGED:
        world, setting = _CHANGED[name]
        return load_world(world, [setting])
    return load_world(name)


def drawn_pair(chance: Random, worlds: Sequence[str]) -> Draw:
    """Return a random draw of a random one of these worlds."""
    loaded, seed = _loaded(chance.choice(worlds)), chance.randrange(10**9)
    return Draw(loaded, drawn(loaded, seed, 0), Luck(seed, 0))


def live(draw: Draw, plans: Plans | None = None) -> Lived:
    """Let a draw live, labs keeping to plans where some are given."""
    script: Any = plans
    ecosystem = Ecosystem(draw.loaded, draw.values, draw.luck, script)
    history = ecosystem.run()
    censored: dict[Any, float] = {"never": inf, "before_start": -inf}
    found = outcomes_of(draw.loaded.world, history)
    spoken = {one.name: censored[one.censored] if one.value is None else one.value for one in found}
    return Lived(draw, spoken, history, ecosystem.plans)


def rise(name: str, before: Lived, after: Lived, years: float = 0.0) -> float:
    """Return by how much an outcome rose.

    Args:
        name: of the outcome; in a world of other names, those it has without the change.
        before: without the change.
        after: with it.
        years: what is taken off dates of it.

    Returns:
        years of a date, censored ones standing at the ends of the world; of all else its relative rise.
    """
    world, one, other = before.draw.loaded.world, before.outcomes[name], after.outcomes[name]
    if "_year." in name:
        return min(max(other - years, world.start), world.end) - min(max(one, world.start), world.end)
    if one == other:
        return 0.0
    return (other - one) / max(abs(one), abs(other)) if abs(one) < inf and abs(other) < inf else other - one
