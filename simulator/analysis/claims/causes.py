"""The claim about causes: growth of demand split into compute, overtraining and the number of labs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import factorial, log

import numpy as np
import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import LARGE, Futures, Numbers, by_future, outcome
from simulator.analysis.claims.spread import mean, median, middle
from simulator.ecosystem import Ecosystem
from simulator.run import Result, run_world
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central

BASELINE = "baseline-2026"
FROZEN = 2020.5
"""Decimal year at whose state causes are frozen: GPT-3 is the largest model."""
PAST, COMING = 2025.5, 2030.5
CAUSES = ("compute", "overtraining", "labs")
DATED = {"compute", "labs"}
"""With these growing, exhaustion is dated with overtraining and without."""


@dataclass(frozen=True)
class Plans:
    """The labs of a world on its public text alone, with nobody else, so that plans are all that happens.

    Attributes:
        world: the labs and the public pools.
    """

    world: LoadedWorld

    @cached_property
    def then(self) -> Mapping[str, tuple[float, float]]:
        """Decimal year of each lab's last plan before causes are frozen, or first, and k of its lead model then."""
        runs = run_world(self.world, until=PAST).frame("runs")
        return {str(lab): _lead(rows) for lab, rows in runs.groupby("lab")}

    @cached_property
    def present(self) -> list[str]:
        """The labs that train when causes are frozen."""
        return [lab for lab, (year, _) in self.then.items() if year <= FROZEN]

    def frozen(self, growing: Iterable[str]) -> list[Setting]:
        """Return the settings that freeze every cause but those that go on growing.

        Compute stays at what the lab's trend has in 2020.5; overtraining at that of the lab's last plan before, and for
        labs that come later at that of the largest lab of the day; labs that come later stay away.
        """
        growing = set(growing)
        stay = [lab for lab in self.then if "labs" in growing or lab in self.present]
        gone = [Setting(f"labs.{lab}", None) for lab in self.world.world.labs if lab not in stay]
        compute = [] if "compute" in growing else [one for lab in stay for one in self._compute(lab)]
        k = [] if "overtraining" in growing else [one for lab in stay for one in self._overtraining(lab)]
        return [*gone, *compute, *k]

    @cached_property
    def _flop(self) -> dict[str, float]:
        """The compute that the trend of each lab has when causes are frozen, at central values [FLOP]."""
        labs = Ecosystem(self.world, central(self.world)).labs
        return {name: lab.budget.compute(FROZEN) or 0.0 for name, lab in labs.items()}

    def _compute(self, lab: str) -> list[Setting]:
        """Return the settings that stop the growth of a lab's compute."""
        path = f"labs.{lab}"
        level = {"value": f"{self._flop[lab]:.6g} FLOP", "at": FROZEN}
        return [
            Setting(f"{path}.compute", None),
            Setting(f"{path}.compute", level),
            Setting(f"{path}.compute_growth", "1 x/year"),
            Setting(f"{path}.taper", None),
        ]

    def _overtraining(self, lab: str) -> list[Setting]:
        """Return the settings that stop the growth of a lab's overtraining."""
        largest = max(self.present, key=lambda name: self._flop[name], default=lab)
        k = self.then[lab if lab in self.present else largest][1]
        path = f"labs.{lab}.overtraining"
        return [Setting(path, None), Setting(path, {"strategy": "fixed", "k": f"{k:.6g} x"})]


def plans_of(loaded: LoadedWorld) -> Plans:
    """Return the labs of a world on its public text alone."""
    world = loaded.world
    pools = [f"pools.{name}" for name, pool in world.pools.items() if pool.kind != "public"]
    parties = ("publishers", "data_owners", "archives", "user_bases", "regulators")
    others = [f"{section}.{name}" for section in parties for name in getattr(world, section)]
    lists = [f"labs.{lab}.{key}" for lab in world.labs for key in ("reads", "substitutes")]
    return Plans(loaded.with_settings([Setting(path, None) for path in (*pools, *others, *lists)]))


