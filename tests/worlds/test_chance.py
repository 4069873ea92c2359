import os
import subprocess
import sys
from hashlib import blake2b
from random import Random

import numpy as np
import pytest

from worlds.config.chance import Luck, seed_sequence, uniform

KEYS = [(0, 0, "a", "x"), (1, 0, "a", "x"), (0, 1, "a", "x"), (0, 0, "b", "x"), (0, 0, "a", "y"), (0, 0, "ax", "")]


def by_hand(seed: int, replication: int, name: str, purpose: str) -> np.random.SeedSequence:
    """Return the seed of a stream as MODEL.md, 5, says it."""
    words = np.frombuffer(blake2b(f"{name}\0{purpose}".encode(), digest_size=16).digest(), dtype="<u4")
    return np.random.SeedSequence(seed, spawn_key=(replication, *map(int, words)))


def test_streams_are_told_apart_by_everything_that_names_them() -> None:
    assert len({uniform(*key) for key in KEYS}) == len(KEYS)
    assert len({Luck(*key[:2]).stream(*key[2:]).random() for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_draws_and_streams_are_those_of_the_model_page(key: tuple[int, int, str, str]) -> None:
    bits = int(by_hand(*key).generate_state(1, np.uint64)[0])
    assert uniform(*key) == ((bits >> 12) + 0.5) / 2.0**52
    words = [int(word) for word in by_hand(*key).generate_state(4, np.uint32)]
    stream = Random(sum(word << 32 * place for place, word in enumerate(words)))
    assert Luck(*key[:2]).stream(*key[2:]).getrandbits(128) == stream.getrandbits(128)


def test_luck_is_that_of_the_first_replication_of_the_first_seed_unless_told() -> None:
    assert Luck() == Luck(0, 0)


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
