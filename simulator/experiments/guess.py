"""How long a batch may take, by one run of each of its worlds."""

import time

from simulator.experiments.axes import Overlay
from simulator.experiments.batch import Batch
from simulator.experiments.work import perform


def guessed_seconds(batch: Batch) -> float:
    """Return about how much processor time a batch takes: its runs times that of the first run of each world."""
    first: dict[str, float] = {}
    total = 0.0
    each = batch.size / len(batch.cells)
    for number, cell in enumerate(batch.cells):
        if cell.world not in first:
            run = batch.run(round(number * each))
            begun = time.process_time()
            perform(cell.governed(Overlay()), batch.overlay(run.cell, run.point), run, batch.section)
            first[cell.world] = time.process_time() - begun
        total += first[cell.world] * each
    return total
