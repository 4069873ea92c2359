"""What has been observed: real models with their sizes, tokens and compute (`worlds/data/models.csv`)."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from worlds.laws.overtraining import overtraining

Confidence = Literal["reported", "likely", "derived", "speculative", "rumour", "disputed", "undisclosed"]
FIT_FOR_USE: tuple[Confidence, ...] = ("reported", "likely", "derived")
"""Observations that anything may be fitted to or scored against."""


@dataclass(frozen=True)
class ObservedModel:
    """A real model.

    Attributes:
        name: as its makers call it.
        lab: who made it.
        actor: the lab of `baseline-2026` that stands for its makers; empty for none.
        country: where they are.
        year: decimal year of publication.
        licence: open (weights can be had) or closed.
        form: decoder, encoder or encoder-decoder.
        modality: what it reads.
        architecture: dense, moe or unknown.
        size: parameters in all; None where not public.
        size_active: parameters used for each token; None where not public.
        tokens: tokens seen in training; None where not public.
        epochs: how often its data were read; None where not public.
        train_flop: training compute [FLOP]; None where not public.
        confidence: how sure the figures are.
        source: where they are from.
    """

    name: str
    lab: str
    actor: str
    country: str
    year: float
    licence: str
    form: str
    modality: str
    architecture: str
    size: float | None
    size_active: float | None
    tokens: float | None
    epochs: float | None
    train_flop: float | None
    confidence: Confidence
    source: str

    @property
    def overtraining(self) -> float | None:
        """Overtraining k by active parameters; None where size or tokens are not public."""
        return None if self.size_active is None or self.tokens is None else overtraining(self.size_active, self.tokens)

    @property
    def fit_for_use(self) -> bool:
        """Whether its figures are sure enough to be fitted to or scored against."""
        return self.confidence in FIT_FOR_USE


@cache
def observed_models() -> tuple[ObservedModel, ...]:
    """Return the real models, in the order of their publication."""
    return tuple(_model(row) for row in rows_of("models.csv"))


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of `worlds/data`, by the names of its columns."""
    text = (files("worlds") / "data" / table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _model(row: dict[str, str]) -> ObservedModel:
    """Return the model of a row."""
    numbers = {key: float(row[key]) if row[key] else None for key in _NUMBERS}
    words = {key: row[key] for key in row if key not in (*_NUMBERS, "date")}
    return ObservedModel(year=decimal_year(row["date"]), **numbers, **words)  # type: ignore[arg-type]


_NUMBERS = ("size", "size_active", "tokens", "epochs", "train_flop")


def decimal_year(text: str) -> float:
    """Return the decimal year of a day that is written as 2024-05-14."""
    day = date.fromisoformat(text)
    begun, ended = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - begun).days / (ended - begun).days


def day_of(year: float) -> date:
    """Return the day whose decimal year is nearest to a given one."""
    begun = date(int(year), 1, 1)
    ended = date(begun.year + 1, 1, 1)
    return begun + timedelta(days=round((year - begun.year) * (ended - begun).days))
