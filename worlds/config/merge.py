"""Laying one world over another: what `extends:` and `--set` mean."""

from worlds.config.tree import Node

RESTATES = {
    "stock": ("raw", "usable"),
    "raw": ("stock",),
    "slate": ("compute", "overtraining", "family"),
    "ci95": ("ci90", "low", "high"),
    "ci90": ("ci95", "low", "high"),
    "low": ("ci95", "ci90"),
    "high": ("ci95", "ci90"),
    "source": ("assumption",),
    "assumption": ("source",),
}
"""Ways to state the same thing: saying it one way takes back the other."""


def merge(base: Node, over: Node) -> Node:
    """Return the base with everything that the other tree states.

    Mappings are merged key by key and everything else is replaced; `null` removes. A number stated anew (a bare
    quantity, or a mapping with `value`) takes nothing from the old one but its date, since a range belongs to its
    value: `at` is kept unless given. A mapping without `value` amends the old number.
    """
    if is_number(base) and states_number(over):
        return _restated_number(base, over)
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    merged = dict(base.value)
    for key, child in over.value.items():
        rivals = [merged.pop(other) for other in RESTATES.get(key, ()) if other in merged and other not in over.value]
        if child.value is None:
            merged.pop(key, None)
        elif key in merged:
            merged[key] = merge(merged[key], child)
        else:
            merged[key] = _instead_of(rivals, child)
    return Node(merged, over.mark, over.key)


def _instead_of(rivals: list[Node], child: Node) -> Node:
    """Return a new statement, with the date of the number it takes the place of."""
    dated = [rival for rival in rivals if "at" in rival.children]
    return merge(dated[0], child) if dated and states_number(child) else child


def is_number(node: Node) -> bool:
    """Return whether a node is a number written as a mapping."""
    return "value" in node.children


def states_number(node: Node) -> bool:
    """Return whether a node states a whole number: a bare quantity or a mapping with `value`."""
    return is_number(node) or not isinstance(node.value, (dict, list))


def _restated_number(base: Node, over: Node) -> Node:
    """Return the new number with the date of the old one."""
    date = base.children.get("at")
    if date is None or "at" in over.children:
        return over
    stated = over.children if is_number(over) else {"value": over}
    return Node({**stated, "at": date}, over.mark, over.key)


def without_nulls(node: Node) -> Node:
    """Return the tree without keys whose value is null."""
    if not isinstance(node.value, dict):
        return node
    kept = {key: without_nulls(child) for key, child in node.value.items() if child.value is not None}
    return Node(kept, node.mark, node.key)
