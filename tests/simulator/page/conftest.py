"""A page for tests: its routes and its guard, asked without a network; processes are started once for all tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from simulator.dashboard.serving import page

HOST = "127.0.0.1:8100"
Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A browser that has the page of `minimal` open."""
    served = page("minimal", {}, port=8100, workers=1)
    with TestClient(served.app, base_url=f"http://{HOST}") as opened:
        yield opened


@pytest.fixture(scope="session")
def token(client: TestClient) -> str:
    """The token of this start, as the page carries it."""
    return str(client.get("/").text.split('name="tokenshed-token" content="')[1].split('"')[0])


@pytest.fixture(scope="session")
def ask(client: TestClient, token: str) -> Ask:
    """Ask the page something by POST."""

    def asked(route: str, body: Any, **headers: str) -> Any:
        return client.post(f"/api/{route}", json=body, headers={"X-Tokenshed-Token": token, **headers})

    return asked
