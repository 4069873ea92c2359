"""YAML to a tree of nodes that know where they were written, safely and strictly.

Only a plain subset is read: mappings, lists, and scalars that are true, false, null, decimal numbers or text. Anchors,
aliases, tags, merge keys and second documents are refused, as are equal keys, and size, depth and number of nodes are
limited. `docs/decisions/0003-yaml.md` says why PyYAML's own construction is not used.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from numbers import Number

import yaml

from worlds.config.faults import Fault, FaultyFile, Mark, shown

Scalar = str | int | float | bool | None
LARGEST_FILE = 1_000_000
DEEPEST = 20
MOST_NODES = 50_000
_TREES_KEPT = 64

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?[eE][+-]?[0-9]+)")
_LONGEST_INTEGER = 300
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Node:
    """A value with the position it was written at.

    Attributes:
        value: nodes by key, a list of nodes, or a scalar.
        mark: where the value begins.
        key: where its key stands; the same as `mark` where there is none.
    """

    value: "dict[str, Node] | list[Node] | Scalar"
    mark: Mark
    key: Mark

    @property
    def children(self) -> "Mapping[str, Node]":
        """The nodes of a mapping by key; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}


def plain(node: Node) -> object:
    """Return the tree as plain dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def planted(value: object, mark: Mark) -> Node:
    """Return plain data as a tree whose every node stands at one position."""
    if isinstance(value, Mapping):
        return Node({str(key): planted(child, mark) for key, child in value.items()}, mark, mark)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Node([planted(child, mark) for child in value], mark, mark)
    if value is None or isinstance(value, (str, int, float, bool)):
        return Node(value, mark, mark)
    if isinstance(value, Number):  # numpy's integers, among others
        return Node(float(value), mark, mark)  # type: ignore[arg-type]
    raise FaultyFile(
        [Fault(mark, "", f"{shown(value)} cannot stand in a world", "numbers, text, true, false, lists, mappings")]
    )


def locate(node: Node, path: Sequence[str | int]) -> Node:
    """Return the node at a path, or the deepest one there is on the way."""
    for part in path:
        if isinstance(node.value, dict) and part in node.value:
            node = node.value[str(part)]
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return node


@lru_cache(maxsize=_TREES_KEPT)
def read_tree(text: str, source: str) -> Node:
    """Return the tree of a YAML text; that of a text that was read before is kept.

    Args:
        text: the whole text.
        source: what positions name: the file, or the option of the command line.

    Raises:
        FaultyFile: when it is no YAML, or not of the subset read here, or too large.
    """
    if len(text) > LARGEST_FILE:
        raise FaultyFile(
            [Fault(Mark(source), "", "the file is too large", f"at most {LARGEST_FILE:,} characters", f"{len(text):,}")]
        )
    builder = _Builder(source)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except FaultyFile as error:
        raise FaultyFile([*builder.faults, *error.faults]) from None
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_unreadable(error, source, text))
    except (yaml.YAMLError, ValueError) as error:
        builder.faults.append(Fault(Mark(source), "", f"not YAML: {' '.join(str(error).split())}"))
    if builder.faults:
        raise FaultyFile(builder.faults)
    return builder.root or Node({}, Mark(source, 1, 1), Mark(source, 1, 1))


def _unreadable(error: yaml.MarkedYAMLError, source: str, text: str) -> Fault:
    """Return what is wrong with YAML; a tab that indents is named, since nobody sees it."""
    place, mark, lines = _position(error, source), error.problem_mark, text.splitlines()
    if mark is not None and mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t":
        return Fault(place, "", "not YAML: a tab", "spaces to indent by")
    return Fault(place, "", f"not YAML: {error.problem or error}")


def _position(error: yaml.MarkedYAMLError, source: str) -> Mark:
    """Return where a YAML error was seen."""
    mark = error.problem_mark or error.context_mark
    return Mark(source) if mark is None else Mark(source, mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read."""

    container: "dict[str, Node] | list[Node]"
    mark: Mark
    key: str | None = None
    key_mark: Mark | None = None
    seen: dict[str, Mark] = field(default_factory=dict)


class _Builder:
    """Build the tree from the events of the parser, which never recurses, so that no depth can exhaust the stack."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second document", "one document in a file")
        elif isinstance(event, yaml.AliasEvent):
            self._stop(event, "an alias (*name)", "every value written out")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            closed = self._open.pop()
            self._place(closed.container, closed.mark)

    def _node(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._stop(event, "an anchor (&name)", "every value written out")
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            self._stop(event, f"a tag ({event.tag})", "plain values")
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, "too many values", f"at most {MOST_NODES:,} in a file")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        else:
            self._begin(event)

    def _begin(self, event: yaml.NodeEvent) -> None:
        mark = self._mark(event)
        if len(self._open) >= DEEPEST:
            self._stop(event, "nested too deeply", f"at most {DEEPEST} levels")
        if self._expects_key():
            self._stop(event, "a key that is no text", "a name")
        self._open.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], mark))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark = self._mark(event)
        if self._expects_key():
            self._key(event, mark)
        else:
            quoted = not event.implicit[0]
            self._place(event.value if quoted else resolve(event.value), mark)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].container, dict) and self._open[-1].key is None

    def _key(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        parent = self._open[-1]
        key = event.value
        if key == "<<":
            self._stop(event, "a merge key (<<)", "every value written out, or `extends: WORLD`")
        if key in parent.seen:
            path = ".".join([*(o.key for o in self._open[:-1] if o.key), key])
            self.faults.append(
                Fault(mark, path, f"the key {key!r} stands here twice", "each key once", f"first at {parent.seen[key]}")
            )
        parent.seen.setdefault(key, mark)
        parent.key, parent.key_mark = key, mark

    def _place(self, value: "dict[str, Node] | list[Node] | Scalar", mark: Mark) -> None:
        if not self._open:
            self.root = Node(value, mark, mark)
            return
        parent = self._open[-1]
        if isinstance(parent.container, list):
            parent.container.append(Node(value, mark, mark))
        elif parent.key is not None:
            parent.container.setdefault(parent.key, Node(value, mark, parent.key_mark or mark))
            parent.key = None

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(self.source) if start is None else Mark(self.source, start.line + 1, start.column + 1)

    def _stop(self, event: yaml.Event, wrong: str, allowed: str) -> None:
        raise FaultyFile([Fault(self._mark(event), "", f"{wrong} is not read here", allowed)])


def resolve(text: str) -> Scalar:
    """Return what an unquoted scalar means: only true, false, null and decimal numbers are anything but text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < _LONGEST_INTEGER:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
