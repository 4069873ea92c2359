"""`tokenshed hindcast`: fit a world to what was known at a date, and score it against what came after."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.analysis.hindcast.scoring import Scores
    from simulator.analysis.hindcast.study import Hindcast

_EXAMPLES = """Examples:

\b
  tokenshed hindcast --train-until 2023-01-01
  tokenshed hindcast --observations my-models.csv --train-until 2024-07-01 --json
  tokenshed hindcast --docs docs
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world", default="baseline-2026")
@options.observations
@click.option(
    "--train-until",
    metavar="DATE",
    help="Know models published before this day, as 2023-01-01; without it every half year from 2020 to 2025.",
)
@click.option("--until", metavar="DATE", help="Score models up to this day; all of them unless given.")
@click.option(
    "--replications", type=click.IntRange(min=2), default=100, show_default=True, metavar="N", help="Futures."
)
@options.seed
@click.option("--out", type=click.Path(file_okay=False), metavar="DIR", help="Also write tables and figures there.")
@click.option(
    "--docs", type=click.Path(file_okay=False), metavar="DIR", help="Also write hindcast.md and its figures there."
)
@options.as_json
def hindcast(
    world: str,
    observations: str | None,
    train_until: str | None,
    until: str | None,
    replications: int,
    seed: int,
    out: str | None,
    docs: str | None,
    as_json: bool,
) -> None:
    """Fit WORLD to models published before a date, simulate on, and score the tokens of models published after it.

    The world is baseline-2026 unless named. Scores are of log10 tokens: CRPS, coverage of intervals, and skill against
    the log-linear trend of the same models and against persistence. All origins together take some minutes.
    """
    from simulator.analysis.hindcast.question import question
    from simulator.folder import check_free

    asked = question(world, observations, train_until, until, replications, seed)
    if out is not None:
        check_free(Path(out), asked.hash)
    from simulator.analysis.hindcast.few import few_words
    from simulator.analysis.hindcast.study import answer
    from simulator.cli.terminal import print_json, progress
    from simulator.report.hindcast import prepared, save_docs, save_folder

    if docs is not None:
        prepared(Path(docs))
    with progress(f"hindcasting {asked.loaded.name}") as told:
        found = answer(asked, told)
    for line in few_words(replications):
        click.echo(line, err=True)
    written = [save_folder(found, Path(out))] if out is not None else []
    written += [save_docs(found, Path(docs))] if docs is not None else []
    if as_json:
        print_json(found.as_dict() if train_until is None else found.origins[0].as_dict())
        return
    _tell(found)
    for one in written:
        click.echo(f"Written: {one}")


def _tell(found: "Hindcast") -> None:
    """Print the scores of every origin, and their mean."""
    from simulator.cli.terminal import console, print_table, table

    printer = console()
    asked = found.asked
    printer.print(
        f"{asked.loaded.name}, fitted to {asked.source} before each date; {asked.replications} futures each, seed "
        f"{asked.seed}.\nScores of log10 tokens of the models published from then on.\n"
    )
    columns = ("known", "new", "CRPS", "50 %", "80 %", "95 %", "skill vs trend", "vs persistence")
    made = table("before", *columns, right=columns)
    rows = [(one.train_until, len(one.fitted.known.models), len(one.forecasts), one.scores) for one in found.origins]
    for day, known, new, one in rows:
        made.add_row(day, str(known), str(new), *_cells(one))
    if len(rows) > 1:
        made.add_row("average", "", "", *_cells(found.average))
    print_table(printer, made)


def _cells(one: "Scores") -> list[str]:
    """Return scores as they are printed."""
    covered = [f"{getattr(one, f'coverage{level}'):.0%}" for level in (50, 80, 95)]
    skills = [f"{getattr(one, f'skill_vs_{other}'):+.2f}" for other in ("trend", "persistence")]
    return [f"{one.crps:.3f}", *covered, *skills]
