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
    from worlds.config.experiments import LoadedExperiment

_EXAMPLES = """Examples:

\b
  tokenshed batch overtraining-sweep
  tokenshed batch policies-everywhere --dry-run
  tokenshed batch my-experiment.yaml --workers 8 --out here
  tokenshed batch my-experiment.yaml --out here --status
  tokenshed batch futures --cluster tcp://10.0.0.1:8786 --yes
"""
_FEW, _MANY_RUNS, _LONG = 500, 10_000, 1800.0
"""Runs below which no batch asks; runs, and seconds of processor time by a first guess, above which it does."""


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
    from worlds.config.experiments import load_experiment

    crew = _cluster(cluster, workers)
    options.imported(imports)
    # A wrong experiment is told before what runs it is imported.
    loaded = None if _is_results(experiment) else load_experiment(experiment)
    if only_status and out is None and loaded is None:
        _tell_standing(Path(experiment), as_json=as_json)
        return
    asked, folder = _asked(experiment, loaded, out, replications)
    from simulator.cli.batch_words import document, tell
    from simulator.cli.terminal import print_json
    from simulator.experiments.store import Store

    Store(folder, asked).check()
    if only_status:
        _tell_standing(folder, as_json=as_json)
        return
    if dry_run:
        _tell_size(asked, folder, as_json=as_json)
        return
    _confirm(asked, folder, yes=yes, quiet=as_json)
    finished = _executed(asked, folder, workers, crew, shuffle=shuffle, retry_failed=retry_failed)
    if as_json:
        print_json(document(asked, finished))
    else:
        tell(finished)
    if not finished.complete:
        raise SystemExit(1)


def _is_results(experiment: str) -> bool:
    """Return whether a folder of results is named."""
    if not Path(experiment).is_dir():
        return False
    from simulator.folder import MANIFEST

    return (Path(experiment) / MANIFEST).is_file()


def _tell_standing(folder: Path, *, as_json: bool) -> None:
    """Say how far a batch is."""
    from simulator.cli.batch_words import tell_standing
    from simulator.cli.terminal import print_json
    from simulator.experiments.store import standing_of

    one = standing_of(folder)
    if as_json:
        print_json(
            {"runs": one.runs, "done": one.done, "failed": one.failed, "status": one.state, "results": str(folder)}
        )
    else:
        tell_standing(one, folder)


def _tell_size(asked: "Batch", folder: Path, *, as_json: bool) -> None:
    """Say how large a batch would be."""
    from simulator.cli.batch_words import tell_size
    from simulator.cli.terminal import print_json
    from simulator.experiments.guess import guessed_seconds

    seconds = guessed_seconds(asked)
    if as_json:
        facts = {"experiment": asked.name, "runs": asked.size, "parts": asked.parts, "cells": len(asked.cells)}
        print_json({**facts, "points": len(asked.points.rows), "processor_seconds": seconds, "results": str(folder)})
    else:
        tell_size(asked, folder, seconds)


def _asked(
    experiment: str, loaded: "LoadedExperiment | None", out: str | None, replications: int | None
) -> tuple["Batch", Path]:
    """Return the batch and its folder; without an experiment it is the one that the folder holds."""
    if loaded is None:
        from simulator.experiments.reading import batch_in

        if out is not None or replications is not None:
            raise click.UsageError(
                "the folder of a batch is gone on with as it is; allowed: no --out or --replications."
            )
        return batch_in(Path(experiment)), Path(experiment)
    from simulator.experiments.asking import batch_of
    from simulator.folder import default_folder

    made = batch_of(loaded if replications is None else loaded.with_replications(replications))
    return made, Path(out) if out else default_folder(made.name, made.hash)


def _cluster(address: str | None, workers: int | None) -> "Callable[[], Crew] | None":
    """Return what reaches a cluster; nothing where there is none."""
    if address is None:
        return None
    if workers is not None:
        raise click.UsageError("--workers are those of this machine; a --cluster has its own.")
    from simulator.experiments.cluster import Cluster, check_address

    check_address(address)
    return lambda: Cluster(address)


def _executed(
    asked: "Batch",
    folder: Path,
    workers: int | None,
    crew: "Callable[[], Crew] | None",
    *,
    shuffle: bool,
    retry_failed: bool,
) -> "Finished":
    """Carry out a batch while its progress is told."""
    from simulator.cli.batch_progress import telling
    from simulator.experiments.brakes import Brakes
    from simulator.experiments.execution import execute
    from simulator.experiments.store import StoreFull

    with telling(asked.name) as teller:
        try:
            return execute(
                asked,
                folder,
                workers=workers,
                crew=crew,
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

    from simulator.cli.batch_words import lasting, size_of
    from simulator.experiments.guess import guessed_seconds
    from worlds.config.faults import InputError

    click.echo(size_of(asked), err=quiet)
    if yes or (folder / "manifest.json").exists() or asked.size <= _FEW:
        return
    seconds = guessed_seconds(asked)
    if asked.size <= _MANY_RUNS and seconds <= _LONG:
        return
    question = f"{asked.size:,} runs, about {lasting(seconds)} of processor time"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(f"{asked.name}: {question}, which nobody is there to confirm; allowed: --yes")
    click.confirm(f"{question}. Begin?", abort=True, err=True)
