import gc
from collections.abc import Iterator
from threading import Thread

import pytest

from simulator import run_world
from simulator.thrift import SELDOM, seldom_collected


@pytest.fixture(autouse=True)
def usual() -> Iterator[tuple[int, int, int]]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_garbage_is_looked_for_seldom_within_and_as_before_afterwards(usual: tuple[int, int, int]) -> None:
    with seldom_collected():
        assert gc.get_threshold() == (SELDOM, *usual[1:])
    assert gc.get_threshold() == usual


def test_it_is_looked_for_as_before_after_an_error(usual: tuple[int, int, int]) -> None:
    with pytest.raises(RuntimeError), seldom_collected():
        raise RuntimeError
    assert gc.get_threshold() == usual


def test_runs_in_several_threads_leave_everything_as_it_was(usual: tuple[int, int, int]) -> None:
    first, second = seldom_collected(), seldom_collected()
    first.__enter__()
    later = Thread(target=second.__enter__)
    later.start()
    later.join()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == SELDOM
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


@pytest.mark.parametrize("stated", [(0, 5, 5), (2 * SELDOM, 7, 3)])
def test_who_wants_it_more_seldom_yet_or_never_has_it_so(stated: tuple[int, int, int]) -> None:
    gc.set_threshold(*stated)
    with seldom_collected():
        assert gc.get_threshold() == stated
    assert gc.get_threshold() == stated


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    try:
        run_world("minimal", until=2026)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_run_leaves_the_collector_as_it_was(usual: tuple[int, int, int]) -> None:
    run_world("minimal", until=2026)
    assert gc.get_threshold() == usual
