"""Evolution: Optuna asks for candidates, a generation at a time, and is told what each was worth.

The sampler is NSGA-II for up to three objectives and NSGA-III for more. All its chance is from one seed, and it is
asked and told in one order, so the same values bring the same candidates: a search that was stopped is gone on with by
telling it again what is stored.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

from simulator.analysis.search.knobs import Knob
from simulator.analysis.search.wishes import Objective

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler

Point = tuple[float, ...]
"""The value of each knob, in base units."""
Worth = Sequence[float] | None
"""The value of each objective; None where it is not known."""
Evaluate = Callable[[int, Sequence[Point]], Sequence[Worth]]
"""From the number of a generation and its points to the worth of each."""
_FEW = 3


def evolve(
    knobs: Sequence[Knob],
    objectives: Sequence[Objective],
    evaluate: Evaluate,
    *,
    candidates: int,
    population: int,
    seed: int,
) -> list[Point]:
    """Return all candidates, in the order in which they were tried.

    Args:
        knobs: what is turned.
        objectives: what is wished for.
        evaluate: says what each point of a generation is worth.
        candidates: how many to try.
        population: how many make a generation, and are parents of the next.
        seed: of the sampler.
    """
    with _quiet():
        import optuna  # noqa: PLC0415 (an extra)

        up, down = optuna.study.StudyDirection.MAXIMIZE, optuna.study.StudyDirection.MINIMIZE
        directions = [up if one.better == "higher" else down for one in objectives]
        study = optuna.create_study(directions=directions, sampler=_sampler(len(objectives), population, seed))
        space = {one.name: _distribution(one) for one in knobs}
        tried: list[Point] = []
        while len(tried) < candidates:
            trials = [study.ask(space) for _ in range(min(population, candidates - len(tried)))]
            points = [tuple(one.settled(trial.params[one.name])[0] for one in knobs) for trial in trials]
            found = evaluate(len(tried) // population, points)
            for trial, worth in zip(trials, found, strict=True):
                study.tell(trial, [-one.sign * inf for one in objectives] if worth is None else list(worth))
            tried += points
    return tried


def _sampler(objectives: int, population: int, seed: int) -> "BaseSampler":
    """Return the sampler; simulated binary crossover makes children that are none of their parents."""
    from optuna.samplers import NSGAIIISampler, NSGAIISampler  # noqa: PLC0415
    from optuna.samplers.nsgaii import SBXCrossover  # noqa: PLC0415

    kind = NSGAIISampler if objectives <= _FEW else NSGAIIISampler
    return kind(population_size=population, crossover=SBXCrossover(), seed=seed)


def _distribution(knob: Knob) -> "BaseDistribution":
    """Return what a knob may be, in Optuna's words."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution  # noqa: PLC0415

    if knob.choices:
        return CategoricalDistribution(knob.choices)
    return FloatDistribution(knob.low, knob.high, log=knob.by_logarithm)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Optuna from logging every trial, and from warning of NSGA-III and the crossover, which it calls new."""
    import optuna  # noqa: PLC0415

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            yield
    finally:
        optuna.logging.set_verbosity(before)
