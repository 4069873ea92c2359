"""Three worlds beside each other: the article taken literally, Epoch's forecast, and the world of 2026."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simulator.analysis.claims.futures import LARGE, SMALL, Futures, Numbers, by_future, outcome
from simulator.analysis.claims.spread import mean, middle
from simulator.run import Result
from worlds.config.settings import Setting

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


def _mean_share(shares: Numbers) -> tuple[float, float, float]:
    """Return the mean of shares and its interval, within what a share can be."""
    centre, low, high = mean(shares)
    return centre, max(0.0, low), min(1.0, high)


@dataclass(frozen=True)
class _Line:
    """A row before any run.

    Attributes:
        what: what it is.
        form: how it is written.
        of: finds it in each future.
        why: why worlds part.
        over: what is made of all futures.
        changed: what is changed in a world, by its name, to find it.
    """

    what: str
    form: str
    of: Callable[[Result], Numbers]
    why: str
    over: Callable[[Numbers], tuple[float, float, float]] = middle
    changed: Mapping[str, Sequence[Setting]] = field(default_factory=dict)


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
        "Epoch's trend of 2024 against corpora of real labs; the article has the same trend and Llama 3",
    ),
    _Line(
        "growth of the largest corpus wanted, 2024 to 2030 [x/year]",
        "{:.2f}",
        lambda result: (_largest(result, THEN) / _largest(result, NOW)) ** (1 / (THEN - NOW)),
        "a trend that goes on (in the article from Llama 3 on), against compute whose growth slows from 2025 on",
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
        "everything exhausted, if it may be read [year]",
        "{:.1f}",
        lambda result: outcome(result, "exhaustion_year.ecosystem"),
        "to the article a token of any kind is a token, Epoch's world has public text alone, and in 2026 tokens "
        "count by their worth to the lab that may read them; what lasts beyond 2040 counts as 2040",
        changed={"article-2024": [Setting("labs.trend.reads", None)]},
    ),
    _Line(
        "runs of 2030 that fall short",
        "{:.0%}",
        lambda result: _short(result, THEN),
        "the largest runs alone, against labs of all sizes with five kinds of data; mean over futures",
        over=_mean_share,
    ),
)


def beside(futures: Futures) -> list[Row]:
    """Return the table of the three worlds.

    Args:
        futures: the runs that claims share.
    """

    def cell(line: _Line, world: str, one_in: int) -> tuple[float, float, float]:
        return line.over(line.of(futures.of(world, line.changed.get(world, ()), one_in=one_in)))

    return [
        Row(line.what, line.form, {name: cell(line, name, one_in) for name, one_in in WORLDS.items()}, line.why)
        for line in LINES
    ]
