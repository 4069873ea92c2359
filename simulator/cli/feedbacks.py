"""`tokenshed feedbacks`: what each feedback does, and which directions hold."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed feedbacks\n  tokenshed feedbacks --replications 20 --pairs 20 --out here"
)
@click.option("--replications", type=click.IntRange(min=10), default=100, show_default=True, help="Futures a feedback.")
@click.option(
    "--pairs", type=click.IntRange(min=2), default=500, show_default=True, help="Futures a direction, frozen."
)
@click.option(
    "--live-pairs", type=click.IntRange(min=2), default=200, show_default=True, help="The same, all feedbacks."
)
@options.docs
def feedbacks(replications: int, pairs: int, live_pairs: int, out: str) -> None:
    """Turn every feedback of the world estuary off in turn, and test in which directions it moves (about ten minutes).

    Writes feedbacks.md into the folder.
    """
    from simulator.cli.terminal import progress
    from simulator.feedbacks import study
    from simulator.report.feedbacks import save

    with progress("running feedbacks") as told:
        found = study(replications, pairs, live_pairs, told)
    save(found, Path(out))
    held = sum(one.as_expected for one in found.effects)
    click.echo(f"{held} of {len(found.effects)} effects are as argued.")
    click.echo(f"Written: {Path(out) / 'feedbacks.md'}")
