"""What was known at a date: the models published before it, in an order and form that nothing later can touch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from worlds.config.faults import InputError
from worlds.config.observations import ObservedModel, day_of
from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN

FEWEST_ROWS = 4
"""Rows below which the log-linear trend has no predictive distribution with a mean (fewer than two degrees left)."""
FEWEST_DATES = 3
EXPERTS = 8.0
"""Parameters in all over active ones where a mixture of experts tells only the former (as `techniques` assumes)."""


@dataclass(frozen=True)
class Training:
    """The models that anything may be fitted to at a date.

    Attributes:
        origin: the decimal year before which all of them were published.
        models: in the order of their publication and names.
    """

    origin: float
    models: tuple[ObservedModel, ...]

    @property
    def years(self) -> NDArray[np.float64]:
        """Years before the origin, as decimal years below zero."""
        return np.array([one.year - self.origin for one in self.models])

    @property
    def tokens(self) -> NDArray[np.float64]:
        """log10 of tokens seen in training."""
        return np.array([log10(one.tokens or 1.0) for one in self.models])

    @property
    def sizes(self) -> NDArray[np.float64]:
        """log10 of active parameters; the mean of the others where nothing is known of one."""
        known = np.array([np.nan if (size := active(one)) is None else log10(size) for one in self.models])
        middle = float(np.mean(known[~np.isnan(known)])) if not np.isnan(known).all() else 10.0
        return np.where(np.isnan(known), middle, known)

    @property
    def labs(self) -> list[str]:
        """Who made each of them."""
        return [lab_of(one) for one in self.models]


def usable(models: Iterable[ObservedModel]) -> list[ObservedModel]:
    """Return the models with known tokens whose figures are reported, likely or derived, in one order for all files."""
    kept = [one for one in models if one.fit_for_use and one.tokens]
    return sorted(kept, key=lambda one: (one.year, one.name, one.lab, one.tokens or 0.0, one.size or 0.0))


def training(models: Iterable[ObservedModel], origin: float) -> Training:
    """Return what was known before a date.

    Raises:
        InputError: when that is too little to fit anything to.
    """
    before = tuple(one for one in usable(models) if one.year < origin)
    dates = len({one.year for one in before})
    if len(before) < FEWEST_ROWS or dates < FEWEST_DATES:
        raise InputError(
            f"too few models before {day_of(origin)}: {len(before)} with known tokens that are reported, likely or "
            f"derived, on {dates} days; needed: {FEWEST_ROWS} on {FEWEST_DATES} days"
        )
    return Training(origin, before)


def later(models: Iterable[ObservedModel], origin: float, until: float) -> list[ObservedModel]:
    """Return the models that were published from a date on and up to another."""
    return [one for one in usable(models) if origin <= one.year <= until]


def lab_of(model: ObservedModel) -> str:
    """Return the lab of the world that made a model, or else the name of its makers."""
    return model.actor or model.lab


def active(model: ObservedModel) -> float | None:
    """Return the active parameters of a model, judged where only all of them are known."""
    if model.size_active is not None or model.size is None:
        return model.size_active
    return model.size / (EXPERTS if model.architecture == "moe" else 1.0)


def flop(model: ObservedModel) -> float | None:
    """Return the training compute of a model [FLOP]: as published, or 6 N D."""
    size = active(model)
    if model.train_flop is not None or size is None or model.tokens is None:
        return model.train_flop
    return FLOP_PER_PARAMETER_AND_TOKEN * size * model.tokens


def leads(models: Sequence[ObservedModel]) -> list[ObservedModel]:
    """Return the models that took at least as much compute as any earlier one of their lab."""
    largest: dict[str, float] = {}
    found = []
    for one in models:
        taken = flop(one)
        if taken is not None and taken >= largest.get(lab_of(one), 0.0):
            largest[lab_of(one)] = taken
            found.append(one)
    return found
