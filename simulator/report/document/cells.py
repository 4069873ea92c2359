"""The parts of a batch, a world in a scenario under a policy each: what came out in each, and what policies did."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cached_property

import pandas as pd
import pyarrow as pa

from simulator.experiments.reading import worlds_in
from simulator.experiments.results import CELL, Results
from simulator.outcomes import measure_of
from simulator.pictures.supply import EXHAUSTION
from simulator.report.document.findings import NAMES
from simulator.summary import Summary, summarise
from simulator.whatif.effects import Effect, effect_of
from simulator.whatif.pairs import Values
from worlds.config.loading import LoadedWorld
from worlds.config.policies import NO_POLICY
from worlds.config.scenarios import AS_IT_IS

Name = tuple[str, str, str]
"""World, scenario and policy of a cell."""
_KEYS = ["world", "scenario", "policy"]


class Cells:
    """What a batch holds, cell by cell."""

    def __init__(self, results: Results) -> None:
        """Name the results of a complete batch."""
        self.results = results
        self.names: list[Name] = [tuple(one[key] for key in _KEYS) for one in results.manifest["cells"]]
        self.worlds = worlds_in(results.folder)

    def loaded(self, name: Name) -> LoadedWorld:
        """Return the world of a cell, in its scenario, without its policy."""
        return self.worlds[f"{name[0]}, {name[1]}"]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The outcomes that a report tells of, of every run: those of `status`, then outcome, value and censored."""
        known = self.results.outcome_names
        told = [name for name in known if name in NAMES or name.startswith(EXHAUSTION)]
        status = self.results.frame("status", ["run_id", *CELL, "replication", "status"])
        return status.merge(self.results.outcomes(told)[["run_id", "outcome", "value", "censored"]], on="run_id")

    def summary(self, name: Name) -> dict[str, Summary]:
        """Return the distribution of each outcome over the runs of a cell."""
        mine = self._of(name)
        start = self.loaded(name).world.start
        return summarise(pa.Table.from_pandas(mine[["outcome", "value", "censored"]], preserve_index=False), start)

    def _of(self, name: Name) -> pd.DataFrame:
        """Return the rows of a cell."""
        rows = self.rows
        world, scenario, policy = name
        return rows[(rows["world"] == world) & (rows["scenario"] == scenario) & (rows["policy"] == policy)]

    def dates(self, name: Name, outcome: str) -> pd.DataFrame:
        """Return a date of every run of a cell: point, replication, value and censored; censored ones at the edges."""
        mine = self._of(name)
        found = mine.loc[mine["outcome"] == outcome, ["point", "replication", "value", "censored"]]
        return found.sort_values(["point", "replication"], ignore_index=True)

    def restricted(self, name: Name, outcome: str) -> pd.Series:
        """Return an outcome of every run of a cell by point and replication, dates restricted to the world's time."""
        world, rows = self.loaded(name).world, self.dates(name, outcome)
        if measure_of(outcome).unit == "year":
            edges = {"never": world.end, "before_start": world.start}
            rows["value"] = rows["value"].fillna(rows["censored"].map(edges))
        return rows.set_index(["point", "replication"])["value"]

    @property
    def effects(self) -> pd.DataFrame:
        """What every policy does, against none in the same world, scenario, point and replication."""
        found = [
            asdict(one) | {"scenario": self.place(name)}
            for name in self.names
            if name[2] != NO_POLICY and (*name[:2], NO_POLICY) in self.names
            for one in self._effects(name)
        ]
        return pd.DataFrame(found)

    def _effects(self, name: Name) -> Iterator[Effect]:
        """Yield the effects of the policy of a cell."""
        base, end = (*name[:2], NO_POLICY), self.loaded(name).world.end
        for outcome in NAMES:
            both = pd.concat([self.restricted(one, outcome) for one in (base, name)], axis=1, join="inner").dropna()
            if len(both) > 1:
                before, after = (self._values(both.iloc[:, i], name, outcome) for i in (0, 1))
                yield effect_of(name[2], name[1], outcome, before, after, end)

    def _values(self, column: pd.Series, name: Name, outcome: str) -> Values:
        """Return values as a what-if has them, dates at the edges as censored."""
        world = self.loaded(name).world
        is_date = measure_of(outcome).unit == "year"
        return [(float(value), is_date and not world.start < value < world.end) for value in column]

    def place(self, name: Name) -> str:
        """Return world and scenario of a cell, as far as the batch has several."""
        return self._words(name[:2]) or name[0]

    def called(self, name: Name) -> str:
        """Return what a cell is called among the others."""
        return self._words(name) or name[0]

    def _words(self, name: tuple[str, ...]) -> str:
        """Return what parts of a name differ over the batch."""
        several = [len({one[i] for one in self.names}) > 1 for i in range(len(name))]
        said = [part for part, told in zip(name, several, strict=True) if told and part != AS_IT_IS]
        return ", ".join(said)

    @property
    def units(self) -> Mapping[str, str]:
        """The unit of each axis of the design that is a number."""
        return {one["name"]: str(one["unit"]) for one in self.results.manifest["axes"]}
