"""The page lets nobody in: hostile requests to a page that is really served, of which none may succeed."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from tests.trust.promise import Finding

ROOT = Path(__file__).resolve().parents[2]
_ROUTES = ("/", "/static/page.mjs", "/plotly.min.js", "/api/worlds", "/api/world?name=minimal", "/api/run", "/nowhere")
_POSTS = ("run", "film", "rows", "export", "import", "download")
_HOSTS = (
    *("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:{port}"),
    *("0.0.0.0:{port}", "[::]:{port}", "a@127.0.0.1:{port}", "127.0.0.1:{port}.evil.example", ""),
)
_ORIGINS = ("http://evil.example", "null", "https://127.0.0.1:{port}.evil.example", "http://localhost:1", "file://")
_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HELLO")
_KINDS = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "",
    "json",
)
_TOKENS = ("", "guess", "0" * 32, "null", "*")
_PATHS = (
    *("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2fetc%2fpasswd"),
    *("/static/....//app.py", "/static/..;/app.py", "/static/%252e%252e/app.py"),
    *("/static/\\..\\app.py", "/etc/passwd", "/../../etc/passwd"),
    *("/static/", "/static", "/.git/config", "/simulator/dashboard/app.py", "/proc/self/environ", "/api", "/api/"),
    *("/openapi.json", "/docs", "/static/page.mjs%00.txt", "/static/page.mjs/", "/favicon.ico/../../etc/passwd"),
)  # fmt: skip
_CHOICES: tuple[dict[str, Any], ...] = (
    {"world": "../minimal"},
    {"world": "/etc/passwd"},
    {"world": "minimal.yaml"},
    {"world": "minimal\u0000"},
    {"world": ["minimal"]},
    {"world": {"name": "minimal"}},
    {"world": "minimal", "scenario": "../../etc/passwd"},
    {"world": "minimal", "policies": ["/etc/passwd"]},
    {"world": "minimal", "policies": ["data-levy@+999999999"]},
    {"world": "minimal", "policies": ["data-levy"] * 1000},
    {"world": "minimal", "assumptions": {"__class__": "1"}},
    {"world": "minimal", "assumptions": {"pools.public_text.stock": "!!python/name:os.system"}},
    {"world": "minimal", "assumptions": {"pools.public_text.stock": "1e9999 T token"}},
    {"world": "minimal", "assumptions": {"pools.public_text.stock": "9" * 59}},
    {"world": "minimal", "assumptions": {f"labs.l{i}.compute": "1 FLOP" for i in range(200)}},
    {"world": "minimal", "levers": {"statutes.data_levy": {"value": "1", "from": 1e300}}},
    {"world": "minimal", "levers": {"statutes.data_levy": "1"}},
    {"world": "minimal", "seed": -1},
    {"world": "minimal", "seed": 2**70},
    {"world": "minimal", "seed": "0"},
    {"world": "minimal", "until": 1e12},
    {"world": "minimal", "until": 2001.0},
    {"world": "minimal", "more": 1},
    {},
)
_BODIES = (
    b"", b"{", b"[" * 90_000, b'{"a":' * 20_000, b"NaN", b"Infinity", b"\xff\xfe\x00", b'"', b"[]", b"null", b"true",
    b"1" * 5000, b'{"scenario": NaN}', b'{"scenario": {"world": "minimal", "seed": 1e400}}',
    b"{" + b'"a":1,' * 9000 + b'"b":1}',
    b" " * 200_000, b"\x00" * 1000,
)  # fmt: skip
_LEAKS = re.compile(rb"Traceback|site-packages|/home/|/root/|/usr/lib|root:x:|File \\?\"")


@dataclass
class _Siege:
    """The requests that were made, and those that got through.

    Attributes:
        port: where the page is.
        token: that the page sends itself, known to whoever may open it.
        made: how many requests.
        won: those that were answered as if they were the page's own, or told more than they should.
    """

    port: int
    token: str
    made: int = 0
    won: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> None:
        """Make one request; only a refusal without a word of the inside is no success."""
        self.made += 1
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Connection": "close",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        if body or method == "POST":
            given.setdefault("Content-Length", str(len(body)))
        head = (
            f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in given.items()) + "\r\n"
        )
        answer = talk(self.port, head.encode("utf-8", "surrogatepass") + body)
        status = answer.split(b" ", 2)[1:2]
        refused = not answer or (status and status[0][:1] == b"4")
        if not refused or _LEAKS.search(answer):
            self.won.append(f"{method} {path[:60]} {headers} {body[:40]!r}: {answer[:60]!r}")


def talk(port: int, sent: bytes) -> bytes:
    """Return what a page answers to some bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        found = b""
        try:
            line.sendall(sent)
            while piece := line.recv(65_536):
                found += piece
        except (ConnectionError, TimeoutError):
            pass  # refused before all was sent, which is a refusal
        return found


