"""From a file or a name to a world, with every fault found in one pass."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from worlds.config.checks import cross_faults, group_faults, party_faults
from worlds.config.enacting import Awaited, Enacted, awaited, enacted, enactment_faults
from worlds.config.extensions import world_schema
from worlds.config.faults import Fault, FaultyFile, Mark, shown
from worlds.config.files import KINDS, WORLDS, Shelf, find, identity, label_of, text_of
from worlds.config.merge import merge, without_nulls
from worlds.config.number import Number
from worlds.config.schema import Section, World
from worlds.config.schema_faults import faults_of
from worlds.config.settings import Setting, laid_over, spelled_out, unknown_path
from worlds.config.tree import Node, plain, planted, read_tree
from worlds.config.walk import named, numbers_of

_LONGEST_CHAIN = 16
_WORLDS_KEPT = 16
S = TypeVar("S", bound=Section)


@dataclass(frozen=True, eq=False)
class LoadedWorld:
    """A world that has passed every check; worlds that say the same are known by their `hash`.

    Attributes:
        world: its sections; every number knows its dotted path.
        tree: what the file, the worlds it extends and the settings say, merged.
    """

    world: World
    tree: Node

    def __reduce__(self) -> tuple[object, ...]:
        """Send a world to another process as what it says, since sections of other packages have no class to name."""
        return world_of, (self.plain, self.world.world)

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

    @cached_property
    def awaited(self) -> tuple[Awaited, ...]:
        """What regulators change when something comes true, by regulator and name."""
        return tuple(awaited(self.world, self.numbers))

    def with_settings(self, settings: Iterable[Setting]) -> "LoadedWorld":
        """Return the world with some settings changed.

        Raises:
            FaultyFile: when a path does not exist, or a value is not allowed there.
        """
        settings = [one for some in settings for one in spelled_out(self.world, self.numbers, some)]
        if not settings:
            return self
        faults = [fault for one in settings if (fault := unknown_path(self.world, one)) is not None]
        if faults:
            raise FaultyFile(faults)
        tree = self.tree
        for one in settings:
            tree = laid_over(tree, self.numbers, one)
        return _validated(tree)

    def with_more(self, over: Node) -> "LoadedWorld":
        """Return the world with another tree laid over it.

        Raises:
            FaultyFile: when that is wrong.
        """
        return _validated(merge(self.tree, over)) if over.children else self


def checked(section: type[S], root: Node) -> S:
    """Return a section of another kind of file, such as a policy, with every fault found in one pass.

    Raises:
        FaultyFile: when anything is wrong.
    """
    data, keys = plain(root), dict[int, list[str]]()
    try:
        return section.model_validate(data, context=keys)
    except ValidationError as error:
        raise FaultyFile(faults_of(error, root, keys, data)) from error


def opened(shelf: Shelf, reference: str) -> tuple[Traversable | Path, Node]:
    """Return the file that a reference means and what stands in it, if that is of the kind of a shelf.

    Raises:
        InputError: when there is no such file, it is no YAML, or of another kind.
    """
    file = find(shelf, reference)
    tree, kind = read_tree(text_of(file), label_of(file)), shelf.kind
    _expect(kind, tree)
    return file, tree


def _expect(kind: str, tree: Node) -> None:
    """Raise FaultyFile unless a file is of a kind; one of another kind is told as that."""
    if kind not in tree.children:
        others = [f"{'an' if one[0] in 'aeiou' else 'a'} {one} and no {kind}" for one in KINDS if one in tree.children]
        wrong = others[0] if others else f"{kind!r} is missing"
        raise FaultyFile([Fault(tree.mark, kind, wrong, f"`{kind}: NAME` as the first key")])


def shipped_worlds() -> list[str]:
    """Return the names of the worlds that come with Tokenshed."""
    return WORLDS.names()


def description_of(name: str) -> str:
    """Return what the file of a shipped world says that it is, without reading what it extends.

    Raises:
        InputError: when there is no such world.
    """
    stated = read_tree(text_of(find(WORLDS, name)), name).children.get("description")
    return "" if stated is None else str(stated.value)


def as_loaded(world: "str | Path | LoadedWorld") -> LoadedWorld:
    """Return a loaded world as it is, and any other loaded.

    Raises:
        InputError: when there is no such world or it is wrong.
    """
    return world if isinstance(world, LoadedWorld) else load_world(world)


def load_world(reference: str | Path, settings: Iterable[Setting] = ()) -> LoadedWorld:
    """Return a world.

    Args:
        reference: path of a file, or the name of a shipped world.
        settings: what to change in it.

    Raises:
        InputError: when there is no such world or it is wrong; the message lists every fault.
    """
    texts = _texts(find(WORLDS, str(reference)), ())
    return _of_texts(texts, world_schema()).with_settings(settings)


def world_of(data: Mapping[str, object], source: str) -> LoadedWorld:
    """Return the world of plain data, such as `LoadedWorld.plain` of another.

    Args:
        data: what the file of a resolved world says.
        source: what messages call it.

    Raises:
        FaultyFile: when it is no world.
    """
    return _validated(planted(data, Mark(source)))


Texts = tuple[tuple[str, str], ...]
"""What a file and the worlds that it extends say, each with how messages call it; the one they all rest on first."""


@lru_cache(maxsize=_WORLDS_KEPT)
def _of_texts(texts: Texts, schema: type[World]) -> LoadedWorld:
    """Return the world of a file's text laid over those that it extends; the same texts are not checked again."""
    trees = [_without_extends(read_tree(*one)) for one in texts]
    merged = without_nulls(trees[0])
    for tree in trees[1:]:
        merged = merge(merged, tree)
    return _validated(merged, schema)


