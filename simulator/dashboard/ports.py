"""Where the page can listen."""

import socket

from worlds.config.faults import InputError

HERE = "127.0.0.1"


def free_port(host: str | None) -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((host or HERE, 0))
        return int(found.getsockname()[1])


def check_free(port: int, host: str | None) -> None:
    """Refuse a port or an address that cannot be listened on.

    Raises:
        InputError: saying what is in the way.
    """
    try:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host or HERE, port))
    except OSError as error:
        wrong = f"cannot listen on {host or HERE} port {port} ({(error.strerror or str(error)).lower()})"
        raise InputError(f"{wrong}; allowed: --port 0 for any free one, an address of this machine") from error
