"""What a policy does to an outcome, and what that costs whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

from simulator.outcomes import measure_of
from simulator.whatif.pairs import Values, difference, level, mean_and_half_width, paired, variance_ratio
from worlds.config.scenarios import AS_IT_IS


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
        variance_ratio: by how many times pairing cut the variance of the difference; None when nothing varies.
        censored: share of pairs in which the date is censored on either side.
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
    variance_ratio: float | None
    censored: float
    scenario: str = AS_IT_IS


@dataclass(frozen=True)
class Burden:
    """What a policy leaves a party with, beside the baseline, over the time of the world.

    Attributes:
        policy: name of the change.
        party: labs, owners, users or treasury.
        usd: mean over futures of what it gains (above 0) or pays (below) [USD].
        low: lower end of the 90 % interval of that mean [USD].
        high: its upper end [USD].
        gains: share of futures in which it gains.
        scenario: in which scenario.
    """

    policy: str
    party: str
    usd: float
    low: float
    high: float
    gains: float
    scenario: str = AS_IT_IS


PARTIES: dict[str, dict[str, int]] = {
    "labs": {
        "revenue_usd": 1,
        "compute_spend_usd": -1,
        "serving_spend_usd": -1,
        "data_spend_usd": -1,
        "fines_usd": -1,
    },
    "owners": {"owner_income_usd": 1},
    "users": {"revenue_usd": -1},
    "treasury": {"levy_usd": 1},
}
"""What each party gains (1) and pays (-1), by outcome."""


def effect_of(policy: str, scenario: str, outcome: str, base: Values, changed: Values) -> Effect:
    """Return the effect on one outcome."""
    pairs = paired(base, changed)
    differences = [difference(a, b) for a, b in pairs]
    censored = sum(x or y for (_, x), (_, y) in zip(base, changed, strict=True)) / len(base)
    ordered = sorted(differences)
    mean, half = mean_and_half_width(differences)
    return Effect(
        policy,
        outcome,
        mean,
        mean - half,
        mean + half,
        level(ordered, 0.05),
        level(ordered, 0.95),
        _helps(differences, measure_of(outcome).better),
        variance_ratio(pairs),
        censored,
        scenario,
    )


def _helps(differences: list[float], better: str | None) -> float | None:
    """Return the share of futures in which the outcome moves the way that is wished for."""
    if better is None or not differences:
        return None
    sign = 1 if better == "higher" else -1
    return sum(sign * one > 0 for one in differences) / len(differences)


def burdens_of(policy: str, scenario: str, base: Mapping[str, Values], changed: Mapping[str, Values]) -> list[Burden]:
    """Return what a policy leaves each party with."""
    return [_burden(policy, scenario, party, signs, base, changed) for party, signs in PARTIES.items()]


def _burden(
    policy: str,
    scenario: str,
    party: str,
    signs: Mapping[str, int],
    base: Mapping[str, Values],
    changed: Mapping[str, Values],
) -> Burden:
    """Return what a policy leaves one party with."""
    columns = [[sign * difference(a, b) for a, b in paired(base[name], changed[name])] for name, sign in signs.items()]
    net = [sum(row) for row in zip(*columns, strict=True)]
    mean, half = mean_and_half_width(net)
    gains = sum(one > 0 for one in net) / len(net) if net else nan
    return Burden(policy, party, mean, mean - half, mean + half, gains, scenario)
