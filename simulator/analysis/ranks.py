"""Which numbers go with an outcome over many futures: rank correlations, and which of them are more than chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
import pandas as pd
from scipy import stats

from worlds.config.loading import LoadedWorld
from worlds.config.values import drawn

FEWEST = 30
"""Futures below which ranks say too little."""
CONFIDENCE, ERROR = 0.90, 0.05
_MOST_DRAWS = 60_000
"""Numbers that are drawn again at the most, over all futures."""


@dataclass(frozen=True)
class Rank:
    """How far a number and an outcome go together.

    Attributes:
        name: of the number.
        correlation: of their ranks, from -1 to 1 (Spearman).
        low: lower end of its 90 % interval (Fisher's transformation).
        high: its upper end.
        sure: whether it is more than chance, as many numbers as were looked at (5 %, Bonferroni).
    """

    name: str
    correlation: float
    low: float
    high: float
    sure: bool


def ranks(numbers: pd.DataFrame, outcome: Sequence[float]) -> list[Rank]:
    """Return the rank correlation of each number with an outcome, the strongest first.

    Args:
        numbers: a column for each number, a row for each future.
        outcome: its value in each of them; dates that do not come may stand as anything later than all others.
    """
    values = np.asarray(outcome, dtype=float)
    known = ~np.isnan(values)
    n = int(known.sum())
    if n < FEWEST or np.ptp(values[known]) == 0:
        return []
    ranked = stats.rankdata(values[known])
    found = list(_correlations(numbers[known], ranked, n))
    return sorted(found, key=lambda one: (-abs(one.correlation), one.name))


def _correlations(numbers: pd.DataFrame, ranked: np.ndarray, n: int) -> Iterator[Rank]:
    """Yield the correlation of each number that varies."""
    varied = [name for name in numbers if np.ptp(numbers[name].to_numpy(dtype=float)) > 0]
    half = float(stats.norm.ppf(0.5 + CONFIDENCE / 2)) / sqrt(n - 3)
    for name in varied:
        found = stats.pearsonr(stats.rankdata(numbers[name]), ranked)
        rho = min(max(float(found.statistic), -1 + 1e-12), 1 - 1e-12)
        sure = float(found.pvalue) * len(varied) < ERROR
        yield Rank(str(name), rho, tanh(atanh(rho) - half), tanh(atanh(rho) + half), sure)


def draws(loaded: LoadedWorld, seed: int, replications: int) -> pd.DataFrame:
    """Return what the uncertain numbers of a world were in the replications of a run, drawn again by its seed.

    Args:
        loaded: the world that was run.
        seed: of the run.
        replications: how many it had; of a large world the first ones are drawn.

    Returns:
        A column for each number by its path, a row for each replication.
    """
    paths = [path for path, number in loaded.numbers.items() if number.uncertain]
    many = min(replications, max(FEWEST, _MOST_DRAWS // max(1, len(paths))))
    rows = [drawn(loaded, seed, replication).as_dict() for replication in range(many)]
    return pd.DataFrame({path: [row[path] for row in rows] for path in paths})
