"""Survival curves: the share of futures in which something has not happened yet, by date."""

from dataclasses import dataclass

import numpy as np

from simulator.whatif.pairs import Values


@dataclass(frozen=True)
class Survival:
    """A survival curve.

    Attributes:
        outcome: what has not happened yet.
        policy: under which policy, or none.
        scenario: in which scenario.
        years: decimal years at which the curve steps, from the start of the world to its end.
        shares: share of futures in which it has not happened by then.
    """

    outcome: str
    policy: str
    scenario: str
    years: list[float]
    shares: list[float]


def survival_of(outcome: str, policy: str, scenario: str, values: Values, start: float, end: float) -> Survival:
    """Return the Kaplan-Meier curve of a date; what does not happen by the end is censored there."""
    from scipy import stats  # noqa: PLC0415 (a second that comparisons that are refused need not spend)

    dates = np.array([value for value, _ in values])
    late = np.array([censored and value >= end for value, censored in values])
    curve = stats.ecdf(stats.CensoredData(uncensored=dates[~late], right=dates[late])).sf
    inside = [(float(x), float(y)) for x, y in zip(curve.quantiles, curve.probabilities, strict=True) if x < end]
    steps = [(start, 1.0), *inside, (end, inside[-1][1] if inside else 1.0)]
    return Survival(outcome, policy, scenario, [x for x, _ in steps], [y for _, y in steps])
