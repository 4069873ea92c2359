"""`tokenshed policies` and `tokenshed scenarios`: list what is shipped, or show one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from worlds.config.policies import LoadedPolicy
    from worlds.config.schema import Enactment, Reaction


_EXAMPLES = """Examples:

\b
  tokenshed policies
  tokenshed policies data-levy@+3
  tokenshed policies my-policy.yaml --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", required=False)
@click.option(
    "--out", type=click.Path(file_okay=False), metavar="DIR", help="Run all of them, and write the page here."
)
@click.option(
    "--replications", type=click.IntRange(min=5), default=100, show_default=True, help="Pairs of runs for the page."
)
@options.as_json
def policies(name: str | None, out: str | None, replications: int, as_json: bool) -> None:
    """List the shipped policies, or show one: what it changes and when, what it assumes, and what it should do.

    NAME is a shipped policy or a file; with @+3 behind it, it comes three years later. With --out each is compared with
    two worlds as they are, half an hour or more, and policies.md is written.
    """
    if out is not None:
        _write_page(Path(out), replications)
        return
    from simulator.cli.terminal import print_json
    from worlds.config.policies import load_policy, shipped_policies

    if name is not None:
        policy = load_policy(name)
        if as_json:
            print_json(_document(policy))
        else:
            _show(policy)
        return
    rows = [{"name": one, "description": load_policy(one).section.description} for one in shipped_policies()]
    listed("policy", rows, as_json=as_json)


def _write_page(folder: Path, replications: int) -> None:
    """Compare every shipped policy with the worlds of the page, and write it."""
    from simulator.cli.terminal import progress
    from simulator.report.policies import WORLDS, save
    from simulator.whatif.comparison import execute
    from simulator.whatif.question import asked
    from worlds.config.policies import shipped_policies

    found = {}
    for world in WORLDS:
        with progress(f"all policies in {world}") as told:
            found[world] = execute(asked(world, shipped_policies(), replications=replications), told)
    save(found, folder)
    click.echo(f"Written: {folder / 'policies.md'}")


@click.command(epilog="Examples:\n\n\b\n  tokenshed scenarios\n  tokenshed scenarios small-web")
@click.argument("name", required=False)
@options.as_json
def scenarios(name: str | None, as_json: bool) -> None:
    """List the shipped scenarios, values that nobody chooses, or show one."""
    from simulator.cli.terminal import console, print_json, table
    from worlds.config.scenarios import load_scenario, shipped_scenarios

    if name is None:
        rows = [{"name": one, "description": load_scenario(one).section.description} for one in shipped_scenarios()]
        listed("scenario", rows, as_json=as_json)
        return
    section = load_scenario(name).section
    if as_json:
        print_json({"name": section.scenario, "description": section.description, "values": section.values})
        return
    printer = console()
    printer.print(f"{section.scenario}. {section.description}")
    made = table("path", "value")
    for path, value in section.values.items():
        made.add_row(path, str(value))
    printer.print(made)


def listed(kind: str, rows: Sequence[Mapping[str, object]], *, as_json: bool) -> None:
    """Print names and descriptions."""
    from simulator.cli.terminal import console, print_json, table

    if as_json:
        print_json(rows)
        return
    made = table(kind, "description")
    for row in rows:
        made.add_row(str(row["name"]), str(row["description"]))
    console().print(made)


def _document(policy: "LoadedPolicy") -> dict[str, object]:
    """Return what `--json` prints of one policy; dates are moved by its delay."""
    section = policy.section
    plain = section.model_dump(by_alias=True, exclude_none=True)
    for one in plain["changes"].values():
        one.update({key: one[key] + policy.delay for key in ("from", "until") if key in one})
    return {"name": policy.name, **{key: value for key, value in plain.items() if key != "policy"}}


def _show(policy: "LoadedPolicy") -> None:
    """Print a policy."""
    from simulator.cli.terminal import console, table

    printer, section = console(), policy.section
    printer.print(f"{policy.name}. {section.description}")
    printer.print()
    made = table("change", "number", "becomes", "when")
    for name, part in policy.parts.items():
        made.add_row(name, part.path, _amount(part), _when(part, policy.delay))
    printer.print(made)
    printer.print()
    widest = max(map(len, policy.parts), default=0)
    for name, drawn in {"": _YEARS, **{name: _line(part, policy.delay) for name, part in policy.parts.items()}}.items():
        printer.print(f"{name:<{widest}}  {drawn}", soft_wrap=True)
    if section.expects:
        printer.print()
        printer.print("What it should do, argued before any run:")
        for one in section.expects.values():
            printer.print(f"  {one.outcome} {one.direction}: {one.why}.")
    if section.assumptions:
        printer.print()
        printer.print("Assumptions:")
        for words in section.assumptions:
            printer.print(f"  {words}")


def _amount(part: "Enactment | Reaction") -> str:
    """Return what a number becomes, as people read it."""
    if part.times is not None:
        return f"{part.times.value:g} times what it is"
    ways = (("", part.value), ("at least ", part.at_least), ("at most ", part.at_most))
    return next(f"{word}{stated}" for word, stated in ways if stated is not None)


def _when(part: "Enactment | Reaction", delay: float) -> str:
    """Return when a change holds, as people read it."""
    from worlds.config.schema import Reaction

    since = "" if part.from_ is None else f"from {part.from_ + delay:g}"
    if isinstance(part, Reaction):
        lasting = "" if part.lasting is None else f", for {part.lasting.value:g} years"
        return f"{since}, when {part.when}{lasting}".lstrip(", ")
    over = "" if part.over is None else f", by and by until {part.from_ + delay + part.over.value:g}"
    return since + over + ("" if part.until is None else f", until {part.until + delay:g}")


def _line(part: "Enactment | Reaction", delay: float) -> str:
    """Return when a change holds as a line, two signs a year: coming (░), in force (█), or waiting (?)."""
    since = _FIRST if part.from_ is None else part.from_ + delay
    over, until, waits = getattr(part, "over", None), getattr(part, "until", None), hasattr(part, "when")
    there = since + (0.0 if over is None else over.value)
    end = _LAST if until is None else until + delay
    halves = [_FIRST + i / 2 for i in range(int(2 * (_LAST - _FIRST)))]
    return "".join("·" if not since <= at < end else "?" if waits else "░" if at < there else "█" for at in halves)


_FIRST, _LAST = 2025.0, 2040.0
"""The years of the line."""
_YEARS = "2025      2030      2035"
"""What stands above the lines."""
