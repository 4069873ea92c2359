"""Brakes: the first Ctrl-C lets a batch stop cleanly, the second ends it at once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_BY_NOHUP = tuple(number for number in _SIGNALS if number.name == "SIGHUP")
"""What is left alone where it is ignored, as `nohup` has it; the shell ignores Ctrl-C for what runs behind it."""


class Brakes:
    """Whether a batch is to stop."""

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        """Begin without being pulled.

        Args:
            tell: called when they are pulled for the first time.
        """
        self.pulled = False
        self._tell = tell

    def pull(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Stop cleanly; the second time at once.

        Raises:
            KeyboardInterrupt: the second time.
        """
        if self.pulled:
            raise KeyboardInterrupt
        self.pulled = True
        self._tell()

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Let Ctrl-C, the signal to end, and the end of the terminal pull them, in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        heard = [number for number in _SIGNALS if number not in _BY_NOHUP or signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self.pull) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
