"""The quantities that pages show of a run: each by name, with its unit, and how it is made of the tables."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.courses import Courses

TEXT = "public_text"
OWNER_KINDS = {
    "news": "data_owners.newspapers",
    "platform": "data_owners.platforms",
    "books": "data_owners.book_publishers",
}
"""Which owners of the world stand for which kind of public deals."""
KINDS = ("public", "private", "synthetic", "multimodal", "interaction")


@dataclass(frozen=True)
class Curve:
    """A quantity over the years.

    Attributes:
        title: what it is.
        unit: what people read it in; `%` for shares.
        scale: base units in one of these.
        of: makes it: a row for each year, a column for each replication, in base units.
        log: whether it is drawn, and read between years, on a logarithmic scale.
        from_zero: whether a linear scale begins at zero.
    """

    title: str
    unit: str
    scale: float
    of: Callable[[Courses], pd.DataFrame]
    log: bool = True
    from_zero: bool = True

    @property
    def label(self) -> str:
        """Title and unit, as they stand above a picture."""
        return f"{self.title} [{self.unit}]" if self.unit else self.title


def _stock(kind: str) -> Callable[[Courses], pd.DataFrame]:
    """Return what makes the stock of all pools of a kind."""
    return lambda courses: courses.state(courses.pools[courses.pools["kind"] == kind], "stock")


def _pool(pool: str, column: str) -> Callable[[Courses], pd.DataFrame]:
    """Return what makes a column of one pool."""
    return lambda courses: courses.state(courses.pools[courses.pools["pool"] == pool], column)


def _machine_share(courses: Courses) -> pd.DataFrame:
    """Return the share of the public text there is that models wrote."""
    return _pool(TEXT, "machine")(courses) / _pool(TEXT, "stock")(courses)


def _data_spend(courses: Courses) -> pd.DataFrame:
    """Return what labs pay for data: reading, deals, and working them in."""
    return courses.flow(courses.payments[courses.payments["what"] != "fine"], "usd")


def _data_bound(courses: Courses) -> pd.DataFrame:
    """Return the share of models of each year that found less than their plan."""
    runs = courses.runs.assign(data_bound=courses.runs["data_bound"].astype(float))
    return courses.yearly(runs, "data_bound", "mean")


def _incidents(courses: Courses) -> pd.DataFrame:
    """Return how often private data got out in each year."""
    return courses.counted(courses.events[courses.events["kind"] == "incident"])


def _best(column: str) -> Callable[[Courses], pd.DataFrame]:
    """Return what makes a column of the best model so far."""
    return lambda courses: courses.of_the_best([column])[0]


def _loss_gap(courses: Courses) -> pd.DataFrame:
    """Return by how much the best model so far misses its plan."""
    loss, planned = courses.of_the_best(["loss", "planned_loss"])
    return loss - planned


def signed(courses: Courses, grid: np.ndarray, *kinds: str) -> pd.DataFrame:
    """Return how many deals are signed by the dates of a grid, with owners of some kinds; all unless one is named."""
    rows = courses.signatures()
    if kinds:
        rows = rows[rows["to"].isin([OWNER_KINDS[kind] for kind in kinds])]
    columns = {
        one: np.searchsorted(np.sort(rows.loc[rows["replication"] == one, "year"].to_numpy()), grid, side="right")
        for one in range(courses.result.request.replications)
    }
    return pd.DataFrame(columns, index=grid, dtype=float)


_T, _B = 1e12, 1e9
CURVES: dict[str, Curve] = {
    **{f"stock_{kind}": Curve(f"{kind} stock", "T token", _T, _stock(kind)) for kind in KINDS},
    "text_quality": Curve("quality of public text", "%", 0.01, _pool(TEXT, "quality"), log=False),
    "machine_share": Curve("models' share of all public text", "%", 0.01, _machine_share, log=False),
    "new_machine_share": Curve("models' share of new text", "%", 0.01, _pool(TEXT, "new_machine_share"), log=False),
    "open_share": Curve("open share of public text", "%", 0.01, _pool(TEXT, "open_share"), log=False),
    "price_books": Curve("price of books", "USD/M token", 1e-6, _pool("books", "price")),
    "price_news": Curve("price of news archives", "USD/M token", 1e-6, _pool("news_archives", "price")),
    "price_platforms": Curve("price of posts on platforms", "USD/M token", 1e-6, _pool("platforms", "price")),
    "price_messages": Curve("price of messages", "USD/M token", 1e-6, _pool("messages", "price")),
    "data_spend": Curve("paid for data", "B USD/year", _B, _data_spend),
    "training_spend": Curve("spent on training compute", "B USD/year", _B, lambda one: one.flow(one.runs, "spend_usd")),
    "dearest_run": Curve("dearest run so far", "B USD", _B, lambda one: one.largest_so_far("spend_usd")),
    "serving_spend": Curve("spent on serving", "B USD/year", _B, lambda one: one.in_a_year(one.use, "spend_usd")),
    "users": Curve("users, of all who might be", "%", 0.01, lambda one: one.state(one.use, "share"), log=False),
    "tokens_served": Curve("tokens served", "T token/year", _T, lambda one: one.state(one.use, "serving")),
    "revenue": Curve("revenue of labs", "B USD/year", _B, lambda one: one.in_a_year(one.use, "revenue_usd")),
    "deals": Curve("deals signed so far", "", 1.0, lambda one: signed(one, one.years), log=False),
    "incidents": Curve("private data gets out", "times a year", 1.0, _incidents, log=False),
    "largest_run": Curve("largest run so far", "FLOP", 1.0, lambda one: one.largest_so_far("flop")),
    "largest_corpus": Curve(
        "largest corpus planned so far", "T token", _T, lambda one: one.largest_so_far("planned_tokens", "planned_year")
    ),
    "largest_model": Curve(
        "largest model so far, active", "B parameter", _B, lambda one: one.largest_so_far("size_active")
    ),
    "median_model": Curve(
        "median model, active", "B parameter", _B, lambda one: one.yearly(one.runs, "size_active", "median")
    ),
    "data_bound_share": Curve("data-bound share of models", "%", 0.01, _data_bound, log=False),
    "best_loss": Curve("best loss so far", "nat/token", 1.0, _best("loss"), log=False, from_zero=False),
    "loss_gap": Curve("loss of the best model over its plan", "nat/token", 1.0, _loss_gap, log=False, from_zero=False),
    "compute_gap": Curve(
        "compute lost to shortfall, best model", "x", 1.0, _best("compute_equivalent"), log=False, from_zero=False
    ),
    "synthetic_share": Curve(
        "synthetic share at the frontier", "%", 0.01, lambda one: one.frontier_share("synthetic"), log=False
    ),
    "generation": Curve("mean generation, best model so far", "", 1.0, _best("generation"), log=False),
}
"""What the pages of the world of 2026 show, by name; `worlds/data/bounds.csv` names some of them."""


def at(course: pd.DataFrame, year: float, *, log: bool) -> pd.Series:
    """Return each replication at a date, read between the years of a course.

    Args:
        course: a row for each year, a column for each replication.
        year: decimal year; at its ends a course is held.
        log: whether to read between years on a logarithmic scale; from nothing it is read straight.
    """
    grid = course.index.to_numpy(dtype=float)
    after = int(np.clip(np.searchsorted(grid, year), 1, len(grid) - 1))
    part = float(np.clip((year - grid[after - 1]) / (grid[after] - grid[after - 1]), 0.0, 1.0))
    one, other = course.iloc[after - 1], course.iloc[after]
    straight = one + part * (other - one)
    if not log:
        return straight
    positive = (one > 0) & (other > 0)
    return straight.where(~positive, one.where(positive, 1.0) ** (1 - part) * other.where(positive, 1.0) ** part)
