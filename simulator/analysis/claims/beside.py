"""Three worlds beside each other: the article taken literally, Epoch's forecast, and the world of 2026."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.analysis.claims.futures import LARGE, SMALL, Futures, Numbers, by_future, outcome
from simulator.analysis.claims.spread import middle
from simulator.run import Result

WORLDS = {"article-2024": SMALL, "epoch-2024": SMALL, "baseline-2026": LARGE}
"""The worlds, and into how many small worlds' time a run of each goes."""
NOW, THEN = 2024.0, 2030.0
T = 1e12


@dataclass(frozen=True)
class Row:
    """A number of each world.

    Attributes:
        what: what it is.
        form: how it is written.
        cells: median and middle 90 % over futures, by world.
        why: why the worlds part.
    """

    what: str
    form: str
    cells: dict[str, tuple[float, float, float]]
    why: str


def _public(result: Result, column: str, year: float) -> Numbers:
    """Return what all public pools have of something at a date, in each future."""

    def number(rows: pd.DataFrame) -> float:
        mine = rows[(rows["year"] == year) & (rows["kind"] == "public")]
        return float((mine["stock"] * mine["quality"]).sum() if column == "usable" else mine[column].sum())

    return by_future(result, "pools", number)


def _largest(result: Result, year: float) -> Numbers:
    """Return the largest corpus planned within a year, in each future [token]."""

    def number(rows: pd.DataFrame) -> float:
        return float(rows[np.floor(rows["planned_year"]) == year]["planned_tokens"].max())

    return by_future(result, "runs", number)


def _k(result: Result, year: float) -> Numbers:
    """Return the planned k of the model with the most compute of a year, in each future."""

    def number(rows: pd.DataFrame) -> float:
        mine = rows[np.floor(rows["planned_year"]) == year]
        return float(mine.loc[mine["flop"].idxmax(), "planned_overtraining"]) if len(mine) else float("nan")

    return by_future(result, "runs", number)


def _short(result: Result, year: float) -> Numbers:
    """Return the share of models planned within a year whose labs find too little, in each future."""

    def number(rows: pd.DataFrame) -> float:
        return float(rows[np.floor(rows["planned_year"]) == year]["data_bound"].mean())

    return by_future(result, "runs", number)


@dataclass(frozen=True)
class _Line:
    """A row before any run: what it is, how it is found and written, and why worlds part."""

    what: str
    form: str
    of: Callable[[Result], Numbers]
    why: str


LINES = (
    _Line(
        "public text in 2024, different tokens of good quality [T]",
        "{:,.0f}",
        lambda result: _public(result, "usable", NOW) / T,
        "the article takes Epoch's effective stock for tokens that exist",
    ),
    _Line(
        "its effective stock in 2024, with repetition [T]",
        "{:,.0f}",
        lambda result: _public(result, "effective_stock", NOW) / T,
        "alike, since the article's stock holds repetition already; the world of 2026 adds code, papers and courts",
    ),
    _Line(
        "growth of that stock, 2024 to 2030 [x/year]",
        "{:.3f}",
        lambda r: (_public(r, "effective_stock", THEN) / _public(r, "effective_stock", NOW)) ** (1 / (THEN - NOW)),
        "in the world of 2026 sites close and models write part of what is new",
    ),
    _Line(
        "largest corpus wanted in 2024 [T]",
        "{:.1f}",
        lambda result: _largest(result, NOW) / T,
        "Epoch's trend of 2024, which the article follows, against corpora of real labs; the article also has Llama 3",
    ),
    _Line(
        "growth of the largest corpus wanted, 2024 to 2030 [x/year]",
        "{:.2f}",
        lambda result: (_largest(result, THEN) / _largest(result, NOW)) ** (1 / (THEN - NOW)),
        "a trend that goes on, against compute whose growth slows from 2025 on",
    ),
    _Line(
        "overtraining k of the model with the most compute, 2024",
        "{:.2f}",
        lambda result: _k(result, NOW),
        "Epoch states its trend as k = 1",
    ),
    _Line("the same, 2030", "{:.2f}", lambda result: _k(result, THEN), "labs of 2026 keep the k of 2025"),
    _Line(
        "public text exhausted [year]",
        "{:.1f}",
        lambda result: outcome(result, "exhaustion_year.public"),
        "what the rows above add up to",
    ),
    _Line(
        "everything readable exhausted [year]",
        "{:.1f}",
        lambda result: outcome(result, "exhaustion_year.ecosystem"),
        "labs of the first two worlds read public text alone; years after 2040 count as 2040",
    ),
    _Line(
        "runs of 2030 that fall short",
        "{:.0%}",
        lambda result: _short(result, THEN),
        "one lab of the largest runs, against fifteen of all sizes with five kinds of data",
    ),
)


def beside(futures: Futures) -> list[Row]:
    """Return the table of the three worlds.

    Args:
        futures: the runs that claims share.
    """
    results = {name: futures.of(name, one_in=one_in) for name, one_in in WORLDS.items()}
    return [
        Row(line.what, line.form, {name: middle(line.of(result)) for name, result in results.items()}, line.why)
        for line in LINES
    ]
