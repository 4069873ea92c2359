"""Result folders of every kind, made once, and what reports are read with."""

from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

from simulator.experiments.execution import execute
from simulator.folder import write_folder
from simulator.report.document.saving import write_report
from simulator.report.whatif_folder import save as save_whatif
from simulator.run import run_world
from simulator.whatif.comparison import compare
from tests.simulator.batches.files import batch
from worlds.config.loading import load_world

HOSTILE = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"
WORLD = f"""\
world: hostile
extends: minimal
description: "{HOSTILE}"
pools:
  public_text:
    net_growth: {{value: 3 %/year, ci95: [1 %/year, 6 %/year], source: "{HOSTILE} | [a](b) `c`"}}
"""
POLICIES = """\
experiment: policies
description: Two policies in a small world, over three levels.
worlds: [minimal]
policies: [no policy, data-levy, overtraining-cap]
design:
  grid:
    labs.lab.overtraining.k: [1, 10, 100]
replications: 12
part: 20
keep: {tables: [pools]}
"""
PLAIN = """\
experiment: plain
description: Many futures of a small world.
worlds: [minimal]
replications: 40
part: 20
keep: {tables: [pools, runs]}
"""
COUNTS = """\
experiment: counts
description: One axis of whole numbers beside one of others.
worlds: [minimal]
design:
  grid:
    labs.lab.overtraining.k: [1, 10]
    labs.lab.count: [1, 2]
replications: 10
part: 20
"""


def _place() -> Path:
    """Return a new folder."""
    return Path(mkdtemp(prefix="tokenshed-report-"))


def _central() -> Path:
    return run_world("minimal").save(_place() / "run")


def _drawn() -> Path:
    return run_world("minimal", replications=40).save(_place() / "run")


def _hostile() -> Path:
    file = _place() / "hostile.yaml"
    file.write_text(WORLD, encoding="utf-8")
    return run_world(file, replications=3).save(_place() / "run")


def _whatif() -> Path:
    found = compare("minimal", ["data-levy", "overtraining-cap"], replications=40)
    return save_whatif(found, _place() / "whatif")


def _scenarios() -> Path:
    found = compare("minimal", ["data-levy"], scenarios=["small-web", "large-web"], replications=3)
    return save_whatif(found, _place() / "whatif")


def batch_folder(text: str) -> Path:
    """Run a batch of an experiment, and return its folder."""
    folder = _place() / "batch"
    execute(batch(folder.parent, text), folder, workers=1)
    return folder


def _hindcast() -> Path:
    """Return a folder with the tables of a hindcast, without the fit, which takes long."""
    loaded = load_world("minimal")
    scores = {"crps": 0.5, "coverage50": 0.4, "coverage80": 0.7, "coverage95": 0.9, "skill_vs_trend": 0.1}
    scores |= {"skill_vs_persistence": 0.3, "crps_trend": 0.6, "crps_persistence": 0.8, "error": 0.2}
    told = pd.DataFrame({"train_until": ["2022-01-01", "2023-01-01"], "n_train": 20, "n_test": 9, **scores})
    ends = {name: 12.0 + i / 10 for i, name in enumerate(("q05", "q10", "q50", "q90", "q95"))}
    largest = pd.DataFrame(
        {"train_until": "2022-01-01", "what": ["2022.5", "2023.0"], "observed": [12.2, np.nan], **ends}
    )

    def fill(draft: Path) -> None:
        told.to_parquet(draft / "scores.parquet")
        largest.to_parquet(draft / "largest.parquet")

    facts: dict[str, object] = {
        "kind": "hindcast",
        "world": "minimal",
        "world_hash": loaded.hash,
        "resolved": loaded.plain,
    }
    facts |= {"observations": "models.csv", "origins": ["2022-01-01", "2023-01-01"], "until": 2024.0, "seed": 0}
    return write_folder(_place() / "hindcast", "0123456789", {**facts, "replications": 10}, fill)


def _search() -> Path:
    from simulator.analysis.search.study import search

    levers = ["labs.lab.overtraining.k@2026=1 x..50 x", "statutes.compute_cap@2026=1e26 FLOP..1e30 FLOP"]
    folder = _place() / "search"
    answer = search(
        "minimal",
        levers=levers,
        objectives=["exhaustion_year.public", "best_loss"],
        futures=2,
        candidates=4,
        population=4,
        folder=folder,
        workers=1,
    )
    answer.frame().to_parquet(folder / "candidates.parquet")
    return folder


MADE: dict[str, Callable[[], Path]] = {
    "central": _central,
    "drawn": _drawn,
    "hostile": _hostile,
    "whatif": _whatif,
    "scenarios": _scenarios,
    "plain": lambda: batch_folder(PLAIN),
    "policies": lambda: batch_folder(POLICIES),
    "hindcast": _hindcast,
    "search": _search,
}


@cache
def folder_of(kind: str) -> Path:
    """Return a result folder of a kind, made when it is first asked for."""
    return MADE[kind]()


@cache
def text_of(kind: str) -> str:
    """Return the HTML report of a kind of results, written when it is first asked for."""
    return write_report(folder_of(kind), _place() / "report.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    """An HTML page as it is parsed: its tags, what they refer to, their names, and the text outside of styles."""

    def __init__(self, text: str) -> None:
        """Parse a page."""
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.headings: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open.append(tag)
        for name, value in attrs:
            if name in {"href", "src", "xlink:href", "data", "action", "srcset"}:
                self.references.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.references += [data] if "url(" in data or "@import" in data else []
            return
        self.text += data
        if self._open and self._open[-1] == "h2":
            self.headings.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
