"""The pages of docs/reference, from the code: `python -m tests.reference_pages` (make pages) writes them."""

import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

import click

from simulator.cli import cli
from simulator.outcomes import MEASURES, measure_of
from worlds.config.loading import load_world, shipped_worlds
from worlds.config.tree import plain, read_tree

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
WRITTEN = "Written from the code by `make pages`; do not edit."


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table as Markdown."""
    heads = list(titles)
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def commands() -> str:
    """Return the page of all commands, in the order of `tokenshed --help`."""
    parts = [_command(name, command) for name, command in cli.commands.items()]
    told = (
        "`tokenshed COMMAND --help` says the same. Exit status: 0 done, 2 the input is wrong, 1 anything else.\n"
        "`tokenshed --import MODULE COMMAND` imports a module first, such as one with\n"
        "[agents of yours](../howto/agent.md)."
    )
    return f"# Commands\n\n{WRITTEN}\n\n{told}\n\n" + "\n".join(parts)


def _command(name: str, command: click.Command) -> str:
    """Return the part of a command: what it does, what it takes, examples."""
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    usage = " ".join([f"tokenshed {name}", *(_usage(one) for one in arguments), "[OPTIONS]" if options else ""]).strip()
    rows = [(", ".join(f"`{word}`" for word in _words(one)), _takes(one), _help(one)) for one in options]
    listed = "\n" + table(("option", "takes", "does"), rows) if rows else ""
    examples = _block(command.epilog)
    return f"## {name}\n\n```text\n{usage}\n```\n\n{_prose(command.help)}\n{listed}{examples}"


def _usage(argument: click.Argument) -> str:
    """Return an argument as a usage line has it."""
    name = (argument.metavar or str(argument.name)).upper().strip("[]")
    if isinstance(argument.type, click.Choice):
        name = "|".join(map(str, argument.type.choices))
    return name if argument.required else f"[{name}]"


def _words(option: click.Option) -> list[str]:
    """Return how an option is written."""
    return [*option.opts, *option.secondary_opts]


def _takes(option: click.Option) -> str:
    """Return what an option takes: nothing, one of some words, or a value."""
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return ", ".join(f"`{one}`" for one in option.type.choices)
    return option.metavar or option.type.name.removesuffix(" range").upper()


def _help(option: click.Option) -> str:
    """Return what an option does, with its default where that is told."""
    default = f" Default: `{option.default}`." if option.show_default is True else ""
    words = (option.help or "").replace("<", "\\<")
    return " ".join(f"{words}{default}".split())


def _prose(words: str | None) -> str:
    """Return help as paragraphs; what must keep its lines becomes a block."""
    paragraphs = re.split(r"\n\s*\n", (words or "").strip())
    shown = [
        f"```text\n{one.removeprefix(chr(8)).strip(chr(10))}\n```" if one.startswith("\b") else " ".join(one.split())
        for one in paragraphs
    ]
    return "\n\n".join(shown) + "\n"


def _block(epilog: str | None) -> str:
    """Return the examples of a command as a block."""
    lines = [line.strip() for line in (epilog or "").splitlines()]
    kept = [line for line in lines if line.startswith(("tokenshed", "#"))]
    return "\n```text\n" + "\n".join(kept) + "\n```\n" if kept else ""


def worlds() -> str:
    """Return the page of all shipped worlds."""
    rows = []
    for name in shipped_worlds():
        loaded = load_world(name)
        world, numbers = loaded.world, loaded.numbers.values()
        labs = sum(lab.count for lab in world.labs.values())
        years, uncertain = f"{world.start:g} to {world.end:g}", sum(number.uncertain for number in numbers)
        counts = (str(len(world.pools)), f"{labs:,}", str(len(numbers)), str(uncertain))
        rows.append((f"`{name}`", years, *counts, " ".join(world.description.split())))
    told = (
        "`tokenshed worlds NAME` shows every number of one with unit, range and source, `tokenshed run NAME` runs it."
    )
    titles = ("world", "years", "pools", "labs", "numbers", "uncertain", "what it is")
    more = (
        "What a world file may say is in [worlds/README.md](../../worlds/README.md), every default in\n"
        "[MODEL.md](../../MODEL.md#defaults)."
    )
    return f"# Worlds\n\n{WRITTEN}\n\n{told}\n{more}\n\n{table(titles, rows)}"


def levers() -> str:
    """Return the page of all levers that every world has."""
    text = (files("worlds") / "data" / "levers.yaml").read_text(encoding="utf-8")
    found = plain(read_tree(text, "levers.yaml"))
    assert isinstance(found, dict)
    rows = [
        (f"`{name}`", f"`{one['path']}`", str(one["low"]), str(one["high"]), one["meaning"])
        for name, one in found.items()
    ]
    told = (
        "What a policy may set in any world that has it, each within its range ([how](../howto/policy.md)).\n"
        "A world may add levers of its own."
    )
    return f"# Levers\n\n{WRITTEN}\n\n{told}\n\n{table(('lever', 'sets', 'least', 'most', 'meaning'), rows)}"


def outcomes() -> str:
    """Return the page of all outcomes."""
    names = [*MEASURES, *(name for name in ("loss_gap", "compute_equivalent_gap") if name not in MEASURES)]
    rows = [(f"`{name}`", (one := measure_of(name)).unit, one.better or "", one.meaning) for name in names]
    told = (
        "The named numbers of a run. Those of pools, labs and kinds have a name behind a point:\n"
        "`final_stock.public_text`.\n"
        "*Wished for* is the direction in which `helps` of a what-if counts; empty where it depends on who asks.\n"
        "How dates are censored is in [files.md](../files.md)."
    )
    return f"# Outcomes\n\n{WRITTEN}\n\n{told}\n\n{table(('outcome', 'unit', 'wished for', 'meaning'), rows)}"


PAGES: dict[str, Callable[[], str]] = {"commands": commands, "worlds": worlds, "levers": levers, "outcomes": outcomes}
"""The pages by the name of their file."""


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / f"{name}.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
