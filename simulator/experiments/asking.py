"""From an experiment to its batch, with everything checked that no run is needed for."""

from simulator.experiments.batch import Batch, cells_of
from simulator.experiments.checking import check
from simulator.experiments.design import points_of
from worlds.config.experiments import LoadedExperiment


def batch_of(experiment: LoadedExperiment) -> Batch:
    """Return the batch of an experiment.

    Raises:
        InputError: when a world, a scenario, a policy or a point is wrong.
    """
    cells = tuple(cells_of(experiment))
    batch = Batch(experiment.section, cells, points_of(experiment, cells[0].loaded))
    check(batch, experiment)
    return batch
