"""Running a world: one replication at its central values, or many with every uncertain number drawn."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from simulator.ecosystem import Ecosystem
from simulator.lineage import Lineage
from simulator.outcomes import outcomes_of
from simulator.recorder import History
from simulator.request import Progress, Request, requested
from simulator.summary import Summary, summarise
from simulator.tables import COLUMNS, Tables
from simulator.thrift import seldom_collected
from worlds.config.faults import InputError, nearest
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting
from worlds.config.values import central

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from simulator.pictures.picture import Picture


@dataclass(frozen=True)
class Result:
    """What a run gave.

    Attributes:
        request: what was run.
        tables: `outcomes`, `pools`, `runs`, `diets`, `events`, `use` and `payments` as Arrow tables, those with rows.
        access: who may read what at the end of the central run, from `pool:` to `lab:`.
        taught: which model taught which in the central run, as it was written down.
        wall_seconds: how long it took.
    """

    request: Request
    tables: dict[str, pa.Table]
    access: "nx.DiGraph[str]"
    taught: Lineage
    wall_seconds: float

    @property
    def name(self) -> str:
        """Name of the world."""
        return self.request.loaded.name

    @cached_property
    def lineage(self) -> "nx.DiGraph[str]":
        """Which model taught which in the central run; made when it is asked for."""
        return self.taught.graph

    @cached_property
    def summary(self) -> dict[str, Summary]:
        """The distribution of every outcome over the replications, by name."""
        return summarise(self.tables["outcomes"], self.request.loaded.world.start)

    def frame(self, table: str) -> "pd.DataFrame":
        """Return a table as a pandas frame, empty where nothing was recorded.

        Args:
            table: outcomes, pools, runs, diets, events, use or payments; docs/files.md explains their columns.

        Raises:
            InputError: when there is no such table.
        """
        import pandas as pd  # noqa: PLC0415 (half a second that a run without it need not spend)

        if table not in COLUMNS:
            raise InputError(f"there is no table {table!r}{nearest(table, COLUMNS)}; allowed: {', '.join(COLUMNS)}")
        return self.tables[table].to_pandas() if table in self.tables else pd.DataFrame()

    @property
    def outcomes(self) -> "pd.DataFrame":
        """The outcomes, one row a replication and outcome: replication, outcome, value, censored."""
        return self.frame("outcomes")

    def picture(self, name: str) -> "Picture":
        """Return a picture of the run as data, which a notebook shows, and Plotly and matplotlib draw.

        Args:
            name: when-dry, stock-and-corpus, stocks, utilisation, diet, sizes, losses, machine-text, access, lineage
                or timeline.

        Raises:
            InputError: when there is no such picture.
        """
        from simulator.pictures.catalogue import PICTURES  # noqa: PLC0415 (it draws results, and needs pandas)
        from simulator.pictures.sides import side_of  # noqa: PLC0415

        if name not in PICTURES:
            raise InputError(f"there is no picture {name!r}{nearest(name, PICTURES)}; allowed: {', '.join(PICTURES)}")
        return PICTURES[name]([side_of(self)])

    def save(self, folder: str | Path | None = None) -> Path:
        """Write the result folder whole and return it; `results/<name>-<hash>` unless named.

        Raises:
            InputError: when the folder holds something else.
        """
        from simulator.report.run_folder import save  # noqa: PLC0415 (figures are made only when a result is saved)

        return save(self, folder)


def run_world(
    world: str | Path | LoadedWorld,
    *,
    seed: int = 0,
    replications: int | None = None,
    until: float | None = None,
    settings: Iterable[Setting] = (),
    policies: Iterable[str] = (),
    scenario: str | None = None,
    strict: bool = False,
    central_values: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Run a world.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        seed: seed of every random stream, 0 or above.
        replications: how many draws of chance; without it one run at central values.
        until: decimal year to end at instead of the world's own.
        settings: what to change in the world.
        policies: paths or names of policies, all of which it is put under; `A+B` is two, `A@+3` comes
            three years later.
        scenario: name or path of a scenario to run it in.
        strict: whether it is an error that a policy has nothing to change in the world.
        central_values: whether to keep every number at its central value.
        progress: called after every replication.

    Raises:
        InputError: when the world, a setting, a policy, the scenario or a number is wrong.
    """
    request = requested(
        world,
        seed,
        replications,
        until,
        settings,
        policies=policies,
        scenario=scenario,
        strict=strict,
        central_values=central_values,
    )
    return execute(request, progress)


def execute(request: Request, progress: Progress | None = None) -> Result:
    """Run what was requested."""
    with seldom_collected():
        return _executed(request, progress)


def _executed(request: Request, progress: Progress | None) -> Result:
    """Run what was requested, one replication after another."""
    begun = time.perf_counter()
    tables, networks = Tables(), None
    for replication, history in enumerate(histories(request, progress)):
        tables.add((replication,), history, outcomes_of(request.loaded.world, history))
        if networks is None and not request.drawn:
            networks = history.access, history.lineage
    if networks is None:
        middle = Ecosystem(request.loaded, central(request.loaded), request.luck(0)).run()
        networks = middle.access, middle.lineage
    return Result(request, tables.arrow(), *networks, time.perf_counter() - begun)


def histories(request: Request, progress: Progress | None = None) -> Iterator[History]:
    """Yield what each replication recorded, in order."""
    for replication in range(request.replications):
        yield Ecosystem(request.loaded, request.values(replication), request.luck(replication)).run()
        if progress is not None:
            progress(replication + 1, request.replications)
