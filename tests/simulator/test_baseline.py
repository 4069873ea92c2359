"""The world of 2026 passes through what is known, and its page says how well."""

from math import fsum
from pathlib import Path

import pytest

from simulator.baseline import WORLD, largest_observed, observed_corpora, points
from simulator.report.baseline import save
from simulator.run import Result, run_world
from worlds.config.loading import load_world
from worlds.config.observations import observed_models


@pytest.fixture(scope="module")
def result() -> Result:
    return run_world(WORLD, until=2026.0, replications=4)


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
    assert fsum(abs(one.error) for one in found) / len(found) < 0.1
    assert {one.name for one in found} <= {model.name for model in observed_corpora()}


def test_its_largest_corpora_are_of_the_size_of_the_largest_known(result: Result) -> None:
    runs = result.frame("runs")
    for date, low, high in ((2020.9, 0.2e12, 0.6e12), (2022.9, 0.9e12, 2.5e12), (2024.9, 12e12, 25e12)):
        largest = runs[runs["planned_year"] <= date].groupby("replication")["planned_tokens"].max().median()
        assert low < largest < high, date
    assert [round(tokens / 1e12, 1) for _, tokens, _ in largest_observed()][-1] == 40.0


def test_the_page_tells_how_well_it_went(result: Result, tmp_path: Path) -> None:
    save(result, tmp_path)
    page = (tmp_path / "baseline.md").read_text(encoding="utf-8")
    assert "the mean absolute error of log10 is 0.0" in page
    assert "| above 80 B | 2 | 1.62 |" in page
    assert (tmp_path / "figures" / f"{WORLD}.png").stat().st_size > 10_000
