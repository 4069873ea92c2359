"""Simulating on from a date: one run a draw of the fit, and what its labs would read at any date."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from agents.training import Model
from simulator.analysis.hindcast.calibrated import adapted, numbers_of
from simulator.analysis.hindcast.fit import Draw, Fit
from simulator.analysis.hindcast.linear import STEP
from simulator.analysis.hindcast.scores import Floats
from simulator.ecosystem import Ecosystem
from simulator.request import Progress
from worlds.config.chance import Luck
from worlds.config.loading import LoadedWorld
from worlds.config.values import drawn


@dataclass(frozen=True)
class Course:
    """What a lab read, generation by generation, in log10.

    Attributes:
        years: when each generation was planned.
        tokens: tokens that its lead model saw.
        sizes: active parameters of the lead model.
    """

    years: Floats
    tokens: Floats
    sizes: Floats

    def tokens_of(self, size: float, year: float, draw: Draw, origin: float) -> float:
        """Return log10 tokens that a model of the lab would see, by log10 of its size and the date.

        It is what the last generation before saw, or the first one where there is none yet, moved to the date by the
        level of the draw; a model sees size^elasticity of what the lead sees. Nothing later than the date counts.
        """
        place = max(0, int(np.searchsorted(self.years, year, side="right")) - 1)
        moved = draw.level(year - origin) - draw.level(float(self.years[place]) - origin)
        return float(self.tokens[place] + moved + draw.elasticity * (size - self.sizes[place]))

    def size_at(self, year: float) -> float:
        """Return log10 of the size of the last lead model before a date, or of the first one."""
        return float(self.sizes[max(0, int(np.searchsorted(self.years, year, side="right")) - 1)])


@dataclass(frozen=True)
class Future:
    """One replication: what was taken for true, and what the simulated labs did.

    Attributes:
        draw: the numbers of the fit.
        courses: each lab that trained anything, by name.
        models: every model as it came out: year, log10 tokens, log10 size.
    """

    draw: Draw
    courses: dict[str, Course]
    models: Floats

    def labs_at(self, year: float) -> list[str]:
        """Return who trains at a date, in the order of names: who has begun, or will first if nobody has."""
        first = max(year, min(one.years[0] for one in self.courses.values()))
        return [name for name, one in self.courses.items() if one.years[0] <= first]


def simulate(
    loaded: LoadedWorld, fitted: Fit, until: float, seed: int, replications: int, progress: Progress | None = None
) -> list[Future]:
    """Run a world as a fit has it, each replication under a draw of the fit and of every other uncertain number.

    Args:
        loaded: the world.
        fitted: the fit.
        until: decimal year up to which corpora are wanted.
        seed: seed of every random stream.
        replications: how many runs.
        progress: called after each.
    """
    world, forms = adapted(loaded, fitted, until)
    futures = []
    for replication in range(replications):
        draw = fitted.draw(seed, replication, forms, until + STEP - fitted.origin)
        values = drawn(world, seed, replication)
        for lab, form in forms.items():
            for path, number in numbers_of(draw, lab, form).items():
                values.enact(path, number)
        history = Ecosystem(world, values, Luck(seed, replication)).run()
        futures.append(_future(draw, [one for one in history.models if one.lab in forms]))
        if progress is not None:
            progress(replication + 1, replications)
    return futures


def _future(draw: Draw, models: Sequence[Model]) -> Future:
    """Return a replication from the models that came out of it."""
    lead: dict[tuple[str, float], Model] = {}
    for one in models:
        key = one.lab, one.planned_year
        if key not in lead or one.size_active > lead[key].size_active:
            lead[key] = one
    courses = {
        lab: _course([one for (name, _), one in sorted(lead.items()) if name == lab])
        for lab in sorted({one.lab for one in models})
    }
    rows = [(one.year, log10(one.tokens), log10(one.size_active)) for one in models]
    return Future(draw, courses, np.array(rows).reshape(-1, 3))


def _course(models: Sequence[Model]) -> Course:
    """Return the course of a lab from its lead models."""
    return Course(
        np.array([one.planned_year for one in models]),
        np.array([log10(one.tokens) for one in models]),
        np.array([log10(one.size_active) for one in models]),
    )
