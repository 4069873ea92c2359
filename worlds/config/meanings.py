"""What the numbers of a world mean, in a sentence each (`worlds/data/meanings.yaml`)."""

from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from worlds.config.tree import plain, read_tree

_FILE = "meanings.yaml"


@cache
def _meanings() -> dict[str, str]:
    """Return the meanings by pattern, in the order of the file."""
    text = (files("worlds") / "data" / _FILE).read_text(encoding="utf-8")
    found = plain(read_tree(text, f"worlds/data/{_FILE}"))
    return {str(pattern): str(words) for pattern, words in found.items()} if isinstance(found, dict) else {}


def meaning_of(path: str) -> str:
    """Return what a number means; empty for one of a package that says nothing of it.

    Args:
        path: its dotted path, such as `pools.public_text.stock`.
    """
    return next((words for pattern, words in _meanings().items() if fnmatchcase(path, pattern)), "")
