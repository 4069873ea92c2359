"""`tokenshed validate`: rerun what the model must reproduce, and write down what came out."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(epilog="Example:\n\n\b\n  tokenshed validate --out docs")
@click.option(
    "--replications",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    metavar="N",
    help="Draws for each row.",
)
@options.docs
@click.option(
    "--readme",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Also rewrite the forecast's table in FILE.",
)
def validate(replications: int, out: str, readme: str | None) -> None:
    """Rerun Epoch AI's forecast with the shipped world and compare what comes out with the published numbers.

    Writes validation.md and figures/epoch-2024.png and .svg below DIR. The exit status is 1 when a number deviates by
    more than its tolerance.
    """
    from simulator.cli.terminal import progress
    from simulator.report.validation import check_marks, reproduce, save, write_into

    if readme is not None:
        check_marks(Path(readme))
    with progress("validating") as told:
        reproduction = reproduce(replications, told)
    folder = save(reproduction, Path(out))
    if readme is not None:
        write_into(Path(readme), reproduction)
    click.echo(reproduction.markdown())
    click.echo(f"Written: {folder / 'validation.md'} and {folder / 'figures'}")
    if not reproduction.within:
        raise SystemExit(1)
