"""What the page lets in: known hosts, its own origin, JSON of a modest size, with the token of this start."""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = b"x-tokenshed-token"
MOST_BYTES = 100_000
"""Size of what may be sent to the page."""
MOST_DEPTH = 8
_MOST_HEADERS = 32_000
"""Size of all headers together [byte]."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"cache-control": b"no-store",
}
_READING = {"GET", "HEAD"}


class Guard:
    """Stands before every route, and refuses what does not come from the page itself."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str, entry: str | None) -> None:
        """Stand guard.

        Args:
            app: what is guarded.
            hosts: names, with their port, by which the page may be called.
            token: that whoever changes or asks anything by POST must send.
            entry: that whoever opens the page must have in its address, or in a cookie since; None on this machine.
        """
        self._app, self._hosts, self._token, self._entry = app, hosts, token, entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in HEADERS.items() if n not in given)]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sealed)
            return
        body, too_large = await _read(receive) if scope["method"] == "POST" else (b"", False)
        if too_large:
            await _no(413, f"more than {MOST_BYTES:,} bytes")(scope, receive, sealed)
            return
        await self._app(scope, _once(body, receive), sealed)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return why a request may not come in; None where it may."""
        headers = _headers(scope)
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self._hosts:
            return _no(421, "this page does not go by that name")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEADERS:
            return _no(431, "more headers than a browser sends")
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc.lower() not in self._hosts:
            return _no(403, "comes from another page")
        if headers.get(b"sec-fetch-site", "same-origin") not in {"same-origin", "none"} and scope["method"] == "POST":
            return _no(403, "comes from another page")
        if not self._knows(scope, headers):
            return _no(403, "needs the address that `tokenshed serve` printed, with its token")
        if scope["method"] in _READING:
            return None
        if scope["method"] != "POST":
            return _no(405, "only GET and POST are known here")
        if headers.get(b"content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _no(415, "only JSON is read here")
        if not secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
            return _no(403, "the page was started anew: reload it")
        length = headers.get(b"content-length", "0")
        return _no(413, f"more than {MOST_BYTES:,} bytes") if not length.isdigit() or int(length) > MOST_BYTES else None

    def _knows(self, scope: Scope, headers: Mapping[bytes, str]) -> bool:
        """Return whether whoever asks knows the token of the address, where one is needed."""
        if self._entry is None:
            return True
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        cookies = [part.strip() for part in headers.get(b"cookie", "").split(";")]
        held = next((one.removeprefix("tokenshed=") for one in cookies if one.startswith("tokenshed=")), "")
        return any(secrets.compare_digest(one.encode(), self._entry.encode()) for one in (given, held) if one)


def _headers(scope: Scope) -> dict[bytes, str]:
    """Return the headers of a request by name."""
    return {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _no(status: int, why: str) -> Response:
    """Return a refusal."""
    return JSONResponse({"error": why}, status)


async def _read(receive: Receive) -> tuple[bytes, bool]:
    """Return what was sent, and whether it was too much, at which reading stops."""
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"", False
        found += message.get("body", b"")
        if len(found) > MOST_BYTES:
            return b"", True
        if not message.get("more_body", False):
            return bytes(found), False


def _once(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, once."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def data_of(body: bytes) -> Any:
    """Return what JSON says; numbers that are none, and what lies too deep, are refused.

    Raises:
        ValueError: when it is no JSON that the page would send.
    """
    depth = 0
    for sign in body:
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > MOST_DEPTH:
            raise ValueError("deeper than this page sends it")
    return json.loads(body, parse_constant=_no_constant)


def _no_constant(name: str) -> float:
    """Refuse NaN and infinities."""
    raise ValueError(f"{name} is no number")
