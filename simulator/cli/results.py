"""`tokenshed export` and `tokenshed rerun`: what can be done with a result folder."""

from pathlib import Path

import click

from simulator.cli import options
from worlds.config.faults import InputError


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed export results/overtraining-sweep-1af70dab01 outcomes.csv\n"
    "  tokenshed export here outcomes.parquet"
)
@click.argument("results")
@click.argument("file", type=click.Path(path_type=Path))
def export(results: str, file: Path) -> None:
    """Write the outcomes of every run in the folder RESULTS, of a run or a batch, to FILE, sorted by run id.

    FILE ends in .csv, .parquet, or (of a batch) .nc for xarray. A row is one outcome of one run, in base units, with
    the world, scenario, policy and point of the run; null where the outcome is censored. Runs that failed have none.
    """
    options.results_in(results)
    from simulator.experiments.export import export as write
    from simulator.experiments.results import Results

    found = Results.open(results)
    if not found.has_outcomes:
        tables = "its tables are Parquet files already, which pandas and simulator.Results read"
        raise InputError(f"{results}: holds no outcomes of runs, {tables}; allowed: the folder of a run or a batch")
    rows = write(found, file)
    click.echo(f"Written: {file}, {rows:,} outcomes")
    if found.is_batch:
        one = found.standing
        if one.failed:
            click.echo(f"{one.failed:,} failed runs have no outcomes", err=True)
        if not one.is_complete:
            click.echo(f"{one.runs - one.done:,} of {one.runs:,} runs are missing", err=True)


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed rerun results/overtraining-sweep-1af70dab01 0b1c2d3e4f506172\n"
    "  tokenshed rerun here 0b1c --out that-run"
)
@click.argument("results", type=click.Path(path_type=Path))
@click.argument("run_id")
@options.out
@options.imports
@options.as_json
def rerun(results: Path, run_id: str, out: str | None, imports: tuple[str, ...], as_json: bool) -> None:
    """Make a run of the batch in the folder RESULTS again, and compare it with what is stored.

    RUN_ID is that of its outcomes, or its first digits. With --out everything that the run records is written as by
    `tokenshed run`, with figures. The exit status is 1 when the run fails again, or differs from what is stored.
    """
    options.results_in(results)
    options.imported(imports)
    from simulator.cli.terminal import print_json
    from simulator.experiments.again import again, whole

    found = again(results, run_id)
    same = "the same to the last bit" if not found.differing else f"not the same in {', '.join(found.differing)}"
    if as_json:
        facts = {"run_id": found.run.run_id, "run": found.words, "same": not found.differing, "error": found.error}
        print_json({**facts, "outcomes": _outcomes(found.tables)})
    else:
        click.echo(f"{found.run.run_id}: {found.words}")
        click.echo(f"Made again: {same}" + (f". It fails: {found.error}" if found.error else ""))
    if out is not None and found.error is not None:
        click.echo(f"{out}: nothing is written of a run that fails", err=True)
    elif out is not None:
        click.echo(f"Results: {whole(found, Path(out))}", err=as_json)
    if found.differing or found.error:
        raise SystemExit(1)


def _outcomes(tables: object) -> dict[str, float | None]:
    """Return the outcomes of a run."""
    table = tables["outcomes"]  # type: ignore[index]
    return dict(zip(table["outcome"].to_pylist(), table["value"].to_pylist(), strict=True))
