"""The numbers of one replication: central values, or a draw of every uncertain one."""

import csv
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from worlds.config.chance import uniform
from worlds.config.loading import LoadedWorld
from worlds.config.number import Number
from worlds.laws.scaling import ScalingLaw

PURPOSE = "number"
_WORLDS_KEPT = 16


class Values:
    """What every number of a world is in one replication, by its dotted path, and which scaling law holds."""

    def __init__(self, values: dict[str, float], law: ScalingLaw) -> None:
        self._values = values
        self.law = law

    def __getitem__(self, number: Number) -> float:
        """Return a number in base units."""
        return self._values[number.path]

    def copy(self) -> "Values":
        """Return values that can change apart from these."""
        return Values(dict(self._values), self.law)

    def at(self, path: str) -> float:
        """Return the number at a dotted path, in base units."""
        return self._values[path]

    def enact(self, path: str, value: float) -> None:
        """Set a number to another value, in base units."""
        self._values[path] = value

    def as_dict(self) -> dict[str, float]:
        """Return every number by its path, in base units."""
        return dict(self._values)


@cache
def scaling_laws() -> dict[str, ScalingLaw]:
    """Return the constant sets of `worlds/data/scaling_laws.csv` by name."""
    text = (files("worlds") / "data" / "scaling_laws.csv").read_text(encoding="utf-8")
    return {row["name"]: _scaling_law(row) for row in csv.DictReader(text.splitlines())}


def _scaling_law(row: Mapping[str, str]) -> ScalingLaw:
    """Return the constant set of one row."""
    constants = {key: float(row[key]) for key in ("irreducible", "size_scale", "data_scale", "alpha", "beta")}
    return ScalingLaw(name=row["name"], source=row["source"], **constants)


@lru_cache(maxsize=_WORLDS_KEPT)
def _central(loaded: LoadedWorld) -> dict[str, float]:
    """Return every number at its central value, by path; kept, since each replication begins with a copy."""
    return {path: number.value for path, number in loaded.numbers.items()}


@lru_cache(maxsize=_WORLDS_KEPT)
def _quantiles(loaded: LoadedWorld) -> dict[str, Callable[[float], float]]:
    """Return the quantiles of every uncertain number, by path; kept, since each replication draws from them."""
    return {path: number.quantiles() for path, number in loaded.numbers.items() if number.uncertain}


def central(loaded: LoadedWorld, levels: Mapping[str, float] = MappingProxyType({})) -> Values:
    """Return every number at its central value, but for levels of some, by path, in base units."""
    return Values(_central(loaded) | dict(levels), scaling_laws()[loaded.world.laws.scaling.set])


def drawn(
    loaded: LoadedWorld, seed: int, replication: int, levels: Mapping[str, float] = MappingProxyType({})
) -> Values:
    """Return a draw of every uncertain number, each from a stream of its own, so that one more changes no other.

    Args:
        loaded: the world.
        seed: the seed of the whole run.
        replication: number of the replication.
        levels: numbers that are not drawn but set, by path, in base units.
    """
    values = _central(loaded) | dict(levels)
    for path, quantile in _quantiles(loaded).items():
        if path not in levels:
            values[path] = quantile(uniform(seed, replication, path, PURPOSE))
    scaling = loaded.world.laws.scaling
    choice = scaling.set
    if scaling.draw:
        level = uniform(seed, replication, "laws.scaling", PURPOSE)
        choice = sorted(scaling.draw)[int(level * len(scaling.draw))]
    return Values(values, scaling_laws()[choice])
