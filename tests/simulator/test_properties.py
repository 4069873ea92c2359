"""Summaries, survival, bands and what a user of the page may choose, on random input."""

from math import inf

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dashboard.choice import Choice, sides_of
from simulator.experiments.quantiles import quantiles
from simulator.pictures.sides import bands
from simulator.summary import quantile
from simulator.whatif.survival import survival_of

VALUES = st.floats(-1e6, 1e6)
YEARS = st.floats(2018.0, 2040.0)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
PATHS = st.from_regex(r"[a-z][a-z_]{0,8}(\.[a-z][a-z_]{0,8}){1,3}", fullmatch=True)
WRITTEN = st.from_regex(r"[0-9]{1,4}( %| T token|)", fullmatch=True)
CHOICES = st.builds(
    Choice,
    world=NAMES,
    until=st.none() | YEARS,
    seed=st.integers(0, 2**63 - 1),
    scenario=st.none() | NAMES,
    assumptions=st.dictionaries(PATHS, WRITTEN, max_size=3),
    policies=st.lists(NAMES, max_size=3),
    levers=st.dictionaries(PATHS, st.builds(dict, value=WRITTEN, **{"from": YEARS}), max_size=3),
)


@given(st.lists(VALUES, min_size=1), st.integers(0, 5), st.floats(0, 1), st.floats(0, 1))
def test_quantiles_never_fall_and_are_none_only_at_their_end(values: list[float], n: int, a: float, b: float) -> None:
    ordered = sorted(values) + [inf] * n
    low, high = (quantile(ordered, level) for level in sorted((a, b)))
    assert low is not None or high is None
    assert low is None or high is None or low <= high + 1e-9


@given(st.lists(st.tuples(st.sampled_from("abc"), VALUES), min_size=1, max_size=40), st.floats(0, 1))
def test_quantiles_by_group_are_those_of_each_group(rows: list[tuple[str, float]], level: float) -> None:
    keys, values = pa.chunked_array([[key for key, _ in rows]]), pa.chunked_array([[value for _, value in rows]])
    found = quantiles({"key": keys}, values, [level])
    assert list(found["key"]) == sorted({key for key, _ in rows})
    for key, value in zip(found["key"], found.iloc[:, 1], strict=True):
        mine = [one for other, one in rows if other == key]
        assert value == pytest.approx(float(np.quantile(mine, level)), abs=1e-6)


@given(st.lists(st.lists(VALUES | st.just(float("nan")), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_band_is_in_order_and_within_what_was_seen(rows: list[list[float]]) -> None:
    frame = pd.DataFrame(rows, index=range(2020, 2020 + len(rows)))
    band = bands(frame)
    assert list(band["x"]) == list(frame.dropna(how="all").index)
    for _, row in band.iterrows():
        seen = frame.loc[int(row["x"])].dropna()
        assert seen.min() - 1e-6 <= row["low"] <= row["middle"] + 1e-6
        assert row["middle"] <= row["high"] + 1e-6 <= seen.max() + 2e-6


@given(st.lists(st.tuples(YEARS, st.booleans()), min_size=1, max_size=30))
def test_survival_falls_from_one_and_never_rises(pairs: list[tuple[float, bool]]) -> None:
    values = [(2040.0 if censored else year, censored) for year, censored in pairs]
    curve = survival_of("x", "", "", values, 2018.0, 2040.0)
    assert (curve.years[0], curve.shares[0], curve.years[-1]) == (2018.0, 1.0, 2040.0)
    assert all(a >= b for a, b in zip(curve.shares, curve.shares[1:], strict=False))
    assert curve.years == sorted(curve.years)
    left = sum(year >= 2040.0 for year, _ in values) / len(values)
    assert curve.shares[-1] == pytest.approx(left, abs=1e-9)


@given(CHOICES)
def test_a_choice_comes_back_as_it_was_sent(choice: Choice) -> None:
    again = Choice.model_validate_json(choice.key)
    assert again == choice
    assert again.key == choice.key


@given(CHOICES)
def test_sides_begin_with_the_world_as_shipped_and_end_with_the_choice(choice: Choice) -> None:
    sides = sides_of(choice)
    assert not sides[0].choice.is_assuming
    assert not sides[0].choice.is_governing
    assert sides[-1].choice == choice or not (choice.is_assuming or choice.is_governing)
    assert len({one.label for one in sides}) == len(sides)


@given(st.text(max_size=30), st.sampled_from(["world", "policies", "assumptions", "levers"]))
def test_no_word_that_leads_out_of_a_folder_is_a_choice(text: str, key: str) -> None:
    bad = f"../{text}"
    value = {
        "world": bad,
        "policies": [bad],
        "assumptions": {bad: "1"},
        "levers": {bad: {"value": "1", "from": 2030.0}},
    }
    with pytest.raises(ValueError, match="validation error"):
        Choice.model_validate({"world": "minimal", key: value[key]})
