"""What other packages bring along for world files: sections of agents of their own, and strategies of overtraining."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, get_args

from pydantic import create_model

from worlds.config.schema import Lab, Section, World
from worlds.config.schema.base import Name
from worlds.config.schema.overtraining import OURS, FixedOvertraining, with_others

_BROUGHT: dict[str, type[Section]] = {}
_STRATEGIES: dict[str, type[Section]] = {}

_MODULES: dict[str, None] = {}
"""Names of the modules that were loaded to bring something along."""

Brought = tuple[tuple[str, type[Section]], ...]


def load_extensions(modules: Iterable[str]) -> None:
    """Import modules that bring something along; processes that are started later do the same.

    Raises:
        ImportError: when there is no such module.
    """
    for name in modules:
        import_module(name)
        _MODULES[name] = None


def loaded_extensions() -> tuple[str, ...]:
    """Return the names of the modules that were loaded so, in their order."""
    return tuple(_MODULES)


def bring(name: str, section: type[Section]) -> None:
    """Let world files have a section of another package: names with, below each, what `section` allows.

    Raises:
        ValueError: when the name is taken by something else, or is none.
        TypeError: when `section` is no `Section`.
    """
    _check(name, section)
    if name in World.model_fields or _BROUGHT.get(name, section) is not section:
        raise ValueError(f"a world already has a section {name!r}")
    _BROUGHT[name] = section


def bring_strategy(name: str, section: type[Section]) -> None:
    """Let labs in world files name a strategy of overtraining of another package, with what `section` allows.

    Raises:
        ValueError: when the name is taken by something else, or is none, or is not what the section is called by.
        TypeError: when `section` is no `Section`.
    """
    _check(name, section)
    if name in OURS or _STRATEGIES.get(name, section) is not section:
        raise ValueError(f"there already is a strategy {name!r}")
    stated = section.model_fields.get("strategy")
    if stated is None or get_args(stated.annotation) != (name,):
        raise ValueError(f"{section.__name__} has no field strategy: Literal[{name!r}]")
    _STRATEGIES[name] = section


def _check(name: str, section: object) -> None:
    """Refuse what is no name of a section, or no section."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"{name!r} is no name of a section; allowed: small letters, digits and '_'")
    if not (isinstance(section, type) and issubclass(section, Section)):
        raise TypeError(f"{section!r} is no section: a subclass of worlds.config.schema.Section")


def world_schema() -> type[World]:
    """Return the schema of a world with everything that was brought along."""
    return _extended(_in_order(_BROUGHT), _in_order(_STRATEGIES))


def _in_order(brought: Mapping[str, type[Section]]) -> Brought:
    """Return what was brought by name, in an order that does not depend on who came first."""
    return tuple(sorted(brought.items()))


@lru_cache
def _extended(sections: Brought, strategies: Brought) -> type[World]:
    """Return the schema of a world with some more sections, and of labs with some more strategies."""
    fields: dict[str, Any] = {name: (dict[Name, section], {}) for name, section in sections}  # type: ignore[valid-type]
    if strategies:
        choice: Any = (with_others(dict(strategies)), FixedOvertraining())
        lab = create_model("Lab", __base__=Lab, __doc__=Lab.__doc__, overtraining=choice)
        fields["labs"] = (dict[Name, lab], ...)
    return create_model("World", __base__=World, __doc__=World.__doc__, **fields) if fields else World
