"""What moves an outcome most between two worlds: a walk from one to the other that adds one part at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from simulator.analysis.between import brought, parts_of, world_with
from simulator.analysis.parts import Part
from simulator.analysis.steps import Futures, Step, Waterfall, change
from simulator.request import Progress, requested
from simulator.whatif.pairs import restricted
from worlds.config.loading import LoadedWorld, load_world

FIRST, LAST = "epoch-2024", "baseline-2026"
PUBLIC = "exhaustion_year.public"
OUTCOMES = (PUBLIC, "exhaustion_year.ecosystem", "data_bound_share")


@dataclass(frozen=True)
class Study:
    """Every walk between two worlds.

    Attributes:
        first: the world that has no part.
        last: the world that has all of them.
        seed: seed of every random stream.
        replications: futures of each world.
        worlds: how many different worlds were run.
        waterfalls: one for each outcome.
    """

    first: LoadedWorld
    last: LoadedWorld
    seed: int
    replications: int
    worlds: int
    waterfalls: tuple[Waterfall, ...]

    def brings(self, part: Part, section: str) -> list[str]:
        """Return the names in a section of the last world that a part brings."""
        return brought(part, self.first, self.last, section)

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed waterfall --json` prints."""
        return {
            "first": self.first.name,
            "last": self.last.name,
            "seed": self.seed,
            "replications": self.replications,
            "waterfalls": [_document(one) for one in self.waterfalls],
        }


def study(
    replications: int,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    first: LoadedWorld | None = None,
    last: LoadedWorld | None = None,
) -> Study:
    """Walk from one world to another, and take each part alone from the last.

    Args:
        replications: futures of each world.
        seed: seed of every random stream.
        progress: called after every run.
        first: the world to begin with; `epoch-2024` unless given.
        last: the world to end with; `baseline-2026` unless given.
    """
    first, last = first or load_world(FIRST), last or load_world(LAST)
    parts = parts_of(first, last)
    walk = [world_with(parts[:i], parts, first, last) for i in range(len(parts) + 1)]
    lacking = [world_with([one for one in parts if one is not part], parts, first, last) for part in parts]
    found = _run([*walk, *lacking], seed, replications, progress)
    along, without = [found[one.hash] for one in walk], [found[one.hash] for one in lacking]
    waterfalls = (_waterfall(name, parts, along, without, seed) for name in OUTCOMES)
    return Study(first, last, seed, replications, len(found), tuple(waterfalls))


def _run(worlds: Iterable[LoadedWorld], seed: int, replications: int, progress: Progress | None) -> dict[str, Futures]:
    """Run each different world once, and return what came out by its hash."""
    different = {world.hash: world for world in worlds}
    found: dict[str, Futures] = {}

    def told(done: int, _of: int) -> None:
        if progress is not None:
            progress(len(found) * replications + done, len(different) * replications)

    for key, loaded in different.items():
        values = restricted(requested(loaded, seed, replications), told)
        found[key] = Futures(loaded.world.end, {name: values[name] for name in OUTCOMES})
    return found


def _waterfall(
    outcome: str, parts: Sequence[Part], along: Sequence[Futures], without: Sequence[Futures], seed: int
) -> Waterfall:
    """Return the walk of an outcome through worlds that were run."""
    last = along[-1]
    steps = tuple(
        Step(
            part,
            after.level(outcome),
            change(outcome, before, after, seed),
            lacking.level(outcome),
            change(outcome, lacking, last, seed),
        )
        for part, before, after, lacking in zip(parts, along[:-1], along[1:], without, strict=True)
    )
    return Waterfall(outcome, along[0].level(outcome), steps, change(outcome, along[0], last, seed))


def _document(one: Waterfall) -> dict[str, object]:
    """Return a walk as plain data."""
    steps = [
        {
            "name": step.part.name,
            "median": step.level.median,
            "never": step.level.never,
            "step": asdict(step.change),
            "without": asdict(step.without),
            "alone": asdict(step.alone),
        }
        for step in one.steps
    ]
    return {"outcome": one.outcome, "first": asdict(one.first), "steps": steps, "whole": asdict(one.whole)}
