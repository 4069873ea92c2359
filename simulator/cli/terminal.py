"""What commands print: tables, numbers as people read them, JSON, and progress on standard error."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite

import click
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

_PATIENCE = 0.5
"""Seconds of work after which a progress bar appears."""
_WIDE = 120


def console() -> Console:
    """Return standard output for tables; as wide as the terminal or COLUMNS, 120 columns where there is neither."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else _WIDE, highlight=False, soft_wrap=False, markup=False)


def print_table(printer: Console, made: Table) -> None:
    """Print a table of numbers with each of them whole, even where that is wider than the terminal."""
    wanted = Measurement.get(printer, printer.options.update(max_width=1000), made).maximum
    wide = Console(width=max(printer.width, wanted), highlight=False, markup=False)
    wide.print(made)


def is_narrow(printer: Console) -> bool:
    """Return whether wide tables would have to break their numbers."""
    return printer.width < _WIDE


def table(*columns: str, right: tuple[str, ...] = (), **titles: str) -> Table:
    """Return an empty table; the columns named in `right` hold numbers."""
    made = Table(box=None, pad_edge=False, header_style="bold", **titles)  # type: ignore[arg-type]
    for column in columns:
        whole = column == columns[0] or column in right
        made.add_column(column, justify="right" if column in right else "left", overflow="fold", no_wrap=whole)
    return made


def print_json(document: object) -> None:
    """Print one JSON document; what is not finite becomes null."""
    click.echo(json.dumps(_finite(document), indent=1, ensure_ascii=False, allow_nan=False))


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_finite(child) for child in value]
    return value


def number(value: float | None, unit: str) -> str:
    """Return a number in a unit that people read; a dash for none."""
    if value is None or not isfinite(value):
        return "-"
    if unit == "year":
        return f"{value:.1f}"
    if unit == "token":
        return f"{value / 1e12:,.4g} T"
    if unit in {"FLOP", "USD"}:
        return f"{value:.3g}"
    return f"{value:.4g}"


def share(value: float) -> str:
    """Return a share in per cent, empty for none at all."""
    return "" if value == 0 else f"{value:.1%}" if value < 0.1 else f"{value:.0%}"


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a callback that draws a progress bar on standard error, if that is a terminal and the work takes a while."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    begun, task = time.monotonic(), bar.add_task(label)
    shown = False

    def told(done: int, of: int) -> None:
        nonlocal shown
        if not shown and sys.stderr.isatty() and time.monotonic() - begun > _PATIENCE:
            shown = True
            bar.start()
        if shown:
            bar.update(task, completed=done, total=of)

    try:
        yield told
    finally:
        if shown:
            bar.stop()
