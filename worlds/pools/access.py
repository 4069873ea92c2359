"""Who may read what, since when and at what price: a directed networkx graph from pools to labs."""

from collections.abc import Iterable

import networkx as nx


class Access:
    """The rights to read."""

    def __init__(self, pools: Iterable[str], labs: Iterable[str]) -> None:
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from((f"pool:{name}" for name in pools), role="pool")
        self.graph.add_nodes_from((f"lab:{name}" for name in labs), role="lab")

    def grant(self, pool: str, lab: str, since: float, price: float = 0.0) -> None:
        """Let a lab read a pool.

        Args:
            pool: name of the pool.
            lab: name of the lab.
            since: decimal year from which it may.
            price: USD per token; 0 for what anyone may read.
        """
        self.graph.add_edge(f"pool:{pool}", f"lab:{lab}", since=since, price=price)

    def readable(self, lab: str) -> list[str]:
        """Return the names of the pools a lab may read, in their order."""
        return sorted(pool.removeprefix("pool:") for pool in self.graph.predecessors(f"lab:{lab}"))
