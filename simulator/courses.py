"""How the quantities of a run go, as tidy frames: a row for each year, a column for each replication.

States stand at the beginning of a year, flows in its middle. Figures and pages take their bands from here.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from simulator.run import Result

How = Literal["mean", "median", "max", "last"]


class Courses:
    """The tables of a result, read once, and the courses made of them."""

    def __init__(self, result: Result) -> None:
        self.result = result
        world = result.request.loaded.world
        self.years = np.arange(np.ceil(world.start), np.floor(world.end) + 1)
        self._columns = pd.RangeIndex(result.request.replications, name="replication")

    @cached_property
    def pools(self) -> pd.DataFrame:
        """One row a year and pool."""
        return self.result.frame("pools")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a model."""
        return self.result.frame("runs")

    @cached_property
    def diets(self) -> pd.DataFrame:
        """One row a corpus and pool."""
        return self.result.frame("diets")

    @cached_property
    def use(self) -> pd.DataFrame:
        """One row a year, user base and lab."""
        return self.result.frame("use")

    @cached_property
    def payments(self) -> pd.DataFrame:
        """One row a payment."""
        return self.result.frame("payments")

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row an event."""
        return self.result.frame("events")

    def state(self, frame: pd.DataFrame, column: str) -> pd.DataFrame:
        """Return the sum of a column of what stands at the beginning of each year; nothing is zero."""
        summed = frame.pivot_table(index="year", columns="replication", values=column, aggfunc="sum")
        return summed.reindex(index=self.years, columns=self._columns).fillna(0.0)

    def flow(self, frame: pd.DataFrame, column: str, date: str = "year") -> pd.DataFrame:
        """Return the sum of a column over each whole year; years without a row are zero."""
        rows = frame.assign(year=np.floor(frame[date]) + 0.5)
        summed = rows.pivot_table(index="year", columns="replication", values=column, aggfunc="sum")
        return summed.reindex(index=self.years[:-1] + 0.5, columns=self._columns).fillna(0.0)

    def counted(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return how many rows fall into each whole year."""
        return self.flow(frame.assign(one=1.0), "one")

    def in_a_year(self, frame: pd.DataFrame, column: str) -> pd.DataFrame:
        """Return what was added in each year to a column that counts what happened so far."""
        so_far = self.state(frame, column)
        added = so_far.diff().iloc[1:]
        return added.set_axis(self.years[:-1] + 0.5)

    def yearly(self, frame: pd.DataFrame, column: str, how: How, date: str = "year") -> pd.DataFrame:
        """Return the mean, median or largest of a column over each whole year; years without a row are missing."""
        rows = frame.assign(year=np.floor(frame[date]) + 0.5)
        made = rows.pivot_table(index="year", columns="replication", values=column, aggfunc=how)
        return made.reindex(index=self.years[:-1] + 0.5, columns=self._columns)

    def largest_so_far(self, column: str, date: str = "year") -> pd.DataFrame:
        """Return the largest of a column of `runs` up to the beginning of each year; missing before the first."""
        return self._ahead(self.yearly(self.runs, column, "max", date).cummax())

    def of_the_best(self, columns: Sequence[str]) -> list[pd.DataFrame]:
        """Return columns of the model with the lowest loss up to the beginning of each year."""
        ordered = self.runs.sort_values(["replication", "year"])
        best = ordered[ordered["loss"] <= ordered.groupby("replication")["loss"].cummin()]
        return [self._ahead(self.yearly(best, column, "last").ffill()) for column in columns]

    def _ahead(self, by_the_end: pd.DataFrame) -> pd.DataFrame:
        """Return what was so by the end of each year as the state at the beginning of the next."""
        return by_the_end.set_axis(self.years[1:])

    def signatures(self) -> pd.DataFrame:
        """Return every deal signed, renewals left out: replication, year, lab, to.

        Each signature and each renewal is paid for; a renewal is also an event.
        """
        paid = self.payments[self.payments["what"] == "deal"]
        again = self.events[self.events["kind"] == "renewal"].rename(columns={"subject": "lab", "agent": "to"})
        keys = ["replication", "year", "lab", "to"]
        renewed = again.groupby(keys).size().rename("renewed").reset_index()
        rows = paid.assign(place=paid.groupby(keys).cumcount())[[*keys, "place"]].merge(renewed, how="left", on=keys)
        return rows[rows["place"] >= rows["renewed"].fillna(0)][keys]

    @cached_property
    def frontier(self) -> pd.DataFrame:
        """The diet of the corpus of each year that is worth most: shares of effective tokens.

        Returns:
            A column for each kind of data by replication and year (the middle of it).
        """
        diets = self.diets.assign(at=np.floor(self.diets["year"]) + 0.5)
        keys = ["replication", "at", "lab", "year"]
        eaten = diets.pivot_table(index=keys, columns="kind", values="effective", aggfunc="sum", fill_value=0.0)
        whole = eaten.sum(axis=1)
        largest = whole.groupby(level=["replication", "at"]).idxmax()
        chosen = eaten.loc[largest]
        return chosen.div(chosen.sum(axis=1), axis=0).droplevel(["lab", "year"])

    def frontier_share(self, kind: str) -> pd.DataFrame:
        """Return the share of a kind of data in the diet of the frontier."""
        if kind not in self.frontier:
            return pd.DataFrame(0.0, index=self.years[:-1] + 0.5, columns=self._columns)
        shares = self.frontier[kind].unstack("replication")
        return shares.reindex(index=self.years[:-1] + 0.5, columns=self._columns)
