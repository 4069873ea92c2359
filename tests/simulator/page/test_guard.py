"""What the page lets in, and what not."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from simulator.dashboard.guard import MOST_BYTES
from simulator.dashboard.serving import page
from tests.simulator.page.conftest import HOST, Ask

GOOD = {"client": "guard", "number": 1, "scenario": {"world": "minimal"}}


def test_the_page_is_there_and_bound_to_its_own_origin(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:81", "127.0.0.1:8100.evil.example", "", "@127.0.0.1:8100"],
)
@pytest.mark.parametrize("route", ["/", "/static/page.css", "/plotly.min.js", "/api/worlds", "/nowhere"])
def test_other_hosts_are_refused_on_every_route(client: TestClient, host: str, route: str) -> None:
    assert client.get(route, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:8101", "https://localhost"])
def test_other_origins_are_refused(ask: Ask, origin: str) -> None:
    assert ask("run", GOOD, Origin=origin).status_code == 403


def test_the_own_origin_is_let_in(ask: Ask) -> None:
    assert ask("run", GOOD, Origin=f"http://{HOST}").status_code == 200


@pytest.mark.parametrize("given", ["", "guess", "x" * 32])
def test_a_question_without_the_token_is_refused(ask: Ask, given: str) -> None:
    assert ask("run", GOOD, **{"X-Tokenshed-Token": given}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_read(client: TestClient, token: str, kind: str) -> None:
    headers = {"X-Tokenshed-Token": token, "Content-Type": kind}
    assert client.post("/api/run", content=json.dumps(GOOD), headers=headers).status_code == 415


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 50, b'{"a":' * 50, b"NaN", b'{"client": NaN}', b"\xff\xfe", b'"text"', b"[]", b"null", b"1e999"],
)
def test_what_is_no_question_is_refused(client: TestClient, token: str, content: bytes) -> None:
    headers = {"X-Tokenshed-Token": token, "Content-Type": "application/json"}
    answer = client.post("/api/run", content=content, headers=headers)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_what_is_too_large_is_refused(client: TestClient, token: str) -> None:
    headers = {"X-Tokenshed-Token": token, "Content-Type": "application/json"}
    assert client.post("/api/run", content=b" " * (MOST_BYTES + 1), headers=headers).status_code == 413

    def in_pieces() -> Any:
        for _ in range(200):
            yield b" " * 1000

    assert client.post("/api/run", content=in_pieces(), headers=headers).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/api/run").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2fetc%2fpasswd",
        "/etc/passwd",
        "/static/",
        "/static/nothing.js",
        "/api/",
        "/docs",
    ],
)
def test_nothing_but_the_page_can_be_read(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {404, 421}


@pytest.mark.parametrize(
    "changed",
    [
        {"world": "../minimal"},
        {"world": "/etc/passwd"},
        {"world": "worlds/minimal.yaml"},
        {"world": "minimal.yaml"},
        {"scenario": "/etc/passwd"},
        {"scenario": "small-web.yaml"},
        {"policies": ["/etc/passwd"]},
        {"policies": ["data-levy.yaml"]},
        {"policies": ["data-levy"] * 50},
        {"assumptions": {"pools.public_text.stock": "!!python/object/apply:os.system [id]"}},
        {"assumptions": {"__class__.__init__": "1"}},
        {"assumptions": {f"pools.p{i}.stock": "1 T token" for i in range(500)}},
        {"seed": -1},
        {"seed": 1e300},
        {"seed": True},
        {"until": 1e9},
        {"until": "2030"},
        {"more": 1},
    ],
)
def test_a_hostile_choice_is_refused(ask: Ask, changed: Any) -> None:
    answer = ask("run", {**GOOD, "scenario": {**GOOD["scenario"], **changed}})  # type: ignore[dict-item]
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert "/work" not in answer.text
    assert "site-packages" not in answer.text


def test_there_is_no_websocket(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass


def test_a_page_for_others_needs_its_token() -> None:
    served = page("minimal", {}, port=8100, host="10.0.0.1", workers=1)
    entry = served.address.partition("token=")[2]
    client = TestClient(served.app, base_url="http://10.0.0.1:8100")
    assert client.get("/").status_code == 403
    assert client.get("/", params={"token": "guess"}).status_code == 403
    assert client.get("/", params={"token": entry}).status_code == 200
    assert client.get("/static/page.css").status_code == 200, "the cookie is kept"
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421


def test_the_page_works_below_a_prefix() -> None:
    served = page("minimal", {}, port=8100, root_path="/below", workers=1)
    assert served.address == "http://127.0.0.1:8100/below/"
    client = TestClient(served.app, base_url=f"http://{HOST}", root_path="/below")
    assert client.get("/below/").status_code == 200
    assert client.get("/below/api/worlds").status_code == 200
