"""The page of performance: what the benchmark found, in tables and two pictures."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.costs import Beside, Cost
from tests.benchmarks.growth import Line
from tests.benchmarks.precision import Way

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE, PICTURES = DOCS / "performance.md", DOCS / "figures" / "performance"
Cells = Sequence[str]


def table(heads: Cells, rows: Iterable[Cells]) -> list[str]:
    """Return a table whose first column is words and whose others are numbers."""
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def heading() -> list[str]:
    """Return how the page begins."""
    where = (
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, {datetime.now(UTC):%B %Y}"
    )
    load = os.getloadavg()[0]
    return [
        "# What a run costs",
        "",
        f"*Written by `make bench` ({where}; load of the machine when it began: {load:.1f}).*",
        "",
        "Times are of the processor, medians over rounds in which everything that is compared takes its turn; ratios",
        "are medians of the ratios of each round. Seconds differ between machines and hours; ratios hardly do.",
        "",
    ]


def worlds(costs: Sequence[Cost]) -> list[str]:
    """Return what runs cost beside a bare loop of SimPy."""
    rows = [
        (
            f"`{one.world}`",
            f"{one.seconds:.3g}",
            f"{one.events:,}",
            f"{1e6 * one.seconds / one.events:.0f}",
            f"{1e6 * one.seconds / max(1, one.trainings):.0f}",
            f"{one.floor:.0f}",
            f"{one.megabytes:.0f}",
        )
        for one in costs
    ]
    heads = ("world", "s", "events", "µs an event", "µs a training run", "times the floor", "MB at most")
    return [
        "## A run of each world",
        "",
        "A central run with its outcomes, without tables and figures. The floor is a loop of SimPy with as many",
        "timeouts in as many processes, which does nothing else. Memory is that of the whole process.",
        "",
        *table(heads, rows),
    ]


def others(found: Sequence[Beside]) -> list[str]:
    """Return the small ecosystem in each library beside a run with all the science."""
    rows = [(one.library, f"{one.microseconds:.1f}", f"{one.times:.1f}", f"{one.apart:.0e}") for one in found]
    return [
        "## Beside the same small ecosystem without science",
        "",
        "As many labs, pools, years and training runs as in `baseline-2026`; each training takes a share of every",
        "pool, and that is all: no diets, laws, prices, deals, users or records.",
        "",
        *table(("written in", "µs a training", "`baseline-2026` takes times as long", "stocks differ by"), rows),
        "![Processor time of a training in each library.](figures/performance/libraries.png)",
        "",
    ]


def grown(what: str, heads: Cells, lines: Sequence[Line]) -> list[str]:
    """Return how the cost of an event grows with something."""
    first = lines[0][1]
    rows = [(f"{many:,.0f}", f"{events:,.0f}", f"{each:.0f}", f"{each / first:.2f}") for many, each, events in lines]
    return [f"### {what}", "", *table((*heads, "events", "µs an event", "over the first"), rows)]


def precision(found: Sequence[Way]) -> list[str]:
    """Return what it takes to know a date to 0.1 year."""
    plain = {one.what: one for one in reversed(found) if one.how.startswith("plain draws") and "same" not in one.how}
    rows = [
        (
            f"{one.what}, {one.how}",
            f"{one.runs:,.0f}",
            f"{one.seconds:.2f}",
            f"{one.slope:.2f}",
            f"1 / {plain[one.what].seconds / one.seconds:.0f}",
        )
        for one in found
    ]
    return [
        "## Precision for the time it takes",
        "",
        "To know a date of `epoch-2024` to 0.1 year (90 % of answers of independent seeds lie within it): the median",
        "date of exhaustion, and by how much threefold overtraining brings it forward on average. Errors are measured",
        "at several numbers of futures with 16 seeds each, and what is needed is read off a line through them.",
        "",
        *table(("what and how", "runs", "s", "error falls as runs to the power", "of plain draws' time"), rows),
    ]


def picture(found: Sequence[Beside], world: str) -> None:
    """Draw the libraries beside each other."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 2.8), layout="constrained")
    axes = figure.subplots()
    whole = found[0].microseconds * found[0].times
    names = [*(one.library for one in found), f"{world}, all the science"]
    axes.barh(names, [*(one.microseconds for one in found), whole], color=["#56B4E9"] * len(found) + ["#0072B2"])
    axes.set_xscale("log")
    axes.set_xlabel("processor time of a training run [µs]")
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    PICTURES.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURES / "libraries.png", dpi=120)


def growth_picture(lines: Mapping[str, Sequence[Line]]) -> None:
    """Draw how the cost of an event grows."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 2.6), layout="constrained")
    for axes, (what, found) in zip(figure.subplots(1, len(lines), sharey=True), lines.items(), strict=True):
        axes.plot([one[0] for one in found], [one[1] for one in found], "o-", color="#0072B2")
        axes.set_xscale("log")
        axes.set_xlabel(what)
        axes.spines[["top", "right"]].set_visible(False)
    figure.axes[0].set_ylim(0, 1.05 * max(one[1] for found in lines.values() for one in found))
    figure.axes[0].set_ylabel("µs an event")
    PICTURES.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURES / "growth.png", dpi=120)


def write(parts: Iterator[list[str]]) -> None:
    """Write the page, and print its parts as they come."""
    lines: list[str] = []
    for part in parts:
        lines += part
        print("\n".join(part), flush=True)  # noqa: T201 (progress of a command that takes minutes)
    PAGE.write_text("\n".join(lines), encoding="utf-8")
