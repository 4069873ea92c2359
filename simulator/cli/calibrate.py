"""`tokenshed calibrate`: a fit to published models, written as a world."""

import click

from simulator.cli import options

_EXAMPLES = """Examples:

\b
  tokenshed calibrate -o fitted.yaml
  tokenshed calibrate --train-until 2023-01-01 -o then.yaml
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world", default="baseline-2026")
@options.observations
@click.option(
    "--train-until",
    metavar="DATE",
    help="Know models published before this day, as 2023-01-01, and no lab that came later; all models unless given.",
)
@options.seed
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The world file, as fitted.yaml.",
)
def calibrate(world: str, observations: str | None, train_until: str | None, seed: int, out: str) -> None:
    """Fit WORLD to published models and write the posterior as a world that extends it, with ranges and sources.

    The world is baseline-2026 unless named.
    """
    from simulator.analysis.hindcast.calibration import calibrate as written

    loaded = written(out, world, observations=observations, train_until=train_until, seed=seed)
    uncertain = sum(one.uncertain for one in loaded.numbers.values())
    click.echo(f"{loaded.name}: {len(loaded.world.labs)} labs, {uncertain} uncertain numbers.")
    click.echo(f"Written: {out}")
