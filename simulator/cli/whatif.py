"""`tokenshed whatif`: compare a changed world with the baseline."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.whatif import Comparison


_EXAMPLES = """Examples:

\b
  tokenshed whatif epoch-2024 --set labs.frontier.overtraining.k=10
  tokenshed whatif minimal --set 'pools.public_text.net_growth=3 %/year' --replications 1000
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world")
@options.settings
@options.seed
@click.option(
    "--replications", type=click.IntRange(min=2), default=200, show_default=True, metavar="N", help="Pairs of runs."
)
@options.until
@options.out
@options.as_json
def whatif(
    world: str,
    settings: tuple[str, ...],
    seed: int,
    replications: int,
    until: float | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Compare WORLD as changed by --set with WORLD as it is.

    Both sides run under the same luck, replication by replication, so that the difference is the change's own. All
    --set together make one change. Dates that do not happen count as the end of the world.
    """
    from simulator.cli.terminal import print_json, progress
    from simulator.folder import check_free, default_folder
    from simulator.whatif import execute, requested_pair, save
    from worlds.config.settings import parse_setting

    request = requested_pair(world, map(parse_setting, settings), seed=seed, replications=replications, until=until)
    folder = Path(out) if out else default_folder(f"{request.baseline.loaded.name}-whatif", request.hash)
    check_free(folder, request.hash)
    with progress(f"comparing {request.baseline.loaded.name}") as told:
        comparison = execute(request, told)
    save(comparison, folder)
    if as_json:
        print_json({**comparison.as_dict(), "results": str(folder)})
    else:
        _tell(comparison, folder)


def _tell(comparison: "Comparison", folder: Path) -> None:
    """Print the table of effects."""
    from simulator.cli.terminal import console, is_narrow, print_table, share, table
    from simulator.outcomes import measure_of

    printer = console()
    request = comparison.request
    printer.print(f"{request.baseline.loaded.name} with {request.policy}, against the world as it is.")
    printer.print(f"{request.baseline.replications:,} pairs of runs under the same luck, seed {request.baseline.seed}.")
    printer.print()
    wide = not is_narrow(printer)
    right = ("difference", "90 % interval", *(["5 to 95 % of futures", "helps", "censored"] if wide else []))
    made = table("outcome", *right, *(["unit"] if wide else []), right=right)
    for effect in comparison.effects:
        unit = measure_of(effect.outcome).unit
        cells = [_signed(effect.difference, unit), f"{_signed(effect.low, unit)} to {_signed(effect.high, unit)}"]
        if wide:
            cells.append(f"{_signed(effect.q05, unit)} to {_signed(effect.q95, unit)}")
            cells += ["" if effect.helps is None else f"{effect.helps:.0%}", share(effect.censored)]
            cells.append("years" if unit == "year" else unit)
        made.add_row(effect.outcome, *cells)
    print_table(printer, made)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)


def _signed(value: float, unit: str) -> str:
    """Return a difference with its sign; nothing at all is 0."""
    from simulator.cli.terminal import number

    if value == 0:
        return "0"
    text = f"{value:.2f}" if unit == "year" else f"{value:.3g}" if abs(value) < 1e6 else number(value, unit)
    return f"+{text}" if value > 0 else text
