"""Worlds of another shape that should live as before: names, dates, halves, idlers and twins."""

from copy import deepcopy
from random import Random
from typing import Any

from tests.trust.pairs import Draw
from worlds.config.loading import LoadedWorld, world_of

Tree = dict[str, Any]
NEW_LABS = ("aa_idle", "zz_second")
YEARS = 8.0
"""By how many years dates are moved."""
_DATES = ("start", "end", "at", "since", "from", "until")
_COMPUTE_PRICE = {"value": "1.5e-18 USD/FLOP", "at": 2024.0}
"""What holds where a world states none, from MODEL.md."""


def _tree(draw: Draw) -> Tree:
    return deepcopy(dict(draw.loaded.plain))


def _world(tree: Tree) -> LoadedWorld:
    return world_of(tree, "changed")


def with_idle_lab(draw: Draw, _: Random) -> Draw:
    """Add a lab that has no compute."""
    tree = _tree(draw)
    tree["labs"]["aa_idle"] = {"compute": "0 FLOP"}
    return draw.reshaped(_world(tree))


def with_locked_pool(draw: Draw, _: Random) -> Draw:
    """Add a pool that nobody may read."""
    tree = _tree(draw)
    tree["pools"]["aa_locked"] = {"kind": "private", "stock": "1e15 token", "open_share": 0}
    return draw.reshaped(_world(tree))


def with_second(draw: Draw, _: Random) -> Draw:
    """Add a second lab that is as the first."""
    tree = _tree(draw)
    first = next(iter(tree["labs"]))
    tree["labs"]["zz_second"] = deepcopy(tree["labs"][first])
    found = draw.reshaped(_world(tree))
    for path, value in draw.values.as_dict().items():
        if path.startswith(f"labs.{first}."):
            found.values.enact(path.replace(f"labs.{first}.", "labs.zz_second.", 1), value)
    return found


def renamed(name: str) -> str:
    """Return the new name of a pool or a lab, which sorts the other way round."""
    return "".join(chr(ord("a") + ord("z") - ord(one)) if one.islower() else one for one in name)


def with_other_names(draw: Draw, _: Random) -> Draw:
    """Give every pool and every lab another name."""
    tree = _tree(draw)
    for section in ("pools", "labs"):
        tree[section] = {renamed(name): one for name, one in tree[section].items()}
    for lab in tree["labs"].values():
        for key in ("reads", "substitutes", "licensees"):
            if key in lab:
                lab[key] = [renamed(name) for name in lab[key]]

    def path_of(path: str) -> str:
        section, name, *rest = path.split(".")
        return ".".join([section, renamed(name), *rest]) if section in ("pools", "labs") else path

    return draw.reshaped(_world(tree), path_of)


def _shifted(node: Any, years: float) -> Any:
    if isinstance(node, dict):
        return {
            key: value + years if key in _DATES and isinstance(value, int | float) else _shifted(value, years)
            for key, value in node.items()
        }
    return [_shifted(one, years) for one in node] if isinstance(node, list) else node


def with_other_dates(draw: Draw, _: Random) -> Draw:
    """Move every date of a world, those that hold where it states none with them."""
    tree = _tree(draw)
    economy = tree.setdefault("economy", {})
    economy.setdefault("compute_price", dict(_COMPUTE_PRICE))
    return draw.reshaped(_world(_shifted(tree, YEARS)))


def with_later_end(draw: Draw, chance: Random) -> Draw:
    """Let a world go on."""
    tree = _tree(draw)
    tree["end"] = tree["end"] + chance.uniform(0.1, 5.0)
    return draw.reshaped(_world(tree))


def in_halves(draw: Draw, _: Random) -> Draw:
    """Cut the pool of public text into two that are each half of it."""
    tree = _tree(draw)
    text = tree["pools"].pop("public_text")
    tree["pools"] |= {"aa_half": text, "zz_half": deepcopy(text)}
    for lab in tree["labs"].values():
        if "reads" in lab:
            lab["reads"] = ["aa_half", "zz_half"]
    found = draw.reshaped(_world(tree))
    for path, value in draw.values.as_dict().items():
        for half in ("aa_half", "zz_half"):
            if path.startswith("pools.public_text."):
                leaf = path.rsplit(".", 1)[1]
                new = value / 2.0 if leaf in ("stock", "raw", "inflow") else value
                found.values.enact(path.replace("public_text", half), new)
    return found
