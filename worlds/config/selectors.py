"""Patterns that name many numbers of a world at once: `pools[kind=private].open_share`, `labs.*.min_value`."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from worlds.config.number import Number
from worlds.config.schema import World

_FILTER = re.compile(r"^(?P<section>[a-z_]+)\[(?P<key>[a-z_]+)=(?P<value>[A-Za-z0-9_-]+)\]$")
_SPECIAL = re.compile(r"[*?\[]")
"""What stands for other letters in a pattern."""
_CURVE_ENDS = ("to", "value")


def number_at(path: str, numbers: Mapping[str, Number]) -> str | None:
    """Return the path of the number that a path means; a curve stands for what it goes to, or for the value it has."""
    if path in numbers:
        return path
    return next((f"{path}.{end}" for end in _CURVE_ENDS if f"{path}.{end}" in numbers), None)


def sections_of(pattern: str, world: World) -> list[str]:
    """Return the sections that a pattern such as `pools[kind=private]`, `pools.*` or `pools.mail` names, by name.

    Args:
        pattern: a section of the world with a filter in brackets, or with a name below it that may have `*`.
        world: where they are looked for.
    """
    found = _FILTER.match(pattern)
    if found is not None:
        sections = getattr(world, found["section"], {})
        wanted = found["key"], found["value"]
        return [f"{found['section']}.{name}" for name, one in sorted(sections.items()) if _has(one, *wanted)]
    section, _, name = pattern.partition(".")
    sections = getattr(world, section, {})
    names = sections if isinstance(sections, Mapping) else ()
    return [f"{section}.{one}" for one in sorted(names) if fnmatchcase(one, name)]


def _has(section: object, key: str, value: str) -> bool:
    """Return whether a section has a word of some value."""
    stated = getattr(section, key, None)
    return value == (str(stated).lower() if isinstance(stated, bool) else stated)


def paths_of(pattern: str, world: World, numbers: Mapping[str, Number]) -> list[str]:
    """Return the numbers of a world that a pattern names, each by its own path, in the order of their paths.

    Args:
        pattern: a dotted path, in which `*` stands for any name, and `section[key=value]` for every part of a section
            that has a word of some value.
        world: whose numbers.
        numbers: them, by path.
    """
    return sorted(set(_paths_of(pattern, world, numbers)))


def _paths_of(pattern: str, world: World, numbers: Mapping[str, Number]) -> Iterator[str]:
    """Yield the numbers that a pattern names."""
    head, bracket, rest = pattern.partition("].")
    if bracket:
        for place in sections_of(f"{head}]", world):
            yield from _paths_of(f"{place}.{rest}", world, numbers)
        return
    if "*" not in pattern:
        exact = number_at(pattern, numbers)
        yield from () if exact is None else (exact,)
        return
    parts, plain = pattern.split("."), _SPECIAL.split(pattern, maxsplit=1)[0]
    for path in numbers:
        if not path.startswith(plain):
            continue
        own = path.split(".")[: len(parts)]
        if len(own) == len(parts) and all(map(_fits, own, parts)):
            exact = number_at(".".join(own), numbers)
            if exact is not None:
                yield exact


def _fits(own: str, part: str) -> bool:
    """Return whether a part of a path is what a part of a pattern names; most are plain words, or a star alone."""
    return part in {own, "*"} or fnmatchcase(own, part)


def alike(pattern: str, world: World, numbers: Mapping[str, Number]) -> set[str]:
    """Return paths, or patterns with the filter or star of one, that name something in a world: what may be meant."""
    found = _FILTER.match(f"{pattern.partition('].')[0]}]")
    forms = set()
    for path in map(_without_end, numbers):
        section, _, rest = path.partition(".")
        name, _, tail = rest.partition(".")
        if found is None:
            forms.add(f"{section}.*.{tail}" if "*" in pattern else path)
            continue
        sections = getattr(world, section, None)
        word = getattr(sections.get(name), found["key"], None) if isinstance(sections, Mapping) else None
        if isinstance(word, str):
            forms.add(f"{section}[{found['key']}={word}].{tail}")
    return forms


def _without_end(path: str) -> str:
    """Return a path without the part of a curve that stands for the whole."""
    head, _, end = path.rpartition(".")
    return head if end in _CURVE_ENDS else path


def wrong_pattern(pattern: str) -> str | None:
    """Return what is wrong with the form of a pattern, or nothing."""
    head, bracket, rest = pattern.partition("].")
    if "[" in pattern and (not bracket or _FILTER.match(f"{head}]") is None or "[" in rest):
        return "not a path: a filter stands behind a section, as in pools[kind=private].open_share"
    return None
