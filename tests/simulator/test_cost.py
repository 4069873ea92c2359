"""A run must not become dearer unseen. Calls are counted, not seconds, so that no busy machine fails the test."""

import pytest

from simulator import run_world
from simulator.request import requested
from tests.cost import MOST_GROWTH, calls_an_event, stored
from worlds.config.levers import levers_of
from worlds.config.loading import load_world


def test_a_run_calls_hardly_more_functions_an_event_than_it_did_or_make_cost_says_why() -> None:
    assert calls_an_event() <= MOST_GROWTH * stored()


def test_a_run_calls_as_many_functions_as_the_same_run_before() -> None:
    assert calls_an_event() == pytest.approx(calls_an_event(), rel=1e-3)


def test_a_world_that_is_asked_for_again_is_the_one_that_was_checked() -> None:
    first, again = load_world("estuary"), load_world("estuary")
    assert again is first
    assert levers_of(again) is levers_of(first)
    assert requested("estuary").loaded is first


def test_results_do_not_hang_on_what_is_kept_from_earlier_runs() -> None:
    first = run_world("flywheel", until=2030, replications=2)
    run_world("flywheel", until=2030, replications=2, seed=7)
    again = run_world("flywheel", until=2030, replications=2)
    assert all(table.equals(again.tables[name]) for name, table in first.tables.items())
