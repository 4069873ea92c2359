"""`tokenshed discover`: in which futures of a batch it happens."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.analysis.discovery.study import Discovery, Finding

_EXAMPLES = """Examples:

\b
  tokenshed batch cap-futures --out cap
  tokenshed discover cap --outcome exhaustion_year.public --worse-than "no policy" --by 0.25
  tokenshed discover cap --outcome exhaustion_year.public --below 2028 --policy overtraining-cap
  tokenshed discover cap --outcome best_loss --above 1.8 --method cart
  tokenshed discover cap --outcome data_bound_share --against "no policy" --above "5 %" --coverage 0.6
"""


@click.command(epilog=_EXAMPLES)
@click.argument("results", type=click.Path(file_okay=False))
@click.option("--outcome", required=True, metavar="NAME", help="Of which outcome.")
@click.option("--below", metavar="T", help="It happens where the outcome is below this: 2030, '300 T token'.")
@click.option("--above", metavar="T", help="It happens where the outcome is above this.")
@click.option("--never", is_flag=True, help="It happens where the date does not come by the end.")
@click.option("--worse-than", metavar="POLICY", help="It happens where the outcome is worse than under this policy.")
@click.option("--by", metavar="D", help="Of --worse-than: by more than this; by anything unless given.")
@click.option(
    "--against", metavar="POLICY", help="--below and --above are of the difference from this policy, future by future."
)
@click.option("--policy", metavar="POLICY", help="Under which policy; the one there is, or `no policy`, unless given.")
@click.option("--scenario", metavar="SCENARIO", help="In which scenario; in all, as an axis, unless given.")
@click.option("--world", metavar="WORLD", help="In which world; in all, as an axis, unless given.")
@click.option(
    "--method",
    type=click.Choice(("prim", "cart")),
    default="prim",
    show_default=True,
    help="Box after box by peeling, or the leaves of a tree.",
)
@click.option(
    "--coverage",
    type=float,
    metavar="MIN",
    help="Of prim: the densest box that covers so much; the one that tells futures apart best unless given.",
)
@click.option("--boxes", type=click.IntRange(min=1), default=3, show_default=True, metavar="N", help="Boxes at most.")
@click.option(
    "--alpha", type=float, metavar="SHARE", help="Of prim: share of a box that is peeled at a time; 0.05 unless given."
)
@click.option("--least", type=float, default=0.05, show_default=True, help="Share of futures that a box must hold.")
@click.option(
    "--shuffles",
    type=click.IntRange(min=0),
    metavar="N",
    help="Of prim: how often to look for boxes in pure chance; 100 times unless given.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of shuffles, and of trees.")
@click.option("--out", type=click.Path(file_okay=False), metavar="DIR", help="Where figure and tables go; RESULTS.")
@options.as_json
def discover(
    results: str,
    outcome: str,
    below: str | None,
    above: str | None,
    never: bool,
    worse_than: str | None,
    by: str | None,
    against: str | None,
    policy: str | None,
    scenario: str | None,
    world: str | None,
    method: str,
    coverage: float | None,
    boxes: int,
    alpha: float | None,
    least: float,
    shuffles: int | None,
    seed: int,
    out: str | None,
    as_json: bool,
) -> None:
    """Find out in which futures of the batch RESULTS an outcome passes a threshold, or a policy does harm.

    The batch must be complete, and over a sample or a grid. The answer is boxes: limits on few numbers within which it
    happens often (density), and which hold much of where it happens (coverage). Figure and tables are written, too.
    """
    from simulator.experiments.store import standing_of

    standing_of(Path(results))  # what is no batch is told before what looks into one is imported
    from simulator.analysis.discovery.study import discover as study
    from simulator.cli.terminal import print_json

    if method == "cart":
        options.needs("sklearn", "analysis")
    found = study(
        results,
        outcome,
        below=below,
        above=above,
        never=never,
        worse_than=worse_than,
        by=by,
        against=against,
        policy=policy,
        scenario=scenario,
        world=world,
        method=method,  # type: ignore[arg-type]
        coverage=coverage,
        boxes=boxes,
        alpha=alpha,
        least=least,
        shuffles=shuffles,
        seed=seed,
    )
    folder = _saved(found, Path(out) if out else found.folder)
    if as_json:
        print_json({**found.as_dict(), "results": str(folder)})
    else:
        _tell(found, folder)


def _saved(found: "Discovery", folder: Path) -> Path:
    """Write boxes, trajectory and figure into a folder."""
    from simulator.report.discovery import save, stem_of
    from worlds.config.faults import writing

    with writing(folder):
        save(found, folder / stem_of(found))
    return folder


def _tell(found: "Discovery", folder: Path) -> None:
    """Print the findings and a table of every box."""
    from simulator.analysis.discovery.words import words_of
    from simulator.cli.terminal import console

    printer = console()
    for line in words_of(found):
        printer.print(line)
    for number, finding in enumerate(found.findings, 1):
        printer.print()
        _table(found, number, finding)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)


def _table(found: "Discovery", number: int, finding: "Finding") -> None:
    """Print the edges of a box with their quasi-p-values."""
    from simulator.analysis.discovery.words import edge_words
    from simulator.cli.terminal import console, print_table, table

    made = table(f"box {number}", "edge", "quasi-p", right=("edge", "quasi-p"))
    factors = found.futures.factors
    for edge, level in zip(finding.edges, finding.quasi_p, strict=True):
        made.add_row(factors[edge.axis].name, edge_words(edge, finding.step.box, factors), f"{level:.2g}")
    print_table(console(), made)
