"""From a choice to runs: the world it means, its replications, and these as sides of a picture.

Everything here runs in the processes behind the page; what they are asked for and what they answer is plain data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from simulator.dashboard.choice import Choice
from simulator.dashboard.files import policies_of, scenario_of
from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.pace import Limits, OutOfTime, RunawayRun
from simulator.pictures.sides import Side
from simulator.recorder import History
from simulator.request import Request, prepared
from simulator.summary import summarise
from simulator.tables import Tables
from worlds.config.extensions import load_extensions
from worlds.config.faults import InputError, nearest
from worlds.config.governing import Governed, govern
from worlds.config.loading import LoadedWorld, load_world, shipped_worlds, world_of

if TYPE_CHECKING:
    import networkx as nx

LIMITS = Limits(seconds=30.0, events=2_000_000)
"""What one run of the page may take; the command line has no such limit."""
NEEDED: Mapping[str, Sequence[str]] = {
    "outcomes": ("replication", "outcome", "value", "censored"),
    "pools": ("replication", "year", "pool", "kind", "stock", "machine", "utilisation", "effective_stock"),
    "runs": (
        *("replication", "lab", "model", "year", "planned_year", "planned_tokens", "planned_loss", "flop", "loss"),
        *("unique_tokens", "human_share", "generation", "size_active", "overtraining"),
    ),
    "diets": ("replication", "lab", "year", "pool", "effective", "spend_usd"),
}
"""Tables and columns that pictures of many replications look at; the first replication keeps everything."""

_worlds: dict[str, LoadedWorld] = {}
"""Worlds of files that the page was started with, by name."""


def begin(worlds: Mapping[str, Mapping[str, object]], extensions: Sequence[str]) -> None:
    """Load extensions, and take note of the worlds that are not shipped, as plain data, when a process starts."""
    load_extensions(extensions)
    _worlds.update({name: world_of(data, name) for name, data in worlds.items()})


@lru_cache(maxsize=16)
def world_named(name: str) -> LoadedWorld:
    """Return a world of the page.

    Raises:
        InputError: when there is none of that name.
    """
    if name not in _worlds and name not in shipped_worlds():
        raise InputError(f"there is no world {name!r} here{nearest(name, [*_worlds, *shipped_worlds()])}")
    return _worlds[name] if name in _worlds else load_world(name)


@lru_cache(maxsize=32)
def governed(key: str) -> Governed:
    """Return the world that a choice means, in its scenario and under its policies.

    Args:
        key: of the choice.

    Raises:
        InputError: when a part of the choice is not allowed.
    """
    choice = Choice.model_validate_json(key)
    loaded = world_named(choice.world)
    for path in choice.assumptions:
        if path not in loaded.numbers:
            raise InputError(f"{path}: there is no such number in {loaded.name}{nearest(path, loaded.numbers)}")
    scenario = scenario_of(choice)
    assumed = loaded if scenario is None else scenario.applied(loaded)
    return govern(prepared(assumed, choice.until, ()), policies_of(choice))


@dataclass(frozen=True)
class Replicas:
    """What some replications of one side gave.

    Attributes:
        tables: by name.
        lineage: which model taught which in a run at central values; None of drawn ones.
    """

    tables: dict[str, pa.Table]
    lineage: "nx.DiGraph[str] | None" = None


def replicated(key: str, first: int, count: int) -> Replicas:
    """Run some replications of a side with every uncertain number drawn.

    Args:
        key: of the choice.
        first: the first replication.
        count: how many.

    Raises:
        InputError: when a part of the choice is not allowed, or a run takes too long for a page.
    """
    choice, loaded = Choice.model_validate_json(key), governed(key).loaded
    request = Request(loaded, choice.seed, first + count, drawn=True)
    tables = Tables()
    for replication in range(first, first + count):
        ecosystem = _ecosystem(request, replication)
        history = _ended(ecosystem)
        tables.add((replication,), history, outcomes_of(loaded.world, history))
    found = tables.arrow()
    if first > 0:
        found = {name: found[name].select(list(columns)) for name, columns in NEEDED.items() if name in found}
    return Replicas(found)


@lru_cache(maxsize=8)
def central(key: str) -> Replicas:
    """Run a side once at its central values; see `replicated`."""
    choice, loaded = Choice.model_validate_json(key), governed(key).loaded
    tables = Tables()
    history = _ended(_ecosystem(Request(loaded, choice.seed, 1, drawn=False), 0))
    tables.add((0,), history, outcomes_of(loaded.world, history))
    return Replicas(tables.arrow(), history.lineage.graph)


def _ecosystem(request: Request, replication: int) -> Ecosystem:
    """Return one replication, within the limits of the page."""
    return Ecosystem(request.loaded, request.values(replication), request.luck(replication), limits=LIMITS)


def _ended(ecosystem: Ecosystem) -> History:
    """Run a world to its end.

    Raises:
        InputError: when it takes more than a page may.
    """
    try:
        return ecosystem.run()
    except (OutOfTime, RunawayRun) as error:
        allowed = "an earlier end, fewer labs, or the command line, which has no such limit"
        raise InputError(f"one run takes too long for this page; allowed: {allowed}") from error


def together(parts: Sequence[Replicas]) -> Replicas:
    """Return parts of a side as one; the first has all columns, the others those that pictures need."""
    names = dict.fromkeys(name for part in parts for name in part.tables)
    joined = {}
    for name in names:
        tables = [part.tables[name] for part in parts if name in part.tables]
        columns = tables[-1].column_names if len(tables) > 1 else tables[0].column_names
        joined[name] = pa.concat_tables([table.select(columns) for table in tables])
    return Replicas(joined, parts[0].lineage)


def side(label: str, key: str, replicas: Replicas, replications: int) -> Side:
    """Return what a side gave as one side of a picture.

    Args:
        label: what it is called; empty where there is no other.
        key: of its choice.
        replicas: what it gave.
        replications: how many were drawn; 0 for a run at central values.
    """
    loaded = governed(key).loaded
    choice = Choice.model_validate_json(key)
    frames = {name: table.to_pandas() for name, table in replicas.tables.items()}
    summary = summarise(replicas.tables["outcomes"], loaded.world.start)
    count = max(1, replications)
    return Side(label, loaded, choice.seed, count, replications > 0, frames, summary, None, replicas.lineage)
