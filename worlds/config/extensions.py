"""Sections of a world file that other packages bring along for agents of their own."""

import re
from functools import lru_cache
from typing import Any

from pydantic import create_model

from worlds.config.schema import Section, World
from worlds.config.schema.base import Name

_BROUGHT: dict[str, type[Section]] = {}


def bring(name: str, section: type[Section]) -> None:
    """Let world files have a section of another package: names with, below each, what `section` allows.

    Raises:
        ValueError: when the name is taken by something else, or is none.
        TypeError: when `section` is no `Section`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"{name!r} is no name of a section; allowed: small letters, digits and '_'")
    if not (isinstance(section, type) and issubclass(section, Section)):
        raise TypeError(f"{section!r} is no section: a subclass of worlds.config.schema.Section")
    if name in World.model_fields or _BROUGHT.get(name, section) is not section:
        raise ValueError(f"a world already has a section {name!r}")
    _BROUGHT[name] = section


def world_schema() -> type[World]:
    """Return the schema of a world with everything that was brought along."""
    return _extended(tuple(sorted(_BROUGHT.items())))


@lru_cache
def _extended(brought: tuple[tuple[str, type[Section]], ...]) -> type[World]:
    """Return the schema of a world with some more sections."""
    if not brought:
        return World
    fields: dict[str, Any] = {name: (dict[Name, section], {}) for name, section in brought}  # type: ignore[valid-type]
    return create_model("World", __base__=World, __doc__=World.__doc__, **fields)
