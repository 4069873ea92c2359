"""The runs that claims share: each world under some settings runs once, however many claims look at it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.outcomes import measure_of
from simulator.request import Request, requested
from simulator.run import Result, execute
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting
from worlds.config.values import Values, drawn

Numbers = npt.NDArray[np.float64]
World = str | Path | LoadedWorld

SMALL, MIDDLE, LARGE = 1, 4, 16
"""A world with several pools runs in one future of four, and one with everyone in it, a hundred times slower, of 16."""
FEWEST = 2


class Futures:
    """Runs of worlds, remembered."""

    def __init__(self, replications: int, seed: int = 0) -> None:
        """Remember nothing yet.

        Args:
            replications: futures of a small world.
            seed: seed of every random stream.
        """
        self.replications = replications
        self.seed = seed
        self._remembered: dict[str, Result] = {}

    def number(self, one_in: int = SMALL) -> int:
        """Return how many futures of a world are run."""
        return max(FEWEST, self.replications // one_in)

    def of(
        self, world: World, settings: Iterable[Setting] = (), *, one_in: int = SMALL, until: float | None = None
    ) -> Result:
        """Return the futures of a world.

        Args:
            world: path of a world file, name of a shipped world, or a loaded one.
            settings: what to change in the world.
            one_in: into how many small worlds' time one run of it goes.
            until: decimal year to end at instead of the world's own.
        """
        return self._run(requested(world, self.seed, self.number(one_in), until, settings))

    def central(self, world: World, settings: Iterable[Setting] = (), *, until: float | None = None) -> Result:
        """Return the run of a world at its central values, up to a decimal year."""
        return self._run(requested(world, self.seed, None, until, settings))

    def _run(self, request: Request) -> Result:
        """Run what was not run before."""
        if request.hash not in self._remembered:
            self._remembered[request.hash] = execute(request)
        return self._remembered[request.hash]

    def draws(self, loaded: LoadedWorld, number: int) -> list[Values]:
        """Return draws of the numbers of a world, without running it."""
        return [drawn(loaded, self.seed, replication) for replication in range(number)]


def outcome(result: Result, name: str) -> Numbers:
    """Return an outcome in each future; dates that do not happen count as the end of the world, others are NaN.

    Args:
        result: the futures.
        name: of the outcome.
    """
    rows = result.outcomes
    mine = rows[rows["outcome"] == name].sort_values("replication")
    values = mine["value"].to_numpy(dtype=float, copy=True)
    if measure_of(name).unit == "year":
        world = result.request.loaded.world
        values[(mine["censored"] == "never").to_numpy()] = world.end
        values[(mine["censored"] == "before_start").to_numpy()] = world.start
    return values


def by_future(result: Result, table: str, number: Callable[[pd.DataFrame], float]) -> Numbers:
    """Return a number of a table in each future.

    Args:
        result: the futures.
        table: name of the table.
        number: what to make of the rows of one future.
    """
    frame = result.frame(table)
    parts = dict(list(frame.groupby("replication"))) if len(frame) else {}
    return np.array([number(parts.get(i, frame[:0])) for i in range(result.request.replications)], dtype=float)
