"""What of a policy or a scenario no world has: misspelt paths, pools and outcomes, before anything is run."""

from collections.abc import Iterator, Sequence

from simulator.outcomes import names_in
from worlds.config.faults import Fault, nearest, shown
from worlds.config.loading import LoadedWorld
from worlds.config.policies import LoadedPolicy
from worlds.config.scenarios import LoadedScenario
from worlds.config.selectors import alike, paths_of
from worlds.config.tree import locate
from worlds.config.watching import wrong_condition

_ANYWHERE = "in any shipped world"
_NOT_THERE = "there is no"
"""How a condition is refused in one world that may be in order in another."""


def expectation_faults(policy: LoadedPolicy, worlds: Sequence[LoadedWorld]) -> Iterator[Fault]:
    """Yield what a policy expects of outcomes that none of some worlds has."""
    known = {name for loaded in worlds for name in names_in(loaded.world)}
    for name, one in policy.section.expects.items():
        if one.outcome not in known:
            place = ("expects", name, "outcome")
            wrong = f"there is no such outcome{nearest(one.outcome, known)}"
            mark = locate(policy.tree, place).mark
            yield Fault(mark, ".".join(place), wrong, "an outcome of docs/files.md", shown(one.outcome))


def condition_faults(policy: LoadedPolicy, worlds: Sequence[LoadedWorld]) -> Iterator[Fault]:
    """Yield conditions that cannot be true in any world."""
    for name, one in policy.section.reacts.items():
        wrongs = [wrong_condition(one.when, loaded.world) for loaded in worlds]
        found = next((wrong for wrong in wrongs if wrong is not None and not wrong[0].startswith(_NOT_THERE)), None)
        if found is not None and None not in wrongs:
            place = ("reacts", name, "when")
            yield Fault(locate(policy.tree, place).mark, ".".join(place), *found, shown(one.when))


def unwatched(policy: LoadedPolicy, worlds: Sequence[LoadedWorld]) -> Iterator[str]:
    """Yield what conditions watch that none of some worlds has, with what may be meant, in words."""
    for name, one in policy.section.reacts.items():
        wrongs = [wrong_condition(one.when, loaded.world) for loaded in worlds]
        found = [wrong[0] for wrong in wrongs if wrong is not None and wrong[0].startswith(_NOT_THERE)]
        if len(found) == len(wrongs):
            guess = next((words for words in found if "did you mean" in words), found[0])
            yield f"{name}: {guess.replace('in this world', _ANYWHERE)}."


def unfit(paths: dict[str, str], known: Sequence[LoadedWorld], world: LoadedWorld | None = None) -> Iterator[str]:
    """Yield the paths and patterns that name nothing, in words.

    Args:
        paths: by the name of their part.
        known: worlds; what none of them has is taken to be misspelt, with a guess at what is meant.
        world: in which they must name something, unless it is enough that they do in any that is known.
    """
    for part, pattern in paths.items():
        anywhere = any(_fits(pattern, loaded) for loaded in known)
        if (anywhere and world is None) or (world is not None and _fits(pattern, world)):
            continue
        forms = {form for loaded in known for form in alike(pattern, loaded.world, loaded.numbers)}
        where = _ANYWHERE if world is None else f"in {world.name}, so that it changes nothing there"
        yield f"{part}: there is no {pattern!r} {where}{'' if anywhere else nearest(pattern, forms)}."


def _fits(pattern: str, loaded: LoadedWorld) -> bool:
    """Return whether a path or pattern names anything in a world."""
    return bool(paths_of(pattern, loaded.world, loaded.numbers))


def paths_in(file: LoadedPolicy | LoadedScenario) -> dict[str, str]:
    """Return the paths and patterns of a policy or a scenario by the name of their part."""
    if isinstance(file, LoadedPolicy):
        return {name: part.path for name, part in file.parts.items()}
    return {f"values.{path}": path for path in file.section.values}
