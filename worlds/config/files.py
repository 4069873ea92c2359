"""The shelves on which worlds, policies, scenarios and experiments stand, and how a name or a path finds a file."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from worlds.config.faults import Fault, FaultyFile, InputError, Mark, listed, nearest, shown

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Shelf:
    """A kind of file that Tokenshed ships some of.

    Attributes:
        kind: what stands there; also the first key of its files.
        folder: where, below the package `worlds`; empty for its top.
    """

    kind: str
    folder: str = ""

    @property
    def place(self) -> Traversable:
        """The folder."""
        return files("worlds") / self.folder if self.folder else files("worlds")

    def names(self) -> list[str]:
        """Return the names of what is shipped."""
        return sorted(one.name.removesuffix(".yaml") for one in self.place.iterdir() if one.name.endswith(".yaml"))


WORLDS = Shelf("world")
POLICIES = Shelf("policy", "policies")
SCENARIOS = Shelf("scenario", "scenarios")
EXPERIMENTS = Shelf("experiment", "experiments")
KINDS = tuple(shelf.kind for shelf in (WORLDS, POLICIES, SCENARIOS, EXPERIMENTS))
"""The kinds of files; the first key of each says which it is."""

Asker = tuple[Mark, Traversable | Path]
"""Where in which file another one is asked for."""


def _is_path(reference: str) -> bool:
    """Return whether a reference looks like a path and not like a name."""
    return reference.endswith(SUFFIXES) or "/" in reference or "\\" in reference


def find(shelf: Shelf, reference: str, asked: Asker | None = None) -> Traversable | Path:
    """Return the file that a reference means: a path, relative to the file that asks for it, or a shipped name.

    Raises:
        InputError: when there is none.
    """
    if _is_path(reference):
        base = asked[1].parent if asked is not None and isinstance(asked[1], Path) else Path()
        path = base / reference
        if not _is_file(path):
            wrong = "is a folder; allowed: a file" if _is_folder(path) else "there is no such file"
            raise InputError(f"{_asker(asked)}{reference}: {wrong}")
        return path
    known = shelf.names()
    if reference in known:
        return shelf.place / f"{reference}.yaml"
    also = " (a file of yours is named with its ending: NAME.yaml)" if asked is None else ""
    wrong = f"there is no {shelf.kind} {shown(reference)}{nearest(reference, known)}"
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


def _asker(asked: Asker | None) -> str:
    """Return the position of the `extends` that asked for a world, or nothing."""
    return "" if asked is None else f"{asked[0]}: extends: "


def identity(file: Traversable | Path) -> str:
    """Return what tells one file from another."""
    return str(file.resolve() if isinstance(file, Path) else file)


def label_of(file: Traversable | Path) -> str:
    """Return how messages call a file: as the user wrote it, a shipped one by its name below worlds."""
    shipped = str(files("worlds"))
    return "worlds" + str(file)[len(shipped) :] if str(file).startswith(shipped) else str(file)


def text_of(file: Traversable | Path) -> str:
    """Return the text of a file, which must be UTF-8."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyFile([Fault(Mark(label_of(file)), "", f"not UTF-8 text (byte {error.start})", "UTF-8")]) from error
    except OSError as error:
        raise InputError(f"{label_of(file)}: cannot be read: {error.strerror}") from error
