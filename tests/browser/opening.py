"""Opening the page: `tokenshed serve` as users start it, and Debian's Chromium."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, Page, Request, sync_playwright

MISSING = (
    "there is no Chromium here: `make chromium` installs it as root with apt-get, or install the package `chromium`"
)
_PATIENCE = 60.0
"""Seconds in which the page must be there."""


def chromium() -> str | None:
    """Return where Chromium is; None where it is missing."""
    return shutil.which("chromium")


@contextmanager
def served(*words: str, root: str | Path | None = None) -> Iterator[str]:
    """Serve the page on a free port until the block ends, and give its address.

    Args:
        words: what follows `tokenshed serve` on the command line.
        root: folder that it is started from.
    """
    command = [str(Path(sys.executable).with_name("tokenshed")), "serve", *words, "--port", "0"]
    calm = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True, cwd=root, env=calm) as process:
        try:
            address = (process.stdout.readline() if process.stdout else "").removeprefix("Tokenshed: ").strip()
            wait_for(address)
            yield address
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Wait until the page answers."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            httpx2.get(address).raise_for_status()
        except httpx2.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium until the block ends; as root it runs without its sandbox, which it would refuse there."""
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=alone)
        yield started
        started.close()


def asked_replications(request: Request) -> int:
    """Return how many replications a request of the page asks for; 0 for a central run, and for all else."""
    asked = request.post_data_json if request.url.endswith("/api/run") else None
    return 0 if asked is None else int(asked["replications"])


def settled(page: Page) -> str:
    """Wait until the central run of what is chosen is there, and return what the page answers."""
    page.locator("#answer[aria-busy=false] #sentences p").first.wait_for()
    return page.locator("#sentences").inner_text()


def drawn(page: Page, *names: str) -> None:
    """Wait until pictures are drawn."""
    for name in names:
        page.locator(f"figure[data-figure={name}] .plot .main-svg").first.wait_for(state="attached")
