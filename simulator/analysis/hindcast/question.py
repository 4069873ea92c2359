"""What a hindcast asks: which world, which models, which dates, all of it checked before any work."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from simulator.analysis.hindcast.training import later, training, usable
from simulator.request import LARGEST_SEED
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld, as_loaded
from worlds.config.observations import ObservedModel, day_of, decimal_year, observed_models
from worlds.config.observations_file import read_models

WORLD = "baseline-2026"
REPLICATIONS = 100
ORIGINS = (*(f"{year}-{day}" for year in range(2020, 2025) for day in ("01-01", "07-01")), "2025-01-01")
"""The days at which a rolling hindcast stands."""
SHIPPED = "worlds/data/models.csv"


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        loaded: the world that is fitted.
        models: real models.
        source: where they are from.
        days: before which models are known, one after the other.
        last: decimal year up to which models are scored.
        replications: futures of each origin.
        seed: seed of every random stream.
    """

    loaded: LoadedWorld
    models: tuple[ObservedModel, ...]
    source: str
    days: tuple[str, ...]
    last: float
    replications: int
    seed: int

    @cached_property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change a result."""
        rows = [str(one) for one in usable(self.models)]
        parts = [self.loaded.hash, rows, self.days, self.last, self.replications, self.seed, version("tokenshed")]
        return blake2b(json.dumps(parts).encode(), digest_size=5).hexdigest()


def question(
    world: str | Path | LoadedWorld,
    observations: str | Path | None,
    train_until: str | Iterable[str] | None,
    until: str | None,
    replications: int,
    seed: int,
) -> Question:
    """Return what is asked; the arguments are those of `hindcast`.

    Raises:
        InputError: when the world, the file or a date is wrong, or too few models were published before or after it.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed: out of range; allowed: 0 to {LARGEST_SEED}; given: {seed}")
    if replications < 2:
        raise InputError(f"replications: out of range; allowed: 2 or more; given: {replications}")
    models = known_models(observations)
    loaded = as_loaded(world)
    last = _last(models, until, loaded)
    days = tuple(_days(models, train_until, last, loaded))
    return Question(loaded, models, source_of(observations), days, last, replications, seed)


def known_models(observations: str | Path | None) -> tuple[ObservedModel, ...]:
    """Return the models of a file, or those that are shipped."""
    return observed_models() if observations is None else read_models(observations)


def source_of(observations: str | Path | None) -> str:
    """Return how people call the table of models."""
    return SHIPPED if observations is None else Path(observations).name


def day_given(text: str, option: str) -> str:
    """Return a day as it is written, after a look at whether it is one.

    Raises:
        InputError: naming the option.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        allowed = "year, month and day such as 2023-07-01"
        raise InputError(f"{option}: not a day; allowed: {allowed}; given: {text!r}") from error


def check_begun(origin: float, loaded: LoadedWorld, day: str) -> None:
    """Refuse an origin, a decimal year, at which the world has not begun."""
    if origin < loaded.world.start:
        allowed = f"a day from {day_of(loaded.world.start)} on, when {loaded.name} begins"
        raise InputError(f"train_until: too early; allowed: {allowed}; given: {day}")


def _last(models: Sequence[ObservedModel], until: str | None, loaded: LoadedWorld) -> float:
    """Return the decimal year up to which models are scored, no later than the world ends."""
    asked = decimal_year(day_given(until, "until")) if until is not None else float("inf")
    return min([asked, loaded.world.end, max((one.year for one in usable(models)), default=loaded.world.end)])


def _days(
    models: Sequence[ObservedModel], asked: str | Iterable[str] | None, last: float, loaded: LoadedWorld
) -> list[str]:
    """Return the origins: what was asked for, checked, or all that can be fitted and scored.

    Raises:
        InputError: when one that was asked for, or all, cannot.
    """
    if asked is not None:
        days = [day_given(one, "train_until") for one in ([asked] if isinstance(asked, str) else asked)]
        for day in days:
            _check(models, day, last, loaded)
        return days
    found, refused = [], []
    for day in ORIGINS:
        try:
            _check(models, day, last, loaded)
        except InputError as error:
            refused.append(error)
        else:
            found.append(day)
    if not found:
        raise refused[-1]
    return found


def _check(models: Sequence[ObservedModel], day: str, last: float, loaded: LoadedWorld) -> None:
    """Refuse an origin before the world, without models to learn from, or without any to foretell."""
    origin = decimal_year(day)
    check_begun(origin, loaded, day)
    training(models, origin)
    if not later(models, origin, last):
        raise InputError(
            f"no models from {day} to {day_of(last)} with known tokens that are reported, likely or derived, so that "
            "there is nothing to score"
        )
