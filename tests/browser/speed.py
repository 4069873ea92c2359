"""How soon the page answers, in a browser: `python -m tests.browser.speed [WORLD]`."""

import sys
from collections.abc import Sequence
from statistics import quantiles

from playwright.sync_api import Page

from tests.browser.opening import browser, drawn, served, settled

MOVES, BANDS, STARTS = 30, 8, 5
_TURN = """
async ([path, turn, replications]) => {
  const slider = document.querySelector(`input[type=range][data-path="${path}"]`);
  const share = 0.2 + 0.6 * ((turn * 0.618) % 1);
  const figures = document.querySelectorAll("figure").length;
  const drawn = new Promise((done) => {
    const seen = new Set();
    document.addEventListener("drawn", function heard(event) {
      if (Number(document.getElementById("answer").dataset.replications) !== replications) return;
      seen.add(event.detail);
      const wanted = [...document.querySelectorAll("figure")].filter((one) => {
        const place = one.getBoundingClientRect();
        return place.top < innerHeight && place.bottom > 0;
      });
      if (!wanted.every((one) => seen.has(one.dataset.figure))) return;
      document.removeEventListener("drawn", heard);
      requestAnimationFrame(() => done(performance.now()));
    });
  });
  const begun = performance.now();
  slider.value = Number(slider.min) + share * (Number(slider.max) - Number(slider.min));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  return (await drawn) - begun;
}
"""
"""Move a slider to a place of its own, and wait until every picture in sight is redrawn from some replications."""


def turned(page: Page, path: str, turn: int, replications: int = 0) -> float:
    """Return how long it takes from a slider to pictures of some replications [ms]."""
    return float(page.evaluate(_TURN, [path, turn, replications]))


def _say(what: str, times: Sequence[float]) -> None:
    """Print a row of the table: how long something takes, p50 and p90 [ms]."""
    parts = quantiles(times, n=10, method="inclusive")
    print(f"| {what} | {parts[4]:.0f} | {parts[8]:.0f} | {len(times)} |", flush=True)  # noqa: T201


def start(page: Page, address: str, world: str) -> float:
    """Return how long it takes from the address to the first pictures [ms]."""
    page.goto("about:blank")
    page.goto(f"{address}#world={world}")
    settled(page)
    drawn(page, "when-dry", "stock-and-corpus")
    return float(page.evaluate("performance.now()"))


def main(world: str) -> None:
    """Measure, and print the table."""
    path = "pools.public_text.stock"
    with served(world) as address, browser() as started:
        page = started.new_page(viewport={"width": 1360, "height": 1000})
        page.set_default_timeout(300_000)
        print(f"| {world} | p50, ms | p90, ms | times |\n| --- | ---: | ---: | ---: |")  # noqa: T201
        _say("page start", [start(page, address, world) for _ in range(STARTS)])
        page.get_by_role("tab", name="Assumptions").click()
        _say("slider to central lines", [turned(page, path, turn) for turn in range(MOVES)])
        _say("slider to 32 replications", [turned(page, path, MOVES + turn, 32) for turn in range(BANDS)])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "baseline-2026")