def _lead(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the date and the lead's k of a lab's last plan before causes are frozen, or of its first."""
    before = rows[rows["planned_year"] <= FROZEN]["planned_year"]
    year = before.max() if len(before) else rows["planned_year"].min()
    family = rows[rows["planned_year"] == year]
    return float(year), float(family["planned_overtraining"][family["size"].idxmax()])


def _largest_grows(result: Result, until: float) -> Numbers:
    """Return the log growth of the largest corpus that any lab has planned so far, in each future."""

    def number(rows: pd.DataFrame) -> float:
        then, now = (rows[rows["planned_year"] <= year]["planned_tokens"].max() for year in (FROZEN, until))
        return log(now / then)

    return by_future(result, "runs", number)


def _reading_grows(result: Result, until: float) -> Numbers:
    """Return the log growth of all tokens that models were planned to see within a year, in each future."""

    def number(rows: pd.DataFrame) -> float:
        years = rows["planned_year"]
        then, now = (rows[(years > y - 1) & (years <= y)]["planned_tokens"].sum() for y in (FROZEN, until))
        return log(now / then)

    return by_future(result, "runs", number)


def shapley(worth: Mapping[frozenset[str], Numbers]) -> dict[str, Numbers]:
    """Return what each cause contributes: its mean contribution over every order in which causes set in (Shapley 1953).

    Args:
        worth: what every set of causes brings about together.
    """
    causes = max(worth, key=len)
    shares = {}
    for cause in sorted(causes):
        rest, total = causes - {cause}, np.zeros_like(worth[causes])
        for size in range(len(causes)):
            weight = factorial(size) * factorial(len(causes) - size - 1) / factorial(len(causes))
            for others in map(frozenset, combinations(sorted(rest), size)):
                total = total + weight * (worth[others | {cause}] - worth[others])
        shares[cause] = total
    return shares


def _shares(worth: Mapping[frozenset[str], Numbers]) -> dict[str, Numbers]:
    """Return what each cause contributes as a share of the whole."""
    return {cause: part / worth[frozenset(CAUSES)] for cause, part in shapley(worth).items()}


def _end(growing: frozenset[str]) -> float | None:
    """Return when a run may end: where only plans are looked at, soon after the last of them."""
    return None if growing >= DATED else COMING + 1.0


def _main_cause(futures: Futures) -> Finding:
    """Run the labs with every set of causes frozen, and split the growth of demand."""
    plans = plans_of(load_world(BASELINE))
    sets = [frozenset(some) for size in range(len(CAUSES) + 1) for some in combinations(CAUSES, size)]
    results = {some: futures.of(plans.world, plans.frozen(some), one_in=LARGE, until=_end(some)) for some in sets}
    past = _shares({some: _largest_grows(result, PAST) for some, result in results.items()})
    coming = _shares({some: _largest_grows(result, COMING) for some, result in results.items()})
    reading = _shares({some: _reading_grows(result, PAST) for some, result in results.items()})
    whole, without = results[frozenset(CAUSES)], results[frozenset(DATED)]
    dates = [outcome(result, "exhaustion_year.public") for result in (without, whole)]
    value, low, high = middle(past["overtraining"])
    facts = {
        "compute": median(past["compute"]),
        "labs": median(past["labs"]),
        "coming": median(coming["overtraining"]),
        "reading": median(reading["overtraining"]),
        "reading_labs": median(reading["labs"]),
        "sooner": mean(dates[0] - dates[1])[0],
        "times": float(np.exp(median(_largest_grows(whole, PAST)))),
    }
    return Finding(value, low, high, facts)


MAIN_CAUSE = Claim(
    id="main-cause",
    claim="Overtraining is one of the main causes of a faster exhaustion.",
    world="labs of `baseline-2026` on its public text alone: growth of the largest corpus wanted from 2020.5 to "
    "2025.5, split by Shapley values over the eight sets of causes frozen in 2020.5 (compute at each lab's trend; k as "
    "last planned, for later labs as the largest lab's; later labs stay away)",
    unit="share of growth",
    interval="futures",
    rule=Rule(
        holds=(Bound("value", low=1 / 3, words="the share of overtraining in the growth"),),
        in_part=(Bound("value", low=1 / 6, words="the share of overtraining in the growth"),),
    ),
    why="Of a growth by {times:.0f} times, {value:.0%} [{low:.0%}, {high:.0%}] in logarithm are more tokens for each "
    "parameter, {compute:.0%} compute and {labs:.0%} more labs (overtraining has {coming:.0%} up to 2030.5, and "
    "{reading:.0%} of all that is read up to 2025.5); with the k of 2020 public text would last {sooner:.1f} years "
    "longer.",
    command="tokenshed claims --only main-cause",
    measure=_main_cause,
)
