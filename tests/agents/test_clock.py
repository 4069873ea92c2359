from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.clock import Clock, ImpossibleTime, Life, snapped


@pytest.mark.parametrize("delay", [nan, inf, -inf, -1.0, -1e-9, 1e10])
def test_no_impossible_delay_enters_the_engine(delay: float) -> None:
    with pytest.raises(ImpossibleTime):
        Clock(2020.0).timeout(delay)


def test_no_date_in_the_past_enters_the_engine() -> None:
    with pytest.raises(ImpossibleTime):
        Clock(2020.0).until(2019.0)


@given(st.integers(1, 480), st.floats(1900, 2500))
def test_months_and_years_end_at_the_same_moment(months: int, start: float) -> None:
    clock = Clock(start)
    for _ in range(months):
        clock.environment.run(until=clock.timeout(1 / 12))
    assert clock.now == pytest.approx(start + months / 12, abs=1e-9)


def test_dates_counted_from_the_start_coincide() -> None:
    assert snapped(2020 + 3 * 0.1) == snapped(2020.3)
    assert snapped(2020 + 120 / 12) == 2030.0


def test_what_happens_at_one_moment_happens_in_the_order_of_rank() -> None:
    clock, seen = Clock(2020.0), []

    def life(rank: int) -> Life:
        yield clock.until(2021.0, rank)
        seen.append(rank)

    for rank in (3, 1, 2):
        clock.start(life(rank))
    clock.environment.run()
    assert seen == [1, 2, 3]
