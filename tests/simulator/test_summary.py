from math import inf

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.summary import quantile, summarise


def table(values: list[float | None], censored: list[str | None]) -> pa.Table:
    return pa.table({"outcome": ["x"] * len(values), "value": pa.array(values, pa.float64()), "censored": censored})


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values: list[float], level: float) -> None:
    assert quantile(sorted(values), level) == pytest.approx(float(np.quantile(values, level)), rel=1e-9, abs=1e-6)


def test_a_quantile_among_what_never_happens_is_none() -> None:
    assert quantile([1.0, 2.0, inf], 0.5) == 2.0
    assert quantile([1.0, 2.0, inf], 0.51) is None
    assert quantile([inf], 0.0) is None


def test_censored_values_are_counted_on_their_side_and_never_dropped() -> None:
    values: list[float | None] = [None, 2025.0, 2026.0, 2027.0, None, None]
    one = summarise(table(values, ["before_start", None, None, None, "never", "never"]), 2020.0)["x"]
    assert one.never == pytest.approx(2 / 6)
    assert one.before_start == pytest.approx(1 / 6)
    assert one.mean == 2026.0
    assert one.quantiles["q05"] == pytest.approx(2020 + 0.25 * 5)
    assert one.quantiles["q50"] == pytest.approx(2026.5)
    assert one.quantiles["q90"] is None
    assert one.observed == 3
