"""What a search found: every candidate with how it does, which of them are not dominated, and which is robust."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.search.candidates import Candidate, Tried, judge
from simulator.analysis.search.evolution import Point
from simulator.analysis.search.futures import Found
from simulator.analysis.search.judgement import moved, no_worse
from simulator.analysis.search.knobs import Knob
from simulator.analysis.search.policy import write_policy
from simulator.analysis.search.wishes import Objective, Threshold
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld

if TYPE_CHECKING:
    import pandas as pd

ROBUST = "robust"


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes:
        loaded: the world.
        knobs: what was turned.
        objectives: what was wished for.
        thresholds: what a future had to meet; none for being no worse than the baseline in any objective.
        points: the candidates, in the order in which they were tried.
        found: what came out of them, in the futures that count; outcomes are the objectives, then the thresholds.
        baseline: what came out of the world as it is.
        futures: how many futures were asked for.
        population: how many candidates make a generation.
        seed: of the futures and of the search.
        folder: where the runs are.
    """

    loaded: LoadedWorld
    knobs: tuple[Knob, ...]
    objectives: tuple[Objective, ...]
    thresholds: tuple[Threshold, ...]
    points: tuple[Point, ...]
    found: Found
    baseline: Found
    futures: int
    population: int
    seed: int
    folder: Path

    @property
    def world(self) -> str:
        """Name of the world."""
        return self.loaded.name

    @property
    def outcomes(self) -> list[str]:
        """What was looked at: the outcomes of the objectives, then those of the thresholds."""
        return [*(one.outcome for one in self.objectives), *(one.outcome for one in self.thresholds)]

    @cached_property
    def judged(self) -> np.ndarray:
        """Which candidates have every number in every future that counts."""
        whole: np.ndarray = ~np.isnan(self.found.numbers).any(axis=(1, 2))
        return whole

    @cached_property
    def signs(self) -> np.ndarray:
        """The sign of each objective."""
        return np.array([one.sign for one in self.objectives])

    def _gains(self, found: Found) -> np.ndarray:
        """Return the objectives with their signs."""
        gains: np.ndarray = found.numbers[:, :, : len(self.objectives)] * self.signs
        return gains

    @cached_property
    def satisfied(self) -> np.ndarray:
        """In which futures each judged candidate satisfies [candidates x futures]."""
        values = self.found.numbers[self.judged]
        if not self.thresholds:
            return no_worse(self._gains(self.found)[self.judged], self._gains(self.baseline)[0])
        return self._met(values)

    def _met(self, values: np.ndarray) -> np.ndarray:
        """Return in which futures all thresholds are met [candidates x futures]."""
        first = len(self.objectives)
        met = [one.met(values[:, :, first + i]) for i, one in enumerate(self.thresholds)]
        found: np.ndarray = np.all(met, axis=0)
        return found

    @cached_property
    def baseline_robustness(self) -> float | None:
        """Share of futures in which the world as it is meets all thresholds; None where it is the threshold itself."""
        return float(self._met(self.baseline.numbers).mean()) if self.thresholds else None

    @cached_property
    def baseline_means(self) -> tuple[float, ...]:
        """The mean of each objective in the world as it is, in base units."""
        means: list[float] = self.baseline.numbers[0, :, : len(self.objectives)].mean(axis=0).tolist()
        return tuple(means)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every candidate that could be judged, in the order in which they were tried."""
        gains, places = self._gains(self.found)[self.judged], np.flatnonzero(self.judged)
        tried = [Tried(int(i) + 1, int(i) // self.population + 1, self.points[i]) for i in places]
        late = self._late(self.found)[self.judged]
        return judge(tried, gains, self._gains(self.baseline), self.satisfied.mean(axis=1), self.signs, late)

    def _late(self, found: Found) -> np.ndarray:
        """Return where objectives are dates beyond the end (1) or the start (-1) of the world."""
        return found.censored[:, :, : len(self.objectives)]

    @cached_property
    def baseline_never(self) -> tuple[float, ...]:
        """Share of futures in which each objective does not come by the end in the world as it is."""
        shares: list[float] = (self._late(self.baseline)[0] > 0).mean(axis=0).tolist()
        return tuple(shares)

    @cached_property
    def baseline_before_start(self) -> tuple[float, ...]:
        """Share of futures in which each objective had come by the start in the world as it is."""
        shares: list[float] = (self._late(self.baseline)[0] < 0).mean(axis=0).tolist()
        return tuple(shares)

    @cached_property
    def unmoved(self) -> tuple[Objective, ...]:
        """The objectives that are for every candidate, in every future, what they are in the world as it is."""
        which = moved(self._gains(self.found)[self.judged], self._gains(self.baseline)[0])
        return tuple(one for one, is_moved in zip(self.objectives, which, strict=True) if not is_moved)

    @cached_property
    def pareto(self) -> tuple[Candidate, ...]:
        """The candidates that none dominates by means: the most robust first, of equals the one of least regret."""
        mine = [one for one in self.candidates if one.undominated]
        return tuple(sorted(mine, key=lambda one: (-one.robustness, one.relative_regret, one.number)))

    @property
    def robust(self) -> Candidate:
        """The first of them.

        Raises:
            InputError: when no candidate could be judged.
        """
        if not self.pareto:
            raise InputError(f"{self.folder}: no candidate came to its end in every future; nothing can be said")
        return self.pareto[0]

    def picked(self, pick: str) -> Candidate:
        """Return a candidate by its number, or the robust one.

        Raises:
            InputError: when there is no such candidate.
        """
        if pick == ROBUST:
            return self.robust
        found = [one for one in self.candidates if str(one.number) == pick]
        if not found:
            raise InputError(
                f"--pick {pick}: is no candidate that was judged; allowed: robust, or 1 to {len(self.points)}"
            )
        return found[0]

    def write(self, file: str | Path, pick: str = ROBUST) -> Path:
        """Write a candidate as a policy file and return it.

        Args:
            file: where; its name becomes that of the policy.
            pick: number of the candidate, or `robust`.

        Raises:
            InputError: when there is no such candidate, or the file cannot be written.
        """
        one = self.picked(pick)
        description = (
            f"Candidate {one.number} of a search over {self.world}, chosen among {len(self.points)} in "
            f"{self.futures} futures (seed {self.seed})."
        )
        wanted = " and ".join(map(str, self.thresholds)) or "no worse than without a policy in any objective"
        assumption = f"It was {wanted} in {one.robustness:.0%} of those futures; others may judge it otherwise."
        write_policy(self.knobs, one.point, description, [assumption], Path(file))
        return Path(file)

    def frame(self) -> "pd.DataFrame":
        """Return the candidates as a tidy frame, a row each; see `rows`."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """Return each candidate as plain data: knobs by name, and mean, worst and regret of objectives by theirs."""
        return [self._row(one) for one in self.candidates]

    def _row(self, one: Candidate) -> dict[str, Any]:
        """Return one candidate as plain data."""
        late = {"never ": one.never, "before_start ": one.before_start}
        kinds = {"": one.means, "worst ": one.worst, "regret ": one.regret, "worst regret ": one.worst_regret}
        names: Sequence[str] = [objective.outcome for objective in self.objectives]
        return {
            "candidate": one.number,
            "generation": one.generation,
            **dict(zip((knob.name for knob in self.knobs), one.point, strict=True)),
            **{f"{kind}{name}": value for kind, row in kinds.items() for name, value in zip(names, row, strict=True)},
            **{
                f"{kind}{wish.outcome}": share
                for kind, row in late.items()
                for wish, share in zip(self.objectives, row, strict=True)
                if wish.unit == "year"
            },
            "relative_regret": one.relative_regret,
            "robustness": one.robustness,
            "undominated": one.undominated,
            "undominated_at_worst": one.undominated_at_worst,
        }

    def as_dict(self) -> dict[str, Any]:
        """Return what `tokenshed search --json` prints."""
        return {
            "world": self.world,
            "seed": self.seed,
            "futures": self.futures,
            "futures_used": int(self.found.numbers.shape[1]),
            "population": self.population,
            "levers": [
                {"name": one.name, "unit": one.unit, "low": one.low, "high": one.high, "choices": list(one.choices)}
                for one in self.knobs
            ],
            "objectives": [{"outcome": one.outcome, "better": one.better, "unit": one.unit} for one in self.objectives],
            "satisfies": [str(one) for one in self.thresholds],
            "candidates": self.rows(),
            "left_out": int((~self.judged).sum()),
            "failed": int(self.found.failed.sum()),
            "censored": dict(zip((one.outcome for one in self.objectives), self.censored, strict=True)),
            "pareto": [one.number for one in self.pareto],
            "robust": self.robust.number,
            "baseline": dict(zip((one.outcome for one in self.objectives), self.baseline_means, strict=True)),
            "baseline_never": dict(zip((one.outcome for one in self.objectives), self.baseline_never, strict=True)),
            "unmoved": [one.outcome for one in self.unmoved],
            "baseline_robustness": self.baseline_robustness,
        }

    @cached_property
    def censored(self) -> list[float]:
        """Share of runs of candidates in which each objective is a date beyond the world's time."""
        shares: list[float] = (self._late(self.found)[self.judged] != 0).mean(axis=(0, 1)).tolist()
        return shares
