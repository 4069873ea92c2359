"""A share of `make soak`: whoever of a batch is killed, its results are those of a batch that nobody disturbed."""

import sys
from pathlib import Path

import pytest

from tests.soak import soak


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the processes to kill in /proc")
def test_a_batch_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    found = soak(tmp_path, runs=200, kills=5, seed=0)
    assert found.passed, str(found)
