"""From a file or a name to a world, with every fault found in one pass."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from worlds.config.checks import cross_faults, group_faults, party_faults
from worlds.config.enacting import Enacted, enacted, enactment_faults
from worlds.config.extensions import world_schema
from worlds.config.faults import Fault, FaultyFile, InputError, Mark, listed, nearest, shown
from worlds.config.merge import merge, without_nulls
from worlds.config.number import Number
from worlds.config.report import faults_of
from worlds.config.schema import World
from worlds.config.settings import Setting, laid_over, unknown_path
from worlds.config.tree import Node, plain, read_tree
from worlds.config.walk import named, numbers_of

SUFFIXES = (".yaml", ".yml")
_LONGEST_CHAIN = 16


@dataclass(frozen=True)
class LoadedWorld:
    """A world that has passed every check.

    Attributes:
        world: its sections; every number knows its dotted path.
        tree: what the file, the worlds it extends and the settings say, merged.
    """

    world: World
    tree: Node

    @property
    def name(self) -> str:
        """The name of the world."""
        return self.world.world

    @cached_property
    def plain(self) -> dict[str, object]:
        """The resolved world as plain data, which loads again to the same world."""
        data = plain(self.tree)
        return data if isinstance(data, dict) else {}

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal digits that change with anything the world says."""
        text = json.dumps(self.plain, sort_keys=True, ensure_ascii=False)
        return blake2b(text.encode(), digest_size=8).hexdigest()

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Every number of the world by its dotted path, in the order of the paths."""
        return dict(sorted((number.path, number) for number in numbers_of(self.world)))

    @cached_property
    def enacted(self) -> tuple[Enacted, ...]:
        """What regulators change, and when, by regulator and name."""
        return tuple(enacted(self.world, self.numbers))

    def with_settings(self, settings: Iterable[Setting]) -> "LoadedWorld":
        """Return the world with some settings changed.

        Raises:
            FaultyFile: when a path does not exist, or a value is not allowed there.
        """
        settings = list(settings)
        if not settings:
            return self
        faults = [fault for one in settings if (fault := unknown_path(self.world, one)) is not None]
        if faults:
            raise FaultyFile(faults)
        tree = self.tree
        for one in settings:
            tree = laid_over(tree, self.numbers, one)
        return _validated(tree)


def shipped_worlds() -> list[str]:
    """Return the names of the worlds that come with Tokenshed."""
    return sorted(
        entry.name.removesuffix(".yaml") for entry in files("worlds").iterdir() if entry.name.endswith(".yaml")
    )


def load_world(reference: str | Path, settings: Iterable[Setting] = ()) -> LoadedWorld:
    """Return a world.

    Args:
        reference: path of a file, or the name of a shipped world.
        settings: what to change in it.

    Raises:
        InputError: when there is no such world or it is wrong; the message lists every fault.
    """
    return _validated(_read(_find(str(reference), None), ())).with_settings(settings)


def _is_path(reference: str) -> bool:
    """Return whether a reference looks like a path and not like a name."""
    return reference.endswith(SUFFIXES) or "/" in reference or "\\" in reference


def _find(reference: str, asked: tuple[Mark, Traversable | Path] | None) -> Traversable | Path:
    """Return the file a reference means, relative to the file that asked for it."""
    if _is_path(reference):
        base = asked[1].parent if asked is not None and isinstance(asked[1], Path) else Path()
        path = base / reference
        if not _is_file(path):
            wrong = "is a folder; allowed: a file" if _is_folder(path) else "there is no such file"
            raise InputError(f"{_asker(asked)}{reference}: {wrong}")
        return path
    known = shipped_worlds()
    if reference in known:
        return files("worlds") / f"{reference}.yaml"
    also = " (a file of yours is named with its ending: NAME.yaml)" if asked is None else ""
    wrong = f"there is no world {shown(reference)}{nearest(reference, known)}"
    raise InputError(f"{_asker(asked)}{wrong}; shipped: {listed(known)}{also}")


def _is_file(path: Path) -> bool:
    """Return whether there is a file at a path, however long or locked the path is."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    """Return whether there is a folder at a path."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _asker(asked: tuple[Mark, Traversable | Path] | None) -> str:
    """Return the position of the `extends` that asked for a world, or nothing."""
    return "" if asked is None else f"{asked[0]}: extends: "


