"""Pairs of runs under common luck, and what the differences between them say."""

from collections.abc import Sequence
from math import fsum, nan, sqrt
from statistics import variance

from scipy.special import stdtrit

from simulator.outcomes import Outcome, measure_of, outcomes_of
from simulator.request import Progress, Request
from simulator.run import histories
from simulator.summary import quantile

CONFIDENCE = 0.90
ROUNDING = 1e-13
NO_CHANGE = 1e-9
"""Part of the larger value up to which a difference counts as none, where it is asked which way an outcome moves."""

Values = list[tuple[float, bool]]
"""The value of an outcome in each replication, and whether it was censored."""


def restricted(request: Request, progress: Progress | None = None, before: int = 0) -> dict[str, Values]:
    """Return every outcome in every replication, dates restricted to the world's time.

    Args:
        request: what is run.
        progress: called after every run, as one of twice as many.
        before: how many were done before.
    """
    world = request.loaded.world
    values: dict[str, Values] = {}

    def told(done: int, of: int) -> None:
        if progress is not None:
            progress(before + done, 2 * of)

    for history in histories(request, told):
        add(values, outcomes_of(world, history), world.start, world.end)
    return values


def add(values: dict[str, Values], outcomes: Sequence[Outcome], start: float, end: float) -> None:
    """Add the outcomes of one more replication, dates restricted to the world's time."""
    for outcome in outcomes:
        values.setdefault(outcome.name, []).append(_value(outcome, start, end))


def _value(outcome: Outcome, start: float, end: float) -> tuple[float, bool]:
    """Return the value of an outcome, a censored date as the end or the start; other missing numbers are NaN."""
    if outcome.value is not None:
        return outcome.value, False
    if measure_of(outcome.name).unit != "year":
        return nan, True
    return (end if outcome.censored == "never" else start), True


def paired(one: Values, other: Values) -> list[tuple[float, float]]:
    """Return the values of both runs of each pair, in base units, where both have one."""
    return [(a, b) for (a, _), (b, _) in zip(one, other, strict=True) if a == a and b == b]  # noqa: PLR0124 (NaN)


def difference(a: float, b: float) -> float:
    """Return b - a in their unit, and exactly zero where they differ by the rounding of a few operations alone."""
    return 0.0 if abs(b - a) <= ROUNDING * max(abs(a), abs(b)) else b - a


def moved(a: float, b: float) -> float:
    """Return b - a in their unit, zero where that is a rounding-size part of the values: whether an outcome moves."""
    return 0.0 if abs(b - a) <= NO_CHANGE * max(abs(a), abs(b)) else b - a


def mean_and_half_width(differences: Sequence[float]) -> tuple[float, float]:
    """Return the mean of paired differences and half the width of its 90 % interval (Student's t), in their unit."""
    n = len(differences)
    if n == 0:
        return nan, nan
    mean = fsum(differences) / n
    if n == 1:
        return mean, nan
    spread = sqrt(variance(differences))
    return mean, spread / sqrt(n) * float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2))


def level(ordered: list[float], share: float) -> float:
    """Return a quantile of ordered values in their unit, NaN of none."""
    value = quantile(ordered, share) if ordered else None
    return nan if value is None else value


def variance_ratio(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return how many times that of paired runs the variance of independent ones is; None when nothing varies."""
    if len(pairs) < 2:
        return None
    together = variance(difference(a, b) for a, b in pairs)
    apart = variance(a for a, _ in pairs) + variance(b for _, b in pairs)
    return apart / together if together > 0 else None
