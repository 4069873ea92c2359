"""How the world of 2026 passes through what is known: corpora of real labs beside those of the simulated ones."""

from dataclasses import dataclass
from math import log10

import pandas as pd

from simulator.run import Result
from simulator.summary import quantile
from worlds.config.observations import ObservedModel, observed_models

WORLD = "baseline-2026"
END = 2027.0
"""The year up to which it runs beside what is known, so that the last figures lie within it."""
FIRST, LAST = 2020.0, 2025.5
AHEAD, BEHIND = 0.1, 1.2
"""Years by which a plan may come after a publication, or lie before it, and still stand for it."""
SIZES = ((0.0, 4e9), (4e9, 15e9), (15e9, 80e9), (80e9, float("inf")))
"""Classes of active parameters by which overtraining is compared."""


@dataclass(frozen=True)
class Point:
    """An observed corpus beside the simulated one.

    Attributes:
        name: the model with the largest corpus of its day and lab.
        lab: the lab of the world.
        year: decimal year of publication.
        observed: tokens [token].
        low: 10 % quantile of the simulated corpora planned last before that date [token].
        middle: their median.
        high: their 90 % quantile.
    """

    name: str
    lab: str
    year: float
    observed: float
    low: float
    middle: float
    high: float

    @property
    def error(self) -> float:
        """How far the median is from what was observed, in log10."""
        return log10(self.middle / self.observed)

    @property
    def inside(self) -> bool:
        """Whether the observation lies within the middle 80 %."""
        return self.low <= self.observed <= self.high


def _decoders() -> list[ObservedModel]:
    """Return the decoders whose figures are fit for use, with known tokens, in the order of their publication."""
    return [model for model in observed_models() if model.form == "decoder" and model.fit_for_use and model.tokens]


def observed_corpora() -> list[ObservedModel]:
    """Return the model with the largest corpus of each lab and day: decoders fit for use, of labs in the world."""
    largest: dict[tuple[str, float], ObservedModel] = {}
    for model in _decoders():
        if not model.actor:
            continue
        key = model.actor, model.year
        if key not in largest or (model.tokens or 0.0) > (largest[key].tokens or 0.0):
            largest[key] = model
    return [model for model in largest.values() if FIRST <= model.year <= LAST]


def corpora(result: Result) -> pd.DataFrame:
    """Return every simulated corpus as wanted: replication, lab, planned_year, planned_tokens."""
    runs = result.frame("runs")
    return runs.groupby(["replication", "lab", "planned_year"])["planned_tokens"].max().reset_index()


def points(result: Result) -> list[Point]:
    """Return each observed corpus beside the simulated one that was planned last before its date.

    What was published before the lab of the world begins has none.
    """
    simulated = corpora(result)
    found = []
    for model in observed_corpora():
        mine = simulated[simulated["lab"] == model.actor]
        last = mine[mine["planned_year"] <= model.year + AHEAD]["planned_year"].max()
        if not last >= model.year - BEHIND or model.tokens is None:
            continue
        tokens = sorted(mine[mine["planned_year"] == last]["planned_tokens"])
        low, middle, high = (quantile(tokens, level) or 0.0 for level in (0.1, 0.5, 0.9))
        found.append(Point(model.name, model.actor, model.year, model.tokens, low, middle, high))
    return found


def largest_observed() -> list[tuple[float, float, str]]:
    """Return the dates at which the largest corpus of a decoder grew: year, tokens [token], name; any lab counts."""
    grown: list[tuple[float, float, str]] = []
    for model in _decoders():
        if model.tokens is not None and (not grown or model.tokens > grown[-1][1]):
            grown.append((model.year, model.tokens, model.name))
    return grown


def overtraining_of(result: Result, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return size and overtraining of the models of a year, published and simulated.

    Returns:
        Two frames with the columns size (active parameters) and k.
    """
    published = [one for one in _decoders() if year <= one.year < year + 1 and one.overtraining is not None]
    real = pd.DataFrame({"size": [one.size_active for one in published], "k": [one.overtraining for one in published]})
    runs = result.frame("runs")
    made = runs[(runs["year"] >= year) & (runs["year"] < year + 1)]
    return real, made[["size_active", "overtraining"]].set_axis(["size", "k"], axis=1)


def overtraining_by_size(result: Result, year: int) -> list[tuple[str, int, float, int, float]]:
    """Return the median k of models by size in a year: class, observed number and median, simulated number and median.

    Observed are dense models and mixtures, by active parameters; simulated numbers are of one replication.
    """
    published, simulated = overtraining_of(result, year)
    rows = []
    for low, high in SIZES:
        real, made = (one.loc[one["size"].between(low, high, "left"), "k"] for one in (published, simulated))
        name = f"{low / 1e9:g} to {high / 1e9:g} B" if high < float("inf") else f"above {low / 1e9:g} B"
        number = round(len(made) / result.request.replications)
        rows.append((name, len(real), float(real.median()), number, float(made.median())))
    return rows
