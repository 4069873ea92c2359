"""What the benchmark compares does the same thing, whoever does it."""

from importlib import import_module

import numpy as np
import pytest

from simulator import run_world
from tests.benchmarks.montecarlo import exhaustion
from tests.benchmarks.small import in_simpy
from tests.benchmarks.small.scene import scene

SCENE = scene(labs=7, pools=3, years=4, trainings=50)


def test_a_pool_that_nobody_draws_on_grows_and_one_that_is_drawn_on_has_less() -> None:
    quiet = scene(labs=1, pools=3, years=4, trainings=0)
    assert in_simpy.events(quiet) == pytest.approx(
        [s * np.exp(4 * g) for s, g in zip(quiet.stocks, quiet.growths, strict=True)]
    )
    drawn = in_simpy.events(SCENE)
    assert all(a < b for a, b in zip(drawn, in_simpy.events(quiet), strict=True))
    kept = [(1 - share) ** 50 for share in SCENE.shares]
    assert drawn == pytest.approx([k * s for k, s in zip(kept, in_simpy.events(quiet), strict=True)])


def test_ticks_come_to_what_events_come_to() -> None:
    assert in_simpy.ticks(SCENE) == pytest.approx(in_simpy.events(SCENE), rel=1e-9)


@pytest.mark.parametrize("way", ["mesa.events", "mesa.ticks", "salabim.events", "numba.events"])
def test_other_libraries_come_to_the_same(way: str) -> None:
    library, _, name = way.partition(".")
    pytest.importorskip(library, reason="only `make bench` installs it")
    module = import_module(f"tests.benchmarks.small.in_{library}")
    assert getattr(module, name)(SCENE) == pytest.approx(in_simpy.events(SCENE), rel=1e-9)


def test_the_script_of_numpy_answers_the_same_question() -> None:
    dates = run_world("epoch-2024", replications=200).frame("outcomes").query("outcome == 'exhaustion_year.public'")
    assert np.median(exhaustion(20_000)) == pytest.approx(dates["value"].median(), abs=0.4)
