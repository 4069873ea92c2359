"""What a figure shows, as a tidy frame; renderers draw it and compute nothing."""

import numpy as np
import pandas as pd

from simulator.run import Result

LEVELS = {"low": 0.10, "middle": 0.50, "high": 0.90}


def bands(by_year: pd.DataFrame) -> pd.DataFrame:
    """Return the 10, 50 and 90 % quantiles over columns (replications) for each row (year)."""
    return pd.DataFrame({name: by_year.quantile(level, axis=1) for name, level in LEVELS.items()})


def effective_public_stock(result: Result) -> pd.DataFrame:
    """Return the effective stock of all public pools [token].

    Returns:
        Columns low, middle and high (10, 50 and 90 % of the replications) by decimal year.
    """
    pools = result.frame("pools")
    public = pools[pools["kind"] == "public"] if not pools.empty else pools
    if public.empty:
        return pd.DataFrame()
    return bands(public.pivot_table(index="year", columns="replication", values="effective_stock", aggfunc="sum"))


def largest_planned_corpus(result: Result) -> pd.DataFrame:
    """Return the largest corpus that any lab has wanted so far [token].

    Returns:
        Columns low, middle and high by decimal year; years on a grid of the world's own, interpolated
        logarithmically between plans.
    """
    runs = result.frame("runs")
    if runs.empty:
        return pd.DataFrame()
    largest = runs.groupby(["replication", "planned_year"])["planned_tokens"].max()
    grid = np.arange(np.ceil(runs["planned_year"].min()), np.floor(runs["planned_year"].max()) + 1)
    columns = {}
    for replication, one in largest.groupby(level="replication"):
        years = one.index.get_level_values("planned_year").to_numpy()
        grown = np.log(np.maximum.accumulate(one.to_numpy()))
        columns[replication] = np.exp(np.interp(grid, years, grown, left=np.nan))
    return bands(pd.DataFrame(columns, index=grid)).dropna()


def pool_course(result: Result, column: str) -> dict[str, pd.DataFrame]:
    """Return the course of a column of `pools.parquet` for each pool.

    Returns:
        By name of the pool: columns low, middle and high by decimal year.
    """
    pools = result.frame("pools")
    if pools.empty:
        return {}
    return {
        str(name): bands(one.pivot_table(index="year", columns="replication", values=column))
        for name, one in pools.groupby("pool")
    }


def diet_course(result: Result, lab: str) -> pd.DataFrame:
    """Return what a lab's corpora are made of: the share of each pool in their effective tokens.

    Returns:
        A column for each pool by decimal year of the plan, whole years: means over replications.
    """
    diets = result.frame("diets")
    mine = diets[diets["lab"] == lab] if not diets.empty else diets
    if mine.empty:
        return pd.DataFrame()
    yearly = mine.assign(year=np.floor(mine["year"]))
    eaten = yearly.groupby(["year", "replication", "pool"])["effective"].sum().unstack(fill_value=0)
    return eaten.div(eaten.sum(axis=1), axis=0).groupby(level="year").mean()


def corpus_course(result: Result) -> dict[str, pd.DataFrame]:
    """Return the corpus that each lab wants, and what its lead model's is worth [token, effective token].

    Returns:
        By name of the lab, and of the lab with `wanted`: columns low, middle and high by decimal year, whole years; of
        a group of labs the largest.
    """
    runs = result.frame("runs")
    if runs.empty:
        return {}
    yearly = runs.assign(year=np.floor(runs["planned_year"]))
    courses = {}
    for column, suffix in (("effective_tokens", ""), ("planned_tokens", " wanted")):
        for lab, one in yearly.groupby("group"):
            largest = one.pivot_table(index="year", columns="replication", values=column, aggfunc="max")
            courses[f"{lab}{suffix}"] = bands(largest)
    return courses


def lead_lab(result: Result) -> str | None:
    """Return the lab with the largest training run; None where nothing is trained."""
    runs = result.frame("runs")
    return None if runs.empty else str(runs["lab"].iloc[int(runs["flop"].argmax())])
