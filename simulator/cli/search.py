"""`tokenshed search`: settings of levers that do well in many futures, by several outcomes at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.analysis.search.answer import Search
    from worlds.config.settings import Setting

_EXAMPLES = """Examples:

\b
  tokenshed search estuary --candidates 40 --futures 8
  tokenshed search estuary --lever 'statutes.data_levy@2027=0 USD/Mtoken..5 USD/Mtoken'
      --lever 'pools[kind=private].consent@2027' --objective loss_gap --objective owner_income_usd
  tokenshed search baseline-2026 --satisfies 'exhaustion_year.public>=2031' --satisfies 'privacy_incidents<=30'
  tokenshed search estuary --candidates 40 --futures 8 --write mix.yaml --pick robust
  tokenshed whatif estuary --policy mix.yaml --seed 1
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world")
@click.option(
    "--lever",
    "levers",
    multiple=True,
    metavar="PATH@2027=LOW..HIGH",
    help="Search a lever from a date on, over a range, values A,B,C or its own range; repeatable. Without any a "
    "sensible set of statutes and levers of pools that the world has, from 2027 on.",
)
@click.option(
    "--objective",
    "objectives",
    multiple=True,
    metavar="OUTCOME:higher|lower",
    help="Wish an outcome higher or lower; repeatable. Without any exhaustion_year.public, loss_gap, data_spend_usd "
    "and privacy_incidents, each the way it is better.",
)
@click.option(
    "--satisfies",
    multiple=True,
    metavar="OUTCOME>=VALUE",
    help="What a future has to meet (>= or <=), in base units; repeatable. Without any to be no worse than the "
    "baseline there in any objective.",
)
@click.option(
    "--futures",
    type=click.IntRange(min=1),
    default=16,
    show_default=True,
    metavar="N",
    help="Draws of chance, the same for all.",
)
@click.option(
    "--candidates",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="How many are tried; more of them go on in the same folder.",
)
@click.option(
    "--population",
    type=click.IntRange(min=4),
    default=20,
    show_default=True,
    metavar="N",
    help="Candidates of a generation.",
)
@options.seed
@options.until
@options.settings
@options.workers
@options.out
@click.option("--write", type=click.Path(dir_okay=False), metavar="POLICY.yaml", help="Write a candidate as a policy.")
@click.option("--pick", default="robust", show_default=True, metavar="N|robust", help="Which one is written.")
@click.option(
    "--anew",
    type=click.IntRange(min=1),
    metavar="N",
    help="Judge the one picked in N futures it was not chosen by, too.",
)
@click.option("--page", type=click.Path(dir_okay=False), metavar="FILE.md", help="Also write a page with its figure.")
@options.as_json
def search(
    world: str,
    levers: tuple[str, ...],
    objectives: tuple[str, ...],
    satisfies: tuple[str, ...],
    futures: int,
    candidates: int,
    population: int,
    seed: int,
    until: float | None,
    settings: "tuple[Setting, ...]",
    workers: int | None,
    out: str | None,
    write: str | None,
    pick: str,
    anew: int | None,
    page: str | None,
    as_json: bool,
) -> None:
    """Search settings of WORLD's levers that do well in many futures, by several outcomes at once.

    Candidates are made by NSGA-II or NSGA-III, run in the same futures as the baseline, and judged by mean, worst
    tenth, regret, and the share of futures in which they satisfy. A search that was stopped goes on where it was. The
    extra `analysis` is needed.
    """
    _first_look(world, levers, until, settings)
    options.needs("optuna", "analysis")
    _check(pick, candidates, write)
    from simulator.analysis.search.anew import judged_anew
    from simulator.analysis.search.study import search as study
    from simulator.cli.batch_progress import telling
    from simulator.cli.terminal import print_json
    from simulator.report.search_page import save_page

    with telling(world) as teller:
        answer = study(
            world,
            levers=levers,
            objectives=objectives,
            satisfies=satisfies,
            futures=futures,
            candidates=candidates,
            population=population,
            seed=seed,
            until=until,
            settings=settings,
            folder=out,
            workers=workers,
            progress=teller.told,
        )
        number = answer.picked(pick).number
        new = None if anew is None else judged_anew(answer, number, anew, workers=workers, progress=teller.told)
    written = None if write is None else answer.write(write, pick)
    pages = [] if page is None else [save_page(answer, Path(page), _command(), new, number)]
    _save(answer)
    if as_json:
        told = None if new is None else {"candidate": number, **new.as_dict()}
        print_json({**answer.as_dict(), "anew": told, "results": str(answer.folder), "written": write})
        return
    _tell(answer, number, new)
    for one in [*([written] if written else []), *pages]:
        click.echo(f"Written: {one}")


def _first_look(world: str, levers: tuple[str, ...], until: float | None, settings: "tuple[Setting, ...]") -> None:
    """Refuse a world or levers that are not there, before what runs them is imported."""
    from simulator.analysis.search.knobs import knobs_of
    from simulator.request import prepared

    knobs_of(prepared(world, until, settings), levers)


def _check(pick: str, candidates: int, write: str | None) -> None:
    """Refuse a candidate that there will not be, and a file for its policy that cannot be written."""
    from simulator.analysis.search.answer import ROBUST
    from simulator.analysis.search.policy import check_file
    from worlds.config.faults import InputError

    if pick != ROBUST and not (pick.isdigit() and 1 <= int(pick) <= candidates):
        raise InputError(f"--pick {pick}: is no candidate; allowed: robust, or 1 to {candidates}")
    if write is not None:
        check_file(Path(write))


def _command() -> str:
    """Return the command line as it was given, so that a page says how it is made again."""
    import shlex
    import sys

    return shlex.join(["tokenshed", *sys.argv[1:]])


def _save(answer: "Search") -> None:
    """Write table and figure into the folder of the search."""
    import pyarrow.parquet as pq

    from simulator.report.search import save_figure, table_of
    from worlds.config.faults import writing

    with writing(answer.folder):
        pq.write_table(table_of(answer), answer.folder / "candidates.parquet", compression="zstd")
        save_figure(answer, answer.folder / "search")


def _tell(answer: "Search", number: int, new: "Search | None") -> None:
    """Print the findings, the candidates that none dominates, and the one that was picked."""
    from simulator.analysis.search.words import words_anew, words_of
    from simulator.cli.terminal import console, print_table, table
    from simulator.report.search import baseline_cells, cells_of, header_of

    printer = console()
    used = answer.found.numbers.shape[1]
    printer.print(
        f"{answer.world}: {len(answer.points)} candidates over {len(answer.knobs)} levers, each in the same {used} "
        f"futures, seed {answer.seed}.",
    )
    for line in [*words_of(answer), *([] if new is None else [words_anew(new, number)])]:
        printer.print(line)
    printer.print()
    header = header_of(answer)
    made = table(*header, right=tuple(header))
    shown = list(answer.pareto[:_ROWS])
    chosen = answer.picked(str(number))
    for one in [*shown, *([] if chosen in shown else [chosen])]:
        made.add_row(*cells_of(answer, one))
    made.add_row(*baseline_cells(answer))
    print_table(printer, made)
    printer.print()
    printer.print(f"Results: {answer.folder}", soft_wrap=True)


_ROWS = 20
"""Candidates that are printed; all are in the table of the folder."""
