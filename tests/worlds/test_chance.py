import os
import subprocess
import sys

import pytest

from worlds.config.chance import seed_sequence, uniform


def test_streams_are_told_apart_by_everything_that_names_them() -> None:
    keys = [(0, 0, "a", "x"), (1, 0, "a", "x"), (0, 1, "a", "x"), (0, 0, "b", "x"), (0, 0, "a", "y"), (0, 0, "ax", "")]
    assert len({uniform(*key) for key in keys}) == len(keys)


def test_draws_are_uniform_and_inside_the_unit_interval() -> None:
    draws = [uniform(0, i, "a", "x") for i in range(4000)]
    assert all(0 < draw < 1 for draw in draws)
    assert sum(draws) / len(draws) == pytest.approx(0.5, abs=3 * 0.2887 / 4000**0.5)


def test_a_stream_can_be_rebuilt_alone_in_another_process_under_any_hash_seed() -> None:
    code = "from worlds.config.chance import uniform; print(repr(uniform(7, 3, 'meta', 'luck')))"
    for hash_seed in ("0", "1", "random"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        assert float(done.stdout) == uniform(7, 3, "meta", "luck")


def test_the_stream_never_changes_between_versions() -> None:
    assert list(seed_sequence(0, 0, "a", "x").generate_state(2)) == [4218479395, 3227339504]