def _without_extends(own: Node) -> Node:
    """Return what a file says beside which world it extends."""
    return Node({key: child for key, child in own.children.items() if key != "extends"}, own.mark, own.key)


def _texts(file: Traversable | Path, seen: tuple[str, ...]) -> Texts:
    """Return the text of a file after those of the worlds that it extends."""
    text, label = text_of(file), label_of(file)
    own = read_tree(text, label)
    if not isinstance(own.value, dict):
        raise FaultyFile(
            [Fault(own.mark, "", "not a world", "keys with values, the first of them `world: NAME`", shown(plain(own)))]
        )
    _expect("world", own)
    extends = own.value.get("extends")
    base = () if extends is None else _base(extends, file, (*seen, identity(file)))
    return (*base, (text, label))


def _base(extends: Node, file: Traversable | Path, seen: tuple[str, ...]) -> Texts:
    """Return the texts of the world that a file extends."""
    if not isinstance(extends.value, str):
        raise FaultyFile(
            [Fault(extends.mark, "extends", "not a world", "a name or a relative path", shown(plain(extends)))]
        )
    base = find(WORLDS, extends.value, (extends.mark, file))
    if len(seen) > _LONGEST_CHAIN:
        raise FaultyFile(
            [Fault(extends.mark, "extends", "extends too many worlds", f"a chain of at most {_LONGEST_CHAIN}")]
        )
    if identity(base) in seen:
        chain = " -> ".join(Path(one).name for one in (*seen, identity(base)))
        raise FaultyFile(
            [Fault(extends.mark, "extends", f"extends itself in a circle ({chain})", "a world that stands on its own")]
        )
    return _texts(base, seen)


def _validated(tree: Node, schema: type[World] | None = None) -> LoadedWorld:
    """Return the world of a merged tree, or raise all its faults."""
    data = plain(tree)
    keys: dict[int, list[str]] = {}
    faults = list(cross_faults(tree))
    world: World | None = None
    try:
        world = (schema or world_schema()).model_validate(data, context=keys)
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
