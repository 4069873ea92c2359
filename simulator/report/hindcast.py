"""The page of the hindcast, and the folder of one: scores, forecasts and pictures."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from simulator.analysis.hindcast.beliefs import believed
from simulator.analysis.hindcast.study import Hindcast
from simulator.folder import write_folder
from simulator.pictures.style import style
from simulator.report.figures import save as save_figure
from simulator.report.hindcast_figures import draw_largest, draw_models, draw_scores
from simulator.report.hindcast_words import page
from simulator.report.run_folder import write_tables
from worlds.config.faults import writing

NAME = "hindcast"
_FIGURES = {"scores": draw_scores, "models": draw_models, "largest": draw_largest}


def prepared(folder: Path) -> Path:
    """Return the folder with a place for figures, made before the long work begins.

    Raises:
        InputError: when it cannot be written.
    """
    with writing(folder):
        (folder / "figures" / NAME).mkdir(parents=True, exist_ok=True)
    return folder


def save_docs(found: Hindcast, folder: Path) -> Path:
    """Write hindcast.md and its figures into a folder, and return the page."""
    _draw(found, prepared(folder) / "figures" / NAME)
    path = folder / f"{NAME}.md"
    path.write_text(page(found, believed(found.asked)), encoding="utf-8")
    return path


def save_folder(found: Hindcast, folder: Path) -> Path:
    """Write tables and figures of a hindcast into a result folder of its own, and return it.

    Raises:
        InputError: when the folder holds something else or cannot be written.
    """

    def fill(draft: Path) -> None:
        write_tables(dict(_tables(found)), draft)
        _draw(found, draft)

    asked = found.asked
    facts: dict[str, object] = {
        "kind": NAME,
        "world": asked.loaded.name,
        "world_hash": asked.loaded.hash,
        "resolved": asked.loaded.plain,
        "observations": asked.source,
        "origins": list(asked.days),
        "until": asked.last,
        "seed": asked.seed,
        "replications": asked.replications,
    }
    return write_folder(folder, asked.hash, facts, fill)


def _tables(found: Hindcast) -> Iterator[tuple[str, pa.Table]]:
    """Yield the tables that have rows."""
    for name in ("scores", "forecasts", "largest", "overtraining"):
        frame = getattr(found, name)
        if len(frame):
            yield name, pa.Table.from_pandas(frame, preserve_index=False)


def _draw(found: Hindcast, folder: Path) -> None:
    """Write every picture into a folder."""
    with style():
        for name, draw in _FIGURES.items():
            save_figure(draw(found), folder / name, formats=("png",))
