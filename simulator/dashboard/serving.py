"""Serving the page: on this machine alone unless a host is named, and then only to who knows a token."""

import logging
import secrets
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from simulator.dashboard.app import Page
from simulator.dashboard.desk import Desk
from simulator.dashboard.guard import Guard
from simulator.dashboard.ports import HERE

_LOOPBACK = (HERE, "localhost", "[::1]")
_TOKEN_BYTES = 24
_GRACE = 1
"""Seconds in which open requests may end when the page is stopped."""
_CALLED_OFF = "timeout graceful shutdown exceeded"
"""What uvicorn says, as an error, of requests that have not: who stops the page knows."""


@dataclass(frozen=True)
class Served:
    """A page that is ready to be served.

    Attributes:
        app: what answers.
        address: where it is, for a browser.
    """

    app: ASGIApp
    address: str


def page(
    world: str,
    worlds: Mapping[str, Mapping[str, object]],
    *,
    port: int,
    host: str | None = None,
    root_path: str = "",
    also: tuple[str, ...] = (),
    workers: int | None = None,
) -> Served:
    """Return the page.

    Args:
        world: name of the world that is shown first.
        worlds: worlds of files, as plain data by name.
        port: where it listens.
        host: address to listen on beside this machine's own; whoever opens the page then needs its token.
        root_path: prefix of its path behind a proxy.
        also: further names by which it may be called, such as that of a proxy, with their port if it is not the usual.
        workers: processes that run replications; one for each core unless given.
    """
    names = [*(f"{name}:{port}" for name in _LOOPBACK), *also]
    names += [f"{host}:{port}"] if host else []
    if port == 80:
        names += [name.rpartition(":")[0] for name in names]
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    entry = secrets.token_urlsafe(_TOKEN_BYTES) if host else None
    made = Page(Desk(worlds, workers), worlds, world, token, entry=entry).app()
    address = f"http://{host or HERE}:{port}{root_path}/" + (f"?token={entry}" if entry else "")
    return Served(Guard(made, frozenset(name.lower() for name in names), token, entry), address)


def _end(number: int, _frame: FrameType | None) -> None:
    """End in order, so that nothing of the processes is left behind, and say by which signal."""
    raise SystemExit(128 + number)


def serve(served: Served, *, port: int, host: str | None = None, root_path: str = "") -> None:
    """Serve the page until it is interrupted."""
    logging.getLogger("uvicorn.error").addFilter(lambda record: _CALLED_OFF not in record.getMessage())
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when the page is closed
    uvicorn.run(
        served.app,
        host=host or HERE,
        port=port,
        root_path=root_path,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=100,
        h11_max_incomplete_event_size=32_768,
        ws="none",
    )