def _read(file: Traversable | Path, seen: tuple[str, ...]) -> Node:
    """Return the tree of a file laid over the worlds it extends."""
    own = read_tree(_text(file), _label(file))
    if not isinstance(own.value, dict):
        raise FaultyFile(
            [Fault(own.mark, "", "not a world", "keys with values, the first of them `world: NAME`", shown(plain(own)))]
        )
    missing = (
        []
        if "world" in own.value
        else [Fault(own.mark, "world", "'world' is missing", "`world: NAME` as the first key")]
    )
    if missing:
        raise FaultyFile(missing)
    extends = own.value.get("extends")
    rest = Node({key: child for key, child in own.value.items() if key != "extends"}, own.mark, own.key)
    if extends is None:
        return without_nulls(rest)
    return merge(_base(extends, file, (*seen, _identity(file))), rest)


def _base(extends: Node, file: Traversable | Path, seen: tuple[str, ...]) -> Node:
    """Return the tree of the world that a file extends."""
    if not isinstance(extends.value, str):
        raise FaultyFile(
            [Fault(extends.mark, "extends", "not a world", "a name or a relative path", shown(plain(extends)))]
        )
    base = _find(extends.value, (extends.mark, file))
    if len(seen) > _LONGEST_CHAIN:
        raise FaultyFile(
            [Fault(extends.mark, "extends", "extends too many worlds", f"a chain of at most {_LONGEST_CHAIN}")]
        )
    if _identity(base) in seen:
        chain = " -> ".join(Path(one).name for one in (*seen, _identity(base)))
        raise FaultyFile(
            [Fault(extends.mark, "extends", f"extends itself in a circle ({chain})", "a world that stands on its own")]
        )
    return _read(base, seen)


def _identity(file: Traversable | Path) -> str:
    """Return what tells one file from another."""
    return str(file.resolve() if isinstance(file, Path) else file)


def _label(file: Traversable | Path) -> str:
    """Return how messages call a file: as the user wrote it, a shipped one by its name below worlds."""
    shipped = str(files("worlds"))
    return "worlds" + str(file)[len(shipped) :] if str(file).startswith(shipped) else str(file)


def _text(file: Traversable | Path) -> str:
    """Return the text of a file, which must be UTF-8."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyFile([Fault(Mark(_label(file)), "", f"not UTF-8 text (byte {error.start})", "UTF-8")]) from error
    except OSError as error:
        raise InputError(f"{_label(file)}: cannot be read: {error.strerror}") from error


def _validated(tree: Node) -> LoadedWorld:
    """Return the world of a merged tree, or raise all its faults."""
    data = plain(tree)
    keys: dict[int, list[str]] = {}
    faults = list(cross_faults(tree))
    world: World | None = None
    try:
        world = world_schema().model_validate(data, context=keys)
    except ValidationError as error:
        faults += faults_of(error, tree, keys, data)
    if faults or world is None:
        raise FaultyFile(faults)
    loaded = LoadedWorld(named(_in_name_order(world)), tree)
    faults = [
        *group_faults(loaded.world, tree),
        *party_faults(loaded.world, tree),
        *enactment_faults(loaded.world, loaded.numbers, tree),
    ]
    if faults:
        raise FaultyFile(faults)
    return loaded


def _in_name_order(world: World) -> World:
    """Return the world with everything that has a name by name, so that the order of a file cannot reach a result."""
    sections = {name: getattr(world, name) for name in type(world).model_fields}
    by_name = {name: dict(sorted(one.items())) for name, one in sections.items() if isinstance(one, dict)}
    return world.model_copy(update=by_name)
