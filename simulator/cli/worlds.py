"""`tokenshed worlds`: list the shipped worlds, or show one resolved, number by number."""

from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from worlds.config.loading import LoadedWorld


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed worlds\n  tokenshed worlds epoch-2024\n  tokenshed worlds my-world.yaml --json"
)
@click.argument("name", required=False)
@options.as_json
def worlds(name: str | None, as_json: bool) -> None:
    """List the shipped worlds, or show one: every number with its unit, range and source.

    NAME is a shipped world or a file; what it extends is merged in, and what it leaves out stands at its default.
    """
    from simulator.cli.terminal import print_json
    from worlds.config.loading import load_world, shipped_worlds

    if name is not None:
        loaded = load_world(name)
        if as_json:
            print_json(_document(loaded))
        else:
            _show(loaded)
        return
    rows = [{"name": one, "description": load_world(one).world.description} for one in shipped_worlds()]
    if as_json:
        print_json(rows)
    else:
        _list(rows)


def _list(rows: list[dict[str, str]]) -> None:
    """Print names and descriptions."""
    from simulator.cli.terminal import console, table

    made = table("world", "description")
    for row in rows:
        made.add_row(row["name"], row["description"])
    console().print(made)


def _document(loaded: "LoadedWorld") -> dict[str, object]:
    """Return what `--json` prints of one world; values and ranges are in base units."""
    numbers = [
        {
            "path": one.path,
            "value": one.value,
            "unit": one.dimension.unit,
            "at": one.at,
            "low": one.low,
            "high": one.high,
            "coverage": one.coverage,
            "distribution": one.distribution,
            "source": one.source,
            "assumption": one.assumption,
        }
        for one in loaded.numbers.values()
    ]
    facts = {"name": loaded.name, "description": loaded.world.description, "hash": loaded.hash}
    return {**facts, "numbers": numbers, "resolved": loaded.plain}


def _show(loaded: "LoadedWorld") -> None:
    """Print every number of a world."""
    from simulator.cli.terminal import console, table

    world, printer = loaded.world, console()
    printer.print(f"{loaded.name}, {world.start:g} to {world.end:g}. {world.description}")
    printer.print()
    made = table("number", "value", "at", "source")
    for one in loaded.numbers.values():
        source = one.source or (f"assumption: {one.assumption}" if one.assumption else "none given")
        made.add_row(one.path, one.show(), "" if one.at is None else f"{one.at:g}", source)
    printer.print(made)
