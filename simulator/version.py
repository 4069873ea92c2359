"""The version of the model: that of the package, and a digest of everything that can change what a run gives."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_ROOMS = ("agents", "simulator", "worlds")
_OUTSIDE = frozenset(
    {
        "analysis",
        "cli",
        "dashboard",
        "experiments",
        "pictures",
        "report",
        "validation",
        "whatif",
        "policies",
        "scenarios",
    }
)
"""Folders that no single run depends on."""
_SUFFIXES = (".py", ".csv", ".yaml")


@cache
def model_version() -> str:
    """Return the version, such as `0.1.0+5f2c9a01`: results of two versions are never mixed.

    Worlds are no part of it, since each result has its own with it.
    """
    digest = blake2b(digest_size=4)
    for room in _ROOMS:
        _feed(digest, files(room), top=True)
    return f"{version('tokenshed')}+{digest.hexdigest()}"


def _feed(digest: blake2b, folder: Traversable, *, top: bool = False) -> None:
    """Add every file of the model below a folder to a digest, in the order of names."""
    for one in sorted(folder.iterdir(), key=lambda path: path.name):
        if one.is_dir():
            if one.name not in _OUTSIDE and one.name != "__pycache__":
                _feed(digest, one)
        elif one.name.endswith(_SUFFIXES) and not (top and one.name.endswith(".yaml")):
            digest.update(one.name.encode() + b"\0" + one.read_bytes())
