"""The result folder: written beside its place and moved there whole, or not at all."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from worlds.config.faults import InputError, writing

MANIFEST = "manifest.json"
_LONGEST_NAME = 150
"""Signs of the name of a folder before the hash, which tells it from every other."""
LIBRARIES = ("simpy", "numpy", "networkx", "pandas", "pyarrow", "pydantic", "scipy", "matplotlib", "pyyaml")


def default_folder(name: str, digest: str) -> Path:
    """Return the folder of a result that was given no other: `results/<name>-<hash>` below the working folder."""
    return Path("results") / f"{name[:_LONGEST_NAME]}-{digest}"


def check_free(folder: Path, digest: str, is_begun: Callable[[str], bool] = lambda _: False) -> None:
    """Refuse a folder that cannot be written, or holds anything but an earlier writing of the same result.

    Args:
        folder: where the result is to go.
        digest: its hash.
        is_begun: whether an earlier writing leaves a file of some name behind that has come to nothing.

    Raises:
        InputError: naming the folder and what is in the way.
    """
    with writing(str(folder)[:200]):
        if folder.resolve() == Path.cwd():
            raise InputError(f"{folder}: is the folder you stand in; allowed: a new or empty folder elsewhere")
        if folder.is_dir():
            _check_contents(folder, digest, is_begun)
        elif folder.exists() or folder.is_symlink():
            raise InputError(f"{folder}: is no folder; allowed: a new or empty folder")
        _check_writable(folder)


def _check_contents(folder: Path, digest: str, is_begun: Callable[[str], bool]) -> None:
    """Refuse a folder that holds other results or files of somebody else."""
    names = {path.name for path in folder.iterdir() if not is_begun(path.name)}
    allowed = "allowed: a new or empty folder, or the folder of this very result"
    manifest = manifest_in(folder) if MANIFEST in names else {}
    if names and MANIFEST in names and manifest.get("hash") != digest:
        raise InputError(f"{folder}: the folder holds other results; {allowed}")
    written = manifest.get("files")
    others = names - {MANIFEST} - set(written if isinstance(written, list) else ())
    if others:
        raise InputError(f"{folder}: the folder holds other files ({sorted(others)[0]}); {allowed}")


def _check_writable(folder: Path) -> None:
    """Raise what hinders a draft beside the folder, before any work is done."""
    parent = next(path for path in folder.resolve().parents if path.exists())
    with tempfile.TemporaryDirectory(prefix=".tokenshed-", dir=parent):
        pass


def manifest_in(folder: Path) -> dict[str, object]:
    """Return the manifest of a folder, empty when it cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def manifest_of(folder: Path) -> dict[str, object]:
    """Return the manifest of a result folder.

    Raises:
        InputError: when there is none.
    """
    allowed = "allowed: a folder that tokenshed has written"
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{folder}: holds no results; {allowed}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{folder / MANIFEST}: cannot be read; {allowed}") from error
    if not isinstance(content, dict):
        raise InputError(f"{folder / MANIFEST}: is no manifest; {allowed}")
    return content


def write_folder(folder: Path, digest: str, facts: Mapping[str, object], fill: Callable[[Path], None]) -> Path:
    """Write a result folder whole or not at all.

    Args:
        folder: where it shall be.
        digest: the hash of the result.
        facts: what the manifest says beside versions and date.
        fill: writes everything but the manifest into a folder.
    """
    check_free(folder, digest)
    place = folder.resolve()
    with writing(str(folder)[:200]):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name[:50]}-", dir=place.parent))
        try:
            fill(draft)
            files = sorted(path.name for path in draft.iterdir())
            manifest = {**facts, "hash": digest, **provenance(), "files": files, "status": "complete"}
            (draft / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            draft.chmod(0o777 & ~_umask())
            _move(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder


def _move(draft: Path, folder: Path) -> None:
    """Put a finished folder in its place, an earlier writing of the same result aside and away."""
    if not folder.exists():
        draft.rename(folder)
        return
    with tempfile.TemporaryDirectory(prefix=".tokenshed-old-", dir=folder.parent) as old:
        folder.rename(Path(old) / folder.name)
        draft.rename(folder)


def _umask() -> int:
    """Return the mask of rights that the user has set for new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def provenance() -> dict[str, object]:
    """Return what made a result: versions, commit, platform, date."""
    return {
        "tokenshed": version("tokenshed"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "commit": _commit(),
        "platform": f"{sys.platform} {platform.machine()}",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _commit() -> str | None:
    """Return the git commit of the checkout that runs, with `+` when files have changed; None outside of one."""
    home = Path(__file__).resolve().parent.parent
    if not (home / ".git").exists():
        return None
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(home), "describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or None
