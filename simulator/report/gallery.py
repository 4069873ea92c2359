"""The page of worlds to learn from: one picture and a few numbers each, all from runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.pictures.overview import overview
from simulator.pictures.sides import side_of
from simulator.report.figures import save_picture
from simulator.report.story import story
from simulator.request import Progress
from simulator.run import Result, run_world
from worlds.config.settings import Setting

LESSONS: dict[str, tuple[Setting, ...]] = {
    "watershed": (),
    "estuary": (),
    "contamination": (Setting("pools.public_text.ai_share", 0.0),),
    "collapse": (),
    "private-thaw": (Setting("pools.documents.open_share", 0.0), Setting("pools.messages.open_share", 0.0)),
    "multimodal-tide": (Setting("labs.frontier.reads", ["code", "public_text"]),),
    "flywheel": (Setting("labs.frontier.reads", ["code", "public_text"]),),
    "drought": (
        Setting("pools.public_text.head_open_share", 1.0),
        Setting("pools.public_text.open_share", 1.0),
        Setting("pools.public_text.takedowns", None),
        Setting("pools.code.open_share", 1.0),
    ),
    "rivalry": (Setting("pools.public_text.rivalry", 0.0), Setting("pools.code.rivalry", 0.0)),
}
"""The worlds to learn from, in the order of the page, each with the settings that turn its mechanism off."""


@dataclass(frozen=True)
class Lesson:
    """A world to learn from with its run.

    Attributes:
        name: name of the world.
        result: what its run gave.
        without: what the same world gave under the same luck with its mechanism turned off; None where the world shows
            both sides itself.
    """

    name: str
    result: Result
    without: Result | None

    def markdown(self) -> str:
        """Return the section of the page."""
        world = self.result.request.loaded.world
        said = _said(self.result)
        if self.without is not None:
            off = ", ".join(f"`{one.path}={one.value}`" for one in LESSONS[self.name])
            said += f"\nWithout it ({off}):\n\n{_said(self.without)}"
        return f"## {self.name}\n\n{world.description}\n\n![{self.name}](figures/worlds/{self.name}.png)\n\n{said}"


def _said(result: Result) -> str:
    """Return the story of a run as a list, with what the shortfall cost."""
    lines = [line for line in story(result)[2:] if line]
    lost = result.summary["compute_equivalent_gap"].quantiles["q50"]
    if lost is not None:
        lines.append(
            f"The best model is as good as its plan would have been with {lost:.3g} times less compute (median)."
        )
    best = result.frame("runs").groupby(["lab", "replication"])["loss"].min().groupby(level="lab").median()
    if len(best) > 1:
        lines.append("Best loss by lab (median): " + ", ".join(f"{lab} {loss:.4f}" for lab, loss in best.items()) + ".")
    return "".join(f"- {line}\n" for line in lines)


def lessons(replications: int, progress: Progress | None = None) -> list[Lesson]:
    """Run every world to learn from, with its mechanism and without.

    Args:
        replications: draws for each.
        progress: called after every replication.
    """
    found = []
    for i, (name, off) in enumerate(LESSONS.items()):
        told = _part(progress, i)
        result = run_world(name, replications=replications, progress=told)
        without = run_world(name, replications=replications, settings=off) if off else None
        found.append(Lesson(name, result, without))
    return found


def _part(progress: Progress | None, i: int) -> Callable[[int, int], None] | None:
    """Return a callback that counts one world as part of all."""
    if progress is None:
        return None
    return lambda done, of: progress(i * of + done, len(LESSONS) * of)


def save(found: list[Lesson], folder: Path, replications: int) -> None:
    """Write worlds.md and its figures into a folder."""
    figures = folder / "figures" / "worlds"
    figures.mkdir(parents=True, exist_ok=True)
    for one in found:
        save_picture(overview(side_of(one.result)), figures / one.name, formats=("png",))
    text = _PAGE.format(replications=replications, lessons="\n".join(one.markdown() for one in found))
    (folder / "worlds.md").write_text(text, encoding="utf-8")


_PAGE = """# Worlds to learn from

Written by `tokenshed gallery` (`make gallery`); do not edit. `watershed` has five kinds of data and one lead lab;
`estuary` has everyone who acts, and what each feedback does to it is in [feedbacks.md](feedbacks.md); each of the
others shows one mechanism with only the pools it needs, beside the same world without the mechanism, under the same
luck. {replications} replications each, seed 0; medians with the middle 80 % as bands, diets as mean shares.
`tokenshed run NAME --replications {replications}` gives the same picture in its result folder.

Data-bound counts positions and not their worth, so that poorer text does not bind sooner: it costs loss. But for
`estuary`, dated curves stand for owners, users and publishers, so that nothing flows back to them. Tokens are priced by
what they add to a text model's loss: labs read code and talk for other skills too, which no pool here is paid for.

{lessons}"""
