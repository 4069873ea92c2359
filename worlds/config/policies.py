"""Policies: what somebody chooses, as files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from worlds.config.enacting import date_faults
from worlds.config.faults import FaultyFile, InputError, Mark, shown
from worlds.config.files import POLICIES, SUFFIXES
from worlds.config.loading import checked, opened
from worlds.config.quantity import LATEST
from worlds.config.schema import Enactment, Reaction
from worlds.config.schema.policy import Policy
from worlds.config.tree import Node, planted

NO_POLICY = "no policy"
"""What the baseline is under."""
_DELAYED = re.compile(r"^(?P<name>.+)@\+(?P<years>\d+(?:\.\d+)?)$")
_AND = re.compile(r"(?<!@)\+")


@dataclass(frozen=True)
class LoadedPolicy:
    """A policy that has passed every check that needs no world.

    Attributes:
        section: what the file says.
        tree: the same with positions.
        delay: years by which all its dates are moved.
    """

    section: Policy
    tree: Node
    delay: float = 0.0

    @property
    def name(self) -> str:
        """What it is called; with its delay, if it has one."""
        return self.section.policy + (f"@+{self.delay:g}" if self.delay else "")

    @property
    def parts(self) -> dict[str, Enactment | Reaction]:
        """Its changes and reactions by name, as the file says them."""
        return {**self.section.changes, **self.section.reacts}

    def place(self, part: str) -> tuple[str, str]:
        """Return the path of one of its parts in its file."""
        return "changes" if part in self.section.changes else "reacts", part


def shipped_policies() -> list[str]:
    """Return the names of the policies that come with Tokenshed."""
    return POLICIES.names()


def load_policy(reference: str | Path) -> LoadedPolicy:
    """Return a policy.

    Args:
        reference: path of a file or name of a shipped policy; `@+3` behind it moves all its dates by three years.

    Raises:
        InputError: when there is no such policy or it is wrong; the message lists every fault.
    """
    name, years = _parted(str(reference))
    _, tree = opened(POLICIES, name)
    policy = _checked(tree, years)
    last = max(_dates(policy), default=0.0) + years
    if last > LATEST:
        wrong = f"the delay moves a date to {last:g}"
        raise InputError(f"{reference}: {wrong}; allowed: dates up to {LATEST:g}, a delay of some years")
    return policy


def _parted(reference: str) -> tuple[str, float]:
    """Return the file or name that a reference means, and the years of its delay."""
    delayed = _DELAYED.match(reference)
    if delayed is not None:
        return delayed["name"], float(delayed["years"])
    name, at, behind = reference.rpartition("@")
    if at and not behind.endswith(SUFFIXES) and "/" not in behind:
        example = f"{name or 'NAME'}@+3 for three years later"
        raise InputError(f"{reference}: not a delay behind the '@'; allowed: {example}; given: {shown(at + behind)}")
    return reference, 0.0


def _dates(policy: LoadedPolicy) -> list[float]:
    """Return every date of a policy, before any delay."""
    parts, changes = policy.parts.values(), policy.section.changes.values()
    return [year for year in (*(one.from_ for one in parts), *(one.until for one in changes)) if year is not None]


def policy_of(data: Mapping[str, object], delay: float, source: str) -> LoadedPolicy:
    """Return the policy of plain data, such as that of another's tree.

    Args:
        data: what the file of a policy says.
        delay: years by which all its dates are moved.
        source: what messages call it.

    Raises:
        FaultyFile: when it is no policy.
    """
    return _checked(planted(data, Mark(source)), delay)


def _checked(tree: Node, delay: float) -> LoadedPolicy:
    """Return a policy whose every part is in order."""
    section = checked(Policy, tree)
    faults = [
        fault for name in section.changes for fault in date_faults(section.changes[name], tree, ("changes", name))
    ]
    if faults:
        raise FaultyFile(faults)
    return LoadedPolicy(section, tree, delay)


def load_policies(reference: str) -> list[LoadedPolicy]:
    """Return the policies of `A+B`, in the order of their names; see `load_policy` for each."""
    return sorted(map(load_policy, split(reference)), key=lambda one: one.name)


def split(reference: str) -> list[str]:
    """Return the references in `A+B@+3`."""
    return _AND.split(reference)
