"""What a figure shows, as a tidy frame; renderers draw it and compute nothing."""

import numpy as np
import pandas as pd

from simulator.run import Result

LEVELS = {"low": 0.10, "middle": 0.50, "high": 0.90}


def _bands(by_year: pd.DataFrame) -> pd.DataFrame:
    """Return the 10, 50 and 90 % quantiles over columns (replications) for each row (year)."""
    return pd.DataFrame({name: by_year.quantile(level, axis=1) for name, level in LEVELS.items()})


def effective_public_stock(result: Result) -> pd.DataFrame:
    """Return the effective stock of all public pools [token].

    Returns:
        Columns low, middle and high (10, 50 and 90 % of the replications) by decimal year.
    """
    pools = result.frame("pools")
    if pools.empty:
        return pd.DataFrame()
    public = pools[pools["kind"] == "public"]
    return _bands(public.pivot_table(index="year", columns="replication", values="effective_stock", aggfunc="sum"))


def largest_planned_corpus(result: Result) -> pd.DataFrame:
    """Return the largest corpus that any lab has wanted so far [token].

    Returns:
        Columns low, middle and high by decimal year; years on a grid of the world's own, interpolated
        logarithmically between releases.
    """
    runs = result.frame("runs")
    if runs.empty:
        return pd.DataFrame()
    largest = runs.groupby(["replication", "year"])["planned_tokens"].max()
    grid = np.arange(np.ceil(runs["year"].min()), np.floor(runs["year"].max()) + 1)
    columns = {}
    for replication, one in largest.groupby(level="replication"):
        years = one.index.get_level_values("year").to_numpy()
        grown = np.log(np.maximum.accumulate(one.to_numpy()))
        columns[replication] = np.exp(np.interp(grid, years, grown, left=np.nan))
    return _bands(pd.DataFrame(columns, index=grid)).dropna()
