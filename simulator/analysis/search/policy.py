"""A candidate as a policy: what the search puts the world under, and what a what-if then runs, are the same."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from simulator.analysis.search.evolution import Point
from simulator.analysis.search.knobs import Knob, changes
from worlds.config.faults import InputError, writing
from worlds.config.policies import LoadedPolicy, policy_of

_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")


def policy_for(knobs: Sequence[Knob], point: Point, name: str) -> LoadedPolicy:
    """Return the policy that sets every knob to the value of a point."""
    return policy_of(_data(knobs, point, name, f"What a search calls {name}."), 0.0, "search")


def _data(knobs: Sequence[Knob], point: Point, name: str, description: str) -> dict[str, object]:
    """Return what the file of a policy says."""
    return {"policy": name, "description": description, "changes": dict(changes(knobs, point))}


def check_file(file: Path) -> None:
    """Refuse a file that cannot become a policy, before any work is done.

    Raises:
        InputError: when it is there already, or its name is none for a policy.
    """
    if file.suffix not in {".yaml", ".yml"} or not _NAME.match(file.stem):
        raise InputError(f"--write {file}: no name for a policy; allowed: small letters, digits and -, then .yaml")
    if file.exists():
        raise InputError(f"--write {file}: is there already; allowed: a new file")
    if not file.parent.is_dir():
        raise InputError(f"--write {file}: there is no folder {file.parent}; allowed: a file in a folder that exists")


def write_policy(knobs: Sequence[Knob], point: Point, description: str, assumptions: Sequence[str], file: Path) -> None:
    """Write the policy of a point, named as its file.

    Args:
        knobs: what was turned.
        point: the value of each.
        description: one sentence.
        assumptions: what it takes for granted.
        file: where.

    Raises:
        InputError: when the file is there already or cannot be written.
    """
    check_file(file)
    data = _data(knobs, point, file.stem, description)
    rules = data.pop("changes")
    document = {**data, "assumptions": list(assumptions), "changes": rules}
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    with writing(f"--write {file}"):
        file.write_text(text, encoding="utf-8")
