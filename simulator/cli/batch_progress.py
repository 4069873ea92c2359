"""How far a batch is, on standard error: a bar on a terminal, now and then a line where there is none."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from simulator.experiments.execution import Progress

_A_LINE_EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


class Teller:
    """Tells how far a batch is."""

    def __init__(self, label: str, bar: "Bar | None") -> None:
        """Begin to tell.

        Args:
            label: name of the batch.
            bar: what is drawn on a terminal; None to tell in lines.
        """
        self._label, self._bar = label, bar
        self._task = None if bar is None else bar.add_task(label, total=None, words="")
        self._last = time.monotonic()

    def told(self, progress: "Progress") -> None:
        """Take in how far it is."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=progress.done, total=progress.runs, words=_words(progress))
        elif time.monotonic() - self._last > _A_LINE_EVERY:
            self._last = time.monotonic()
            click.echo(f"{self._label}: {progress.done:,} of {progress.runs:,} runs, {_words(progress)}", err=True)

    def stopping(self) -> None:
        """Say that it stops when what is under way is stored."""
        click.echo("Stopping when the parts under way are stored; Ctrl-C again ends it at once.", err=True)


def _words(progress: "Progress") -> str:
    """Return rate, failures and time left."""
    failed = f"{progress.failed:,} failed, " if progress.failed else ""
    left = "" if progress.left is None else f", {_clock(progress.left)} left"
    return f"{failed}{progress.rate:,.1f} runs/s{left}"


def _clock(seconds: float) -> str:
    """Return a time as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@contextmanager
def telling(label: str) -> Iterator[Teller]:
    """Give who tells how far a batch is."""
    if not sys.stderr.isatty():
        yield Teller(label, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Teller(label, bar)
