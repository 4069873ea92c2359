"""Who may read what, how much of it, since when and at what price: a directed networkx graph from pools to labs."""

from collections.abc import Callable, Iterable, Mapping
from math import fsum

import networkx as nx

ROUNDING = 1e-9
"""Share by which rounding may make a read larger than the right to it."""


class Trespass(RuntimeError):
    """A lab that reads what it has no right to; a fault of the program, never of a world."""


class Access:
    """The rights to read.

    Each right is an edge `pool:NAME -> lab:NAME` with `since` [year], `until` [year, absent while it lasts], `price`
    [USD/token when it was granted], `share` of the pool, and `premium`, times the price that the lab pays.
    """

    def __init__(self, pools: Iterable[str], labs: Iterable[str]) -> None:
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from((f"pool:{name}" for name in pools), role="pool")
        self.graph.add_nodes_from((f"lab:{name}" for name in labs), role="lab")
        self._following: dict[tuple[str, str], Callable[[float], float]] = {}
        self._readable: dict[str, list[str]] = {}

    def grant(
        self, pool: str, lab: str, since: float, price: float = 0.0, share: float = 1.0, premium: float = 1.0
    ) -> None:
        """Let a lab read a pool, or another share of it.

        Args:
            pool: name of the pool.
            lab: name of the lab.
            since: decimal year from which it may.
            price: USD per token; 0 for what anyone may read.
            share: share of the pool that it may read.
            premium: times the price that it pays.
        """
        terms = {"price": price, "share": share, "premium": premium}
        self.graph.add_edge(f"pool:{pool}", f"lab:{lab}", since=since, **terms)
        self.graph.edges[f"pool:{pool}", f"lab:{lab}"].pop("until", None)
        self._readable.pop(lab, None)

    def follow(self, pool: str, lab: str, since: float, share: Callable[[float], float]) -> None:
        """Let a lab read a share of a pool that changes with the year."""
        self.grant(pool, lab, since, 0.0, share(since))
        self._following[pool, lab] = share

    def end(self, pool: str, lab: str, year: float) -> None:
        """End the right of a lab; copies it made are judged by the pool's `grandfathering`."""
        if self.graph.has_edge(f"pool:{pool}", f"lab:{lab}"):
            self.graph.edges[f"pool:{pool}", f"lab:{lab}"].update(share=0.0, premium=1.0, until=year)

    def share(self, pool: str, lab: str, year: float) -> float:
        """Return the share of a pool that a lab may read at a date; 0 without a right."""
        following = self._following.get((pool, lab))
        if following is not None:
            return following(year)
        if not self.graph.has_edge(f"pool:{pool}", f"lab:{lab}"):
            return 0.0
        return float(self.graph.edges[f"pool:{pool}", f"lab:{lab}"]["share"])

    def premium(self, pool: str, lab: str) -> float:
        """Return how many times the price of a pool a lab pays; 1 without a right."""
        if not self.graph.has_edge(f"pool:{pool}", f"lab:{lab}"):
            return 1.0
        return float(self.graph.edges[f"pool:{pool}", f"lab:{lab}"]["premium"])

    def readable(self, lab: str) -> list[str]:
        """Return the names of the pools a lab has or had a right to, in their order."""
        if lab not in self._readable:
            pools = self.graph.predecessors(f"lab:{lab}")
            self._readable[lab] = sorted(pool.removeprefix("pool:") for pool in pools)
        return self._readable[lab]

    def check(self, pool: str, lab: str, unique: float, allowed: float) -> None:
        """Refuse a read that goes beyond a right.

        Args:
            pool: name of the pool.
            lab: name of the lab.
            unique: tokens that it reads [token].
            allowed: tokens that it may read [token].

        Raises:
            Trespass: naming both.
        """
        held = self.graph.has_edge(f"pool:{pool}", f"lab:{lab}")
        if not held or unique > allowed * (1.0 + ROUNDING):
            raise Trespass(f"{lab} reads {unique:g} tokens of {pool} and may read {allowed if held else 0.0:g}")

    def settled(self, year: float) -> "nx.DiGraph[str]":
        """Return the graph with the shares of a date."""
        graph = self.graph.copy()
        for (pool, lab), share in sorted(self._following.items()):
            graph.edges[f"pool:{pool}", f"lab:{lab}"]["share"] = share(year)
        return graph


def concentration(held: Mapping[str, float]) -> float:
    """Return the Herfindahl index of what several hold: the sum of squared shares, 1 where one holds all."""
    whole = fsum(held.values())
    return fsum((amount / whole) ** 2 for amount in held.values()) if whole > 0 else 0.0
