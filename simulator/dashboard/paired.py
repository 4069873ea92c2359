"""By how much one side of the page differs from another, replication by replication, as `tokenshed whatif` says it."""

from dataclasses import dataclass
from math import isnan

from simulator.outcomes import Outcome
from simulator.pictures.sides import Side
from simulator.whatif.effects import effect_of
from simulator.whatif.pairs import Values, add, difference, paired


@dataclass(frozen=True)
class Shift:
    """By how much an outcome differs, dates restricted to the world's time.

    Attributes:
        mean: of the differences over replications.
        low: lower end of the 90 % interval of that mean; None of a run at central values.
        high: its upper end.
    """

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval, where there is one, leaves no doubt about the sign."""
        return self.low is None or self.high is None or self.low > 0 or self.high < 0


def shift(before: Side, after: Side, outcome: str) -> Shift | None:
    """Return by how much an outcome of the second side differs; None where a side has none."""
    one, other = _values(before, outcome), _values(after, outcome)
    if len(one) != len(other) or not paired(one, other):
        return None
    if len(paired(one, other)) == 1:
        ((first, second),) = paired(one, other)
        return Shift(difference(first, second))
    effect = effect_of("", "", outcome, one, other, after.loaded.world.end)
    return Shift(effect.difference, effect.low, effect.high)


def _values(side: Side, outcome: str) -> Values:
    """Return an outcome in each replication."""
    world, values = side.loaded.world, dict[str, Values]()
    for value, censored in side.outcomes.get(outcome, ()):
        known = None if isnan(value) else float(value)
        add(values, [Outcome(outcome, known, censored if known is None else None)], world.start, world.end)
    return values.get(outcome, [])
