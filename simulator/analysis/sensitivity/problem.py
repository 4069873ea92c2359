"""What is varied: the uncertain numbers of a world, each alone or in groups, over the quantiles of their ranges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.experiments.axes import Axis
from simulator.experiments.design import Points
from worlds.config.faults import InputError, Mark
from worlds.config.loading import LoadedWorld
from worlds.config.number import Number
from worlds.config.selectors import paths_of

EDGE = 0.05
"""Quantile at which one-at-a-time designs begin; they end at one minus this, since ranges have no ends."""
_CLIP = 2.0**-53


@dataclass(frozen=True)
class Problem:
    """What is varied, and what of it moves together.

    Attributes:
        group_of: by path, the name of the group of each number; its own path where it moves alone.
    """

    group_of: Mapping[str, str]

    @property
    def paths(self) -> list[str]:
        """The paths of the numbers, in the order of columns."""
        return list(self.group_of)

    @cached_property
    def factors(self) -> list[str]:
        """What moves as one: groups, in the order in which they first appear."""
        return list(dict.fromkeys(self.group_of.values()))

    @property
    def salib(self) -> dict[str, object]:
        """The problem as SALib wants it, over the unit cube."""
        stated: dict[str, object] = {
            "num_vars": len(self.group_of),
            "names": self.paths,
            "bounds": [[0.0, 1.0]] * len(self.group_of),
        }
        grouped = len(self.factors) < len(self.group_of)
        return {**stated, "groups": list(self.group_of.values())} if grouped else stated

    def points(self, unit: np.ndarray, numbers: Mapping[str, Number], kind: str = "") -> Points:
        """Return levels of the unit cube as points of a design, in base units.

        Args:
            unit: them [points x numbers].
            numbers: those of the world, by path.
            kind: how they were chosen.
        """
        varied = [numbers[path] for path in self.paths]
        axes = tuple(Axis(number.path, number.dimension, Mark("sensitivity")) for number in varied)
        levels = np.clip(unit, _CLIP, 1.0 - _CLIP)
        columns = [[number.quantile(float(level)) for level in levels[:, i]] for i, number in enumerate(varied)]
        return Points(axes, tuple(zip(*columns, strict=True)), kind, tuple(self.group_of.values()))


def problem_of(loaded: LoadedWorld, over: Sequence[str] = (), *, depth: int | None = None) -> Problem:
    """Return the problem of a world.

    Args:
        loaded: the world.
        over: paths or patterns of the numbers that vary; all uncertain ones unless given.
        depth: numbers that share so many first parts of their path move together; each alone unless given.

    Raises:
        InputError: when a path names no uncertain number.
    """
    chosen = [path for path, number in loaded.numbers.items() if number.uncertain]
    if over:
        named = {pattern: paths_of(pattern, loaded.world, loaded.numbers) for pattern in over}
        empty = [pattern for pattern, paths in named.items() if not set(paths) & set(chosen)]
        if empty:
            raise InputError(
                f"--over {empty[0]}: names no uncertain number of {loaded.name}; allowed: a path or a pattern"
            )
        chosen = [path for path in chosen if any(path in paths for paths in named.values())]
    if not chosen:
        raise InputError(f"{loaded.name}: has no uncertain numbers; allowed: a world with ranges")
    return Problem({path: path if depth is None else ".".join(path.split(".")[:depth]) for path in chosen})


def inner(unit: np.ndarray) -> np.ndarray:
    """Return levels of designs that step from end to end, between the 5 % and the 95 % quantile."""
    found: np.ndarray = EDGE + (1.0 - 2.0 * EDGE) * unit
    return found
