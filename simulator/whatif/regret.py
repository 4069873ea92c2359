"""Regret: how much worse a policy does than the best one, in each scenario, and at worst."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from simulator.outcomes import measure_of
from simulator.whatif.pairs import Values


@dataclass(frozen=True)
class Regret:
    """How much worse a policy does than the best of those compared.

    Attributes:
        policy: name of the policy, or of having none.
        outcome: by which outcome, in its base unit.
        scenario: in which it is worst.
        regret: how far its mean is from the best mean there; 0 for a policy that is best in every scenario.
    """

    policy: str
    outcome: str
    scenario: str
    regret: float


def regrets(means: Mapping[str, Mapping[str, Mapping[str, float]]], outcomes: Sequence[str]) -> list[Regret]:
    """Return the largest regret of every policy by every outcome, in base units, over scenarios.

    Args:
        means: of outcomes, by scenario and policy.
        outcomes: those for which one direction is wished for.
    """
    found = []
    for outcome in outcomes:
        sign = 1 if measure_of(outcome).better == "higher" else -1
        worst: dict[str, tuple[float, str]] = {}
        for scenario, policies in means.items():
            values = {policy: sign * mean[outcome] for policy, mean in policies.items() if outcome in mean}
            best = max(values.values(), default=0.0)
            for policy, value in values.items():
                worst[policy] = max(worst.get(policy, (0.0, scenario)), (best - value, scenario))
        found += [Regret(policy, outcome, scenario, amount) for policy, (amount, scenario) in worst.items()]
    return found


def mean_of(values: Values) -> float:
    """Return the mean of restricted values in base units; NaN where any is missing."""
    return fsum(value for value, _ in values) / len(values)
