"""`tokenshed studies`: list the studies of the world of 2026, or run one and write its page."""

from collections.abc import Callable
from pathlib import Path

import click

from simulator.cli import options


def _drivers(folder: Path, workers: int | None) -> Path:
    """Run the study of what drives the exhaustion of public text."""
    from contextlib import ExitStack

    from simulator.cli.batch_progress import telling
    from simulator.report.drivers import save, study

    with ExitStack() as stack:
        answers = study(workers, lambda label: stack.enter_context(telling(label)).told)
    return save(answers, folder)


def _cap(folder: Path, workers: int | None) -> Path:
    """Run the study of the futures in which a cap on overtraining backfires."""
    from simulator.cli.batch_progress import telling
    from simulator.report.cap_futures import EXPERIMENT, save, study

    options.needs("sklearn", "analysis")
    with telling(EXPERIMENT) as teller:
        results = study(workers, teller.told)
    return save(results, folder)


def _mix(folder: Path, workers: int | None) -> Path:
    """Run the study of which mix of policies is robust."""
    from simulator.cli.batch_progress import telling
    from simulator.report.robust_mix import WORLD, save, study

    options.needs("optuna", "analysis")
    with telling(WORLD) as teller:
        answers = study(workers, teller.told)
    return save(answers, folder)


STUDIES: dict[str, tuple[str, Callable[[Path, int | None], Path]]] = {
    "drivers": ("What drives the exhaustion year of public text? About a quarter of an hour.", _drivers),
    "overtraining-cap": ("In which futures does an overtraining cap backfire? About 10 minutes of one core.", _cap),
    "robust-mix": ("Which mix of policies is robust? About 10 minutes of two cores.", _mix),
}
"""The studies by name: what each asks, and what runs it."""


@click.command(epilog="Examples:\n\n\b\n  tokenshed studies\n  tokenshed studies drivers --workers 2")
@click.argument("name", required=False, type=click.Choice(sorted(STUDIES)))
@options.docs
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes; one for each core unless given.")
@options.as_json
def studies(name: str | None, out: str, workers: int | None, as_json: bool) -> None:
    """List the studies of the world of 2026, or run the one called NAME and write its page below DIR.

    Their runs are kept in ./results, so that a study that was stopped goes on where it was.
    """
    from simulator.cli.policies import listed

    if name is None:
        options.refuse_given(("out", "workers"), "is of a study that is run", "the list of studies")
        listed("study", [{"name": one, "description": words} for one, (words, _) in STUDIES.items()], as_json=as_json)
        return
    click.echo(f"Written: {STUDIES[name][1](Path(out), workers)}")
