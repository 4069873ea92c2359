"""A hindcast: one origin, or a rolling one, from models and a world to scores."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.hindcast.fit import Fit, fit
from simulator.analysis.hindcast.forecasts import Forecast, forecast, largest_corpora, models_a_year
from simulator.analysis.hindcast.question import REPLICATIONS, WORLD, Question, question
from simulator.analysis.hindcast.scores import crps_of_sample
from simulator.analysis.hindcast.scoring import (
    Beside,
    Published,
    Scores,
    largest,
    overtraining_by_size,
    published,
    scores,
)
from simulator.analysis.hindcast.simulated import simulate
from simulator.analysis.hindcast.training import later, usable
from simulator.request import Progress
from worlds.config.loading import LoadedWorld
from worlds.config.observations import day_of, decimal_year

if TYPE_CHECKING:
    import pandas as pd

QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
STEP = 0.5
"""Years between the dates at which the largest corpus is looked at; the last is that of the last model."""


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
        published: how many models came out in each whole year, as foretold and as the table has them.
    """

    train_until: str
    fitted: Fit
    forecasts: tuple[Forecast, ...]
    scores: Scores
    largest: tuple[Beside, ...]
    overtraining: tuple[Beside, ...]
    published: tuple[Published, ...]

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
            "models_a_year": [asdict(one) for one in self.published],
        }


@dataclass(frozen=True)
class Hindcast:
    """Every origin of a hindcast.

    Attributes:
        asked: what was asked: the world, the models, the dates.
        origins: in their order.
    """

    asked: Question
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
            "world": self.asked.loaded.name,
            "seed": self.asked.seed,
            "replications": self.asked.replications,
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
    return answer(question(world, observations, train_until, until, replications, seed), progress)


def answer(asked: Question, progress: Progress | None = None) -> Hindcast:
    """Return the hindcast that a question asks for."""
    origins = [_origin(asked, day, _counting(progress, place, len(asked.days))) for place, day in enumerate(asked.days)]
    return Hindcast(asked, tuple(origins))


def _counting(progress: Progress | None, place: int, of: int) -> Progress:
    """Return what is called after every run of one origin among others."""

    def told(done: int, runs: int) -> None:
        if progress is not None:
            progress(place * runs + done, of * runs)

    return told


def _origin(asked: Question, day: str, progress: Progress) -> Origin:
    """Return what was foretold at a day, and how good it was."""
    origin, last, seed = decimal_year(day), asked.last, asked.seed
    fitted = fit(asked.models, origin)
    new = later(asked.models, origin, last)
    futures = simulate(asked.loaded, fitted, last, seed, asked.replications, progress)
    forecasts = tuple(forecast(one, futures, origin, seed) for one in new)
    dates = [*(origin + STEP * place for place in range(1, ceil((last - origin) / STEP))), last]
    biggest = largest_corpora(futures, fitted.known.models, origin, dates, seed)
    counted = models_a_year(futures, origin, last)
    return Origin(
        day,
        fitted,
        forecasts,
        scores(forecasts, fitted.known),
        tuple(largest(dates, biggest, usable(asked.models))),
        tuple(overtraining_by_size(forecasts)),
        tuple(published(year, made, new) for year, made in counted),
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
