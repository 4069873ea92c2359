"""`tokenshed batch`: carry out an experiment, and go on with it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.experiments.batch import Batch
    from simulator.experiments.crew import Crew
    from simulator.experiments.execution import Finished

_EXAMPLES = """Examples:

\b
  tokenshed batch overtraining-sweep
  tokenshed batch policies-everywhere --dry-run
  tokenshed batch my-experiment.yaml --workers 8 --out here
  tokenshed batch my-experiment.yaml --out here --status
  tokenshed batch futures --cluster tcp://10.0.0.1:8786 --yes
"""
_MANY_RUNS, _LONG = 10_000, 1800.0
"""Runs, and seconds of processor time by a first guess, above which a batch asks before it begins."""


@click.command(epilog=_EXAMPLES)
@click.argument("experiment")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes; one for each core unless given, and none where there is little to do.",
)
@click.option("--cluster", metavar="ADDRESS", help="Let the workers of a Dask cluster do it, as tcp://HOST:PORT.")
@options.out
@click.option(
    "--replications", type=click.IntRange(min=1), metavar="N", help="As many instead of the experiment's own."
)
@click.option("--dry-run", is_flag=True, help="Say what would be run, and how long it may take, and run nothing.")
@click.option("--status", "only_status", is_flag=True, help="Say how far it is, and run nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before a large batch.")
@click.option("--retry-failed", is_flag=True, help="Run parts with failed runs again.")
@click.option(
    "--shuffle", is_flag=True, help="Take parts in random order, so that an unfinished batch is a fair sample."
)
@options.imports
@options.as_json
def batch(
    experiment: str,
    workers: int | None,
    cluster: str | None,
    out: str | None,
    replications: int | None,
    dry_run: bool,
    only_status: bool,
    yes: bool,
    retry_failed: bool,
    shuffle: bool,
    imports: tuple[str, ...],
    as_json: bool,
) -> None:
    """Carry out EXPERIMENT: a file, a shipped one by its name, or the folder of a batch to go on with.

    Every run is stored once, in parts that are whole or absent. Started again, a batch does what is missing. Ctrl-C
    lets it stop when the parts under way are stored; a second one ends it at once. A run that fails is stored with its
    error.
    """
    from simulator.cli.terminal import print_json

    asked, folder = _asked(experiment, out, replications, imports)
    if only_status:
        _tell_status(folder, as_json=as_json)
        return
    if dry_run:
        _tell_size(asked, folder, as_json=as_json)
        return
    if cluster is not None and workers is not None:
        raise click.UsageError("--workers are those of this machine; a --cluster has its own.")
    _confirm(asked, folder, yes=yes, quiet=as_json)
    crew = _cluster(cluster)
    finished = _executed(asked, folder, workers, crew, imports, shuffle=shuffle, retry_failed=retry_failed)
    if as_json:
        print_json(_document(asked, finished))
    else:
        _tell(finished)
    if not finished.complete:
        raise SystemExit(1)


def _asked(
    experiment: str, out: str | None, replications: int | None, imports: tuple[str, ...]
) -> tuple["Batch", Path]:
    """Return the batch and its folder."""
    from simulator.experiments.batch import batch_of
    from simulator.experiments.reading import batch_in
    from simulator.folder import MANIFEST, default_folder
    from worlds.config.experiments import load_experiment

    options.imported(imports)
    if (Path(experiment) / MANIFEST).is_file():
        if out is not None or replications is not None:
            raise click.UsageError(
                "the folder of a batch is gone on with as it is; allowed: no --out or --replications."
            )
        return batch_in(Path(experiment)), Path(experiment)
    loaded = load_experiment(experiment)
    made = batch_of(loaded if replications is None else loaded.with_replications(replications))
    return made, Path(out) if out else default_folder(made.name, made.hash)


def _cluster(address: str | None) -> "Callable[[], Crew] | None":
    """Return what reaches a cluster; nothing where there is none."""
    if address is None:
        return None
    from simulator.experiments.cluster import Cluster

    return lambda: Cluster(address)


def _executed(
    asked: "Batch",
    folder: Path,
    workers: int | None,
    crew: "Callable[[], Crew] | None",
    imports: tuple[str, ...],
    *,
    shuffle: bool,
    retry_failed: bool,
) -> "Finished":
    """Carry out a batch while its progress is told."""
    from simulator.cli.batch_progress import telling
    from simulator.experiments.brakes import Brakes
    from simulator.experiments.execution import StoreFull, execute

    with telling(asked.name) as teller:
        try:
            return execute(
                asked,
                folder,
                workers=workers,
                crew=crew,
                imports=imports,
                shuffle=shuffle,
                retry_failed=retry_failed,
                brakes=Brakes(teller.stopping),
                progress=teller.told,
            )
        except StoreFull as error:
            words = f"no space left in {folder}: stopped; what was written is kept. Start it again when there is room."
            raise click.ClickException(words) from error
        except KeyboardInterrupt:
            raise click.ClickException(f"ended at once; what was written in {folder} is kept") from None


def _confirm(asked: "Batch", folder: Path, *, yes: bool, quiet: bool) -> None:
    """Say how large a batch is, and ask before one that is very large.

    Raises:
        InputError: when nobody is there to be asked.
    """
    import sys

    from simulator.experiments.guess import guessed_seconds
    from simulator.experiments.store import Store
    from worlds.config.faults import InputError

    Store(folder, asked).check()
    click.echo(_size(asked), err=quiet)
    if yes or (folder / "manifest.json").exists() or asked.size <= _FEW:
        return
    seconds = guessed_seconds(asked)
    if asked.size <= _MANY_RUNS and seconds <= _LONG:
        return
    question = f"{asked.size:,} runs, about {_lasting(seconds)} of processor time"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(f"{asked.name}: {question}, which nobody is there to confirm; allowed: --yes")
    click.confirm(f"{question}. Begin?", abort=True, err=True)


_FEW = 500
"""Runs below which no batch asks."""
_SHOWN = 8
"""Axes that are named."""


def _size(asked: "Batch") -> str:
    """Return how large a batch is, in words."""
    cells, points, replications = len(asked.cells), len(asked.points.rows), asked.section.replications
    names = (("world", "worlds"), ("scenario", "scenarios"), ("policy", "policies"))
    counts = [len({getattr(cell, one) for cell in asked.cells}) for one, _ in names]
    kinds = [f"{n} {name if n == 1 else plural}" for n, (name, plural) in zip(counts, names, strict=True)]
    cells_words = " x ".join(kinds) if cells > 1 else kinds[0]
    return f"{asked.name}: {cells_words} x {points:,} points x {replications:,} replications = {asked.size:,} runs"


def _tell_size(asked: "Batch", folder: Path, *, as_json: bool) -> None:
    """Say how large a batch would be."""
    from simulator.cli.terminal import print_json
    from simulator.experiments.guess import guessed_seconds

    seconds = guessed_seconds(asked)
    if as_json:
        facts = {"experiment": asked.name, "runs": asked.size, "parts": asked.parts, "cells": len(asked.cells)}
        print_json({**facts, "points": len(asked.points.rows), "processor_seconds": seconds, "results": str(folder)})
        return
    click.echo(_size(asked))
    if asked.points.axes:
        click.echo("Axes: " + ", ".join(f"{axis.name} [{axis.unit or 'word'}]" for axis in asked.points.axes[:_SHOWN]))
    if len(asked.points.axes) > _SHOWN:
        click.echo(f"and {len(asked.points.axes) - _SHOWN} more")
    click.echo(f"About {_lasting(seconds)} of processor time, by one run of each world. {asked.parts:,} parts.")
    click.echo(f"Results would be in {folder}")


def _lasting(seconds: float) -> str:
    """Return a time as people say it."""
    for unit, size in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:,.0f} seconds"


def _tell_status(folder: Path, *, as_json: bool) -> None:
    """Say how far a batch is."""
    from simulator.cli.terminal import print_json
    from simulator.experiments.store import standing_of

    one = standing_of(folder)
    state = "running" if one.running else "complete" if one.is_complete else "stopped"
    if as_json:
        print_json({"runs": one.runs, "done": one.done, "failed": one.failed, "status": state, "results": str(folder)})
        return
    click.echo(f"{folder}: {state}, {one.done:,} of {one.runs:,} runs stored, {one.failed:,} of them failed")


def _document(asked: "Batch", finished: "Finished") -> dict[str, object]:
    """Return what `--json` prints."""
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


def _tell(finished: "Finished") -> None:
    """Say how a batch ended, and what can be done with it."""
    progress, folder = finished.progress, finished.folder
    how = "Complete" if finished.complete else "Stopped"
    click.echo(f"{how}: {progress.done:,} of {progress.runs:,} runs stored, {progress.fresh:,} of them now.")
    if progress.failed:
        _tell_failures(folder, progress.failed)
    click.echo(f"Results: {folder}")
    if finished.complete:
        click.echo(f"Next: tokenshed export {folder} outcomes.csv")
    else:
        click.echo("Start it again to go on.")


def _tell_failures(folder: Path, count: int) -> None:
    """Say which runs failed, those with the same error once."""
    from simulator.experiments.results import Results

    rows = Results.open(folder).failures()
    click.echo(f"{count:,} runs failed:")
    for error, alike in list(rows.groupby("error", sort=False))[:5]:
        first = alike.iloc[0]
        click.echo(f"  {len(alike):,} x {str(error)[:200]} (the first in the year {first['year']:.1f})")
        click.echo(f"    {first['command']}")
