"""Who carries out errands: this process, a pool of processes on this machine, or the workers of a cluster.

All of them are `concurrent.futures` executors behind one small interface, since what they do when a worker is lost
differs: a pool loses everything that was under way, a cluster does not.
"""

import multiprocessing as mp
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal, Protocol, TypeVar

import pyarrow as pa

from worlds.config.faults import InputError

A = TypeVar("A")
R = TypeVar("R")
StartMethod = Literal["spawn", "fork", "forkserver"]
_MOST_STARTS, _START = 10, 60.0
"""How often workers are started that do not answer, each time for so many seconds at most."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Crew(Protocol):
    """Carries out errands.

    Attributes:
        size: how many errands are under way at one time.
        is_here: whether its workers can write into this machine's folders.
        loses_all: whether losing one worker loses all that is under way.
        most_losses: how often a run may lose its worker, with nothing beside it, before it is told as failed.
        lost: errors that say that a worker was lost.
    """

    size: int
    is_here: bool
    loses_all: bool
    most_losses: int
    lost: tuple[type[BaseException], ...]

    def submit(self, work: Callable[[A], R], what: A) -> "Future[R]":
        """Begin an errand."""

    def restart(self) -> None:
        """End every errand that is under way, and be ready for others."""

    def close(self, *, at_once: bool) -> None:
        """Let the workers go, at once or when they have finished."""


class OnItsOwn(Executor):
    """An executor that does everything at once and here."""

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> "Future[R]":
        """Carry it out and return a future that is done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Alone:
    """This process carries out everything itself."""

    size, is_here, loses_all, most_losses = 1, True, False, 1
    lost: tuple[type[BaseException], ...] = ()

    def __init__(self) -> None:
        self._executor = OnItsOwn()

    def submit(self, work: Callable[[A], R], what: A) -> "Future[R]":
        """Carry it out."""
        return self._executor.submit(work, what)

    def restart(self) -> None:
        """Do nothing: nothing is ever under way."""

    def close(self, *, at_once: bool) -> None:
        """Do nothing."""


class Pool:
    """Processes on this machine; those that are lost are replaced."""

    is_here, loses_all, most_losses = True, True, 3
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, size: int, method: StartMethod = "spawn") -> None:
        """Be ready to start processes; each begins when there is work for it.

        Args:
            size: how many processes.
            method: how processes are started.
        """
        self.size = size
        self._context = mp.get_context(method)
        self._executor = self._started()

    def _started(self) -> Executor:
        """Return a new pool."""
        self._strangers = set(mp.active_children())
        return ProcessPoolExecutor(self.size, self._context, _prepare)

    def submit(self, work: Callable[[A], R], what: A) -> "Future[R]":
        """Begin an errand in the next free process."""
        with _one_thread_each(), _without_main():
            return self._executor.submit(work, what)

    def restart(self) -> None:
        """Kill every process, and begin with new ones.

        One of them has answered before any work is given out, so that no run is blamed for a worker that was lost while
        it started.

        Raises:
            InputError: when they end, or hang, as often as they are started.
        """
        for _ in range(_MOST_STARTS):
            self.close(at_once=True)
            self._executor = self._started()
            try:
                self.submit(_answer, None).result(timeout=_START)
            except (BrokenExecutor, TimeoutError):
                continue
            return
        raise InputError("workers end before they begin; allowed: --workers 1, for none beside this process")

    def close(self, *, at_once: bool) -> None:
        """Let the processes go."""
        if at_once:
            for process in set(mp.active_children()) - self._strangers:
                process.kill()
        self._executor.shutdown(wait=True, cancel_futures=True)


def _answer(_: None) -> None:
    """Do nothing, as a worker that is ready."""


def _prepare() -> None:
    """Make a process a worker: it leaves Ctrl-C to its parent and ends with it, and uses one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)


def _end_with_parent() -> None:
    """End this process when its parent has ended, however that came."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _without_main() -> Iterator[None]:
    """Let processes that are started within not run the user's script once more, since nothing in it is needed there.

    What starts a process by `spawn` imports the main module again by its file, which for a script without a guard would
    begin the batch anew, and for one from a pipe finds no file.
    """
    main = sys.modules["__main__"]
    kept: dict[str, Any] = {name: main.__dict__.pop(name) for name in ("__spec__", "__file__") if name in main.__dict__}
    main.__dict__["__spec__"] = None
    try:
        yield
    finally:
        main.__dict__.update(kept)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started within have one thread for linear algebra."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
