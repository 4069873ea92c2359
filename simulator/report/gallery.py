"""The page of worlds to learn from: one picture and a few numbers each, all from runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.report.figures import save as save_figure
from simulator.report.overview import overview
from simulator.report.story import story
from simulator.report.style import style
from simulator.run import Progress, Result, run_world

LESSONS = (
    "watershed",
    "contamination",
    "collapse",
    "private-thaw",
    "multimodal-tide",
    "flywheel",
    "drought",
    "rivalry",
)
"""The worlds to learn from, in the order of the page."""


@dataclass(frozen=True)
class Lesson:
    """A world to learn from with its run.

    Attributes:
        name: name of the world.
        result: what its run gave.
    """

    name: str
    result: Result

    def markdown(self) -> str:
        """Return the section of the page."""
        world = self.result.request.loaded.world
        said = "\n".join(f"- {line}" for line in story(self.result)[2:] if line)
        return f"## {self.name}\n\n{world.description}\n\n![{self.name}](figures/worlds/{self.name}.png)\n\n{said}\n"


def lessons(replications: int, progress: Progress | None = None) -> list[Lesson]:
    """Run every world to learn from.

    Args:
        replications: draws for each.
        progress: called after every replication.
    """
    return [
        Lesson(name, run_world(name, replications=replications, progress=_part(progress, i)))
        for i, name in enumerate(LESSONS)
    ]


def _part(progress: Progress | None, i: int) -> Callable[[int, int], None] | None:
    """Return a callback that counts one world as part of all."""
    if progress is None:
        return None
    return lambda done, of: progress(i * of + done, len(LESSONS) * of)


def save(found: list[Lesson], folder: Path, replications: int) -> None:
    """Write worlds.md and its figures into a folder."""
    figures = folder / "figures" / "worlds"
    figures.mkdir(parents=True, exist_ok=True)
    with style():
        for one in found:
            save_figure(overview(one.result), figures / one.name, formats=("png",))
    text = _PAGE.format(replications=replications, lessons="\n".join(one.markdown() for one in found))
    (folder / "worlds.md").write_text(text, encoding="utf-8")


_PAGE = """# Worlds to learn from

Written by `tokenshed gallery` (`make gallery`); do not edit. Each world changes one mechanism of `watershed`, which has
five kinds of data and one lead lab. {replications} replications each, seed 0; medians with the middle 80 % as bands.
`tokenshed run NAME --replications {replications}` gives the same picture in its result folder.

{lessons}"""
