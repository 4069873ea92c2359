"""What a user got wrong: where, what, what is allowed and what was given."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in what a user wrote: a file with line and column, or an option of the command line."""

    source: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, or the source alone where there are no lines."""
        return self.source if self.line is None else f"{self.source}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `str` is the whole message."""

    mark: Mark
    path: str
    wrong: str
    allowed: str = ""
    given: str = ""

    def __str__(self) -> str:
        """Return `position: dotted.path: what is wrong; what is allowed; what was given`."""
        parts = [self.wrong]
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.given:
            parts.append(f"given: {self.given}")
        place = f"{self.mark}: {self.path}" if self.path else str(self.mark)
        return f"{place}: {'; '.join(parts)}"

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The order in which people read faults: by file, then down the page."""
        return (self.mark.source, self.mark.line or 0, self.mark.column or 0, self.path)


class InputError(ValueError):
    """What a user gave is wrong; the message is complete and needs no traceback."""


class FaultyFile(InputError):
    """A file or a setting with faults, all of them found in one pass."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = sorted(dict.fromkeys(faults), key=lambda fault: fault.order)
        super().__init__("\n".join(map(str, self.faults)))


@contextmanager
def writing(place: object) -> Iterator[None]:
    """Say of what the system does not let be written within that it cannot be.

    Args:
        place: what is written: a file or a folder, as messages name it.

    Raises:
        InputError: with the reason of the system.
    """
    try:
        yield
    except OSError as error:
        raise InputError(f"{place}: cannot be written: {error.strerror or error}") from error


def not_installed(what: str, extra: str) -> InputError:
    """Return the error that a library is missing which an extra brings."""
    return InputError(f"{what} is not installed; allowed: the extra `{extra}`, in the clone pip install '.[{extra}]'")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'X'?)` for the closest known name, or nothing."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def listed(names: Iterable[str]) -> str:
    """Return the names as `a, b, c`, sorted, or `none`."""
    return ", ".join(sorted(names)) or "none"


def shown(value: object) -> str:
    """Return a value as a short piece of text that cannot flood a message or steer a terminal."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
