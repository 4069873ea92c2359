"""What a policy does to an outcome."""

from dataclasses import dataclass
from typing import Literal

from simulator.outcomes import measure_of
from simulator.whatif.pairs import Values, difference, level, mean_and_half_width, moved, paired, variance_ratio
from worlds.config.scenarios import AS_IT_IS

Bound = Literal["at least", "at most"]


@dataclass(frozen=True)
class Effect:
    """What a change does to one outcome, in its base unit.

    Attributes:
        policy: name of the change.
        outcome: name of the outcome.
        difference: mean over replications of changed minus baseline. Dates that do not happen count as the end of the
            world, those before the start as the start (restricted mean).
        low: lower end of the 90 % interval of that mean (Student's t on paired differences).
        high: its upper end.
        q05: 5 % quantile of the difference over futures.
        q95: 95 % quantile.
        helps: share of futures in which the outcome moves the way that is wished for; None where there is none.
        unchanged: share of futures in which it does not move beyond rounding (a part of 1e-9 of its value).
        variance_ratio: by how many times pairing cut the variance of the difference; None when nothing varies.
        censored: share of pairs in which the date is censored on either side.
        bound: `at least` where no changed date comes before the end, so that the gain may be larger; `at most` where
            none of the baseline does, so that the loss may be; else None.
        pairs: how many pairs have a value on both sides, on which all of this rests.
        scenario: in which scenario.
    """

    policy: str
    outcome: str
    difference: float
    low: float
    high: float
    q05: float
    q95: float
    helps: float | None
    unchanged: float
    variance_ratio: float | None
    censored: float
    bound: Bound | None
    pairs: int
    scenario: str = AS_IT_IS


def effect_of(policy: str, scenario: str, outcome: str, base: Values, changed: Values, end: float) -> Effect:
    """Return the effect on one outcome in a world that ends in a decimal year."""
    pairs = paired(base, changed)
    differences = [difference(a, b) for a, b in pairs]
    moves = [moved(a, b) for a, b in pairs]
    ordered = sorted(differences)
    mean, half = mean_and_half_width(differences)
    return Effect(
        policy,
        outcome,
        difference=mean,
        low=mean - half,
        high=mean + half,
        q05=level(ordered, 0.05),
        q95=level(ordered, 0.95),
        helps=_helps(moves, measure_of(outcome).better),
        unchanged=moves.count(0.0) / len(moves) if moves else 0.0,
        variance_ratio=variance_ratio(pairs),
        censored=sum(x or y for (_, x), (_, y) in zip(base, changed, strict=True)) / len(base),
        bound=_bound(outcome, base, changed, end) if mean else None,
        pairs=len(pairs),
        scenario=scenario,
    )


def _helps(moves: list[float], better: str | None) -> float | None:
    """Return the share of futures in which the outcome moves the way that is wished for."""
    if better is None or not moves:
        return None
    sign = 1 if better == "higher" else -1
    return sum(sign * one > 0 for one in moves) / len(moves)


def _bound(outcome: str, base: Values, changed: Values, end: float) -> Bound | None:
    """Return which way the difference of dates may be larger than what is seen until the end."""
    if measure_of(outcome).unit != "year":
        return None
    never = [all(late and value == end for value, late in side) for side in (base, changed)]
    return "at least" if never[1] else "at most" if never[0] else None
