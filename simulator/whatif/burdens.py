"""Who pays for a policy and who gains by it, and what that is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum, nan

from simulator.whatif.pairs import Values, difference, mean_and_half_width, moved, paired
from worlds.config.scenarios import AS_IT_IS


@dataclass(frozen=True)
class Burden:
    """What a policy leaves a party with, beside the baseline, over the time of the world.

    Attributes:
        policy: name of the change.
        party: labs, owners, users or treasury.
        usd: mean over futures of what it gains (above 0) or pays (below) [USD].
        low: lower end of the 90 % interval of that mean [USD].
        high: its upper end [USD].
        gains: share of futures in which it gains, beyond rounding.
        scenario: in which scenario.
    """

    policy: str
    party: str
    usd: float
    low: float
    high: float
    gains: float
    scenario: str = AS_IT_IS


@dataclass(frozen=True)
class Account:
    """One item of what a party gains or pays.

    Attributes:
        policy: name of the change.
        party: labs, owners, users or treasury.
        item: what it gets more or less of, or pays more or less for.
        usd: mean over futures of what it gains (above 0) or pays (below) by that [USD].
        scenario: in which scenario.
    """

    policy: str
    party: str
    item: str
    usd: float
    scenario: str = AS_IT_IS


ITEMS: dict[str, dict[str, dict[str, int]]] = {
    "labs": {
        "revenue": {"revenue_usd": 1},
        "training": {"compute_spend_usd": -1},
        "serving": {"serving_spend_usd": -1},
        "data": {"data_spend_usd": -1, "levy_usd": 1},
        "levies": {"levy_usd": -1},
        "fines": {"fines_usd": -1},
    },
    "owners": {"income": {"owner_income_usd": 1}},
    "users": {"models": {"revenue_usd": -1}},
    "treasury": {"levies": {"levy_usd": 1}},
}
"""What each party gains (1) and pays (-1), by item and outcome; what is spent on data has levies in it."""


def burdens_of(policy: str, scenario: str, base: Mapping[str, Values], changed: Mapping[str, Values]) -> list[Burden]:
    """Return what a policy leaves each party with."""
    return [_burden(policy, scenario, party, base, changed) for party in ITEMS]


def accounts_of(
    policy: str, scenario: str, base: Mapping[str, Values], changed: Mapping[str, Values]
) -> Iterator[Account]:
    """Yield what that is made of, item by item."""
    for party, items in ITEMS.items():
        for item, signs in items.items():
            net = _net(signs, base, changed, difference)
            yield Account(policy, party, item, fsum(net) / len(net) if net else nan, scenario)


def _burden(
    policy: str, scenario: str, party: str, base: Mapping[str, Values], changed: Mapping[str, Values]
) -> Burden:
    """Return what a policy leaves one party with."""
    signs: dict[str, int] = {}
    for item in ITEMS[party].values():
        for name, sign in item.items():
            signs[name] = signs.get(name, 0) + sign
    net = _net(signs, base, changed, difference)
    mean, half = mean_and_half_width(net)
    gains = sum(one > 0 for one in _net(signs, base, changed, moved)) / len(net) if net else nan
    return Burden(policy, party, mean, mean - half, mean + half, gains, scenario)


def _net(
    signs: Mapping[str, int],
    base: Mapping[str, Values],
    changed: Mapping[str, Values],
    of: Callable[[float, float], float],
) -> list[float]:
    """Return the signed sum of the differences of some outcomes in each pair."""
    columns = [[sign * of(a, b) for a, b in paired(base[name], changed[name])] for name, sign in signs.items() if sign]
    return [sum(row) for row in zip(*columns, strict=True)]
