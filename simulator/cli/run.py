"""`tokenshed run`: run a world and tell what came out."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.run import Result
    from worlds.config.settings import Setting


_EXAMPLES = """Examples:

\b
  tokenshed run minimal
  tokenshed run epoch-2024 --replications 2000 --json
  tokenshed run estuary --story
  tokenshed run estuary --policy data-levy --policy cherish-data@+2 --scenario small-web --story
  tokenshed run my-world.yaml --set labs.lab.overtraining.k=10 --out here
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world")
@options.seed
@click.option(
    "--replications",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw every uncertain number N times; without it one run at central values.",
)
@options.until
@options.settings
@click.option(
    "--policy",
    "policies",
    metavar="POLICY",
    multiple=True,
    help="Put it under this policy, a file or a shipped one; A+B for two, A@+3 for three years later; repeatable.",
)
@click.option("--scenario", metavar="SCENARIO", help="Run it in this scenario, a file or a shipped one.")
@click.option("--strict", is_flag=True, help="Refuse a policy that has nothing to change in WORLD.")
@click.option("--central", is_flag=True, help="Keep every number at its central value in all replications.")
@click.option("--story", "as_story", is_flag=True, help="Tell what happened, the events that mattered most first.")
@options.out
@options.as_json
def run(
    world: str,
    seed: int,
    replications: int | None,
    until: float | None,
    settings: "tuple[Setting, ...]",
    policies: tuple[str, ...],
    scenario: str | None,
    strict: bool,
    central: bool,
    as_story: bool,
    out: str | None,
    as_json: bool,
) -> None:
    """Run WORLD (a file, or the name of a shipped world) and write a result folder.

    Without --replications the world runs once at its central values. With it, every number that has a range is drawn
    anew in each replication, and the table shows how far the outcomes spread. All --policy together act on the one run;
    `tokenshed whatif` compares them with the world without.
    """
    from simulator.cli.terminal import print_json, progress
    from simulator.folder import check_free, default_folder
    from simulator.request import requested

    request = requested(
        world,
        seed,
        replications,
        until,
        settings,
        policies=policies,
        scenario=scenario,
        strict=strict,
        central_values=central,
    )
    folder = Path(out) if out else default_folder(request.title, request.hash)
    check_free(folder, request.hash)
    options.warn_of_idle(request.idle, request.loaded.name)
    from simulator.run import execute

    with progress(f"running {request.loaded.name}") as told:
        result = execute(request, told)
    result.save(folder)
    if as_json:
        print_json(_document(result, folder, as_story=as_story))
    elif as_story:
        _tell_story(result, folder)
    else:
        _tell(result, folder)


def _document(result: "Result", folder: Path, *, as_story: bool) -> dict[str, object]:
    """Return what `--json` prints; with `--story` also every event, those that mattered most first."""
    from simulator.report.tale import events

    return {
        **({"story": events(result)} if as_story else {}),
        "world": result.name,
        "seed": result.request.seed,
        "replications": result.request.replications,
        "policies": list(result.request.policies),
        "scenario": result.request.scenario,
        "without_effect": [asdict(one) for one in result.request.idle],
        "outcomes": {name: one.as_dict() for name, one in result.summary.items()},
        "results": str(folder),
    }


def _tell_story(result: "Result", folder: Path) -> None:
    """Print what the run found and what happened in it."""
    from simulator.cli.terminal import console
    from simulator.report.story import story
    from simulator.report.tale import tale

    printer = console()
    for line in (*story(result), "", *tale(result), "", f"Results: {folder}"):
        printer.print(line, soft_wrap=True)


def _tell(result: "Result", folder: Path) -> None:
    """Print the story and the table of outcomes."""
    from simulator.cli.terminal import console, is_narrow, number, print_table, share, table
    from simulator.outcomes import measure_of
    from simulator.report.story import story

    printer = console()
    for line in story(result):
        printer.print(line)
    printer.print()
    drawn, wide = result.request.drawn, not is_narrow(printer)
    censored = ("never", "before start") if wide else ("never", "before")
    spread = ("10 %", "median", "90 %", *censored) if drawn else ("value", "")
    made = table("outcome", *spread, *(["unit"] if wide else []), right=spread)
    for name, one in result.summary.items():
        unit = measure_of(name).unit
        middle = number(one.quantiles["q50"], unit)
        if drawn:
            ends = [number(one.quantiles[end], unit) for end in ("q10", "q90")]
            cells = [ends[0], middle, ends[1], share(one.never), share(one.before_start)]
        else:
            cells = [
                middle if one.observed else "-",
                "never" if one.never else "before start" if one.before_start else "",
            ]
        made.add_row(name, *cells, *([unit] if wide else []))
    print_table(printer, made)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)
