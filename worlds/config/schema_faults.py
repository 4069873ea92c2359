"""From pydantic's errors to faults that name the position, the path, what is allowed and what was given."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from worlds.config.faults import Fault, listed, nearest, shown
from worlds.config.quantity import EARLIEST, LATEST
from worlds.config.tree import Node, locate, plain

_NAME = "a name of small letters, digits and '_' that begins with a letter"
_HYPHENATED = "a name of small letters, digits and '-'"
Location = tuple[str | int, ...]
_KINDS = "'public', 'private', 'synthetic', 'multimodal' or 'interaction'"
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("not a text", "text"),
    "string_pattern_mismatch": ("not a name", _NAME),
    "string_too_short": ("empty", "text"),
    "float_type": ("not a decimal year", f"{EARLIEST:.0f} to {LATEST:.0f}, such as 2026.5"),
    "greater_than_equal": ("out of range", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "less_than_equal": ("out of range", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "finite_number": ("not a finite number", f"a decimal year from {EARLIEST:.0f} to {LATEST:.0f}"),
    "bool_type": ("neither true nor false", "true or false"),
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
    location = _without_tags(tuple(part for part in one["loc"] if part != "[key]"), data)
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
        return _missing(node, location, keys, data)
    if kind.startswith("union_tag") and location[-1] == "overtraining":
        place = locate(root, (*location, "strategy"))
        strategies = " or ".join(one["ctx"]["expected_tags"].rsplit(", ", 1))
        return Fault(place.mark, f"{path}.strategy", "not one of the choices", strategies, shown(plain(place)))
    if kind.startswith("union_tag"):
        return _kind_of_pool(root, location, missing=kind == "union_tag_not_found")
    wrong, allowed = _said(one, node)
    if kind == "tokenshed" or not is_key:
        return Fault(node.key if is_key else node.mark, path, wrong, allowed, given)
    return Fault(node.key, path, f"{location[-1]!r} is not a name", allowed)


def _said(one: Mapping[str, Any], node: Node) -> tuple[str, str]:
    """Return what is wrong and what is allowed."""
    kind, context = one["type"], one.get("ctx", {})
    if kind == "tokenshed":
        return context["wrong"], context["allowed"]
    if kind == "literal_error":
        return "not one of the choices", context["expected"]
    if kind in {"too_short", "too_long"}:
        return "not an interval", "a list of two, [low, high]"
    if kind == "string_pattern_mismatch" and "_" not in context["pattern"]:
        return "not a name", _HYPHENATED
    return _WORDS.get(kind, (one["msg"], ""))


def _missing(node: Node, location: Location, keys: Mapping[int, list[str]], data: object) -> Fault:
    """Return the fault of a key, or of an end of an interval, that is not there."""
    if isinstance(location[-1], int):
        return Fault(node.mark, ".".join(map(str, location[:-1])), "not an interval", "a list of two, [low, high]")
    known = listed(_known_keys(keys, data, location[:-1]))
    return Fault(node.mark, ".".join(map(str, location)), f"{location[-1]!r} is missing", f"keys here: {known}")


def _kind_of_pool(root: Node, location: Location, *, missing: bool) -> Fault:
    """Return the fault of a pool without a kind, or of an unknown one."""
    place = locate(root, location if missing else (*location, "kind"))
    path = ".".join(map(str, (*location, "kind")))
    if missing:
        return Fault(place.mark, path, "'kind' is missing", _KINDS)
    return Fault(place.mark, path, "not one of the choices", _KINDS, shown(plain(place)))


def _without_tags(location: Location, data: object) -> Location:
    """Return a location without the kinds and strategies that pydantic puts between a section and its keys."""
    kept: list[str | int] = []
    for part in location:
        here = _inside(data, tuple(kept))
        if isinstance(here, dict) and part not in here and part in {here.get("kind"), here.get("strategy", "fixed")}:
            continue
        kept.append(part)
    return tuple(kept)


def _inside(data: object, location: Location) -> object:
    """Return what stands at a location of plain data."""
    for part in location:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return data


def _known_keys(keys: Mapping[int, list[str]], data: object, location: Location) -> list[str]:
    """Return the keys that the mapping at a location may have."""
    return keys.get(id(_inside(data, location)), [])
