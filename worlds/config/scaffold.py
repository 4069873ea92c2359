"""The beginning of a world file."""

import json
import re
from pathlib import Path

from worlds.config.faults import InputError, writing
from worlds.config.json_schema import json_schema
from worlds.config.loading import load_world, shipped_worlds

SCHEMA = "world.schema.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def begin(name: str, base: str, folder: Path, text: str) -> list[Path]:
    """Write a world file that builds on another, and the schema for editors beside it; returns both.

    Args:
        name: of the new world.
        base: the world it builds on, which must have public text.
        folder: where, made if missing.
        text: what stands in it, with `{name}`, `{base}` and `{schema}`.

    Raises:
        InputError: when the name is none, the base is wrong, or a file of that name is there.
    """
    if _NAME.fullmatch(name) is None:
        raise InputError(f"NAME: not a name; allowed: small letters, digits and '-'; given: {name!r}")
    if name in shipped_worlds():
        raise InputError(f"NAME: {name} is a shipped world; allowed: another name")
    if "public_text" not in load_world(base).world.pools:
        raise InputError(f"--extends: {base} has no pool public_text to begin with; allowed: a world that has one")
    file = folder / f"{name}.yaml"
    if file.exists():
        raise InputError(f"{file}: is there already; allowed: another name or folder")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(name=name, base=base, schema=SCHEMA), encoding="utf-8")
        (folder / SCHEMA).write_text(json.dumps(json_schema(), indent=1) + "\n", encoding="utf-8")
    return [file, folder / SCHEMA]
