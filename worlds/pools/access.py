"""Who may read what, how much of it, since when and at what price: a directed networkx graph from pools to labs."""

from collections.abc import Callable, Iterable, Mapping
from math import fsum
from statistics import fmean
from typing import Any

import networkx as nx

ROUNDING = 1e-9
"""Share by which rounding may make a read larger than the right to it."""


class Trespass(RuntimeError):
    """A lab that reads what it has no right to; a fault of the program, never of a world."""


class Access:
    """The rights to read.

    Each right is an edge `pool:NAME -> lab:NAME` with `since` [year], `until` [year, absent while it lasts], `price`
    [USD/token when it was granted], `share` of the pool, and `premium`, times the price that the lab pays. A group of
    labs is one node, whose rights each of them has unless it has its own to the pool.
    """

    def __init__(self, pools: Iterable[str], labs: Iterable[str], groups: Mapping[str, str] | None = None) -> None:
        """Begin without any right.

        Args:
            pools: their names.
            labs: names of labs that are alone, and of groups.
            groups: the group of each lab that is in one.
        """
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from((f"pool:{name}" for name in pools), role="pool")
        self.graph.add_nodes_from((f"lab:{name}" for name in labs), role="lab")
        self._groups = {} if groups is None else groups
        self._rights: dict[tuple[str, str], dict[str, Any]] = {}
        self._following: dict[tuple[str, str], Callable[[float], float]] = {}
        self._readable: dict[str, list[str]] = {}

    def grant(
        self, pool: str, lab: str, since: float, price: float = 0.0, share: float = 1.0, premium: float = 1.0
    ) -> None:
        """Let a lab read a pool, or another share of it.

        Args:
            pool: name of the pool.
            lab: name of the lab, or of a group for all labs in it.
            since: decimal year from which it may.
            price: USD per token; 0 for what anyone may read.
            share: share of the pool that it may read.
            premium: times the price that it pays.
        """
        terms = {"price": price, "share": share, "premium": premium}
        self.graph.add_edge(f"pool:{pool}", f"lab:{lab}", since=since, **terms)
        right = self.graph.edges[f"pool:{pool}", f"lab:{lab}"]
        right.pop("until", None)
        self._rights[pool, lab] = right
        self._readable.pop(lab, None)

    def follow(self, pool: str, lab: str, since: float, share: Callable[[float], float]) -> None:
        """Let a lab read a share of a pool that changes with the year."""
        self.grant(pool, lab, since, 0.0, share(since))
        self._following[pool, lab] = share

    def end(self, pool: str, lab: str, year: float) -> None:
        """End the right of a lab from a decimal year on; copies it made are judged by the pool's `grandfathering`."""
        right = self._right(pool, lab)
        if right is not None:
            if (pool, lab) not in self._rights:
                self.grant(pool, lab, right["since"], right["price"])
            self._rights[pool, lab].update(share=0.0, premium=1.0, until=year)

    def _holder(self, pool: str, lab: str) -> tuple[str, str]:
        """Return a pool with who has the right that a lab reads it by: the lab itself, or its group."""
        return (pool, lab) if (pool, lab) in self._rights else (pool, self._groups.get(lab, lab))

    def _right(self, pool: str, lab: str) -> dict[str, Any] | None:
        """Return the right of a lab to a pool; None where it has none."""
        return self._rights.get(self._holder(pool, lab))

    def share(self, pool: str, lab: str, year: float) -> float:
        """Return the share of a pool that a lab may read at a date; 0 without a right."""
        holder = self._holder(pool, lab)
        following = self._following.get(holder)
        if following is not None:
            return following(year)
        right = self._rights.get(holder)
        return 0.0 if right is None else float(right["share"])

    def premium(self, pool: str, lab: str) -> float:
        """Return how many times the price of a pool a lab pays; 1 without a right."""
        right = self._right(pool, lab)
        return 1.0 if right is None else float(right["premium"])

    def terms(self, pool: str, lab: str, year: float) -> tuple[float, float]:
        """Return the share of a pool that a lab may read at a date, and times the price it pays; see both alone."""
        holder = self._holder(pool, lab)
        right = self._rights.get(holder)
        if right is None:
            return 0.0, 1.0
        following = self._following.get(holder)
        return (float(right["share"]) if following is None else following(year)), float(right["premium"])

    def readable(self, lab: str) -> list[str]:
        """Return the names of the pools a lab has or had a right to, in their order."""
        group = self._groups.get(lab, lab)
        shared = self._pools_of(group)
        if group == lab or f"lab:{lab}" not in self.graph:
            return shared
        return sorted({*shared, *self._pools_of(lab)})

    def _pools_of(self, holder: str) -> list[str]:
        """Return the names of the pools that a lab or a group has or had rights of its own to, in their order."""
        if holder not in self._readable:
            pools = self.graph.predecessors(f"lab:{holder}")
            self._readable[holder] = sorted(pool.removeprefix("pool:") for pool in pools)
        return self._readable[holder]

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
        held = self._right(pool, lab) is not None
        if not held or unique > allowed * (1.0 + ROUNDING):
            raise Trespass(f"{lab} reads {unique:g} tokens of {pool} and may read {allowed if held else 0.0:g}")

    def settled(self, year: float) -> "nx.DiGraph[str]":
        """Return the graph with the shares of a date, a group with all its labs as one node.

        Rights that labs of a group have of their own become one edge, with `labs`, how many hold it; `since` is the
        first of them, `until` the last once none holds it, and the rest their mean.
        """
        graph = self.graph.copy()
        for (pool, lab), share in sorted(self._following.items()):
            graph.edges[f"pool:{pool}", f"lab:{lab}"]["share"] = share(year)
        own: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for pool, lab in sorted(self._rights):
            if lab in self._groups:
                edge = f"pool:{pool}", f"lab:{self._groups[lab]}"
                own.setdefault(edge, []).append(graph.edges[f"pool:{pool}", f"lab:{lab}"])
        for (pool, group), rights in own.items():
            if not graph.has_edge(pool, group):
                graph.add_edge(pool, group, **_together(rights))
        graph.remove_nodes_from([f"lab:{lab}" for lab in self._groups])
        return graph


def _together(rights: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rights of several labs of a group to one pool as one."""
    held = [right for right in rights if "until" not in right]
    ended = {} if held else {"until": max(right["until"] for right in rights)}
    means = {name: fmean(right[name] for right in held or rights) for name in ("price", "share", "premium")}
    return {"since": min(right["since"] for right in rights), **ended, **means, "labs": len(held)}


def concentration(held: Mapping[str, float]) -> float:
    """Return the Herfindahl index of what several hold: the sum of squared shares, 1 where one holds all."""
    whole = fsum(held.values())
    return fsum((amount / whole) ** 2 for amount in held.values()) if whole > 0 else 0.0
