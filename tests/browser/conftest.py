"""A page that is served, a browser, and visits of which none may ask anything of another machine or raise an error."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.opening import MISSING, asked_replications, browser, chromium, served, settled

Visit = Callable[..., Page]
_ENOUGH = 8


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return where the page is served."""
    with served("minimal") as found:
        yield found


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    """Return a browser, which goes again before tests elsewhere want a loop of their own."""
    if chromium() is None:
        pytest.skip(MISSING)
    with browser() as found:
        yield found


@pytest.fixture
def faults() -> list[str]:
    """Return what went wrong in the visits of a test, which must be nothing; a test may take out what it provoked."""
    return []


@pytest.fixture
def visit(started: Browser, address: str, faults: list[str]) -> Iterator[Visit]:
    """Return what opens the page in a window of its own: its fragment, and how the window is."""
    opened = []
    held: list[Route] = []

    def begin(fragment: str = "world=minimal", at: str = address, **window: Any) -> Page:
        context = started.new_context(**{"viewport": {"width": 1300, "height": 900}, "locale": "en-GB", **window})
        opened.append(context)
        context.route("**/*", lambda route: _guarded(route, at, faults, held))
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{at}#{fragment}")
        settled(page)
        return page

    yield begin
    found = list(faults)
    for route in held:
        route.abort()
    for context in opened:
        context.close()
    assert found == []


def _guarded(route: Route, at: str, faults: list[str], held: list[Route]) -> None:
    """Let requests to the page through, and none to anybody else; finer bands than a test looks at are held back."""
    if asked_replications(route.request) > _ENOUGH:
        held.append(route)
    elif route.request.url.startswith(at):
        route.continue_()
    else:
        faults.append(f"asked {route.request.url}")
        route.abort()
