"""A hindcast: one origin, or a rolling one, from models and a world to scores."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.hindcast.fit import Fit, fit
from simulator.analysis.hindcast.forecasts import Forecast, forecast, largest_corpora, models_a_year
from simulator.analysis.hindcast.scores import crps_of_sample
from simulator.analysis.hindcast.scoring import Beside, Scores, largest, overtraining_by_size, scores
from simulator.analysis.hindcast.simulated import simulate
from simulator.analysis.hindcast.training import later, training, usable
from simulator.run import LARGEST_SEED, Progress
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.observations import ObservedModel, day_of, decimal_year, observed_models
from worlds.config.observations_file import read_models

if TYPE_CHECKING:
    import pandas as pd

WORLD = "baseline-2026"
REPLICATIONS = 100
ORIGINS = tuple(f"{year}-{day}" for year in range(2020, 2025) for day in ("01-01", "07-01")) + ("2025-01-01",)
"""The days at which a rolling hindcast stands."""
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
STEP = 0.5
"""Years between the dates at which the largest corpus is looked at."""


@dataclass(frozen=True)
class Origin:
    """What was foretold at a date, and how good it was.

    Attributes:
        train_until: the day before which models were known.
        fitted: what was fitted to them.
        forecasts: one for each model published from that day on.
        scores: of these.
        largest: the largest corpus by date.
        overtraining: k by size.
        published: in each whole year, how many models were foretold (10, 50 and 90 %) and how many the table has.
    """

    train_until: str
    fitted: Fit
    forecasts: tuple[Forecast, ...]
    scores: Scores
    largest: tuple[Beside, ...]
    overtraining: tuple[Beside, ...]
    published: tuple[tuple[int, tuple[float, float, float], int], ...]

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed hindcast --train-until DATE --json` prints."""
        return {
            "train_until": self.train_until,
            "n_train": len(self.fitted.known.models),
            "n_test": len(self.forecasts),
            "scores": asdict(self.scores),
            "forecasts": [_row(one) for one in self.forecasts],
            "largest_corpus": [asdict(one) for one in self.largest],
            "overtraining_by_size": [asdict(one) for one in self.overtraining],
        }


