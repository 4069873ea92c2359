"""Copies of the project: what git knows of it, and what is new, in a folder of its own."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".tools" / "bin" / "uv"


def copy_tree(folder: Path) -> None:
    """Copy all files that git knows, or would know, into a folder."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def furnish(folder: Path, python: str) -> None:
    """Make an environment in a copy, with what is only needed to measure."""
    groups = ["--group", "dev", "--group", "measure", "--all-extras"]
    subprocess.run([str(UV), "sync", "--quiet", "--frozen", *groups, "--python", python], cwd=folder, check=True)
