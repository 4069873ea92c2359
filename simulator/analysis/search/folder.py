"""The folder of a search: a batch for the baseline and one for each generation, and beside them what was found."""

import json
from collections.abc import Mapping
from pathlib import Path

from simulator.experiments.parts import write_file
from simulator.folder import MANIFEST, check_free, manifest_in, provenance
from worlds.config.faults import InputError, writing


def claim(folder: Path, digest: str, facts: Mapping[str, object]) -> None:
    """Make the folder of a search, or go on with it.

    Args:
        folder: where.
        digest: hash of what is searched.
        facts: what the manifest says.

    Raises:
        InputError: when it holds something else or cannot be written.
    """
    stated = manifest_in(folder)
    if not stated:
        check_free(folder, digest)
    elif stated.get("kind") != "search":
        raise InputError(f"{folder}: the folder holds other results; allowed: another folder (--out DIR)")
    elif stated.get("hash") != digest:
        raise InputError(
            f"{folder}: the folder holds {_difference(stated, facts)}; allowed: another folder (--out DIR)"
        )
    else:
        return
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps({**facts, **provenance()}, indent=1, ensure_ascii=False) + "\n"
        write_file(folder / MANIFEST, content.encode())


def _difference(stated: Mapping[str, object], facts: Mapping[str, object]) -> str:
    """Return what a folder holds instead of a search."""
    odd = [name for name in facts if name != "hash" and stated.get(name) != json.loads(json.dumps(facts[name]))]
    return (
        f"a search with other {' and '.join(odd)}" if odd else "a search over the world as it was before it was changed"
    )
