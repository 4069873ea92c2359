"""`tokenshed waterfall`: what tells the world of 2026 from Epoch's forecast, step by step."""

from pathlib import Path

import click

from simulator.cli import options


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed waterfall\n  tokenshed waterfall --replications 10 --seed 1 --out here --json"
)
@click.option(
    "--replications", type=click.IntRange(min=2), default=100, show_default=True, help="Futures of each world."
)
@options.seed
@options.docs
@options.as_json
def waterfall(replications: int, seed: int, out: str, as_json: bool) -> None:
    """Walk from epoch-2024 to baseline-2026 one step at a time, and draw what each of them moves (about an hour).

    Writes waterfall.md and its figure into the folder.
    """
    from simulator.analysis.waterfall import study
    from simulator.cli.terminal import print_json, progress
    from simulator.report.waterfall import prepared, save
    from simulator.report.waterfall_words import story

    folder = prepared(Path(out))
    with progress("running the waterfall") as told:
        found = study(replications, seed, told)
    page = save(found, folder)
    if as_json:
        print_json({**found.as_dict(), "page": str(page)})
        return
    for one in found.waterfalls:
        click.echo(f"{one.outcome}: {story(one, found.first.name, found.last.name)}\n")
    click.echo(f"Written: {page}")
