"""Curves of the world of 2026 are held against what is known, and the verdict is what the numbers say."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from simulator.cli import cli
from simulator.courses import Courses
from simulator.curves import CURVES
from simulator.plausibility import WORLD, believed, check, checks, course_of, exhaustion
from simulator.report.plausibility import save
from simulator.report.plausibility_figures import SECTIONS
from simulator.run import Result, run_world
from simulator.summary import Summary
from worlds.config.bounds import Bound

TEN = pd.Series(range(1, 11), dtype=float)


@pytest.fixture(scope="module")
def result() -> Result:
    return run_world(WORLD, until=2031.0, replications=2)


def bound(low: float | None, high: float | None) -> Bound:
    return Bound("revenue", 2030.0, low, high, "derived", "a test")


def test_a_median_within_its_bound_is_within() -> None:
    one = check(bound(4.0, 7.0), TEN)
    assert (one.within, one.apart, one.beyond, one.end) == (True, False, 0, one.middle)
    assert one.inside == 0.4


@pytest.mark.parametrize(
    ("low", "high", "beyond", "apart"),
    [(None, 5.0, 1, False), (None, 1.0, 1, True), (6.0, None, -1, False), (11.0, 20.0, -1, True)],
)
def test_a_median_beyond_its_bound_is_outside_and_a_band_beyond_it_apart(
    low: float | None, high: float | None, beyond: int, apart: bool
) -> None:
    one = check(bound(low, high), TEN)
    assert (one.within, one.beyond, one.apart) == (False, beyond, apart)
    assert one.end == (high if beyond > 0 else low)


def test_everything_that_is_held_against_something_is_on_the_page() -> None:
    shown = [name for _, names in SECTIONS.values() for name in names]
    assert len(shown) == len(set(shown))
    assert set(shown) == set(CURVES)
    assert {one.curve for one in believed()} <= set(shown)


def test_the_forecast_of_exhaustion_is_a_window() -> None:
    def summary(year: float | None) -> Summary:
        return Summary(dict.fromkeys(("q05", "q10", "q50", "q90", "q95"), year), year, 0.0, 0.0, 1)

    assert exhaustion(summary(2029.0)) == (2029.0, True)
    assert exhaustion(summary(2036.0)) == (2036.0, False)
    assert exhaustion(summary(None)) == (None, False)


def test_what_lies_beyond_the_end_of_a_run_is_not_checked(result: Result) -> None:
    found = checks(Courses(result))
    assert found
    assert max(one.bound.year for one in found) <= 2031.0
    course = course_of("revenue", Courses(result), found)
    assert course.numbers[2] is None
    assert course.numbers[0] is not None
    low, middle, high = course.numbers[0]
    assert low <= middle <= high


def test_the_page_has_a_picture_for_every_section_and_a_row_for_every_curve(result: Result, tmp_path: Path) -> None:
    save(result, tmp_path)
    page = (tmp_path / "plausibility.md").read_text(encoding="utf-8")
    for name in SECTIONS:
        assert (tmp_path / "figures" / f"plausibility-{name}.png").stat().st_size > 10_000
    for curve in CURVES.values():
        assert f"| {curve.label} |" in page
    outside = [one for one in checks(Courses(result)) if not one.within]
    assert page.count("Held against:") == len(outside)
    assert page.count("too high**") + page.count("too low**") == len(outside)


def test_the_command_says_how_many_draws_it_takes() -> None:
    told = CliRunner().invoke(cli, ["plausibility", "--help"])
    assert told.exit_code == 0
    assert "[default: 200" in told.output


def test_a_check_says_how_far_it_is(result: Result) -> None:
    told = [one for one in checks(Courses(result)) if one.beyond]
    assert told
    assert all((one.middle - one.end) * one.beyond > 0 for one in told)
