"""Experiments: what a batch runs, as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from math import prod
from pathlib import Path

from worlds.config.faults import FaultyFile, InputError, Mark
from worlds.config.files import EXPERIMENTS, SUFFIXES
from worlds.config.loading import checked, opened
from worlds.config.schema.experiment import Experiment
from worlds.config.tree import Node, locate


@dataclass(frozen=True)
class LoadedExperiment:
    """An experiment that has passed every check that needs no world.

    Attributes:
        section: what the file says.
        tree: the same with positions.
        file: where it stands.
    """

    section: Experiment
    tree: Node
    file: Traversable | Path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.section.experiment

    @property
    def runs(self) -> int | None:
        """How many runs it has, if everything in it is in order; None where a table of points says so."""
        points, section = self._points, self.section
        cells = len(section.worlds) * max(1, len(section.scenarios)) * max(1, len(section.policies))
        return None if points is None else cells * points * section.replications

    @property
    def _points(self) -> int | None:
        """How many points its design has."""
        design = self.section.design
        if design is None:
            return 1
        if design.grid is not None:
            return prod(len(one.values) if one.values is not None else one.steps or 1 for one in design.grid.values())
        sample = design.lhs or design.sobol
        if sample is not None:
            return sample.points
        return None if design.rows is None else len(design.rows)

    def with_replications(self, replications: int) -> "LoadedExperiment":
        """Return the experiment with another number of replications."""
        return replace(self, section=self.section.model_copy(update={"replications": replications}))

    def mark(self, *path: str | int) -> Mark:
        """Return the position of a part."""
        return locate(self.tree, path).mark

    @contextmanager
    def naming(self, *path: str | int) -> Iterator[None]:
        """Say where it stands when something that is named here is not there, or wrong.

        Raises:
            InputError: what was raised within, with the position before it where it has none of its own.
        """
        try:
            yield
        except FaultyFile:
            raise
        except InputError as error:
            raise InputError(f"{self.mark(*path)}: {'.'.join(map(str, path))}: {error}") from error

    def beside(self, reference: str) -> str:
        """Return a reference as it is, a path in the file as one from the working folder."""
        if not isinstance(self.file, Path) or not (reference.endswith(SUFFIXES) or "/" in reference):
            return reference
        return str(self.file.parent / reference)


def shipped_experiments() -> list[str]:
    """Return the names of the experiments that come with Tokenshed."""
    return EXPERIMENTS.names()


def load_experiment(reference: str | Path) -> LoadedExperiment:
    """Return an experiment.

    Args:
        reference: path of a file, or name of a shipped one.

    Raises:
        InputError: when there is no such experiment or it is wrong; the message lists every fault.
    """
    file, tree = opened(EXPERIMENTS, str(reference))
    return LoadedExperiment(checked(Experiment, tree), tree, file)
