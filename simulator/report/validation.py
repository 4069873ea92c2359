"""The published numbers that `epoch-2024` must reproduce, beside what comes out of the simulation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.report.figures import save as save_figure
from simulator.report.figures import stock_and_corpus
from simulator.report.frames import effective_public_stock, largest_planned_corpus
from simulator.report.style import style
from simulator.run import Progress, Result, run_world
from worlds.config.faults import InputError
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

STOCKS = {
    "raw indexed web": (129.0, 507.0, 2113.0),
    "unique, of usable quality": (22.0, 101.0, 498.0),
    "effective, with repetition": (64.0, 320.0, 1684.0),
}
"""Stocks in 2024 [T token] (2.5, 50, 97.5 %): Villalobos et al. 2024, figure 3, recomputed from Epoch's code."""


@dataclass(frozen=True)
class Row:
    """One published number and what came out.

    Attributes:
        what: what it is.
        target: the published number.
        value: what the simulation gave.
        tolerance: how far apart they may be, in the unit of the number.
    """

    what: str
    target: float
    value: float
    tolerance: float

    @property
    def within(self) -> bool:
        """Whether the two agree within the tolerance."""
        return abs(self.value - self.target) <= self.tolerance


@dataclass(frozen=True)
class Reproduction:
    """The comparison with Epoch's forecast.

    Attributes:
        replications: draws behind each forecast row.
        forecast: for each k, the rows of its 10, 50 and 90 % years.
        stocks: for each stock, the rows of its 2.5, 50 and 97.5 % sizes.
        baseline: the run at k = 1, for the figure.
    """

    replications: int
    forecast: dict[int, list[Row]]
    stocks: dict[str, list[Row]]
    baseline: Result

    @property
    def within(self) -> bool:
        """Whether every number agrees within its tolerance."""
        return all(row.within for rows in (*self.forecast.values(), *self.stocks.values()) for row in rows)

    def markdown(self) -> str:
        """Return the two tables."""
        return "\n".join([*self.forecast_table(), "", *self._stock_table()])

    def forecast_table(self) -> Iterator[str]:
        """Yield the lines of the table of exhaustion years."""
        yield "| overtraining k | Epoch's trend, 10 / 50 / 90 % | Tokenshed, 10 / 50 / 90 % | largest deviation |"
        yield "| ---: | :---: | :---: | ---: |"
        for k, rows in self.forecast.items():
            deviation = max(abs(row.value - row.target) for row in rows)
            target, value = _years(row.target for row in rows), _years(row.value for row in rows)
            yield f"| {k} | {target} | {value} | {deviation:.2f} years |"

    def _stock_table(self) -> Iterator[str]:
        yield "| stock in 2024, T token | Epoch, 2.5 / 50 / 97.5 % | Tokenshed, 2.5 / 50 / 97.5 % | largest deviation |"
        yield "| --- | :---: | :---: | ---: |"
        for name, rows in self.stocks.items():
            deviation = max(abs(row.value / row.target - 1) for row in rows)
            target, value = _sizes(row.target for row in rows), _sizes(row.value for row in rows)
            yield f"| {name} | {target} | {value} | {deviation:.1%} |"


def _years(years: Iterator[float]) -> str:
    return " / ".join(f"{year:.1f}" for year in years)


def _sizes(sizes: Iterator[float]) -> str:
    return " / ".join(f"{size:.0f}" for size in sizes)


def reproduce(replications: int, progress: Progress | None = None) -> Reproduction:
    """Run `epoch-2024` at each k and hold it against the published numbers.

    Args:
        replications: draws for each k.
        progress: called after every replication.
    """
    results: dict[int, Result] = {}
    for i, k in enumerate(FORECAST):

        def told(done: int, of: int, i: int = i) -> None:
            if progress is not None:
                progress(i * of + done, len(FORECAST) * of)

        results[k] = run_world(WORLD, replications=replications, settings=[Setting(OVERTRAINING, k)], progress=told)
    return Reproduction(replications, {k: _forecast(k, one) for k, one in results.items()}, _stocks(), results[1])


def _forecast(k: int, result: Result) -> list[Row]:
    """Return the rows of one k."""
    quantiles = result.summary["exhaustion_year.public"].quantiles
    values = (quantiles[name] for name in ("q10", "q50", "q90"))
    return [
        Row(f"k = {k}", target, float("nan") if value is None else value, TOLERANCE_YEARS)
        for target, value in zip(FORECAST[k], values, strict=True)
    ]


def _stocks() -> dict[str, list[Row]]:
    """Return the rows of the stocks, from draws of the world's numbers alone."""
    loaded = load_world(WORLD)
    pool = loaded.world.pools["public_text"]
    if not isinstance(pool, StockedPool) or pool.raw is None or pool.usable is None:
        raise ValueError(f"{WORLD} states its pool as raw and usable")
    draws = [drawn(loaded, 0, replication) for replication in range(STOCK_DRAWS)]
    raw = np.array([values[pool.raw] for values in draws]) / 1e12
    unique = raw * np.array([values[pool.usable] for values in draws])
    effective = unique * np.array([values[pool.repetition] for values in draws])
    sizes = dict(zip(STOCKS, (raw, unique, effective), strict=True))
    return {name: _stock_rows(name, sizes[name]) for name in STOCKS}


def _stock_rows(name: str, sizes: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[Row]:
    """Return the rows of one stock: medians within 5 %, tails within 10 %."""
    values = np.quantile(sizes, [0.025, 0.5, 0.975])
    return [
        Row(name, target, float(value), target * tolerance)
        for target, value, tolerance in zip(STOCKS[name], values, (0.10, 0.05, 0.10), strict=True)
    ]


def save(reproduction: Reproduction, folder: Path) -> Path:
    """Write validation.md and the figure into a folder and return it."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    baseline = reproduction.baseline
    with style():
        figure = stock_and_corpus(baseline, effective_public_stock(baseline), largest_planned_corpus(baseline))
        save_figure(figure, figures / WORLD)
    text = _PAGE.format(replications=reproduction.replications, draws=STOCK_DRAWS, tables=reproduction.markdown())
    (folder / "validation.md").write_text(text, encoding="utf-8")
    return folder


def check_marks(page: Path) -> None:
    """Refuse a page without a place for the table.

    Raises:
        InputError: naming the marks that it should have.
    """
    if not _MARKED.search(page.read_text(encoding="utf-8")):
        marks = "lines `<!-- validation ... -->` and `<!-- /validation -->`"
        raise InputError(f"{page}: has no place for the table; allowed: {marks}")


def write_into(page: Path, reproduction: Reproduction) -> None:
    """Rewrite the forecast's table between the marks of a page."""
    text = page.read_text(encoding="utf-8")
    table = "\n".join(reproduction.forecast_table())
    page.write_text(_MARKED.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")


_MARKED = re.compile(r"(<!-- validation.*?-->\n).*?(<!-- /validation -->)", re.DOTALL)
_PAGE = """# Validation

Written by `tokenshed validate` (`make validate`); do not edit.

## Epoch AI's forecast

The world `epoch-2024` states Villalobos et al. 2024 (arXiv:2211.04325) as labs and pools: the trend in dataset size as
compute at k = 1, the indexed web with its quality filter, growth and repetition. {replications:,} replications for each
k (`tokenshed run epoch-2024 --replications {replications} --set labs.frontier.overtraining.k=K`), {draws:,} draws for
the stocks, seed 0. Years may deviate by 0.3, medians of stocks by 5 %, their tails by 10 %.

{tables}

![Public text and the largest corpus, 2018 to 2040](figures/epoch-2024.png)
"""
