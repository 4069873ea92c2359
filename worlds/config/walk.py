"""Walking the sections of a world: every number knows its dotted path, and can be found by it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from worlds.config.number import Number

_S = TypeVar("_S")


def named(value: _S, path: tuple[str, ...] = ()) -> _S:
    """Return a section in which every number knows its dotted path."""
    if isinstance(value, Number):
        return replace(value, path=".".join(path))
    if isinstance(value, BaseModel):
        parts = {name: named(getattr(value, name), (*path, name)) for name in type(value).model_fields}
        return value.model_copy(update=parts)
    if isinstance(value, dict):
        return type(value)((key, named(child, (*path, key))) for key, child in value.items())
    return value


def numbers_of(value: object) -> Iterator[Number]:
    """Yield every number below a section."""
    if isinstance(value, Number):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from numbers_of(getattr(value, name))
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from numbers_of(child)
