"""A batch: every run of an experiment, each with an id that its content gives it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from simulator.experiments.axes import Overlay, Place, overlay, places_of
from simulator.experiments.design import Points
from simulator.version import model_version
from worlds.config.experiments import LoadedExperiment
from worlds.config.governing import govern
from worlds.config.loading import LoadedWorld, load_world, world_of
from worlds.config.policies import NO_POLICY, LoadedPolicy, load_policies, policy_of, split
from worlds.config.scenarios import AS_IT_IS, load_scenario
from worlds.config.schema.experiment import Experiment
from worlds.config.settings import Setting
from worlds.config.tree import plain

SHARE, SMALLEST_PART, LARGEST_PART, MANY_PARTS = 32, 8, 50, 2000
"""A part is a 32nd of all runs, from 8 to 50; above a hundred thousand runs there are 2,000 parts."""


@dataclass(frozen=True)
class Cell:
    """A world in a scenario under policies.

    Attributes:
        world: its name.
        scenario: the scenario's name.
        policy: name of the policies.
        loaded: the world in that scenario, policies apart.
        policies: what it is put under.
    """

    world: str
    scenario: str
    policy: str
    loaded: LoadedWorld
    policies: tuple[LoadedPolicy, ...]

    @cached_property
    def fingerprint(self) -> str:
        """What identifies its content."""
        policies = [[plain(one.tree), one.delay] for one in self.policies]
        return _digest([self.loaded.hash, policies], 16)

    def packed(self) -> bytes:
        """Return the cell as plain data that `unpacked` reads, to be sent to another process or machine."""
        policies = [[plain(one.tree), one.delay] for one in self.policies]
        return json.dumps([self.world, self.scenario, self.policy, self.loaded.plain, policies]).encode()

    def governed(self, over: Overlay) -> LoadedWorld:
        """Return the world at a point of a design under its policies, but for the levels of numbers.

        Raises:
            InputError: when that is no world.
        """
        return govern(over.applied(self.loaded), self.policies).loaded


def unpacked(blob: bytes) -> Cell:
    """Return the cell that was packed.

    Raises:
        FaultyFile: when it is no cell of this version.
    """
    world, scenario, policy, said, policies = json.loads(blob)
    loaded = world_of(said, world)
    return Cell(world, scenario, policy, loaded, tuple(policy_of(one, delay, policy) for one, delay in policies))


@dataclass(frozen=True)
class Run:
    """One run of a batch.

    Attributes:
        index: its place, from 0.
        run_id: sixteen hexadecimal digits of everything that can change its result, but for the limits that end it.
        cell: number of its cell.
        point: number of its point.
        replication: number of its replication at that point.
        luck: number of the replication whose chance it has.
    """

    index: int
    run_id: str
    cell: int
    point: int
    replication: int
    luck: int


@dataclass(frozen=True)
class Batch:
    """All runs of an experiment, by cell, then point, then replication.

    Attributes:
        section: the experiment.
        cells: worlds in scenarios under policies.
        points: of its design.
    """

    section: Experiment
    cells: tuple[Cell, ...]
    points: Points

    @property
    def name(self) -> str:
        """Name of the experiment."""
        return self.section.experiment

    @property
    def size(self) -> int:
        """How many runs there are."""
        return len(self.cells) * len(self.points.rows) * self.section.replications

    @property
    def part_size(self) -> int:
        """How many runs a part of the store holds."""
        if self.section.part is not None:
            return self.section.part
        return max(SMALLEST_PART, min(LARGEST_PART, self.size // SHARE), self.size // MANY_PARTS)

    @property
    def parts(self) -> int:
        """How many parts the store has when it is complete."""
        return -(-self.size // self.part_size)

    def part(self, number: int) -> range:
        """Return the places of the runs of a part."""
        return range(number * self.part_size, min((number + 1) * self.part_size, self.size))

    def run(self, index: int) -> Run:
        """Return the run at a place."""
        row, replication = divmod(index, self.section.replications)
        cell, point = divmod(row, len(self.points.rows))
        luck = replication if self.section.luck == "common" else point * self.section.replications + replication
        content = [self.cells[cell].fingerprint, self._axes, self.points.rows[point], luck, *self._chance]
        return Run(index, _digest(content, 8), cell, point, replication, luck)

    def runs(self, number: int) -> Iterator[Run]:
        """Yield the runs of a part."""
        return map(self.run, self.part(number))

    def overlay(self, cell: int, point: int) -> Overlay:
        """Return how a point is laid over the world of a cell."""
        return overlay(self._places[cell], self.points.rows[point])

    @cached_property
    def _places(self) -> tuple[tuple[Place, ...], ...]:
        return tuple(places_of(self.points.axes, cell.loaded) for cell in self.cells)

    @cached_property
    def _axes(self) -> list[str]:
        return [f"{axis.name} [{axis.unit}]" for axis in self.points.axes]

    @cached_property
    def _chance(self) -> list[object]:
        return [self.section.seed, self.section.draw, model_version()]

    @cached_property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change what is stored."""
        kept = self.section.model_dump(mode="json", include={"keep", "limits", "replications", "luck"})
        cells = [[one.world, one.scenario, one.policy, one.fingerprint] for one in self.cells]
        points = blake2b(digest_size=16)
        for row in self.points.rows:
            points.update(json.dumps(row).encode())
        return _digest([self.name, cells, self._axes, points.hexdigest(), kept, self.part_size, *self._chance], 5)


def _digest(content: object, size: int) -> str:
    """Return a digest of plain data."""
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=size).hexdigest()


def cells_of(experiment: LoadedExperiment) -> Iterator[Cell]:
    """Yield every world in every scenario under every policy."""
    section = experiment.section
    for i, world in enumerate(section.worlds):
        with experiment.naming("worlds", i):
            base = load_world(experiment.beside(world))
        for scenario, loaded in _in_scenarios(experiment, base):
            for j, policy in enumerate(section.policies or [NO_POLICY]):
                with experiment.naming("policies", j):
                    policies = () if policy == NO_POLICY else tuple(load_policies(_beside(experiment, policy)))
                name = "+".join(one.name for one in policies) or NO_POLICY
                yield Cell(base.name, scenario, name, loaded, policies)


def _in_scenarios(experiment: LoadedExperiment, base: LoadedWorld) -> Iterator[tuple[str, LoadedWorld]]:
    """Yield a world in every scenario, with the values that the experiment holds."""
    section = experiment.section
    held = [
        Setting(path, value, f"{experiment.mark('values', path)}: values.{path}")
        for path, value in section.values.items()
    ]
    if section.until is not None:
        held.append(Setting("end", section.until, f"{experiment.mark('until')}: until"))
    for i, reference in enumerate(section.scenarios or [AS_IT_IS]):
        with experiment.naming("scenarios", i):
            scenario = None if reference == AS_IT_IS else load_scenario(experiment.beside(reference))
            loaded = base if scenario is None else scenario.applied(base)
        yield AS_IT_IS if scenario is None else scenario.name, loaded.with_settings(held)


def _beside(experiment: LoadedExperiment, policies: str) -> str:
    """Return policies together, those that are paths from the working folder."""
    return "+".join(experiment.beside(one) for one in split(policies))
