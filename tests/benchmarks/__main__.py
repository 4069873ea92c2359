"""The benchmark of runs: `python -m tests.benchmarks` (`make bench`) rewrites docs/performance.md."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import growth, performance
from tests.benchmarks.costs import WORLDS, beside_others, of_world, set_up
from tests.benchmarks.precision import ways
from tests.benchmarks.speed import side_by_side


def parts(folder: Path) -> Iterator[list[str]]:
    """Yield the parts of the page as they are measured."""
    yield performance.heading()
    yield performance.worlds([of_world(name) for name in WORLDS])
    beside = beside_others()
    performance.picture(beside, "baseline-2026")
    yield performance.others(beside)
    lines = {"labs": growth.by_labs(), "pools": growth.by_pools(folder), "years": growth.by_years()}
    performance.growth_picture(lines)
    yield ["## How cost grows", "", "![Cost of an event.](figures/performance/growth.png)", ""]
    yield performance.grown("With labs, in `minimal`", ("labs",), lines["labs"])
    yield performance.grown("With pools that every lab reads", ("pools",), lines["pools"])
    yield performance.grown("With years, in `minimal`", ("years",), lines["years"])
    yield from _replications(folder)
    yield performance.precision(ways(folder))


def _replications(folder: Path) -> Iterator[list[str]]:
    """Yield what many replications cost, in time, memory and room, and what starting takes."""
    many = growth.by_replications()
    numpy = growth.script()
    rows = [(f"{count:,}", f"{each:.2f}") for count, each in many]
    heads = ("replications of `epoch-2024`", "ms each")
    yield ["### With replications", "", *performance.table(heads, rows)]
    facts = [
        ("to draw the numbers of a replication of `epoch-2024` and build its ecosystem", f"{1e3 * set_up():.2f} ms"),
        ("10,000 draws of the same question in a script of numpy", f"{1e3 * numpy:.1f} ms"),
        ("10,000 replications take times as long", f"{many[-1][0] * many[-1][1] / 1e3 / numpy:,.0f}"),
        ("memory for each further event of `thousand-labs`", f"{growth.bytes_an_event():,.0f} bytes"),
        *(
            (f"a run of `epoch-2024` on the disk, {what}", f"{size:,.0f} bytes")
            for what, size in growth.bytes_on_disk(folder)
        ),
    ]
    speeds = side_by_side(folder)
    facts += [(what, found) for what, found in speeds]
    yield performance.table(("what", "measured"), facts)
    yield [
        "### Starting",
        "",
        *performance.table(("command", "s"), [(f"`{a}`", f"{b:.2f}") for a, b in growth.starts()]),
    ]


def main() -> None:
    """Measure everything, and write the page."""
    with TemporaryDirectory(prefix="tokenshed-bench-") as folder:
        performance.write(parts(Path(folder)))


if __name__ == "__main__":
    main()