@dataclass(frozen=True)
class Hindcast:
    """Every origin of a hindcast.

    Attributes:
        world: the world that was fitted.
        seed: seed of every random stream.
        replications: futures of each origin.
        observations: where the models are from.
        origins: in their order.
    """

    world: str
    seed: int
    replications: int
    observations: str
    origins: tuple[Origin, ...]

    @cached_property
    def average(self) -> Scores:
        """The mean of each score over the origins."""
        names = [one.name for one in fields(Scores)]
        return Scores(*(float(np.mean([getattr(one.scores, name) for one in self.origins])) for name in names))

    @property
    def scores(self) -> "pd.DataFrame":
        """One row an origin: train_until, n_train, n_test and the scores."""
        return _frame(
            {
                "train_until": one.train_until,
                "n_train": len(one.fitted.known.models),
                "n_test": len(one.forecasts),
                **asdict(one.scores),
            }
            for one in self.origins
        )

    @property
    def forecasts(self) -> "pd.DataFrame":
        """One row an origin and model: train_until, name, date, observed, quantiles, crps; in log10 tokens."""
        return _frame({"train_until": one.train_until, **_row(each)} for one in self.origins for each in one.forecasts)

    @property
    def largest(self) -> "pd.DataFrame":
        """One row an origin and date: the largest corpus so far, in log10 tokens, as foretold and as known."""
        return _frame(_beside(one.train_until, each) for one in self.origins for each in one.largest)

    @property
    def overtraining(self) -> "pd.DataFrame":
        """One row an origin and class of sizes: median log10 k of new models, as foretold and as published."""
        return _frame(_beside(one.train_until, each) for one in self.origins for each in one.overtraining)

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed hindcast --json` prints over several origins."""
        return {
            "world": self.world,
            "seed": self.seed,
            "replications": self.replications,
            "origins": [one.as_dict() for one in self.origins],
            "average": asdict(self.average),
        }


def hindcast(
    world: str | Path | LoadedWorld = WORLD,
    *,
    observations: str | Path | None = None,
    train_until: str | Iterable[str] | None = None,
    until: str | None = None,
    replications: int = REPLICATIONS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Hindcast:
    """Fit a world to what was published before a date, simulate on, and score that against what came after.

    Args:
        world: the world whose labs are fitted.
        observations: a CSV file of models instead of `worlds/data/models.csv`.
        train_until: the day before which models are known, as 2023-07-01, or several; every half year from 2020 on
            unless given, where there is anything to fit and to score.
        until: the last day whose models are scored; that of the last model unless given.
        replications: futures of each origin.
        seed: seed of every random stream.
        progress: called after every run.

    Raises:
        InputError: when the world, the file or a date is wrong, or too few models were published before or after it.
    """
    loaded = world if isinstance(world, LoadedWorld) else load_world(world)
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed: out of range; allowed: 0 to {LARGEST_SEED}; given: {seed}")
    if replications < 2:
        raise InputError(f"replications: out of range; allowed: 2 or more; given: {replications}")
    models = observed_models() if observations is None else read_models(observations)
    source = "worlds/data/models.csv" if observations is None else str(observations)
    last = _last(models, until, loaded)
    days = _days(models, train_until, last, loaded)

    def told(done: int, _of: int) -> None:
        if progress is not None:
            progress(len(found) * replications + done, len(days) * replications)

    found: list[Origin] = []
    for day in days:
        found.append(_origin(loaded, models, day, last, replications, seed, told))
    return Hindcast(loaded.name, seed, replications, source, tuple(found))


def day_given(text: str, option: str) -> str:
    """Return a day as it is written, after a look at whether it is one.

    Raises:
        InputError: naming the option.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(
            f"{option}: not a day; allowed: year, month and day such as 2023-07-01; given: {text!r}"
        ) from error


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
    found = []
    wrong: InputError | None = None
    for day in ORIGINS:
        try:
            _check(models, day, last, loaded)
        except InputError as error:
            wrong = error
        else:
            found.append(day)
    if not found and wrong is not None:
        raise wrong
    return found


def _check(models: Sequence[ObservedModel], day: str, last: float, loaded: LoadedWorld) -> None:
    """Refuse an origin before the world, without models to learn from, or without any to foretell."""
    origin = decimal_year(day)
    if origin < loaded.world.start:
        raise InputError(f"train_until: before {loaded.name} begins in {loaded.world.start:g}; given: {day}")
    training(models, origin)
    if not later(models, origin, last):
        raise InputError(
            f"no models from {day} to {day_of(last)} with known tokens that are reported, likely or derived, so that "
            "there is nothing to score"
        )


def _origin(
    loaded: LoadedWorld,
    models: Sequence[ObservedModel],
    day: str,
    last: float,
    replications: int,
    seed: int,
    progress: Progress,
) -> Origin:
    """Return what was foretold at a day, and how good it was."""
    origin = decimal_year(day)
    fitted = fit(models, origin)
    new = later(models, origin, last)
    futures = simulate(loaded, fitted, last, seed, replications, progress)
    forecasts = tuple(forecast(one, futures, origin, seed) for one in new)
    dates = [origin + STEP * place for place in range(1, int((last - origin) / STEP) + 1)]
    biggest = largest_corpora(futures, fitted.known.models, origin, dates, seed)
    counted = [
        (year, tuple(float(one) for one in np.quantile(made, (0.1, 0.5, 0.9))), sum(int(m.year) == year for m in new))
        for year, made in models_a_year(futures, origin, last)
    ]
    return Origin(
        day,
        fitted,
        forecasts,
        scores(forecasts, fitted.known),
        tuple(largest(dates, biggest, usable(models))),
        tuple(overtraining_by_size(forecasts)),
        tuple((year, (made[0], made[1], made[2]), number) for year, made, number in counted),
    )


def _row(one: Forecast) -> dict[str, object]:
    """Return a forecast beside what came, in log10 tokens."""
    quantiles = {name: float(np.quantile(one.simulated, level)) for name, level in QUANTILES.items()}
    facts = {"name": one.model.name, "date": day_of(one.model.year).isoformat(), "observed": one.observed}
    return {**facts, **quantiles, "crps": crps_of_sample(one.simulated, one.observed)}


def _beside(day: str, one: Beside) -> dict[str, object]:
    """Return the row of a quantity of many models."""
    levels = dict(zip(("q05", "q10", "q50", "q90", "q95"), one.quantiles, strict=True))
    facts = {"train_until": day, "what": one.what, "number": one.number, "observed": one.observed}
    return {**facts, **levels, "crps": one.crps, "within": one.within}


def _frame(rows: Iterable[dict[str, object]]) -> "pd.DataFrame":
    """Return rows as a frame."""
    import pandas as pd  # noqa: PLC0415 (half a second that `--help` need not spend)

    return pd.DataFrame(list(rows))
