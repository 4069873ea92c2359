"""`tokenshed baseline`: the world of 2026 beside what is known."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(epilog="Examples:\n\n\b\n  tokenshed baseline\n  tokenshed baseline --replications 20 --out here")
@click.option("--replications", type=click.IntRange(min=2), default=100, show_default=True, help="Draws of chance.")
@options.docs
def baseline(replications: int, out: str) -> None:
    """Run the world of 2026 up to today and draw it beside published models (about a minute).

    Writes baseline.md and its figure into the folder.
    """
    from simulator.baseline import WORLD
    from simulator.cli.terminal import progress
    from simulator.report.baseline import save
    from simulator.run import run_world

    with progress(f"running {WORLD}") as told:
        result = run_world(WORLD, replications=replications, until=2026.0, progress=told)
    save(result, Path(out))
    click.echo(f"Written: {Path(out) / 'baseline.md'}")
