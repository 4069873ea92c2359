"""A candidate judged anew: in futures that it was not chosen by, since the best of many was lucky, too."""

from dataclasses import replace

import numpy as np

from simulator.analysis.search.answer import Search
from simulator.analysis.search.futures import Futures, found_in
from simulator.experiments.execution import Told
from worlds.config.faults import InputError


def judged_anew(
    answer: Search, number: int, futures: int, *, workers: int | None = None, progress: Told = lambda _: None
) -> Search:
    """Return an answer that has one candidate alone, run beside the world as it is under the next seed.

    Args:
        answer: of the search that has the candidate.
        number: of the candidate.
        futures: how many new futures.
        workers: processes; one for each core unless given.
        progress: called whenever a part is stored.

    Raises:
        InputError: when no future has every outcome on both sides.
    """
    point, seed = answer.points[number - 1], answer.seed + 1
    runner = Futures(answer.loaded, answer.knobs, futures, seed, answer.folder, workers, 2 * futures, progress)
    found = found_in(runner.beside(point, number), answer.outcomes, answer.loaded)
    sound = ~np.isnan(found.numbers).any(axis=(0, 2))
    if not sound.any():
        raise InputError(f"{answer.folder}: candidate {number} came to its end in no new future; nothing can be said")
    kept = found.only(sound)
    one, baseline = kept.of(slice(1, 2)), kept.of(slice(0, 1))
    return replace(answer, points=(point,), found=one, baseline=baseline, futures=futures, seed=seed)
