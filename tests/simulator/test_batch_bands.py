"""Bands over many runs are what pandas would say, for any keys, missing numbers and missing keys included."""

import random

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from simulator.experiments.quantiles import laid_out, quantiles

LEVELS = (0.05, 0.5, 0.95)


def frame(chance: random.Random) -> pd.DataFrame:
    """Return rows with keys of several kinds; some keys and some numbers are missing."""
    rows = chance.randrange(1, 300)
    return pd.DataFrame(
        {
            "pool": [chance.choice(["web", "books", "chats", None]) for _ in range(rows)],
            "year": [2020.0 + chance.randrange(5) for _ in range(rows)],
            "point": [chance.randrange(3) for _ in range(rows)],
            "stock": [chance.choice([chance.random(), np.nan]) for _ in range(rows)],
        }
    )


@pytest.mark.parametrize("by", [("year",), ("pool", "year"), ("point", "pool"), ("pool", "year", "point")])
@pytest.mark.parametrize("listed", [False, True])
def test_quantiles_by_group_are_those_of_pandas(chance: random.Random, by: tuple[str, ...], listed: bool) -> None:
    rows = frame(chance)
    table = pa.Table.from_pandas(rows)
    keys = {name: table[name].dictionary_encode() if listed else table[name] for name in by}
    found = quantiles(keys, table["stock"], LEVELS)
    wanted = rows.groupby(list(by))["stock"].quantile(np.array(LEVELS)).unstack()
    wanted = wanted.set_axis(["q05", "q50", "q95"], axis=1).reset_index()
    pd.testing.assert_frame_equal(found, wanted, rtol=1e-12)


def test_no_rows_have_no_bands() -> None:
    table = pa.table({"year": pa.array([], pa.float64()), "stock": pa.array([], pa.float64())})
    assert quantiles({"year": table["year"]}, table["stock"], LEVELS).empty


def test_a_value_is_laid_out_over_the_rows_that_name_its_place() -> None:
    found = laid_out(pa.chunked_array([["a"], ["b", "a"]]), pa.array([1, 1, 2, 0]))
    assert found.to_pylist() == ["b", "b", "a", "a"]
