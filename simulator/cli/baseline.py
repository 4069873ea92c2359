"""`tokenshed baseline`: the world of 2026 beside what is known."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(epilog="Examples:\n\n\b\n  tokenshed baseline\n  tokenshed baseline --replications 20 --out here")
@click.option("--replications", type=click.IntRange(min=2), default=100, show_default=True, help="Draws of chance.")
@options.docs
def baseline(replications: int, out: str) -> None:
    """Run the world of 2026 up to today and draw it beside what is known (some minutes).

    Writes baseline.md and its figures into the folder.
    """
    from simulator.baseline import END, WORLD
    from simulator.cli.terminal import progress
    from simulator.report.baseline import save
    from simulator.run import run_world

    with progress(f"running {WORLD}") as told:
        result = run_world(WORLD, replications=replications, until=END, progress=told)
    save(result, Path(out))
    click.echo(f"Written: {Path(out) / 'baseline.md'}")