@contextmanager
def _served() -> Iterator[_Siege]:
    """Serve a page in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from simulator.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "minimal", "--port", str(port), "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    served = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _Siege(port, _token(port))
    finally:
        served.terminate()
        served.wait(timeout=30)


def _token(port: int) -> str:
    """Return the token of the page, once it is there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = talk(port, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
            return answer.decode().split('name="tokenshed-token" content="')[1].split('"')[0]
        except (ConnectionError, IndexError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def measure(size: float) -> Iterator[Finding]:
    """Besiege a page; a share of the size leaves most requests out."""
    with _served() as siege:
        wanted = list(_requests(siege))
        step = max(1, round(0.1 / size)) if size < 1 else 1
        for method, path, body, headers in wanted[::step]:
            siege.ask(method, path, body, **headers)
        listens = _listening(siege.port)
        sound = b"200 OK" in talk(
            siege.port, f"GET / HTTP/1.1\r\nHost: localhost:{siege.port}\r\nConnection: close\r\n\r\n".encode()
        )
    won = f"{len(siege.won)} of {siege.made} got through"
    yield Finding("hostile requests", won, "0 of at least 300", not siege.won, "; ".join(siege.won[:5]))
    yield Finding("who can connect", ", ".join(sorted(listens)), "this machine alone", listens == {"127.0.0.1"})
    yield Finding("the page after all that", "answers" if sound else "is gone", "answers", sound)


def _requests(siege: _Siege) -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Yield every hostile request: method, path, body and headers."""
    own = {"X_Tokenshed_Token": siege.token, "Content_Type": "application/json"}
    good = json.dumps({"client": "x", "number": 1, "scenario": {"world": "minimal"}}).encode()
    for host, route in product(_HOSTS, _ROUTES):
        yield "GET", route, b"", {"Host": host.format(port=siege.port)}
    for origin, post in product(_ORIGINS, _POSTS):
        yield "POST", f"/api/{post}", good, {**own, "Origin": origin.format(port=siege.port)}
    for method, route in product(_METHODS, _ROUTES):
        yield method, route, b"", own
    for kind, post in product(_KINDS, _POSTS):
        yield "POST", f"/api/{post}", good, {**own, "Content_Type": kind}
    for token, post in product(_TOKENS, _POSTS):
        yield "POST", f"/api/{post}", good, {**own, "X_Tokenshed_Token": token}
    for path in _PATHS:
        yield "GET", path, b"", {}
    for body, post in product(_BODIES, ("run", "import")):
        yield "POST", f"/api/{post}", body, own
    for choice in _CHOICES:
        body = json.dumps({"client": "x", "number": 1, "scenario": choice}).encode()
        yield "POST", "/api/run", body, own
    for route in ("/", "/api/run", "/ws"):
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec_WebSocket_Key": "eA==",
            "Sec_WebSocket_Version": "13",
        }
        yield "GET", route, b"", {**upgrade, "Host": "evil.example", "Origin": "http://evil.example"}
    yield "POST", "/api/run", good, {**own, "Sec_Fetch_Site": "cross-site"}
    yield "POST", "/api/run", good, {**own, "Content_Length": "99999999999"}
    yield "POST", "/api/run", good, {**own, "Content_Length": "-1"}
    yield "GET", "/" + "a" * 100_000, b"", {}
    yield "GET", "/", b"", {"X_Long": "a" * 100_000}


def _listening(port: int) -> set[str]:
    """Return the addresses of this machine at which somebody listens on a port."""
    found = set()
    for table, digits in (("tcp", 8), ("tcp6", 32)):
        file = Path("/proc/net") / table
        for line in file.read_text().splitlines()[1:] if file.exists() else ():
            place, state = line.split()[1], line.split()[3]
            address, number = place.split(":")
            if state == "0A" and int(number, 16) == port:
                raw = bytes.fromhex(address)[::-1] if digits == 8 else b""
                found.add(".".join(map(str, raw)) if raw else address)
    return found
