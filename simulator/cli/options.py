"""Options that several commands share."""

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from worlds.config.faults import InputError, not_installed

if TYPE_CHECKING:
    from worlds.config.governing import Idle
    from worlds.config.settings import Setting
    from worlds.config.timed import TimedSetting


def _parsed(_context: click.Context, _parameter: click.Parameter, texts: Sequence[str]) -> "tuple[Setting, ...]":
    """Return what `--set` was given, read; what reads it is imported only where it was."""
    if not texts:
        return ()
    from worlds.config.settings import parse_setting
    from worlds.config.timed import has_date

    for text in filter(has_date, texts):
        allowed = "PATH=VALUE here; with a date in `tokenshed whatif`, or in a policy"
        raise InputError(f"--set {text}: a setting from a date on; allowed: {allowed}")
    return tuple(map(parse_setting, texts))


def _parsed_dated(
    _context: click.Context, _parameter: click.Parameter, texts: Sequence[str]
) -> "tuple[Setting | TimedSetting, ...]":
    """Return what `--set` was given, which may have dates."""
    if not texts:
        return ()
    from worlds.config.timed import parse_change

    return tuple(map(parse_change, texts))


settings = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    callback=_parsed,
    help="Change a number of the world, as often as needed: --set 'pools.public_text.net_growth=5 %/year'.",
)
dated_settings = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    callback=_parsed_dated,
    help="Change a number of the world, as often as needed; PATH=VALUE@2027 from a date on, @2027..2032 until another.",
)
seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of every random stream."
)
until = click.option("--until", type=float, metavar="YEAR", help="End in this year instead of the world's own.")
out = click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="The result folder, made if missing; ./results/<name>-<hash> unless given.",
)
workers = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes; one for each core unless given."
)


def _no_file_above(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Refuse a folder that would have to lie in a file, before any work is done."""
    for above in Path(value).resolve().parents:
        if above.exists() and not above.is_dir():
            raise InputError(f"{value}: cannot be written: Not a directory")
    return value


docs = click.option(
    "--out",
    type=click.Path(file_okay=False),
    default="docs",
    show_default=True,
    callback=_no_file_above,
    metavar="DIR",
    help="Where the page and its figures go.",
)
imports = click.option(
    "--import",
    "imports",
    metavar="MODULE",
    multiple=True,
    help="Import a module first, such as one with agents of yours.",
)


def imported(names: Sequence[str]) -> None:
    """Import modules that are named on the command line.

    Raises:
        InputError: when there is no such module.
    """
    if not names:
        return
    from worlds.config.extensions import load_extensions

    for name in names:
        try:
            load_extensions([name])
        except ImportError as error:
            raise InputError(f"--import {name}: {error}; allowed: a module that Python finds") from error


def results_in(folder: str | Path) -> None:
    """Refuse a folder without results, before what reads them is imported.

    Raises:
        InputError: when it has no manifest.
    """
    from simulator.folder import manifest_of

    manifest_of(Path(folder))


def needs(module: str, extra: str) -> None:
    """Refuse to begin without a library that an extra brings.

    Raises:
        InputError: when it is not installed.
    """
    if importlib.util.find_spec(module) is None:
        raise not_installed(module, extra)


observations = click.option(
    "--observations",
    type=click.Path(),
    metavar="CSV",
    help="Models to fit to and to score, instead of those shipped; columns as in worlds/data/models.csv.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")


def refuse_given(names: Iterable[str], why: str, subject: str) -> None:
    """Refuse options that were given and would change nothing.

    Args:
        names: those of the parameters of the command.
        why: what they are for, as the middle of a sentence.
        subject: what they were given beside.

    Raises:
        InputError: naming the first of them.
    """
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            option = next(one.opts[0] for one in context.command.params if one.name == name)
            raise InputError(f"{option}: {why}, and changes nothing of {subject}; allowed: to leave it out")


def warn_of_idle(idle: "Iterable[Idle]", world: str) -> None:
    """Say on standard error what has nothing to change in a world."""
    for one in idle:
        click.echo(f"{one.policy}: {one.part} changes nothing, since {world} has no {one.path}", err=True)
