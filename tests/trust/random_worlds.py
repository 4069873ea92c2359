"""Random worlds: a shipped one with numbers moved, feedbacks turned off and policies laid over it, all by chance."""

import random
from dataclasses import dataclass

from simulator.request import Request, requested
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.policies import shipped_policies
from worlds.config.settings import Setting

BASES = (
    *("minimal", "epoch-2024", "watershed", "estuary", "rivalry", "drought", "collapse", "contamination", "flywheel"),
    *("multimodal-tide", "private-thaw", "synthetic-flood"),
)
_FEEDBACKS = (
    *("contamination", "usage", "revenue", "closure", "trust", "price", "opening", "teaching", "competition"),
)
_MOST_MOVED, _MOST_POLICIES = 12, 3
_LATEST = 2036.0


@dataclass(frozen=True)
class RandomWorld:
    """A random world, and by what chance it came about."""

    seed: int
    request: Request


def random_world(seed: int, bases: tuple[str, ...] = BASES) -> RandomWorld:
    """Return a random world that the loader accepts; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(50):
        try:
            return RandomWorld(seed, _drawn(chance, bases))
        except InputError:  # a number beyond what another allows: draw anew
            continue
    raise AssertionError(f"no world for {seed}")


def _drawn(chance: random.Random, bases: tuple[str, ...]) -> Request:
    """Return one draw of a world, which may be none."""
    loaded = load_world(chance.choice(bases))
    settings = [*_moved(chance, loaded), *_switched(chance)]
    policies = chance.sample(shipped_policies(), chance.randint(0, _MOST_POLICIES)) if chance.random() < 0.5 else []
    until = min(loaded.world.end, _LATEST)
    return requested(
        loaded, chance.randrange(10_000), 1, until, settings, policies=policies, central_values=chance.random() < 0.3
    )


def _moved(chance: random.Random, loaded: LoadedWorld) -> list[Setting]:
    """Return settings that move some numbers, uncertain ones to a quantile, others by a factor."""
    found = []
    for path in chance.sample(list(loaded.numbers), min(len(loaded.numbers), chance.randint(0, _MOST_MOVED))):
        number = loaded.numbers[path]
        if number.uncertain:
            value = number.quantile(chance.uniform(0.001, 0.999))
        else:
            value = number.value * chance.uniform(0.3, 3.0)
        if (number.bounds.hold(value) and not path.startswith("labs.")) or number.uncertain:
            found.append(Setting(path, number.dimension.write(value)))
    return found


def _switched(chance: random.Random) -> list[Setting]:
    """Return settings that turn some feedbacks off."""
    return [Setting(f"feedbacks.{name}", value=False) for name in _FEEDBACKS if chance.random() < 0.2]
