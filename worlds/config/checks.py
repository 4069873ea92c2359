"""Checks across sections, on the plain tree, so that they report beside the schema's own findings in one pass."""

from collections.abc import Iterator, Mapping

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.groups import member_name
from worlds.config.schema import PublicPool, World
from worlds.config.schema.base import MOST_COUNTED
from worlds.config.tree import Node, locate

_FAMILY_KEYS = ("overtraining", "family", "compute", "budget")
_NAMED_POOLS = {
    ("labs", "reads"): None,
    ("labs", "substitutes"): None,
    ("publishers", "pools"): "public",
    ("data_owners", "pools"): "private",
    ("archives", "pools"): "multimodal",
    ("user_bases", "pools"): "interaction",
}
"""Lists of pools by section and key, with the kind they must be of."""
_NAMED_LABS = (("labs", "licensees"), ("data_owners", "holders"))
_KEEPERS = ("data_owners", "archives", "user_bases")
"""Sections of which no two may keep one pool; of publishers each may have a part of it."""


def cross_faults(root: Node) -> Iterator[Fault]:
    """Yield what does not fit together: names that nothing has, pools kept twice, labs that state models twice."""
    pools, labs = _section(root, "pools"), _section(root, "labs")
    kinds = {name: pool.children["kind"].value if "kind" in pool.children else None for name, pool in pools.items()}
    for (section, key), kind in _NAMED_POOLS.items():
        for name, one in _section(root, section).items():
            yield from _unknown(one, key, f"{section}.{name}", "pool", pools)
            yield from _wrong_kind(one, key, f"{section}.{name}", kind, kinds)
    for section, key in _NAMED_LABS:
        for name, one in _section(root, section).items():
            yield from _unknown(one, key, f"{section}.{name}", "lab", labs)
    yield from _kept_twice(root)
    for name, lab in labs.items():
        yield from _stated_twice(lab, f"labs.{name}")


def _section(root: Node, name: str) -> Mapping[str, Node]:
    """Return what stands below a section of the world; nothing where there is none."""
    return root.children[name].children if name in root.children else {}


def _entries(one: Node, key: str) -> list[Node]:
    """Return the entries of a list that are texts."""
    found = one.children.get(key)
    entries = found.value if found is not None and isinstance(found.value, list) else []
    return [entry for entry in entries if isinstance(entry.value, str)]


def _unknown(one: Node, key: str, path: str, what: str, known: Mapping[str, Node]) -> Iterator[Fault]:
    """Yield the names in a list that nothing has, or that stand there twice."""
    seen: set[object] = set()
    for i, entry in enumerate(_entries(one, key)):
        if entry.value not in known:
            wrong = f"there is no {what} {entry.value!r}{nearest(str(entry.value), known)}"
            yield Fault(entry.mark, f"{path}.{key}.{i}", wrong, listed(known), shown(entry.value))
        elif entry.value in seen:
            yield Fault(
                entry.mark, f"{path}.{key}.{i}", f"names a {what} twice", f"each {what} once", shown(entry.value)
            )
        seen.add(entry.value)


def _wrong_kind(one: Node, key: str, path: str, kind: str | None, kinds: Mapping[str, object]) -> Iterator[Fault]:
    """Yield the pools in a list that are of another kind than those it is for."""
    fitting = [name for name, of in kinds.items() if of == kind]
    for i, entry in enumerate(_entries(one, key)):
        name = str(entry.value)
        if kind is not None and name in kinds and kinds[name] != kind:
            allowed = f"{kind} pools" + (f": {listed(fitting)}" if fitting else ", of which this world has none")
            yield Fault(entry.mark, f"{path}.{key}.{i}", f"{name!r} is not a {kind} pool", allowed, shown(kinds[name]))


def _kept_twice(root: Node) -> Iterator[Fault]:
    """Yield the pools that two keepers have, or of which two publishers close the same part."""
    for section in (*_KEEPERS, "publishers"):
        kept: dict[tuple[str, object], str] = {}
        for name, one in sorted(_section(root, section).items()):
            part = one.children["part"].value if "part" in one.children else "all"
            rivals = ("all", "head", "tail") if part == "all" else ("all", part)
            for i, entry in enumerate(_entries(one, "pools")):
                pool = str(entry.value)
                others = [kept[pool, rival] for rival in rivals if kept.get((pool, rival), name) != name]
                if others:
                    wrong, allowed = f"{pool!r} is kept by {others[0]} already", "one keeper for each pool or part"
                    yield Fault(entry.mark, f"{section}.{name}.pools.{i}", wrong, allowed)
                kept[pool, part] = name


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


def party_faults(world: World, root: Node) -> Iterator[Fault]:
    """Yield publishers of the head of pools that have none."""
    for name, publisher in world.publishers.items():
        for i, pool in enumerate(publisher.pools):
            section = world.pools[pool]
            if publisher.part == "head" and isinstance(section, PublicPool) and section.head_share.value == 0:
                place = ("publishers", name, "pools", i)
                wrong, allowed = f"{pool!r} has no head", f"a pool with a head; pools.{pool}.head_share is 0"
                yield Fault(locate(root, place).mark, ".".join(map(str, place)), wrong, allowed)


def group_faults(world: World, root: Node) -> Iterator[Fault]:
    """Yield labs called like a lab of a group, and a world of more labs than can be run."""
    for name in world.labs:
        group, _, number = name.rpartition("_")
        size = world.labs[group].count if group in world.labs else 1
        i = int(number) - 1 if number.isdecimal() else -1
        if size > 1 and 0 <= i < size and name == member_name(group, i, size):
            wrong = f"{name!r} is the name of a lab of the group {group!r}, which has {size:,} of them"
            yield Fault(locate(root, ("labs", name)).key, f"labs.{name}", wrong, "another name for one of the two")
    together = sum(section.count for section in world.labs.values())
    if together > MOST_COUNTED:
        at, wrong = locate(root, ("labs",)), f"{together:,} labs in all are too many"
        yield Fault(at.key, "labs", wrong, f"at most {MOST_COUNTED:,}, groups counted by 'count'")
