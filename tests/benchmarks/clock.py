"""Measuring side by side: the same rounds for everybody, one after another, so that a busy moment hits all alike."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median


def cpu(what: Callable[[], object]) -> float:
    """Return the processor time that something takes [s]."""
    gc.collect()
    begun = time.process_time()
    what()
    return time.process_time() - begun


def interleaved(what: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the processor times of several things, each once a round, in turn [s]; a first round is not counted."""
    for one in what.values():
        one()
    found: dict[str, list[float]] = {name: [] for name in what}
    for _ in range(rounds):
        for name, one in what.items():
            found[name].append(cpu(one))
    return found


def ratio(over: list[float], under: list[float]) -> float:
    """Return the median over rounds of one thing's time over another's."""
    return median(a / b for a, b in zip(over, under, strict=True))
