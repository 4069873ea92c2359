"""The world of 2026 passes through what is known, and its page says how well."""

from math import fsum
from pathlib import Path

import pytest

from simulator.baseline import END, WORLD, largest_observed, observed_corpora, overtraining_of, points
from simulator.courses import Courses
from simulator.known import Beside, Known, beside, deals_so_far, known
from simulator.report.baseline import save
from simulator.run import Result, run_world
from worlds.config.loading import load_world
from worlds.config.observations import observed_models


@pytest.fixture(scope="module")
def result() -> Result:
    return run_world(WORLD, until=END, replications=10)


def test_it_has_labs_of_both_kinds_and_pools_of_all() -> None:
    world = load_world(WORLD).world
    assert len(world.labs) >= 12
    assert {lab.release for lab in world.labs.values()} == {"open", "closed"}
    assert len(world.pools) >= 14
    kinds = {pool.kind for pool in world.pools.values()}
    assert kinds == {"public", "private", "synthetic", "multimodal", "interaction"}
    assert (world.start, world.end) == (2018.0, 2040.0)


def test_every_observed_lab_that_is_named_is_in_the_world() -> None:
    assert {model.actor for model in observed_models() if model.actor} <= set(load_world(WORLD).world.labs)


def test_its_corpora_pass_through_the_published_ones(result: Result) -> None:
    found = points(result)
    assert len(found) > 40
    assert fsum(abs(one.error) for one in found) / len(found) < 0.15
    assert {one.name for one in found} <= {model.name for model in observed_corpora()}


def test_its_largest_corpora_are_of_the_size_of_the_largest_known(result: Result) -> None:
    runs = result.frame("runs")
    for date, low, high in ((2020.9, 0.2e12, 0.6e12), (2022.9, 0.9e12, 2.5e12), (2024.9, 12e12, 25e12)):
        largest = runs[runs["planned_year"] <= date].groupby("replication")["planned_tokens"].max().median()
        assert low < largest < high, date
    assert [round(tokens / 1e12, 1) for _, tokens, _ in largest_observed()][-1] == 40.0


def test_its_ranges_are_as_wide_as_its_errors(result: Result) -> None:
    found = points(result)
    covered = sum(one.inside for one in found) / len(found)
    assert 0.7 <= covered <= 0.9


def test_published_models_of_a_year_lie_among_simulated_ones(result: Result) -> None:
    real, made = overtraining_of(result, 2024)
    assert len(real) > 30
    assert real["k"].between(made["k"].min(), made["k"].max()).mean() > 0.9


def test_what_is_known_lies_within_the_time_of_the_run(result: Result) -> None:
    figures = known()
    assert {one.curve for one in figures} == {"new_machine_share", "users", "tokens_served", "revenue"}
    assert all(one.year < END - 0.5 for one in figures)
    for one in beside(Courses(result), figures):
        assert one.low <= one.middle <= one.high


def test_a_lower_bound_holds_from_above_and_a_range_from_within() -> None:
    least = Known("revenue", "", 2025.0, 10.0, 10.0, None)
    assert Beside(least, 20.0, 30.0, 40.0).verdict == "above it"
    assert Beside(least, 5.0, 8.0, 12.0).verdict == "below it in most futures"
    assert not Beside(least, 1.0, 2.0, 3.0).holds
    between = Known("users", "", 2025.0, 0.3, 0.2, 0.4)
    assert Beside(between, 0.25, 0.5, 0.6).verdict == "around it"
    assert Beside(between, 0.32, 0.35, 0.6).verdict == "within its range"
    assert Beside(between, 0.35, 0.5, 0.6).verdict == "too high"
    assert Beside(between, 0.5, 0.6, 0.7).verdict == "too high"
    assert Beside(between, 0.0, 0.05, 0.1).verdict == "too low"


def test_deals_are_counted_by_kind_of_owner_and_never_fall(result: Result) -> None:
    found = deals_so_far(Courses(result), 2022.5)
    assert [one.kind for one in found] == ["news", "platform", "books", "images"]
    for one in found:
        assert one.public[-1] >= 2
        assert one.simulated is None or (one.simulated.diff().iloc[1:] >= 0).all(axis=None)


def test_the_page_tells_how_well_it_went(result: Result, tmp_path: Path) -> None:
    save(result, tmp_path)
    page = (tmp_path / "baseline.md").read_text(encoding="utf-8")
    assert "the mean absolute error of log10 corpus size is\n0.0" in page
    assert "80 % band covers" in page
    assert "| above 80 B | 2 | 1.62 |" in page
    assert "figures agree" in page
    for ending in ("", "-sizes", "-use", "-deals"):
        assert (tmp_path / "figures" / f"{WORLD}{ending}.png").stat().st_size > 10_000
