"""`tokenshed gallery`: run the worlds to learn from and draw them."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(epilog="Example:\n\n\b\n  tokenshed gallery --out docs")
@click.option(
    "--replications", type=click.IntRange(min=1), default=100, show_default=True, metavar="N", help="Draws for each."
)
@options.docs
def gallery(replications: int, out: str) -> None:
    """Run every world to learn from and write a page with a picture of each.

    Writes worlds.md and figures/worlds/ below DIR.
    """
    from simulator.cli.terminal import progress
    from simulator.report.gallery import lessons, save

    with progress("running the worlds to learn from") as told:
        found = lessons(replications, told)
    save(found, Path(out), replications)
    click.echo(f"Written: {Path(out) / 'worlds.md'}")
