"""The published numbers that `epoch-2024` must reproduce, beside what comes out of the simulation."""

from dataclasses import dataclass

import numpy as np

from simulator.request import Progress
from simulator.run import Result, run_world
from simulator.validation.row import Row, relative
from worlds.config.loading import load_world
from worlds.config.schema import StockedPool
from worlds.config.settings import Setting
from worlds.config.values import drawn

WORLD = "epoch-2024"
OVERTRAINING = "labs.frontier.overtraining.k"
TOLERANCE_YEARS = 0.3
STOCK_DRAWS = 20_000

FORECAST = {
    1: (2027.3, 2028.9, 2031.0),
    5: (2026.4, 2027.9, 2029.9),
    10: (2026.0, 2027.5, 2029.4),
    100: (2024.6, 2026.1, 2027.8),
}
"""Year of exhaustion (10, 50, 90 %) by overtraining k: Epoch's historic trend, recomputed from its code."""

QUANTILES = ("q10", "q50", "q90")
TREND = "Villalobos et al. 2024, arXiv:2211.04325; historic trend, recomputed from Epoch's code"

STOCKS = {
    "raw indexed web": (129.0, 507.0, 2113.0),
    "unique, of usable quality": (22.0, 101.0, 498.0),
    "effective, with repetition": (64.0, 320.0, 1684.0),
}
"""Stocks in 2024 [T token] by their quantiles: Villalobos et al. 2024, figure 3, recomputed from Epoch's code."""

STOCK_TOLERANCES = {0.025: 0.10, 0.5: 0.05, 0.975: 0.10}
"""Share of a quantile of a stock by which it may deviate."""
FIGURE_3 = "Villalobos et al. 2024, arXiv:2211.04325, figure 3; recomputed from Epoch's code"


@dataclass(frozen=True)
class Reproduction:
    """The comparison with Epoch's forecast.

    Attributes:
        replications: draws behind each forecast row.
        stock_draws: draws behind the stocks.
        forecast: for each k, the rows of its 10, 50 and 90 % years.
        stocks: for each stock, the rows of its 2.5, 50 and 97.5 % sizes.
        baseline: the run at k = 1, for the figure.
    """

    replications: int
    stock_draws: int
    forecast: dict[int, list[Row]]
    stocks: dict[str, list[Row]]
    baseline: Result

    @property
    def rows(self) -> list[Row]:
        """Every number of the forecast, and of the stocks behind it."""
        return [row for rows in (*self.forecast.values(), *self.stocks.values()) for row in rows]


def reproduce(replications: int, progress: Progress | None = None, stock_draws: int = STOCK_DRAWS) -> Reproduction:
    """Run `epoch-2024` at each k and hold it against the published numbers.

    Args:
        replications: draws for each k.
        progress: called after every replication.
        stock_draws: draws for the stocks.
    """
    results: dict[int, Result] = {}
    for i, k in enumerate(FORECAST):

        def told(done: int, of: int, i: int = i) -> None:
            if progress is not None:
                progress(i * of + done, len(FORECAST) * of)

        results[k] = run_world(WORLD, replications=replications, settings=[Setting(OVERTRAINING, k)], progress=told)
    forecast = {k: _forecast(k, one) for k, one in results.items()}
    return Reproduction(replications, stock_draws, forecast, _stocks(stock_draws), results[1])


def _forecast(k: int, result: Result) -> list[Row]:
    """Return the rows of one k."""
    quantiles = result.summary["exhaustion_year.public"].quantiles
    return [
        Row(f"k = {k}, {name[1:]} %", target, _or_nan(quantiles[name]), TOLERANCE_YEARS, TREND, "year")
        for target, name in zip(FORECAST[k], QUANTILES, strict=True)
    ]


def _or_nan(value: float | None) -> float:
    """Return a quantile as a number; one that falls among dates that never come is none."""
    return float("nan") if value is None else value


def _stocks(number: int) -> dict[str, list[Row]]:
    """Return the rows of the stocks, from draws of the world's numbers alone."""
    loaded = load_world(WORLD)
    pool = loaded.world.pools["public_text"]
    if not isinstance(pool, StockedPool) or pool.raw is None or pool.usable is None:
        raise ValueError(f"{WORLD} states its pool as raw and usable")
    draws = [drawn(loaded, 0, replication) for replication in range(number)]
    raw = np.array([values[pool.raw] for values in draws]) / 1e12
    unique = raw * np.array([values[pool.usable] for values in draws])
    effective = unique * np.array([values[pool.repetition] for values in draws])
    sizes = dict(zip(STOCKS, (raw, unique, effective), strict=True))
    return {name: _stock_rows(name, sizes[name]) for name in STOCKS}


def _stock_rows(name: str, sizes: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[Row]:
    """Return the rows of one stock."""
    values = np.quantile(sizes, list(STOCK_TOLERANCES))
    return [
        relative(f"{name}, {level:.1%}", target, float(value), share, FIGURE_3, "T token")
        for target, value, (level, share) in zip(STOCKS[name], values, STOCK_TOLERANCES.items(), strict=True)
    ]
