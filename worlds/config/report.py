"""From pydantic's errors to faults that name the position, the path, what is allowed and what was given."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.quantity import EARLIEST, LATEST
from worlds.config.tree import Node, locate, plain

_NAME = "a name of small letters, digits and '_' that begins with a letter"
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("not a text", "text"),
    "string_pattern_mismatch": ("not a name", _NAME),
    "string_too_short": ("empty", "text"),
    "float_type": ("not a decimal year", f"{EARLIEST:.0f} to {LATEST:.0f}, such as 2026.5"),
    "greater_than_equal": ("out of range", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "less_than_equal": ("out of range", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "finite_number": ("not a finite number", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "list_type": ("not a list", "a list such as [a, b]"),
    "dict_type": ("not a mapping", "names with values below them"),
    "model_type": ("not a mapping", "names with values below them"),
    "model_attributes_type": ("not a mapping", "names with values below them"),
    "tuple_type": ("not an interval", "a list of two, [low, high]"),
}


def faults_of(error: ValidationError, root: Node, keys: Mapping[int, list[str]], data: object) -> list[Fault]:
    """Return every fault of a validation.

    Args:
        error: what pydantic found.
        root: the tree that was validated, with positions.
        keys: the keys that each mapping of `data` may have, by its identity.
        data: the plain data that was validated.
    """
    return [_fault(dict(one), root, keys, data) for one in error.errors(include_url=False)]


def _fault(one: Mapping[str, Any], root: Node, keys: Mapping[int, list[str]], data: object) -> Fault:
    """Return the fault of one error."""
    location = tuple(part for part in one["loc"] if part != "[key]")
    kind = one["type"]
    path = ".".join(map(str, location))
    node = locate(root, location)
    is_key = "[key]" in one["loc"]
    given = "" if is_key or isinstance(one.get("input"), (dict, BaseModel)) else shown(one.get("input"))
    if kind == "extra_forbidden":
        known = _known_keys(keys, data, location[:-1])
        last = str(location[-1])
        return Fault(node.key, path, f"unknown key {last!r}{nearest(last, known)}", listed(known))
    if kind == "missing":
        return Fault(node.mark, path, f"{str(location[-1])!r} is missing", _wanted(keys, data, location))
    if kind == "tokenshed":
        context = one["ctx"]
        return Fault(node.key if is_key else node.mark, path, context["wrong"], context["allowed"], given)
    if kind == "literal_error":
        return Fault(node.mark, path, "not one of the choices", one["ctx"]["expected"], given)
    if kind in {"too_short", "too_long"}:
        return Fault(node.mark, path, "not an interval", "a list of two, [low, high]", shown(plain(node)))
    wrong, allowed = _WORDS.get(kind, (one["msg"], ""))
    if is_key:
        return Fault(node.key, path, f"{location[-1]!r} is not a name", _NAME)
    return Fault(node.mark, path, wrong, allowed, given)


def _inside(data: object, location: tuple[str | int, ...]) -> object:
    """Return what stands at a location of plain data."""
    for part in location:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return data


def _known_keys(keys: Mapping[int, list[str]], data: object, location: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the mapping at a location may have."""
    return keys.get(id(_inside(data, location)), [])


def _wanted(keys: Mapping[int, list[str]], data: object, location: tuple[str | int, ...]) -> str:
    """Return what a missing key should hold, as far as its section says."""
    known = _known_keys(keys, data, location[:-1])
    return f"keys here: {listed(known)}"
