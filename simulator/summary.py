"""What many replications of an outcome say together, with censored ones counted and never dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, fsum, inf

import pyarrow as pa
import pyarrow.compute as pc

QUANTILES = {"q05": 0.05, "q10": 0.10, "q50": 0.50, "q90": 0.90, "q95": 0.95}


@dataclass(frozen=True)
class Summary:
    """The distribution of one outcome over replications.

    Attributes:
        quantiles: q05, q10, q50, q90 and q95 of the full distribution: None where they fall among `never`, the start
            of the world where they fall among `before_start`.
        mean: mean of the observed values; None when there is none.
        never: share of replications in which it did not happen before the end.
        before_start: share in which it had happened by the start.
        observed: how many values were observed.
    """

    quantiles: Mapping[str, float | None]
    mean: float | None
    never: float
    before_start: float
    observed: int

    def as_dict(self) -> dict[str, float | None]:
        """Return the summary as the command line prints it, in base units."""
        return {**self.quantiles, "mean": self.mean, "never": self.never, "before_start": self.before_start}


def summarise(outcomes: pa.Table, start: float) -> dict[str, Summary]:
    """Return the summary of every outcome, in the order of the table.

    Args:
        outcomes: a table with the columns outcome, value and censored.
        start: decimal year at which the world begins, for dates that lie before it.
    """
    names = pc.unique(outcomes["outcome"]).to_pylist()
    return {name: _summary(outcomes.filter(pc.equal(outcomes["outcome"], name)), start) for name in names}


def _summary(rows: pa.Table, start: float) -> Summary:
    """Return the summary of the rows of one outcome."""
    censored = rows["censored"].to_pylist()
    values = [value for value in rows["value"].to_pylist() if value is not None]
    never, before = censored.count("never"), censored.count("before_start")
    everything = sorted([start] * before + values) + [inf] * never
    quantiles = {name: quantile(everything, level) for name, level in QUANTILES.items()}
    mean = fsum(values) / len(values) if values else None
    return Summary(quantiles, mean, never / len(censored), before / len(censored), len(values))


def quantile(ordered: list[float], level: float) -> float | None:
    """Return a quantile of ordered values in their unit, linear between two; None where it is among infinite ones."""
    position = level * (len(ordered) - 1)
    low, high = ordered[floor(position)], ordered[ceil(position)]
    if high == inf:
        return low if low < inf and position == floor(position) else None
    return low + (high - low) * (position - floor(position))
