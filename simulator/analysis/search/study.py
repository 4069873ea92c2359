"""A search: candidates are made by evolution, run as batches, and judged over the same futures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from simulator.analysis.search.answer import Search
from simulator.analysis.search.evolution import Point, Worth, evolve
from simulator.analysis.search.folder import claim
from simulator.analysis.search.futures import Found, Futures, found_in
from simulator.analysis.search.knobs import Knob, knobs_of
from simulator.analysis.search.wishes import Objective, Threshold, objectives_of, thresholds_of
from simulator.experiments.execution import Told
from simulator.folder import default_folder
from simulator.outcomes import names_in
from simulator.request import prepared
from simulator.version import model_version
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting

FUTURES, CANDIDATES, POPULATION = 16, 100, 20
_FEWEST = 4


@dataclass(frozen=True)
class Question:
    """What is searched, apart from how long.

    Attributes:
        loaded: the world.
        knobs: what is turned.
        objectives: as they were asked for; those of a sensible set unless there are any.
        futures: how many futures judge each candidate.
        population: how many candidates make a generation.
        seed: of the futures and of the search.
    """

    loaded: LoadedWorld
    knobs: tuple[Knob, ...]
    objectives: tuple[str, ...]
    futures: int
    population: int
    seed: int

    @cached_property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change which candidates are tried."""
        knobs = [[one.name, one.low, one.high, one.choices] for one in self.knobs]
        asked = [self.loaded.hash, knobs, self.objectives, self.futures, self.population, self.seed, model_version()]
        return blake2b(json.dumps(asked).encode(), digest_size=5).hexdigest()

    def facts(self) -> dict[str, object]:
        """Return what the manifest says."""
        return {
            "kind": "search",
            "world": self.loaded.name,
            "levers": [one.name for one in self.knobs],
            "objectives": list(self.objectives),
            "futures": self.futures,
            "population": self.population,
            "seed": self.seed,
            "hash": self.hash,
            "model": model_version(),
        }


def search(
    world: str | Path | LoadedWorld,
    *,
    levers: Sequence[str] = (),
    objectives: Sequence[str] = (),
    satisfies: Sequence[str] = (),
    futures: int = FUTURES,
    candidates: int = CANDIDATES,
    population: int = POPULATION,
    seed: int = 0,
    until: float | None = None,
    settings: Sequence[Setting] = (),
    folder: str | Path | None = None,
    workers: int | None = None,
    progress: Told = lambda _: None,
) -> Search:
    """Search settings of levers that do well over many futures by several outcomes at once.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        levers: what is turned, each as `PATH@2027=LOW..HIGH`, `PATH@2027=A,B,C` or `PATH@2027`; a sensible set of
            statutes and levers of pools, as far as the world has them, unless given.
        objectives: outcomes as `OUTCOME:higher` or `OUTCOME:lower`; the exhaustion year of public data, loss gap, data
            spend and privacy incidents unless given.
        satisfies: thresholds as `OUTCOME>=VALUE` or `OUTCOME<=VALUE`, in base units; without them a candidate satisfies
            in a future when it is no worse than the baseline there in any objective.
        futures: how many draws of chance judge each candidate, the same for all and for the baseline.
        candidates: how many are tried; more of them go on with a search in the same folder.
        population: how many make a generation.
        seed: of the futures and of the search.
        until: decimal year to end at.
        settings: what to change in the world.
        folder: where the runs go, or are; `results/<world>-search-<hash>` unless given.
        workers: processes; one for each core unless given.
        progress: called whenever a part is stored.

    Raises:
        InputError: when the world, a lever, an outcome or a number is wrong, or the folder holds something else.
    """
    _check_numbers(futures, candidates, population)
    loaded = prepared(world, until, settings)
    knobs = knobs_of(loaded, levers)
    question = Question(loaded, knobs, tuple(objectives), futures, population, seed)
    place = Path(folder) if folder is not None else default_folder(f"{loaded.name}-search", question.hash)
    runner = Futures(loaded, knobs, futures, seed, place, workers, (1 + candidates) * futures, progress)
    runner.check()
    known = sorted(names_in(loaded.world))
    objectives_of(objectives, known), thresholds_of(satisfies, known)  # before any run; once more with what there is
    claim(place, question.hash, question.facts())
    return _searched(question, runner, candidates, satisfies)


def _check_numbers(futures: int, candidates: int, population: int) -> None:
    """Refuse numbers with which there is no search."""
    for name, given, least in (
        ("futures", futures, 1),
        ("candidates", candidates, 1),
        ("population", population, _FEWEST),
    ):
        if given < least:
            raise InputError(f"--{name}: too few; allowed: {least} or more; given: {given}")


def _searched(question: Question, runner: Futures, candidates: int, satisfies: Sequence[str]) -> Search:
    """Run the baseline, then generation by generation, and return what was found."""
    base = runner.baseline()
    known = base.outcome_names
    if not known:
        raise InputError(f"{runner.folder}: every run of the baseline failed; nothing can be compared with it")
    objectives, thresholds = objectives_of(question.objectives, known), thresholds_of(satisfies, known)
    outcomes = [*(one.outcome for one in objectives), *(one.outcome for one in thresholds)]
    baseline = found_in(base, outcomes, question.loaded)
    sound = ~np.isnan(baseline.numbers[0]).any(axis=1)
    if not sound.any():
        raise InputError(f"{runner.folder}: the baseline has not every outcome in any future; nothing can be compared")
    pieces: list[Found] = []

    def evaluate(generation: int, points: Sequence[Point]) -> list[Worth]:
        results = runner.of(generation, points, generation * question.population + 1)
        pieces.append(found_in(results, outcomes, question.loaded).only(sound))
        return [_worth(one, len(objectives)) for one in pieces[-1].numbers]

    points = evolve(
        question.knobs,
        objectives,
        evaluate,
        candidates=candidates,
        population=question.population,
        seed=question.seed,
    )
    return _answer(question, runner, objectives, thresholds, points, pieces, baseline.only(sound))


def _worth(values: np.ndarray, objectives: int) -> Worth:
    """Return the means of the objectives over futures; None where any is missing.

    Args:
        values: [futures x outcomes].
        objectives: how many of the outcomes are objectives.
    """
    means: list[float] = values[:, :objectives].mean(axis=0).tolist()
    return None if np.isnan(values).any() else means


def _answer(
    question: Question,
    runner: Futures,
    objectives: tuple[Objective, ...],
    thresholds: tuple[Threshold, ...],
    points: Sequence[Point],
    pieces: Sequence[Found],
    baseline: Found,
) -> Search:
    """Return what was found."""
    found = pieces[0]
    for piece in pieces[1:]:
        found = found.and_then(piece)
    return Search(
        question.loaded,
        question.knobs,
        objectives,
        thresholds,
        tuple(points),
        found,
        baseline,
        question.futures,
        question.population,
        question.seed,
        runner.folder,
    )
