"""What is asked of a batch: whether an outcome passes a threshold, or one policy does worse than another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.experiments.design import STEPWISE
from simulator.experiments.results import Results
from simulator.outcomes import measure_of
from worlds.config import units
from worlds.config.faults import InputError, nearest
from worlds.config.policies import NO_POLICY
from worlds.config.units import Dimension, UnitError

Kind = Literal["below", "above", "never"]
DIMENSIONS: Mapping[str, Dimension] = {one.unit: one for one in vars(units).values() if isinstance(one, Dimension)}
"""What is measured, by base unit."""


@dataclass(frozen=True)
class Question:
    """When it happens.

    Attributes:
        outcome: name of the outcome.
        kind: below or above the threshold, or a date that never comes.
        threshold: in base units; a difference where there is an `against`.
        policy: under which policy.
        against: policy whose outcome in the same future is taken off; None for the outcome itself.
        world: of which world; None for all.
        scenario: in which scenario; None for all.
    """

    outcome: str
    kind: Kind
    threshold: float
    policy: str
    against: str | None = None
    world: str | None = None
    scenario: str | None = None

    @property
    def unit(self) -> str:
        """Base unit of the outcome; `year` for dates."""
        return measure_of(self.outcome).unit

    @property
    def words(self) -> str:
        """What happens, as the rest of a sentence that begins with `in which`."""
        if self.against is not None:
            return f"{self.policy} makes {self.outcome} {self._how_much()} than {self.against}{self._where}"
        date, under = self.unit == "year", "" if self.policy == NO_POLICY else f" under {self.policy}"
        if self.kind == "never":
            happens = "does not come"
        elif date:
            happens = (
                f"comes before {self.threshold:.5g}" if self.kind == "below" else f"is not by {self.threshold:.5g}"
            )
        else:
            happens = f"is {self.kind} {shown(self.threshold, self.unit)}"
        return f"{self.outcome} {happens}{under}{self._where}"

    @property
    def _where(self) -> str:
        """The world and the scenario that alone are asked of, as the end of a sentence."""
        world = "" if self.world is None else f" in {self.world}"
        return world + ("" if self.scenario is None else f" in the scenario {self.scenario}")

    def _how_much(self) -> str:
        """Return a difference in words: sooner, or more than so much lower."""
        date = self.unit == "year"
        lower, higher = ("sooner", "later") if date else ("lower", "higher")
        if self.threshold == 0.0:
            return lower if self.kind == "below" else higher
        word = lower if self.threshold < 0 else higher
        how = "more than" if (self.kind == "below") == (self.threshold < 0) else "less than"
        size = f"{abs(self.threshold):.4g} years" if date else shown(abs(self.threshold), self.unit)
        return f"{how} {size} {word}"


def shown(value: float, unit: str) -> str:
    """Return a value of an outcome as people read it; shares and counts as plain numbers."""
    if unit == "year":
        return f"{value:.5g}"
    return f"{value:.4g}" if unit == "1" or unit not in DIMENSIONS else DIMENSIONS[unit].show(value)


@dataclass(frozen=True)
class When:
    """When it happens, as users say it: exactly one of the first four.

    Attributes:
        below: the outcome is below this.
        above: the outcome is above this.
        never: the date does not come.
        worse_than: the outcome is worse than under this policy.
        by: by how much worse at least; by anything unless given.
        against: `below` and `above` are of the difference from this policy.
    """

    below: float | str | None = None
    above: float | str | None = None
    never: bool = False
    worse_than: str | None = None
    by: float | str | None = None
    against: str | None = None

    def stated(self, outcome: str) -> tuple[Kind, float, str | None]:
        """Return the kind, the threshold in base units, and the policy that is compared with.

        Raises:
            InputError: when it does not say one thing.
        """
        unit = measure_of(outcome).unit
        ways = [self.below is not None, self.above is not None, self.never, self.worse_than is not None]
        if sum(ways) != 1:
            given = "several" if any(ways) else "none"
            raise InputError(f"when it happens: one of --below, --above, --never, --worse-than; given: {given}")
        if self.by is not None and self.worse_than is None:
            raise InputError(
                f"--by: says how much worse, of --worse-than alone; allowed: to leave it out; given: {self.by}"
            )
        if self.worse_than is not None:
            if self.against is not None:
                raise InputError("--against: --worse-than compares already; allowed: one of them")
            return *worse(outcome, amount(self.by or 0.0, unit, "--by")), self.worse_than
        if self.never:
            if unit != "year" or self.against is not None:
                raise InputError(
                    "--never: is of the date of one policy; allowed: an outcome that is a date, no --against"
                )
            return "never", 0.0, None
        if self.below is not None:
            return "below", amount(self.below, unit, "--below"), self.against
        assert self.above is not None  # noqa: S101 (exactly one is given, and no other is left)
        return "above", amount(self.above, unit, "--above"), self.against


def question_of(
    results: Results, outcome: str, when: When, *, policy: str | None, scenario: str | None, world: str | None
) -> Question:
    """Return the question, held against what a batch has.

    Raises:
        InputError: when it is no batch over a sample or a grid, has no such outcome or policy, or dates lie outside of
            its worlds' time.
    """
    if not results.is_batch:
        raise InputError(f"{results.folder}: holds no batch; allowed: a folder that `tokenshed batch` has written")
    kind_of_design = results.manifest.get("design", {}).get("kind")
    if kind_of_design in STEPWISE:
        raise InputError(
            f"{results.folder}: holds a study of sensitivity ({kind_of_design}), whose points belong together, so that "
            "shares of them say nothing; allowed: a batch over a sample or a grid"
        )
    results.check_outcomes([outcome])
    kind, threshold, against = when.stated(outcome)
    policies = list(dict.fromkeys(str(one["policy"]) for one in results.manifest["cells"]))
    option = "--worse-than" if when.worse_than is not None else "--against"
    chosen = policy_among(policies, policy, (option, against), results.folder)
    if measure_of(outcome).unit == "year" and against is None and kind != "never":
        _check_date(kind, threshold, results)
    return Question(outcome, kind, threshold, chosen, against, world, scenario)


def _check_date(kind: Kind, date: float, results: Results) -> None:
    """Refuse dates at which a date cannot come, since they lie outside of the worlds' time."""
    worlds = results.manifest["worlds"].values()
    start, end = min(float(one["start"]) for one in worlds), max(float(one["end"]) for one in worlds)
    allowed = f"above {start:g} and at most {end:g}" if kind == "below" else f"from {start:g} and below {end:g}"
    if not (start < date <= end if kind == "below" else start <= date < end):
        raise InputError(
            f"--{kind}: the date lies outside of the time of the world; allowed: {allowed}, or --never; given: {date:g}"
        )


