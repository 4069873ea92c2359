"""The smallest worlds: a pool called web and, unless left out, a lab called lab, of numbers in base units."""

from collections.abc import Mapping
from math import inf
from typing import Any

from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.recorder import History, PoolState
from worlds.config.chance import Luck
from worlds.config.loading import LoadedWorld, world_of
from worlds.config.values import central

START, END = 2020.0, 2030.0
Facts = Mapping[str, object]


def world(pool: Facts, lab: Facts | None = None, *, labs: Facts | None = None, **sections: object) -> LoadedWorld:
    """Return a world of a public pool, and of a lab, of others, or of none."""
    tree: dict[str, object] = {"world": "tiny", "description": "A tiny world.", "start": START, "end": END}
    tree["pools"] = {"web": {"kind": "public", "stock": "1e14 token", **pool}}
    tree["labs"] = ({} if lab is None else {"lab": lab}) if labs is None else labs
    return world_of({**tree, **sections}, "tiny")


def lived(loaded: LoadedWorld) -> History:
    """Return what happened in a world at central values."""
    return Ecosystem(loaded, central(loaded), Luck(0, 0)).run()


def states(history: History, pool: str = "web") -> list[PoolState]:
    """Return a pool at the turns of years."""
    return [state for state in history.states if state.pool == pool]


def outcomes(loaded: LoadedWorld, history: History) -> dict[str, float]:
    """Return outcomes; censored dates are infinitely early or late."""
    censored: dict[Any, float] = {"never": inf, "before_start": -inf}
    found = outcomes_of(loaded.world, history)
    return {one.name: censored[one.censored] if one.value is None else one.value for one in found}
