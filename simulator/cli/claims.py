"""`tokenshed claims`: every claim of the source article with its verdict."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.analysis.claims import Ledger

_EXAMPLES = """Examples:

\b
  tokenshed claims
  tokenshed claims --only manageable --only stock
  tokenshed claims --replications 40 --out docs
"""


@click.command(epilog=_EXAMPLES)
@click.option("--only", metavar="ID", multiple=True, help="Judge this claim alone; as often as needed.")
@click.option(
    "--replications",
    type=click.IntRange(min=2),
    default=200,
    show_default=True,
    metavar="N",
    help="Futures of a small world; the world of 2026 has a tenth of that.",
)
@options.seed
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write the page claims.md into DIR; nothing is written without it.",
)
@options.as_json
def claims(only: tuple[str, ...], replications: int, seed: int, out: str | None, as_json: bool) -> None:
    """Judge every claim of the source article, a press report of June 2024 on Epoch AI's forecast (five minutes).

    Each claim is tested by runs, by the scaling laws or by published models; a rule with thresholds that were set
    beforehand turns the numbers into a verdict: holds, holds in part, does not hold, cannot be tested.
    """
    from simulator.analysis.claims import study
    from simulator.cli.terminal import print_json, progress
    from worlds.config.faults import InputError

    if only and out is not None:
        raise InputError("--out: the page has every claim; allowed: --out without --only")
    if out is not None:
        Path(out).mkdir(parents=True, exist_ok=True)
    with progress("judging claims") as told:
        found = study(replications, seed, only, told, with_worlds=out is not None)
    page = _written(found, out)
    if as_json:
        print_json([entry.as_dict() for entry in found.entries])
    else:
        _tell(found, page)


def _written(found: "Ledger", out: str | None) -> Path | None:
    """Write the page, if there is a place for it, and return it."""
    from simulator.report.claims import save

    return None if out is None else save(found, Path(out))


def _tell(found: "Ledger", page: Path | None) -> None:
    """Print the table of verdicts."""
    from simulator.cli.terminal import console, is_narrow, table
    from simulator.report.claims import amount, counted, ends

    printer = console()
    narrow = is_narrow(printer)
    made = table("claim", "why") if narrow else table("claim", "verdict", "value", "why")
    made.padding = (0, 2, 1, 0)
    for entry in found.entries:
        value = f"{amount(entry)}\n{ends(entry)}"
        cells = [entry.claim.id, entry.verdict, value]
        made.add_row(*(["\n".join(cells)] if narrow else cells), entry.why)
    printer.print(made)
    printer.print(f"{len(found.entries)} claims: {counted(found.entries)}.")
    if page is not None:
        printer.print(f"Written: {page}", soft_wrap=True)
