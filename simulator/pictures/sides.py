"""Whose run a picture shows: one, or several side by side, such as a world as it is and under a policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from simulator.pictures.colours import BLUE, GREY, ORANGE
from simulator.run import Result
from simulator.summary import Summary
from worlds.config.loading import LoadedWorld

COLOURS: dict[int, tuple[str, ...]] = {1: (BLUE,), 2: (GREY, BLUE), 3: (GREY, ORANGE, BLUE)}
"""Colours of sides by how many there are; what is looked at is blue, and what it is held against grey."""
LEVELS = {"low": 0.10, "middle": 0.50, "high": 0.90}
_EMPTY = pd.DataFrame()
_OUTCOME = ("outcome", "value", "censored")


@dataclass(frozen=True)
class Side:
    """One run, with what it is called among others.

    Attributes:
        label: what it is called; empty where there is no other.
        loaded: its world.
        seed: of its random streams.
        replications: how many.
        drawn: whether uncertain numbers were drawn; else they have their central values.
        tables: pools, runs, diets, events and others as frames, by name.
        summary: the distribution of every outcome.
        access: who may read what at the end of the central run; None where it was not kept.
        lineage: which model taught which; None where it was not kept.
    """

    label: str
    loaded: LoadedWorld
    seed: int
    replications: int
    drawn: bool
    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Summary]
    access: "nx.DiGraph[str] | None" = None
    lineage: "nx.DiGraph[str] | None" = None

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table; an empty one where nothing was recorded."""
        return self.tables.get(table, _EMPTY)

    @cached_property
    def outcomes(self) -> Mapping[str, Sequence[tuple[float, Any]]]:
        """Value of every outcome in each replication, in base units, or how it is censored, by name."""
        found: dict[str, list[tuple[float, Any]]] = {}
        frame = self.frame("outcomes")
        if not frame.empty:
            for name, value, censored in zip(*(frame[one].tolist() for one in _OUTCOME), strict=True):
                found.setdefault(name, []).append((value, censored))
        return found

    @cached_property
    def lead(self) -> str | None:
        """The lab with the largest training run; None where nothing is trained."""
        runs = self.frame("runs")
        return None if runs.empty else str(runs["lab"].iloc[int(runs["flop"].to_numpy().argmax())])


def side_of(result: Result, label: str = "") -> Side:
    """Return a result as one side of a picture."""
    request = result.request
    return Side(
        label,
        request.loaded,
        request.seed,
        request.replications,
        request.drawn,
        {name: result.frame(name) for name in result.tables},
        result.summary,
        result.access,
        result.lineage,
    )


def colours(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return the colour of each side."""
    return COLOURS[len(sides)]


def source(sides: Sequence[Side], more: str = "", what: str = "lines: medians, bands: 80 % of replications") -> str:
    """Return what stands in the corner of a picture: world, seed, replications, and which of them it shows.

    Args:
        sides: whose.
        more: what else is to be said.
        what: which part of replications at drawn numbers it shows.
    """
    one = sides[-1]
    if not one.drawn:
        return f"Tokenshed, world {one.loaded.name}, seed {one.seed}; central values{more}"
    return f"Tokenshed, world {one.loaded.name}, seed {one.seed}, replications {one.replications:,}; {what}{more}"


FIRST = "the first replication"
"""What a picture shows that cannot show all of them."""


def bands(courses: pd.DataFrame, scale: float = 1.0) -> pd.DataFrame:
    """Return a median and its middle 80 % as the frame of a band.

    Args:
        courses: a row for each year, a column for each replication.
        scale: base units in one of what is drawn.

    Returns:
        Columns x (decimal year), middle, low and high; where no replication has a value there is none.
    """
    courses = courses.dropna(how="all")
    if courses.empty:
        return pd.DataFrame(columns=["x", *LEVELS])
    values = courses.to_numpy(dtype=float) / scale
    alone = values.shape[1] == 1
    found = [values[:, 0]] * len(LEVELS) if alone else np.nanquantile(values, list(LEVELS.values()), axis=1)
    columns = dict(zip(LEVELS, found, strict=True))
    return pd.DataFrame({"x": courses.index.to_numpy(dtype=float), **columns})


def courses(frame: pd.DataFrame, column: str, how: str = "sum") -> pd.DataFrame:
    """Return a column by year (rows) and replication (columns), of what falls together its sum, mean, largest, ..."""
    if frame.empty:
        return pd.DataFrame()
    return frame.groupby(["year", "replication"])[column].agg(how).unstack()


def label(side: Side, words: str) -> str:
    """Return what a line of a side is called in the key."""
    return f"{words}, {side.label}" if side.label else words
