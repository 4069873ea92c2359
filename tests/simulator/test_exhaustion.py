from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.exhaustion import Crossings


def test_the_crossing_is_interpolated_logarithmically() -> None:
    crossings = Crossings(2020.0)
    crossings.see("a", "web", 2024.0, exp(-1))
    crossings.see("a", "web", 2027.0, exp(2))
    assert crossings.year("web") == pytest.approx(2025.0)


def test_the_first_lab_counts_and_is_named() -> None:
    crossings = Crossings(2020.0)
    for lab, late in (("a", 2.0), ("b", 1.0)):
        crossings.see(lab, "web", 2024.0, exp(-late))
        crossings.see(lab, "web", 2028.0, exp(4 - late))
    assert crossings.year("web") == pytest.approx(2025.0)
    assert crossings.first_lab("web") == "b"


def test_a_target_that_was_not_wanted_before_is_exhausted_at_the_date_of_the_plan() -> None:
    crossings = Crossings(2020.0)
    crossings.see("a", "web", 2024.0, 0.0)
    crossings.see("a", "web", 2027.0, 3.0)
    assert crossings.year("web") == 2027.0


def test_the_first_crossing_stands() -> None:
    crossings = Crossings(2020.0)
    for year, utilisation in ((2024.0, 0.5), (2025.0, 2.0), (2026.0, 0.5), (2027.0, 4.0)):
        crossings.see("a", "web", year, utilisation)
    assert crossings.year("web") == pytest.approx(2024.5)
    assert crossings.utilisation("web") == 4.0


def test_what_nobody_can_read_is_never_exhausted() -> None:
    assert Crossings(2020.0).year("web") is None
    assert Crossings(2020.0).first_lab("web") is None
    assert Crossings(2020.0).utilisation("web") is None


def test_what_is_exhausted_at_the_first_plan_counts_from_there() -> None:
    crossings = Crossings(2020.0)
    crossings.see("a", "web", 2020.0, 1.0)
    assert crossings.year("web") == 2020.0


@given(some.lists(some.tuples(some.sampled_from("abcd"), some.floats(0.0, 5.0) | some.none()), max_size=60))
def test_the_largest_utilisation_is_that_of_what_every_lab_was_seen_to_want_last(seen: list[tuple[str, float]]) -> None:
    crossings, last = Crossings(2020.0), dict[str, float | None]()
    for i, (lab, utilisation) in enumerate(seen):
        if utilisation is None:
            crossings.gone(lab, "web", 2020.0 + i, at_once=True)
        else:
            crossings.see(lab, "web", 2020.0 + i, utilisation)
        last[lab] = utilisation
        assert crossings.utilisation("web") == max((one for one in last.values() if one is not None), default=None)
