"""What `tokenshed batch` says of a batch: how large it is, how far, and how it ended."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.counts import counted

if TYPE_CHECKING:
    from simulator.experiments.batch import Batch
    from simulator.experiments.execution import Finished
    from simulator.experiments.store import Standing

_SHOWN, _ERRORS = 8, 5
"""Axes, and different errors, that are named."""


def size_of(asked: "Batch") -> str:
    """Return how large a batch is, in words."""
    names = (("world", "worlds"), ("scenario", "scenarios"), ("policy", "policies"))
    counts = [len({getattr(cell, one) for cell in asked.cells}) for one, _ in names]
    kinds = [counted(n, *name) for n, name in zip(counts, names, strict=True)]
    shown = [kinds[0], *(kind for n, kind in zip(counts[1:], kinds[1:], strict=True) if n > 1)]
    points, replications = len(asked.points.rows), asked.section.replications
    factors = [*shown, counted(points, "point"), counted(replications, "replication")]
    return f"{asked.name}: {' x '.join(factors)} = {counted(asked.size, 'run')}"


def tell_size(asked: "Batch", folder: Path, seconds: float) -> None:
    """Say how large a batch would be, by a first guess of its processor time [s]."""
    click.echo(size_of(asked))
    axes = [f"{axis.name} [{axis.unit}]" if axis.unit else axis.name for axis in asked.points.axes]
    if axes:
        click.echo(
            "Axes: " + ", ".join(axes[:_SHOWN]) + (f" and {len(axes) - _SHOWN} more" if len(axes) > _SHOWN else "")
        )
    parts = counted(asked.parts, "part")
    click.echo(f"About {lasting(seconds)} of processor time, by one run of each world; {parts}.")
    click.echo(f"Results would be in {folder}")


def lasting(seconds: float) -> str:
    """Return a time as people say it."""
    for unit, size in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return counted(max(1, round(seconds)), "second")


def tell_standing(one: "Standing", folder: Path) -> None:
    """Say how far a batch is."""
    click.echo(f"{folder}: {one.state}, {one.done:,} of {one.runs:,} runs stored, {one.failed:,} of them failed")


def document(asked: "Batch", finished: "Finished") -> dict[str, object]:
    """Return what `--json` prints of a batch that has ended."""
    progress = finished.progress
    return {
        "experiment": asked.name,
        "runs": progress.runs,
        "done": progress.done,
        "failed": progress.failed,
        "fresh": progress.fresh,
        "complete": finished.complete,
        "wall_seconds": round(progress.seconds, 3),
        "processor_seconds": round(finished.seconds, 3),
        "results": str(finished.folder),
    }


def tell(finished: "Finished") -> None:
    """Say how a batch ended, and what can be done with it."""
    progress, folder = finished.progress, finished.folder
    how = "Complete" if finished.complete else "Stopped"
    click.echo(f"{how}: {progress.done:,} of {progress.runs:,} runs stored, {progress.fresh:,} of them now.")
    if progress.failed:
        _tell_failures(folder, progress.failed)
    click.echo(f"Results: {folder}")
    click.echo(f"Next: tokenshed export {folder} outcomes.csv" if finished.complete else "Start it again to go on.")


def _tell_failures(folder: Path, count: int) -> None:
    """Say which runs failed, those with the same error once."""
    from simulator.experiments.results import Results

    rows = Results.open(folder).failures()
    click.echo(f"{counted(count, 'run')} failed:")
    kinds = list(rows.groupby("error", sort=False))
    for error, alike in kinds[:_ERRORS]:
        first = alike.iloc[0]
        click.echo(f"  {len(alike):,} x {str(error)[:200]} (the first in the year {first['year']:.1f})")
        click.echo(f"    {first['command']}")
    if len(kinds) > _ERRORS:
        click.echo(f"  and {counted(len(kinds) - _ERRORS, 'other error')}")
