"""Calibrating a world: a fit to models before a date, written as a world that extends it."""

import re
from pathlib import Path

from simulator.analysis.hindcast.question import WORLD, check_begun, day_given, known_models, source_of
from simulator.analysis.hindcast.training import usable
from worlds.config.faults import InputError, writing
from worlds.config.loading import LoadedWorld, load_world, shipped_worlds
from worlds.config.observations import decimal_year

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DAY = 1.0 / 366.0


def calibrate(
    file: str | Path,
    world: str = WORLD,
    *,
    observations: str | Path | None = None,
    train_until: str | None = None,
    seed: int = 0,
) -> LoadedWorld:
    """Fit a world to published models, write what came out as a world file, and return that world, loaded.

    Args:
        file: where; its name is that of the world.
        world: the world that is fitted and extended.
        observations: a CSV file of models instead of `worlds/data/models.csv`.
        train_until: the day before which models are known, so that the world knows of no later one; all models unless
            given.
        seed: seed of the draws from which ranges are taken.

    Raises:
        InputError: when the world, the table, the date or the file is wrong, or too few models are known.
    """
    place = Path(file)
    _check(place)
    from simulator.analysis.hindcast.fit import fit  # noqa: PLC0415 (a second that a wrong file need not take)
    from simulator.analysis.hindcast.written import base_named, calibrated  # noqa: PLC0415

    loaded, models = load_world(world), known_models(observations)
    if train_until is not None:
        origin = decimal_year(day_given(train_until, "train_until"))
        check_begun(origin, loaded, train_until)
    else:
        origin = max((one.year for one in usable(models)), default=loaded.world.start) + _DAY
    source = source_of(observations)
    found = calibrated(
        place.stem, base_named(world, place), loaded, fit(models, origin), source, seed, dated=train_until is not None
    )
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(found.text, encoding="utf-8")
    return load_world(str(place))


def _check(place: Path) -> None:
    """Refuse a file whose name is none of a world, or is taken."""
    if place.suffix not in {".yaml", ".yml"} or _NAME.fullmatch(place.stem) is None:
        raise InputError(f"{place}: not a world file; allowed: small letters, digits and '-', then .yaml")
    if place.stem in shipped_worlds():
        raise InputError(f"{place}: {place.stem} is a shipped world; allowed: another name")
    if place.exists():
        raise InputError(f"{place}: is there already; allowed: a new file")
