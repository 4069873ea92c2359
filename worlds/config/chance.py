"""Chance: a stream of its own for everyone who draws and every purpose, so that nobody's luck depends on another's.

A stream is keyed by (seed, replication, name, purpose). Adding an agent, a number or a policy therefore changes no
draw of anybody else, and worlds with and without a policy are compared under common random numbers.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from random import Random

import numpy as np

_WORDS = 4


@lru_cache(maxsize=65536)
def _key(name: str, purpose: str) -> tuple[int, ...]:
    """Return 128 bits of a name and a purpose that are the same in every process and on every machine."""
    digest = blake2b(f"{name}\x00{purpose}".encode(), digest_size=4 * _WORDS).digest()
    return tuple(int.from_bytes(digest[4 * i : 4 * i + 4], "little") for i in range(_WORDS))


def seed_sequence(seed: int, replication: int, name: str, purpose: str) -> np.random.SeedSequence:
    """Return the seed of one stream.

    Args:
        seed: the seed of the whole run, 0 or above.
        replication: number of the replication, 0 or above.
        name: who draws: an agent, or the dotted path of a number.
        purpose: what for.
    """
    return np.random.SeedSequence(seed, spawn_key=(replication, *_key(name, purpose)))


def uniform(seed: int, replication: int, name: str, purpose: str) -> float:
    """Return the first number of a stream, uniform in (0, 1), the same under every version of numpy's generators."""
    bits = int(seed_sequence(seed, replication, name, purpose).generate_state(1, np.uint64)[0])
    return ((bits >> 12) + 0.5) * 2.0**-52


@dataclass(frozen=True)
class Luck:
    """The chance of one replication.

    Attributes:
        seed: the seed of the whole run.
        replication: number of the replication.
    """

    seed: int = 0
    replication: int = 0

    def stream(self, name: str, purpose: str) -> Random:
        """Return the stream of an agent and a purpose; its `random()` is the same under every version of Python.

        Args:
            name: the agent, as `section.name`.
            purpose: what it draws for; one that names whom it deals with keeps others out of its luck.
        """
        words = seed_sequence(self.seed, self.replication, name, purpose).generate_state(_WORDS, np.uint32)
        return Random(int.from_bytes(words.astype("<u4").tobytes(), "little"))  # noqa: S311 (a simulation, no secret)
