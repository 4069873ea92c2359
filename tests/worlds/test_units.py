import pytest
from hypothesis import given
from hypothesis import strategies as st

from worlds.config import units
from worlds.config.units import Dimension, UnitError


@pytest.mark.parametrize(
    ("dimension", "text", "value"),
    [
        (units.TOKEN, "100 T token", 100e12),
        (units.TOKEN, "15T token", 15e12),
        (units.TOKEN, "300 G token", 300e9),
        (units.TOKEN, "1.5e13 tokens", 1.5e13),
        (units.GROWTH, "8 %/year", 1.08),
        (units.GROWTH, "2.4 x/year", 2.4),
        (units.GROWTH, "-3 %/year", 0.97),
        (units.RATE, "6 %/year", 0.06),
        (units.FLOP, "3e25 FLOP", 3e25),
        (units.DURATION, "0.5 year", 0.5),
        (units.DURATION, "3 month", 0.25),
        (units.USD_PER_TOKEN, "30 USD/Mtoken", 30e-6),
        (units.USD_PER_TOKEN, "30 USD/M token", 30e-6),
        (units.PARAMETER, "405 B parameter", 405e9),
        (units.RATIO, 5, 5.0),
        (units.RATIO, "3 x", 3.0),
        (units.SHARE, "20 %", 0.2),
        (units.SHARE, 0.2, 0.2),
    ],
)
def test_a_quantity_is_read_in_base_units(dimension: Dimension, text: object, value: float) -> None:
    assert dimension.parse(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("dimension", "given", "wrong"),
    [
        (units.TOKEN, 15, "a number without a unit is not an amount of tokens"),
        (units.TOKEN, "15", "a number without a unit is not an amount of tokens"),
        (units.TOKEN, "15 FLOP", "'FLOP' is not a unit of an amount of tokens"),
        (units.TOKEN, "15 t token", "'ttoken' is not a unit of an amount of tokens"),
        (units.TOKEN, "many tokens", "does not begin with a number, so it is not an amount of tokens"),
        (units.TOKEN, True, "not an amount of tokens"),
        (units.TOKEN, "1e999 token", "too large for a number"),
        (units.RATIO, float("nan"), "too large for a number"),
        (units.TOKEN, "nan token", "does not begin with a number, so it is not an amount of tokens"),
        (units.GROWTH, "2.4", "a number without a unit is not a growth per year"),
        (units.GROWTH, "8 %", "'%' is not a unit of a growth per year"),
        (units.DURATION, "5 %/year", "'%/year' is not a unit of a length of time"),
        (units.TOKEN, [], "not an amount of tokens"),
    ],
)
def test_a_wrong_or_missing_unit_is_refused_with_what_was_expected(
    dimension: Dimension, given: object, wrong: str
) -> None:
    with pytest.raises(UnitError) as caught:
        dimension.parse(given)
    assert caught.value.wrong == wrong
    assert caught.value.allowed == dimension.examples


@given(st.floats(min_value=1e-6, max_value=1e6))
def test_growth_in_per_cent_and_as_a_factor_are_the_same_number(factor: float) -> None:
    assert units.GROWTH.parse(f"{(factor - 1) * 100!r} %/year") == pytest.approx(
        units.GROWTH.parse(f"{factor!r} x/year"), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize(
    ("dimension", "value", "text"),
    [
        (units.TOKEN, 101e12, "101 T token"),
        (units.TOKEN, 300e9, "300 B token"),
        (units.GROWTH, 1.08, "8 %/year"),
        (units.GROWTH, 2.4, "2.4 x/year"),
        (units.SHARE, 0.2, "20 %"),
        (units.RATE, 0.06, "6 %/year"),
        (units.USD_PER_TOKEN, 30e-6, "30 USD/Mtoken"),
        (units.RATIO, 5.0, "5"),
    ],
)
def test_what_is_shown_reads_as_the_same_number(dimension: Dimension, value: float, text: str) -> None:
    assert dimension.show(value) == text
    assert dimension.parse(text) == pytest.approx(value, rel=1e-12)
