"""`tokenshed sensitivity`: which uncertain numbers move an outcome."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.answer import Sensitivity
    from worlds.config.settings import Setting

_EXAMPLES = """Examples:

\b
  tokenshed sensitivity epoch-2024 --method tornado
  tokenshed sensitivity epoch-2024 --samples 256
  tokenshed sensitivity baseline-2026 --method morris --outcome data_bound_share
  tokenshed sensitivity baseline-2026 --depth 2 --samples 64 --policy overtraining-cap
  tokenshed sensitivity results/futures-2026-0123456789 --outcome exhaustion_year.public
"""
_OF_WORLDS = ("samples", "over", "depth", "policy", "seed", "replications", "until", "settings", "workers")
"""Options that say what is run, which a folder of results has behind it."""
_OF_RESULTS = ("cell",)


@click.command(epilog=_EXAMPLES)
@click.argument("subject", metavar="WORLD_OR_RESULTS")
@click.option(
    "--outcome", default="exhaustion_year.public", show_default=True, metavar="NAME", help="Of which outcome."
)
@click.option(
    "--method",
    type=click.Choice(("sobol", "morris", "tornado", "pawn")),
    help="Shares of variance (sobol, unless given), screening, one number at a time, or any sample. RESULTS have the "
    "one that their design is for.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    metavar="N",
    help="Base points (a power of two; 128), trajectories (10) or points (512).",
)
@click.option("--over", multiple=True, metavar="PATH", help="Vary these numbers alone, by path or pattern; repeatable.")
@click.option(
    "--depth", type=click.IntRange(1, 6), metavar="N", help="Move numbers together that share N parts of their path."
)
@click.option("--policy", metavar="POLICY", help="Under a policy, A+B for two together.")
@click.option(
    "--cell",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of RESULTS: number of the cell, a world in a scenario under a policy.",
)
@options.seed
@click.option(
    "--replications", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Runs at a point."
)
@options.until
@options.settings
@options.workers
@options.out
@options.as_json
def sensitivity(
    subject: str,
    outcome: str,
    method: str | None,
    samples: int | None,
    over: tuple[str, ...],
    depth: int | None,
    policy: str | None,
    cell: int,
    seed: int,
    replications: int,
    until: float | None,
    settings: "tuple[Setting, ...]",
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Find out which uncertain numbers of a world move an outcome, or of a batch over a sample of them.

    A world's runs are a batch that is gone on with when it was stopped; their folder gets the indices and the figure,
    too. The folder RESULTS of such a study is looked at by its own method, any other sample by pawn. The extra
    `analysis` is needed.
    """
    from simulator.folder import MANIFEST

    options.needs("SALib", "analysis")
    is_stored = (Path(subject) / MANIFEST).is_file()
    options.refuse_given(
        _OF_WORLDS if is_stored else _OF_RESULTS, f"is of {'a world' if is_stored else 'RESULTS'}", subject
    )
    if not is_stored:
        _first_look(subject, over, depth, until, settings)
    from simulator.analysis.sensitivity.stored import sensitivity_of
    from simulator.analysis.sensitivity.study import sensitivity as study
    from simulator.cli.batch_progress import telling
    from simulator.cli.terminal import print_json

    if is_stored:
        answer = sensitivity_of(subject, outcome, method=method, cell=cell)  # type: ignore[arg-type]
    else:
        with telling(subject) as teller:
            answer = study(
                subject,
                outcome,
                method=method or "sobol",  # type: ignore[arg-type]
                size=samples,
                over=over,
                depth=depth,
                policy=policy,
                seed=seed,
                replications=replications,
                until=until,
                settings=settings,
                folder=out,
                workers=workers,
                progress=teller.told,
            )
    folder = _saved(answer, Path(out) if out else answer.folder)
    if as_json:
        print_json({**answer.as_dict(), "results": str(folder)})
    else:
        _tell(answer, folder)


def _first_look(
    world: str, over: tuple[str, ...], depth: int | None, until: float | None, settings: "tuple[Setting, ...]"
) -> None:
    """Refuse a world or numbers to vary that are not there, before what runs them is imported."""
    from simulator.analysis.sensitivity.problem import problem_of
    from simulator.request import prepared

    problem_of(prepared(world, until, settings), over, depth=depth)


def _saved(answer: "Sensitivity", folder: Path) -> Path:
    """Write indices and figure into a folder."""
    import pyarrow.parquet as pq

    from simulator.report.sensitivity import save_figure, stem_of, table_of
    from worlds.config.faults import writing

    stem = stem_of(answer)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table_of(answer), folder / f"{stem}.parquet", compression="zstd")
        save_figure(answer, folder / stem)
    return folder


def _tell(answer: "Sensitivity", folder: Path) -> None:
    """Print the findings and the table."""
    from simulator.analysis.sensitivity.words import words_of
    from simulator.cli.terminal import console, print_table, table

    printer = console()
    for line in words_of(answer):
        printer.print(line)
    printer.print()
    made = table("number", answer.main, "90 % interval", right=(answer.main, "90 % interval"))
    for one in answer.ranking[:20]:
        made.add_row(one.factor, f"{one.value:.3g}", one.interval)
    print_table(printer, made)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)
