"""What runs take on the disk, how long a store of ten thousand runs takes to be asked, and to be gone on with.

The large store is one of `baseline-2026` in its shape, made of copies of a few of its runs, since what is asked does
not depend on which numbers they are.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow.compute as pc

from simulator.experiments.batch import Batch
from simulator.experiments.execution import execute
from simulator.experiments.parts import is_whole, parts_of
from simulator.experiments.results import Results
from simulator.experiments.store import Store
from tests.benchmarks.copies import copied
from tests.benchmarks.made import EVERYTHING, Row, batch

_REAL, _MANY = 40, 10_000


def storage(folder: Path) -> list[Row]:
    """Return bytes per run, and what can be done with ten thousand in how long."""
    keep = {"tables": EVERYTHING}
    light = folder / "light"
    execute(batch(folder, "epoch-2024", 200, part=50, keep=keep), light, workers=1)
    real = folder / "real"
    execute(batch(folder, "baseline-2026", _REAL, part=_REAL, keep=keep), real)
    many = batch(folder, "baseline-2026", _MANY, keep={"tables": ["pools"]})
    place = folder / "many"
    _fill(place, many, Results.open(real))
    return [
        *_sizes("epoch-2024", light, 200),
        *_sizes("baseline-2026", real, _REAL),
        *_asked(place),
        *_gone_on(place, many),
    ]


def _sizes(world: str, folder: Path, runs: int) -> Iterator[Row]:
    """Yield how many kB a run takes with few tables, and with all."""
    size = {
        one.name: sum(path.stat().st_size for path in one.glob("*")) / runs / 1000
        for one in folder.iterdir()
        if one.is_dir()
    }
    least = size["outcomes"] + size["status"] + size["parts"]
    found = (least, least + size["pools"], sum(size.values()))
    words = " / ".join(f"{one:.1f}" for one in found)
    yield Row(f"on the disk, `{world}`, kB a run: outcomes alone / with pools / everything", words)


def _fill(folder: Path, of: Batch, real: Results) -> None:
    """Write every part of a batch from runs that were made."""
    rng, store = np.random.default_rng(0), Store(folder, of)
    tables = {name: real.dataset(name).to_table() for name in ("status", "outcomes", "pools")}
    with store.opened():
        for number in range(of.parts):
            store.write(number, copied(tables, list(of.runs(number)), rng))


def _seconds(what: Callable[[], object], times: int = 3) -> float:
    """Return the median time on the wall of something that is done a few times."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def _asked(folder: Path) -> Iterator[Row]:
    """Yield how long questions take, each asked of a store that is opened anew."""
    public = pc.field("pool") == "public_text"
    questions = {
        '`band("pools", "stock", where=...)`: one pool by year': lambda: Results.open(folder).band(
            "pools", "stock", where=public
        ),
        '`band("pools", "stock", by=("pool", "year"))`: every pool by year': lambda: Results.open(folder).band(
            "pools", "stock", by=("pool", "year")
        ),
        "`outcomes([NAME])`: one outcome of every run": lambda: Results.open(folder).outcomes(
            ["exhaustion_year.public"]
        ),
        "`runs()`: every run with its point": lambda: Results.open(folder).runs(),
    }
    for words, ask in questions.items():
        aim = "about 1" if "band" in words else ""
        yield Row(f"asked of 10,000 runs of `baseline-2026`, s: {words}", f"{_seconds(ask):.2f}", aim)


def _gone_on(folder: Path, of: Batch) -> Iterator[Row]:
    """Yield how long it takes to see what is there."""
    parts = list(parts_of(folder))
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
    listed = _seconds(lambda: list(parts_of(folder)))
    checked = _seconds(lambda: [is_whole(folder, one) for one in parts])

    def opened() -> None:
        with Store(folder, of).opened():
            pass

    yield Row(f"to list the {len(parts)} parts of 10,000 runs, s", f"{listed:.2f}")
    yield Row(f"to hold them against their digests, {size:,.0f} MB, s", f"{checked:.2f}")
    yield Row("to go on with that batch, until the first run may begin, s", f"{_seconds(opened):.2f}")
