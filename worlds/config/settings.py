"""Settings: one changed number or word of a world, as `--set PATH=VALUE` and Python say it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from worlds.config.faults import Fault, InputError, Mark, listed, nearest
from worlds.config.merge import is_number, merge
from worlds.config.number import Number
from worlds.config.quantity import NUMBER_KEYS
from worlds.config.schema import World
from worlds.config.schema.base import keys_of
from worlds.config.selectors import paths_of, wrong_pattern
from worlds.config.tree import Node, locate, plain, planted, read_tree

_SETTING = re.compile(r"^(?P<path>(?:[^=\[]|\[[^\]]*\])+)=(?P<value>.*)$", re.DOTALL)
"""A path, in which `=` may stand in brackets, and a value."""


@dataclass(frozen=True)
class Setting:
    """One changed number or word of a world.

    Attributes:
        path: its dotted path.
        value: what it shall be, as plain data.
        written: how the user asked for it, for messages; `--set PATH=VALUE` unless given.
    """

    path: str
    value: object
    written: str = ""

    @property
    def mark(self) -> Mark:
        """The position that messages name."""
        return Mark(self.written or f"--set {self.path}={self.value}")


def parse_setting(text: str) -> Setting:
    """Return the setting of `PATH=VALUE`, the value written as in a world file.

    Raises:
        InputError: when there is no `=`, no path, or the value is not YAML.
    """
    found = _SETTING.match(text)
    path, value = (found["path"], found["value"]) if found else ("", "")
    if not path.strip() or not value.strip():
        raise InputError(f"--set {text}: not a setting; allowed: PATH=VALUE, such as labs.frontier.overtraining.k=5")
    return Setting(path.strip(), plain(read_tree(value, f"--set {text}")), f"--set {text}")


def spelled_out(world: World, numbers: Mapping[str, Number], setting: Setting) -> list[Setting]:
    """Return a setting for each number that a pattern names; one whose path is no pattern as it is.

    Raises:
        InputError: when a pattern names nothing in this world.
    """
    if not set(setting.path) & {"*", "["}:
        return [setting]
    paths = paths_of(setting.path, world, numbers)
    if not paths:
        wrong = wrong_pattern(setting.path) or "names no number of this world"
        raise InputError(f"{setting.mark}: {wrong}; allowed: a path or a pattern such as pools[kind=private].price")
    return [replace(setting, path=path, written=str(setting.mark)) for path in paths]


def laid_over(tree: Node, numbers: Mapping[str, Number], setting: Setting) -> Node:
    """Return the tree of a world with a setting laid over it."""
    return merge(_written_out(tree, numbers, setting), _as_tree(setting))


def _written_out(tree: Node, numbers: Mapping[str, Number], setting: Setting) -> Node:
    """Return the tree with a number written as a mapping where a setting amends a part of it.

    A default stands in no file and a bare quantity has no parts, but both may be amended.
    """
    path, _, part = setting.path.rpartition(".")
    number = numbers.get(path)
    if number is None or part not in NUMBER_KEYS:
        return tree
    keys = path.split(".")
    if is_number(locate(tree, keys), tuple(keys)) and _holds(tree, keys):
        return tree
    return merge(tree, _as_tree(Setting(path, number.written(), setting.written)))


def _holds(tree: Node, keys: Sequence[str]) -> bool:
    """Return whether a tree has a node at a path."""
    for key in keys:
        if key not in tree.children:
            return False
        tree = tree.children[key]
    return True


def _as_tree(setting: Setting) -> Node:
    """Return a setting as a tree of its own."""
    value = setting.value
    for part in reversed(setting.path.split(".")):
        value = {part: value}
    return planted(value, setting.mark)


def unknown_path(world: World, setting: Setting) -> Fault | None:
    """Return what is wrong with the path of a setting: it must name what the world has or may have."""
    here: object = world
    parts = setting.path.split(".")
    for i, part in enumerate(parts):
        known = _names_below(here)
        if known is None or part not in known:
            wrong = f"there is no {'.'.join(parts[: i + 1])!r} in this world{nearest(part, known or ())}"
            if here is None:
                return Fault(
                    setting.mark, "", f"this world has no {'.'.join(parts[:i])!r} to change", "set it as a whole"
                )
            return Fault(setting.mark, "", wrong, listed(known) if known else "nothing below a single value")
        here = known[part]
    return None


def _names_below(here: object) -> dict[str, object] | None:
    """Return what may be named below a part of a world; None when there is nothing below it."""
    if isinstance(here, Number):
        return dict.fromkeys(NUMBER_KEYS, "")
    if isinstance(here, BaseModel):
        return {key: getattr(here, name) for key, name in keys_of(type(here)).items()}
    if isinstance(here, dict):
        return dict(here)
    return None
