"""Checks across sections, on the plain tree, so that they report beside the schema's own findings in one pass."""

from collections.abc import Iterator

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.tree import Node

_FAMILY_KEYS = ("overtraining", "family", "compute")


def cross_faults(root: Node) -> Iterator[Fault]:
    """Yield what does not fit together: names that nothing has, and labs that state their models twice."""
    pools = root.children.get("pools", root).children if "pools" in root.children else {}
    labs = root.children["labs"].children if "labs" in root.children else {}
    for name, lab in labs.items():
        path = f"labs.{name}"
        for key in ("reads", "substitutes"):
            yield from _unknown_pools(lab, key, path, pools)
        yield from _stated_twice(lab, path)


def _unknown_pools(lab: Node, key: str, path: str, pools: object) -> Iterator[Fault]:
    """Yield the pools that a lab reads and the world does not have."""
    known = list(pools) if isinstance(pools, dict) else []
    reads = lab.children.get(key)
    entries = reads.value if reads is not None and isinstance(reads.value, list) else []
    seen: set[str] = set()
    for i, entry in enumerate(entries):
        if not isinstance(entry.value, str):
            continue
        if entry.value not in known:
            wrong = f"there is no pool {entry.value!r}{nearest(entry.value, known)}"
            yield Fault(entry.mark, f"{path}.{key}.{i}", wrong, listed(known), shown(entry.value))
        elif entry.value in seen:
            yield Fault(entry.mark, f"{path}.{key}.{i}", "names a pool twice", "each pool once", shown(entry.value))
        seen.add(entry.value)


def _stated_twice(lab: Node, path: str) -> Iterator[Fault]:
    """Yield what a lab with a slate says of a family: its sizes and tokens are given, so it has no k to choose."""
    if "slate" not in lab.children:
        return
    entries = lab.children["slate"].children
    for key in _FAMILY_KEYS:
        if key in lab.children:
            wrong = f"this lab states its models one by one in 'slate', so it has no {key!r} to set"
            if key == "overtraining":
                wrong += ": k follows from each model's size and tokens"
            allowed = "the numbers of " + (
                listed(f"{path}.slate.{entry}" for entry in entries) if entries else f"{path}.slate"
            )
            yield Fault(lab.children[key].key, f"{path}.{key}", wrong, allowed)
