"""How much computing it takes to know a date to 0.1 year: plain draws or Sobol' points, luck shared or not.

Each way is tried with independent seeds; the spread of what they say is the error of one. To know a date to 0.1 year
means that 90 % of such answers lie within 0.1 year of their mean.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path
from statistics import linear_regression, mean, median, stdev

from simulator.ecosystem import Ecosystem
from simulator.experiments.batch import Batch
from simulator.experiments.work import values_of
from simulator.outcomes import outcomes_of
from tests.benchmarks.made import batch
from worlds.config.chance import Luck

WORLD, OUTCOME, TOLERANCE, NORMAL = "epoch-2024", "exhaustion_year.public", 0.1, 1.645
SIZES, SEEDS = (16, 32, 64, 128), 16
POLICY = """\
policy: three-times
description: All labs train on three times as many tokens per parameter as is compute-optimal.
changes:
  more: {path: labs.frontier.overtraining.k, from: 2018, value: 3 x}
"""


@dataclass(frozen=True)
class Way:
    """One way to ask.

    Attributes:
        what: what is to be known.
        how: how futures are chosen.
        runs: how many it takes to know it to 0.1 year.
        seconds: of processor time that these take.
        slope: how fast the error falls with the number of futures: -0.5 for independent draws, else as measured.
    """

    what: str
    how: str
    runs: float
    seconds: float
    slope: float


def _dates(of: Batch) -> Iterator[tuple[str, float]]:
    """Yield the policy of every run of a batch and the date that came out; what does not come counts as the end."""
    for place in range(of.size):
        run = of.run(place)
        over = of.overlay(run.cell, run.point)
        cell = of.cells[run.cell]
        loaded = cell.governed(over)
        history = Ecosystem(loaded, values_of(loaded, over, run, of.section), Luck(of.section.seed, run.luck)).run()
        found = next(one for one in outcomes_of(loaded.world, history) if one.name == OUTCOME)
        early = loaded.world.start if found.censored == "before_start" else loaded.world.end
        yield cell.policy, early if found.value is None else float(found.value)


class Asked:
    """Answers of many independent seeds to the same question, in a number of futures."""

    def __init__(self, folder: Path, size: int, *, sobol: bool) -> None:
        """Run both sides for every seed."""
        policy = folder / "three-times.yaml"
        policy.write_text(POLICY, encoding="utf-8")
        design = {"design": {"sobol": {"points": size}}} if sobol else {}
        begun = time.process_time()
        self._plain, self._changed = [], []
        for seed in range(SEEDS):
            of = batch(
                folder,
                WORLD,
                1 if sobol else size,
                seed=seed,
                policies=["no policy", str(policy)],
                draw=not sobol,
                **design,
            )
            told = list(_dates(of))
            self._plain.append([date for name, date in told if name == "no policy"])
            self._changed.append([date for name, date in told if name != "no policy"])
        self.seconds = (time.process_time() - begun) / (2 * SEEDS * size)

    def medians(self) -> list[float]:
        """Return the median date of every seed."""
        return [median(one) for one in self._plain]

    def effects(self, apart: int = 0) -> list[float]:
        """Return the mean effect of the policy, both sides in the same futures, or in those of seeds that lie apart."""
        changed = self._changed[apart:] + self._changed[:apart]
        return [mean(b) - mean(a) for a, b in zip(self._plain, changed, strict=True)]


def ways(folder: Path) -> list[Way]:
    """Return what every way takes."""
    drawn = {size: Asked(folder, size, sobol=False) for size in SIZES}
    points = {size: Asked(folder, size, sobol=True) for size in SIZES}
    told = []
    for how, asked in (("plain draws", drawn), ("scrambled Sobol' points", points)):
        told.append(_way("median date", how, 1, asked, [one.medians() for one in asked.values()]))
        told.append(
            _way("effect", f"{how}, futures of their own", 2, asked, [one.effects(1) for one in asked.values()])
        )
        told.append(_way("effect", f"{how}, the same futures", 2, asked, [one.effects() for one in asked.values()]))
    return told


def _way(what: str, how: str, sides: int, asked: dict[int, Asked], answers: Sequence[Sequence[float]]) -> Way:
    """Return how many runs it takes, from how the error falls with the number of futures."""
    errors = [max(stdev(one), 1e-6) for one in answers]
    plain = how.startswith("plain")
    slope, _ = (-0.5, 0.0) if plain else linear_regression([log(size) for size in asked], [log(one) for one in errors])
    middle = sqrt(min(asked) * max(asked))
    error = sqrt(errors[0] * errors[-1])
    futures = max(1.0, middle * (TOLERANCE / NORMAL / error) ** (1 / min(slope, -0.25)))
    each = median(one.seconds for one in asked.values())
    return Way(what, how, sides * futures, sides * futures * each, slope)
