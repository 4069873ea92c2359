"""The study of which mix of policies is robust in the world of 2026: its search, and its page."""

from pathlib import Path

from simulator.analysis.search.anew import judged_anew
from simulator.analysis.search.answer import Search
from simulator.analysis.search.study import search
from simulator.experiments.execution import Told
from simulator.report.search_page import save_page

WORLD = "baseline-2026"
CANDIDATES, POPULATION, FUTURES, ANEW = 60, 12, 8, 16
PAGE = Path("studies") / "robust-mix.md"
COMMAND = (
    f"tokenshed search {WORLD} --candidates {CANDIDATES} --population {POPULATION} --futures {FUTURES} --anew {ANEW} "
    f"--page docs/{PAGE.as_posix()}"
)
"""What does the same by hand."""


def study(workers: int | None, progress: Told) -> tuple[Search, Search]:
    """Run the search, and the candidate that it calls robust in futures that it was not chosen by."""
    found = search(
        WORLD,
        futures=FUTURES,
        candidates=CANDIDATES,
        population=POPULATION,
        workers=workers,
        progress=progress,
    )
    return found, judged_anew(found, found.robust.number, ANEW, workers=workers, progress=progress)


def save(answers: tuple[Search, Search], folder: Path) -> Path:
    """Write the page and its figure below a folder, and return the page.

    Args:
        answers: of the search, and of the robust candidate anew.
        folder: of the documentation.
    """
    found, anew = answers
    page = folder / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    return save_page(found, page, COMMAND, anew, found.robust.number)
