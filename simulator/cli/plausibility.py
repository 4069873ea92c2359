"""`tokenshed plausibility`: what the world of 2026 does, and whether it can be believed."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(epilog="Examples:\n\n\b\n  tokenshed plausibility\n  tokenshed plausibility --replications 9 --out here")
@click.option("--replications", type=click.IntRange(min=2), default=200, show_default=True, help="Draws of chance.")
@options.docs
def plausibility(replications: int, out: str) -> None:
    """Run the world of 2026 to its end and hold every curve against what is known or possible (about ten minutes).

    Writes plausibility.md and its figures into the folder.
    """
    from simulator.cli.terminal import progress
    from simulator.plausibility import WORLD
    from simulator.report.plausibility import save
    from simulator.run import run_world

    with progress(f"running {WORLD}") as told:
        result = run_world(WORLD, replications=replications, progress=told)
    save(result, Path(out))
    click.echo(f"Written: {Path(out) / 'plausibility.md'}")
