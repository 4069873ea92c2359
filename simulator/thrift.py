"""How often Python looks for garbage: seldom while a world lives, since a run makes hardly any that needs looking for.

What nobody refers to any more is freed at once, whatever the collector does; it looks only for objects that refer to
each other in a circle. Looking after every 700 new objects, as is usual, costs a tenth of a run and finds next to
nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 100_000
"""New objects between two looks, which bounds what may lie about: some ten megabytes."""

_lock = Lock()
_runs: list[tuple[int, int, int]] = []
"""What was usual before the runs that are under way began, the same for each of them."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let garbage be looked for seldom, until the last of those who asked for it is done; then as before.

    A collector that is off stays off, and one that looks more seldom yet goes on as it is.
    """
    with _lock:
        usual = _runs[0] if _runs else gc.get_threshold()
        _runs.append(usual)
        if 0 < usual[0] < SELDOM:
            gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        with _lock:
            _runs.pop()
            if not _runs:
                gc.set_threshold(*usual)