def amount(given: str | float, unit: str, option: str) -> float:
    """Return a threshold in base units.

    Args:
        given: a number in base units, or text with a unit: `300 T token`.
        unit: base unit of the outcome.
        option: what to call it in messages.

    Raises:
        InputError: when it is not measured like the outcome.
    """
    try:
        value = float(given)
    except ValueError:
        return _measured(str(given), unit, option)
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 (NaN)
        raise InputError(f"{option}: is no number; allowed: a number, or one with a unit; given: {given}")
    return value


def _measured(given: str, unit: str, option: str) -> float:
    """Return an amount with a unit in base units."""
    if unit not in DIMENSIONS:
        raise InputError(f"{option}: is no number; allowed: a number in {unit}; given: {given}")
    sign, size = (-1.0, given.strip()[1:]) if given.strip().startswith("-") else (1.0, given)
    try:
        return sign * DIMENSIONS[unit].parse(size.strip())
    except UnitError as error:
        raise InputError(f"{option}: {error.wrong}; allowed: {error.allowed}; given: {given}") from error


def worse(outcome: str, by: float) -> tuple[Kind, float]:
    """Return below or above which difference, in base units, an outcome is worse than elsewhere by more than so much.

    Raises:
        InputError: when nobody has said which direction is worse, or `by` is below zero.
    """
    better = measure_of(outcome).better
    if better is None:
        raise InputError(
            f"--worse-than: which way {outcome} is worse depends on who asks; "
            "allowed: --against with --below or --above"
        )
    if by < 0:
        raise InputError(f"--by: a loss is above zero; given: {by:g}")
    return ("below", -by) if better == "higher" else ("above", by)


def policy_among(policies: list[str], given: str | None, other: tuple[str, str | None], where: object) -> str:
    """Return the policy that is asked of: that given, the only one, `no policy`, or the one beside the other.

    Args:
        policies: all of the batch.
        given: the one that is named.
        other: option and name of the one that it is compared with.
        where: what has them, for messages.

    Raises:
        InputError: when there is no such policy, or several and none is named.
    """
    allowed, against = ", ".join(policies), other[1]
    for option, name in (("--policy", given), other):
        if name is not None and name not in policies:
            raise InputError(f"{option} {name}: is no policy of {where}{nearest(name, policies)}; allowed: {allowed}")
    if given is not None and given == against:
        raise InputError(f"--policy {given}: is compared with itself; allowed: two policies")
    if given is not None:
        return given
    others = [one for one in policies if one != against]
    if len(others) == 1:
        return others[0]
    if against is None and NO_POLICY in others:
        return NO_POLICY
    raise InputError(f"--policy: {where} has several; allowed: {', '.join(others) or 'none other'}")
