"""Worlds between two worlds, which have some of what the last one has and the first has not.

A world in between is the last one as plain data, with what it lacks taken away and what that leaves without a meaning
tidied up. With every part it is the last world itself, and with none of them the first.
"""

from collections.abc import Collection, Iterable
from copy import deepcopy

from simulator.analysis.parts import PARTIES, PARTS, Part, Plain, data
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting

_REASONS = ("source", "assumption", "description")


def parts_of(first: LoadedWorld, last: LoadedWorld, parts: Iterable[Part] = PARTS) -> list[Part]:
    """Return the parts that the last world has and the first has not, in their order."""
    whole = _without_reasons(last.plain)
    return [part for part in parts if _without_reasons(_lacking([part], first, last)) != whole]


def world_with(held: Collection[Part], parts: Iterable[Part], first: LoadedWorld, last: LoadedWorld) -> LoadedWorld:
    """Return the world that has some of the parts.

    Args:
        held: the parts it has.
        parts: all of them.
        first: the world that has none.
        last: the world that has all.
    """
    lacked = [part for part in parts if part not in held]
    return _laid(_tidied(_lacking(lacked, first, last), last), last) if lacked else last


def brought(part: Part, first: LoadedWorld, last: LoadedWorld, section: str) -> list[str]:
    """Return the names that a section of the last world has by a part alone."""
    without = _lacking([part], first, last)
    return sorted(set(data(last)[section]) - set(without[section]))


def _lacking(lacked: Iterable[Part], first: LoadedWorld, last: LoadedWorld) -> Plain:
    """Return the last world without some parts, as plain data."""
    world = deepcopy(data(last))
    for part in lacked:
        part.lack(world, first, last)
    return world


def _laid(world: Plain, last: LoadedWorld) -> LoadedWorld:
    """Return the world of plain data, by replacing whole sections of the last one."""
    keys = dict.fromkeys((*last.plain, *world))
    changed = [key for key in keys if world.get(key) != last.plain.get(key)]
    removed = [Setting(key, None) for key in changed]
    return last.with_settings([*removed, *(Setting(key, world[key]) for key in changed if key in world)])


def _tidied(world: Plain, last: LoadedWorld) -> Plain:
    """Return a world without names that nothing has any more, and without keepers who have nothing to do."""
    gone = {name for section in ("pools", "labs") for name in data(last)[section] if name not in world[section]}
    for section in ("labs", *PARTIES):
        kept = {name: _without_names(one, gone) for name, one in world.get(section, {}).items()}
        world[section] = {name: one for name, one in kept.items() if not _idle(section, one)}
    return {key: value for key, value in world.items() if value != {}}


def _without_names(one: Plain, gone: Collection[str]) -> Plain:
    """Return a lab or a keeper whose lists no longer name what is gone."""
    return {
        key: [entry for entry in value if entry not in gone] if isinstance(value, list) else value
        for key, value in one.items()
    }


def _idle(section: str, one: Plain) -> bool:
    """Return whether a keeper has nothing to keep, or a publisher nothing to do; users use models all the same."""
    if section == "publishers" and not {"closing", "machine_text"} & set(one):
        return True
    return section != "user_bases" and one.get("pools") == []


def _without_reasons(value: object) -> object:
    """Return plain data without sources and descriptions, which change no result."""
    if isinstance(value, dict):
        return {key: _without_reasons(child) for key, child in value.items() if key not in _REASONS}
    return [_without_reasons(child) for child in value] if isinstance(value, list) else value
