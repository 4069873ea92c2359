"""`tokenshed validate`: rerun what the model must give back, and write down what came out."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.validation import Part

_EXAMPLES = """Examples:

\b
  tokenshed validate
  tokenshed validate --only laws --only reference
  tokenshed validate --replications 200 --out quick --json
"""
_NAMES = ("forecast", "laws", "claims", "hindcast", "reference")


@click.command(epilog=_EXAMPLES)
@click.option(
    "--only",
    type=click.Choice(_NAMES),
    multiple=True,
    help="Run this part alone, as often as needed; the page keeps the others.",
)
@click.option(
    "--replications",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    metavar="N",
    help="Draws for each row of the forecast; a tenth of that for claims, a twentieth for the hindcast. Below "
    "2,000 a miss may be luck, which is said.",
)
@options.docs
@click.option(
    "--readme",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Also rewrite the forecast's table in FILE.",
)
@options.as_json
def validate(only: tuple[str, ...], replications: int, out: str, readme: str | None, as_json: bool) -> None:
    """Rerun what the model must give back, and write down what came out (about twelve minutes).

    The parts are Epoch AI's forecast, published numbers of the laws, the claims of the source article, the hindcast,
    and the stored reference outcomes. Writes validation.md, with every number, its target and its deviation, and the
    figure of the forecast below DIR. The exit status is 1 when a number misses its target for no known reason, or for
    luck, since few draws have shown nothing.
    """
    from simulator.cli.terminal import print_json
    from simulator.report.validation import check_marks, prepared, save, write_into
    from simulator.validation import unexplained
    from simulator.validation.forecast import Reproduction
    from worlds.config.faults import InputError

    names = [name for name in _NAMES if not only or name in only]
    if readme is not None:
        if "forecast" not in names:
            raise InputError("--readme: the table is that of the forecast; allowed: --readme with --only forecast")
        check_marks(Path(readme))
    prepared(Path(out))
    parts: dict[str, Part] = {}
    for name in names:
        parts[name] = _found(name, replications, quiet=as_json)
        page = save(
            {name: parts[name]}, Path(out), replications
        )  # each as it comes, so that what is done outlives an interruption
    if readme is not None and isinstance(parts["forecast"], Reproduction):
        write_into(Path(readme), parts["forecast"])
    if as_json:
        print_json({"replications": replications, "parts": _documents(parts), "page": str(page)})
    else:
        click.echo(f"Written: {page}")
    if any(unexplained(name, list(part.rows)) for name, part in parts.items()):
        raise SystemExit(1)


def _found(name: str, replications: int, *, quiet: bool) -> "Part":
    """Run a part, and tell what became of it."""
    from simulator.cli.terminal import progress
    from simulator.report.validation import verdict
    from simulator.validation import PARTS, luck, reason, unexplained

    with progress(f"validating {name}") as told:
        part = PARTS[name](replications, told)
    if not quiet:
        click.echo(f"{name}: {verdict(name, part)}")
        for row in part.rows:
            if not row.within:
                unknown = "perhaps by luck" if luck(name, replications) else "for no known reason"
                known = "for a known reason" if reason(name, row) else unknown
                target = "" if isnan(row.target) else f", target {row.target:.5g}"
                click.echo(f"  missed {known}: {row.what}: {row.value:.5g}{target}")
        doubt = luck(name, replications)
        if doubt and unexplained(name, list(part.rows)):
            click.echo(f"  {doubt}")
    return part


def _documents(parts: "dict[str, Part]") -> dict[str, object]:
    """Return what `--json` prints of each part."""
    from simulator.report.validation import verdict
    from simulator.validation import reason

    return {
        name: {
            "verdict": verdict(name, part),
            "rows": [{**row.as_dict(), "explained": reason(name, row)} for row in part.rows],
        }
        for name, part in parts.items()
    }
