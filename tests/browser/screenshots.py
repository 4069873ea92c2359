"""Pictures of every view of the page, light, dark, on a phone, in Chinese: `python -m tests.browser.screenshots`."""

from pathlib import Path

from playwright.sync_api import Browser, Route

from tests.browser.opening import asked_replications, browser, drawn, served, settled

FOLDER = Path(__file__).parents[2] / "docs" / "figures" / "page"
POLICY = "world=baseline-2026&policy=overtraining-cap"
SHOTS: dict[str, tuple[str, tuple[str, ...], dict[str, object]]] = {
    "overview": (POLICY, ("when-dry", "stock-and-corpus"), {}),
    "assumptions": (
        "world=baseline-2026&assume=pools.public_text.stock=40 T token",
        ("when-dry", "stock-and-corpus"),
        {},
    ),
    "pools": (f"{POLICY}&view=pools", ("stocks",), {}),
    "models": (f"{POLICY}&view=models", ("sizes",), {}),
    "network": (f"{POLICY}&view=network&year=2030", ("access",), {}),
    "events": (f"{POLICY}&view=events&year=2031", ("timeline",), {}),
    "compare": (f"{POLICY}&view=compare", (), {}),
    "data": (f"{POLICY}&view=data", (), {}),
    "dark": (POLICY, ("when-dry", "stock-and-corpus"), {"color_scheme": "dark"}),
    "chinese": (f"{POLICY}&lang=zh", ("when-dry", "stock-and-corpus"), {}),
    "phone": (POLICY, ("when-dry",), {"viewport": {"width": 375, "height": 812}, "has_touch": True}),
    "phone-dark-chinese": (
        f"{POLICY}&lang=zh&view=pools",
        ("stocks",),
        {"viewport": {"width": 375, "height": 812}, "has_touch": True, "color_scheme": "dark"},
    ),
}
"""By name: what is chosen, which pictures must be there, and how the window is."""
_REPLICATIONS = 32
_PATIENCE = 300_000
"""Milliseconds in which bands must be there."""


def take(started: Browser, address: str, name: str) -> None:
    """Take one picture, once the bands of 32 replications are there."""
    fragment, figures, window = SHOTS[name]
    context = started.new_context(**{"viewport": {"width": 1360, "height": 1000}, "locale": "en-GB", **window})  # type: ignore[arg-type]
    held: list[Route] = []  # what is asked for bands that are finer than the picture waits for
    context.route(
        "**/api/run",
        lambda route: held.append(route) if asked_replications(route.request) > _REPLICATIONS else route.continue_(),
    )
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto(f"{address}#{fragment}")
    settled(page)
    page.wait_for_function(f"() => Number(document.getElementById('answer').dataset.replications) >= {_REPLICATIONS}")
    drawn(page, *figures)
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")
    for route in held:
        route.abort()
    context.close()


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as address, browser() as started:
        for name in SHOTS:
            take(started, address, name)
            print(FOLDER / f"{name}.png", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
