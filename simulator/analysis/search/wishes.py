"""What is wished for: outcomes to be higher or lower, and thresholds that a future meets or does not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from simulator.outcomes import MEASURES, measure_of
from simulator.outcomes.measure import Better
from worlds.config.faults import InputError, listed, nearest

DEFAULT_OBJECTIVES = ("exhaustion_year.public", "loss_gap", "data_spend_usd", "privacy_incidents")
"""What is wished for unless something is named, of these what a world has."""
_THRESHOLD = re.compile(r"^(?P<outcome>[^<>=\s]+)\s*(?P<sign>>=|<=)\s*(?P<value>\S+)\s*(?P<unit>.*)$")


@dataclass(frozen=True)
class Objective:
    """An outcome that is to be higher, or lower.

    Attributes:
        outcome: its name.
        better: which way.
    """

    outcome: str
    better: Better

    @property
    def sign(self) -> int:
        """One where higher is better, minus one where lower is."""
        return 1 if self.better == "higher" else -1

    @property
    def unit(self) -> str:
        """Its base unit."""
        return measure_of(self.outcome).unit


@dataclass(frozen=True)
class Threshold:
    """A value of an outcome that a future is to reach, or not to pass.

    Attributes:
        outcome: its name.
        least: whether the value is the least that will do; else the most.
        value: in base units.
    """

    outcome: str
    least: bool
    value: float

    def met(self, values: np.ndarray) -> np.ndarray:
        """Return in which futures it is met."""
        found: np.ndarray = values >= self.value if self.least else values <= self.value
        return found

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.outcome}{'>=' if self.least else '<='}{self.value:g}"


def objectives_of(written: Iterable[str], known: Sequence[str]) -> tuple[Objective, ...]:
    """Return the objectives of `OUTCOME:higher`, `OUTCOME:lower` or `OUTCOME`, whose direction is its own.

    Args:
        written: them; those of a sensible set unless there are any.
        known: outcomes of the world.

    Raises:
        InputError: when an outcome is not there, or nobody says which way is better.
    """
    named = list(written) or [one for one in DEFAULT_OBJECTIVES if one in known]
    found = tuple(_objective(one, known) for one in named)
    names = [one.outcome for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"--objective {twice[0]}: is named twice; allowed: each outcome once")
    if len(found) < 2:
        raise InputError("--objective: there is one alone; allowed: two or more, which may be at odds")
    return found


def _objective(written: str, known: Sequence[str]) -> Objective:
    """Return one objective."""
    outcome, _, better = written.partition(":")
    _check_known(f"--objective {written}", outcome, known)
    if better in {"higher", "lower"}:
        return Objective(outcome, better)  # type: ignore[arg-type]
    own = measure_of(outcome).better
    if better or own is None:
        wrong = f"{better!r} is no direction" if better else "nobody says which way is better"
        raise InputError(f"--objective {written}: {wrong}; allowed: {outcome}:higher or {outcome}:lower")
    return Objective(outcome, own)


def thresholds_of(written: Iterable[str], known: Sequence[str]) -> tuple[Threshold, ...]:
    """Return the thresholds of `OUTCOME>=VALUE` and `OUTCOME<=VALUE`, values in base units.

    Raises:
        InputError: when one is none, or its outcome is not there.
    """
    return tuple(_threshold(one, known) for one in written)


def _threshold(written: str, known: Sequence[str]) -> Threshold:
    """Return one threshold."""
    found = _THRESHOLD.match(written.strip())
    allowed = "OUTCOME>=VALUE or OUTCOME<=VALUE, such as exhaustion_year.public>=2034"
    if found is None:
        raise InputError(f"--satisfies {written}: not a threshold; allowed: {allowed}")
    _check_known(f"--satisfies {written}", found["outcome"], known)
    unit = measure_of(found["outcome"]).unit
    if found["unit"].strip() not in {"", unit}:
        raise InputError(f"--satisfies {written}: is measured in another unit; allowed: {unit}")
    try:
        value = float(found["value"])
    except ValueError as error:
        raise InputError(f"--satisfies {written}: {found['value']!r} is no number; allowed: {allowed}") from error
    if not isfinite(value):
        raise InputError(f"--satisfies {written}: {found['value']!r} is not finite; allowed: {allowed}")
    return Threshold(found["outcome"], found["sign"] == ">=", value)


def _check_known(place: str, outcome: str, known: Sequence[str]) -> None:
    """Refuse an outcome that a world does not have."""
    if outcome not in known:
        kinds = listed({one.partition(".")[0] for one in known} | set(MEASURES) & {outcome})
        raise InputError(
            f"{place}: there is no outcome {outcome!r} in this world{nearest(outcome, known)}; kinds: {kinds}"
        )
