"""Laying one world over another: what `extends:` and `--set` mean."""

from worlds.config.tree import Node

Path = tuple[str, ...]
Rules = dict[str, tuple[str, ...]]

_IN_NUMBERS: Rules = {
    "ci95": ("ci90", "low", "high"),
    "ci90": ("ci95", "low", "high"),
    "low": ("ci95", "ci90"),
    "high": ("ci95", "ci90"),
    "source": ("assumption",),
    "assumption": ("source",),
}
_IN_POOLS: Rules = {"stock": ("raw", "usable"), "raw": ("stock",)}
_IN_LABS: Rules = {"slate": ("compute", "budget", "overtraining", "family")}
_IN_SCALING: Rules = {"set": ("draw",)}
_NAMES = ("family", "slate", "takedowns", "course", "enacts", "reacts")
"""Keys below a section below which people choose the names, so that no name there means anything."""
_UNNAMED = ("laws", "economy", "statutes", "feedbacks")
"""The sections of a world that hold no names; below every other one people choose the names."""


def merge(base: Node, over: Node, path: Path = ()) -> Node:
    """Return the base with everything that the other tree states.

    Mappings are merged key by key and everything else is replaced; `null` removes. A number stated anew (a bare
    quantity, or a mapping with `value`) takes nothing from the old one but its date, since a range belongs to its
    value: `at` is kept unless given. A mapping without `value` amends the old number. Saying the same thing another way
    (a stock as `raw` and `usable`, models as a `slate`) takes back the first. A mapping that a plain value replaced is
    forgotten: a mapping laid over that value begins anew.

    Args:
        base: the old tree.
        over: what is laid over it.
        path: where both stand in a world.
    """
    if is_number(base, path) and states_number(over, path):
        return _restated_number(base, over, path)
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return without_nulls(over)
    if _another_strategy(base, over, path):
        return without_nulls(over)
    merged = dict(base.value)
    rules = _rules(base, path)
    for key, child in over.value.items():
        if child.value is None:
            merged.pop(key, None)
            continue
        rivals = [merged.pop(other) for other in rules.get(key, ()) if other in merged and other not in over.value]
        here = (*path, key)
        merged[key] = merge(merged[key], child, here) if key in merged else _instead_of(rivals, child, here)
    return Node(merged, over.mark, over.key)


def _another_strategy(base: Node, over: Node, path: Path) -> bool:
    """Return whether a lab is to choose its overtraining in another way, for which the old numbers mean nothing."""
    if len(path) != 3 or path[-1] != "overtraining" or "strategy" not in over.children:
        return False
    stated = base.children["strategy"].value if "strategy" in base.children else "fixed"
    return over.children["strategy"].value != stated


def _rules(base: Node, path: Path) -> Rules:
    """Return which statements take back which, at a place in a world."""
    if is_number(base, path):
        return _IN_NUMBERS
    if len(path) == 2 and path[0] in {"pools", "labs"}:
        return _IN_POOLS if path[0] == "pools" else _IN_LABS
    return _IN_SCALING if path == ("laws", "scaling") else {}


def _instead_of(rivals: list[Node], child: Node, path: Path) -> Node:
    """Return a new statement, with the date of the number it takes the place of."""
    dated = [rival for rival in rivals if "at" in rival.children]
    return merge(dated[0], child, path) if dated and states_number(child, path) else without_nulls(child)


def is_number(node: Node, path: Path) -> bool:
    """Return whether a node is a number written as a mapping."""
    named = path and path[0] not in _UNNAMED
    if not path or (named and (len(path) <= 2 or path[-1] in _NAMES or path[-2] in {"enacts", "reacts"})):
        return False
    return "value" in node.children


def states_number(node: Node, path: Path) -> bool:
    """Return whether a node states a whole number: a bare quantity or a mapping with `value`."""
    return is_number(node, path) or not isinstance(node.value, (dict, list))


def _restated_number(base: Node, over: Node, path: Path) -> Node:
    """Return the new number with the date of the old one."""
    date = base.children.get("at")
    over = without_nulls(over)
    if date is None or "at" in over.children:
        return over
    stated = over.children if is_number(over, path) else {"value": over}
    return Node({**stated, "at": date}, over.mark, over.key)


def without_nulls(node: Node) -> Node:
    """Return the tree without keys whose value is null."""
    if not isinstance(node.value, dict):
        return node
    kept = {key: without_nulls(child) for key, child in node.value.items() if child.value is not None}
    return Node(kept, node.mark, node.key)
