"""How long a run may go on: events without end, time that does not pass, and limits that a user sets."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

MOST_EVENTS, MOST_EVENTS_EACH = 20_000_000, 10_000
MOST_EVENTS_AT_ONCE, MOST_EVENTS_EACH_AT_ONCE = 100_000, 100
"""How many events a run may make, in all and without letting time pass: so many, or so many for each who acts."""
_LOOK_EVERY = 64
"""Events between two looks at the clock on the wall."""


class RunawayRun(RuntimeError):
    """A run that makes events without end, or without letting time pass."""


class OutOfTime(BaseException):
    """A run that has used up its time; no `Exception`, so that nobody who acts keeps it for an error of his own."""


@dataclass(frozen=True)
class Limits:
    """What a run may take.

    Attributes:
        seconds: time on the wall; None for no limit.
        events: how many events; None for what no sound run reaches.
    """

    seconds: float | None = None
    events: int | None = None


NO_LIMITS = Limits()


class Pace:
    """The pace of one run, which ends when it is out of bounds."""

    def __init__(self, limits: Limits, agents: int, start: float) -> None:
        """Begin to count.

        Args:
            limits: what the run may take.
            agents: how many act in it.
            start: decimal year at which it begins.
        """
        self._most = max(MOST_EVENTS, MOST_EVENTS_EACH * agents) if limits.events is None else limits.events
        self._most_at_once = max(MOST_EVENTS_AT_ONCE, MOST_EVENTS_EACH_AT_ONCE * agents)
        self._deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
        self._moment, self._at_once = start, 0

    def note(self, events: int, now: float) -> None:
        """Note how many events there were by a date, after each of them.

        Raises:
            RunawayRun: when there are too many.
            OutOfTime: when the run has used up its time.
        """
        self._at_once = self._at_once + 1 if now == self._moment else 0
        self._moment = now
        if self._at_once > self._most_at_once or events > self._most:
            raise RunawayRun(f"{events:,} events, {self._at_once:,} of them in the year {now:.4f} alone")
        if self._deadline is not None and events % _LOOK_EVERY == 0 and time.monotonic() > self._deadline:
            raise OutOfTime


@contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """End what is done within with `OutOfTime` after some seconds, where the system can: in the main thread of Unix.

    `Pace` sees a run that is slow; this also ends one that hangs within an event.
    """
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not able:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    """Say that time is up."""
    raise OutOfTime
