"""The side of a picture that the folder of a run holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq

from simulator.pictures.sides import Side
from simulator.summary import summarise
from simulator.tables import COLUMNS
from worlds.config.loading import world_of

LINEAGE, ACCESS = "lineage.graphml", "access.graphml"


def side_in(folder: Path, manifest: Mapping[str, Any], label: str = "") -> Side:
    """Return what the folder of a run holds as one side of a picture.

    Args:
        folder: that `tokenshed run` has written.
        manifest: what stands in its manifest.
        label: what it is called among others.

    Raises:
        InputError: when its world does not load.
        ValueError: when a table or a network is damaged.
        OSError: when one is missing.
    """
    loaded = world_of(manifest["resolved"], f"{folder}: resolved")
    outcomes = pq.read_table(folder / "outcomes.parquet")
    return Side(
        label,
        loaded,
        int(manifest["seed"]),
        int(manifest["replications"]),
        not manifest["central"],
        tables_in(folder),
        summarise(outcomes, loaded.world.start),
        _network(folder / ACCESS),
        _network(folder / LINEAGE),
    )


def tables_in(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of the folder of a run that have rows."""
    paths = {name: folder / f"{name}.parquet" for name in COLUMNS}
    return {name: pq.read_table(path).to_pandas() for name, path in paths.items() if path.exists()}


def _network(path: Path) -> "nx.DiGraph[str] | None":
    """Return a network; None where there is none."""
    return nx.DiGraph(nx.read_graphml(path)) if path.exists() else None
