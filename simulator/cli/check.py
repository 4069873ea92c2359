"""`tokenshed check`: validate a world, a policy, a scenario or an experiment."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.counts import counted
from worlds.config.files import KINDS

if TYPE_CHECKING:
    from worlds.config.loading import LoadedWorld
    from worlds.config.policies import LoadedPolicy


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed check my-world.yaml\n  tokenshed check my-policy.yaml --world estuary\n"
    "  tokenshed check data-levy --world minimal"
)
@click.argument("file")
@click.option("--world", metavar="WORLD", help="Check that a policy or a scenario fits this world, too.")
def check(file: str, world: str | None) -> None:
    """Check FILE, or what is shipped under that name, and say what is wrong with it, line by line.

    Every fault is printed on a line of its own as file:line:column: path: what is wrong; what is allowed; what was
    given. The exit status is 0 when there is none and 2 otherwise. The first key of the file says what it is. Of a
    policy or a scenario, paths that neither WORLD nor, without it, any shipped world has are told.
    """
    from worlds.config.faults import InputError

    kind = _kind(file)
    if world is not None and kind not in {"policy", "scenario"}:
        raise InputError(f"--world: {file} is a {kind}; allowed: with a policy or a scenario")
    lines = list(_CHECKS[kind](file, world))  # all of it before a word is said
    for line in lines:
        click.echo(line)


def _kind(file: str) -> str:
    """Return whether a file, or what is shipped under a name, is a world, a policy, a scenario or an experiment."""
    from worlds.config.faults import Fault, FaultyFile, InputError, nearest
    from worlds.config.files import EXPERIMENTS, POLICIES, SCENARIOS, SUFFIXES, WORLDS, text_of
    from worlds.config.tree import read_tree

    if file.endswith(SUFFIXES) or "/" in file:
        if not Path(file).is_file():
            return "world"  # which says that there is none
        tree = read_tree(text_of(Path(file)), file)
        found = [kind for kind in KINDS if kind in tree.children]
        if not found:
            allowed = ", ".join(f"`{kind}: NAME`" for kind in KINDS)
            raise FaultyFile([Fault(tree.mark, "", "does not say what it is", f"one of {allowed} as the first key")])
        return next((key for key in tree.children if key in found), found[0])
    if Path(file).exists():
        raise InputError(
            f"{file}: is no YAML file; allowed: a world, policy, scenario or experiment of yours, NAME.yaml"
        )
    names = {name: shelf.kind for shelf in (EXPERIMENTS, SCENARIOS, POLICIES, WORLDS) for name in shelf.names()}
    name = file.partition("@")[0]
    if name not in names:
        wrong = f"there is no world, policy, scenario or experiment {file!r}{nearest(name, names)}"
        raise InputError(f"{wrong}; allowed: a shipped one, or a file of yours with its ending: NAME.yaml")
    return names[name]


def _world(file: str, loaded: "LoadedWorld") -> str:
    """Return what is in a world that is in order."""
    world, numbers = loaded.world, loaded.numbers.values()
    uncertain = sum(one.uncertain for one in numbers)
    labs = sum(section.count for section in world.labs.values())
    holds = f"{counted(len(world.pools), 'pool')}, {counted(labs, 'lab')}, {counted(len(numbers), 'number')}"
    time = f"{world.start:g} to {world.end:g}"
    return f"{file}: in order. World {loaded.name}, {time}: {holds}, {uncertain} of them uncertain."


def _check_world(file: str, _: str | None) -> Iterator[str]:
    """Yield what a world holds."""
    from worlds.config.loading import load_world

    yield _world(file, load_world(file))


def _check_policy(file: str, world: str | None) -> Iterator[str]:
    """Check a policy, and that it fits a world if one is named."""
    from simulator.whatif.fitting import condition_faults, expectation_faults, paths_in, unfit, unwatched
    from worlds.config.faults import FaultyFile
    from worlds.config.governing import govern
    from worlds.config.policies import load_policy

    policy = load_policy(file)
    known = _worlds(world)
    faults = [*expectation_faults(policy, known), *condition_faults(policy, known)]
    if faults:
        raise FaultyFile(faults)
    yield f"{file}: in order. Policy {policy.name}: {_parts(policy)}."
    if world is None:
        unknown = list(unfit(paths_in(policy), known))
        if not unknown:
            _check_governing(policy, known)
        yield from unknown
        yield from unwatched(policy, known)
        return
    idle = govern(known[0], [policy]).idle
    yield from unfit(paths_in(policy), known, known[0])
    if not idle:
        yield f"It fits {world}."


def _check_governing(policy: "LoadedPolicy", known: "list[LoadedWorld]") -> None:
    """Refuse a policy that no world can be put under which has what it changes.

    Raises:
        InputError: what is wrong with it in the first of them.
    """
    from worlds.config.faults import InputError
    from worlds.config.governing import govern

    wrong: InputError | None = None
    for one in known:
        try:
            governed = govern(one, [policy])
        except InputError as error:
            wrong = wrong or error
        else:
            if len(governed.idle) < len(policy.parts):
                return
    if wrong is not None:
        raise wrong


def _parts(policy: "LoadedPolicy") -> str:
    """Return how many changes and reactions a policy has."""
    section = policy.section
    both = {"change": len(section.changes), "reaction": len(section.reacts)}
    return " and ".join(counted(number, what) for what, number in both.items() if number) or "0 changes"


def _check_scenario(file: str, world: str | None) -> Iterator[str]:
    """Check a scenario, and that it fits a world if one is named."""
    from simulator.whatif.fitting import paths_in, unfit
    from worlds.config.scenarios import load_scenario

    scenario = load_scenario(file)
    known = _worlds(world)
    yield f"{file}: in order. Scenario {scenario.name}: {counted(len(scenario.section.values), 'value')}."
    if world is None:
        yield from unfit(paths_in(scenario), known)
        return
    scenario.applied(known[0])
    yield from list(unfit(paths_in(scenario), known, known[0])) or [f"It fits {world}."]


def _check_experiment(file: str, _: str | None) -> Iterator[str]:
    """Check an experiment: its worlds, scenarios, policies and points."""
    from simulator.experiments.asking import batch_of
    from worlds.config.experiments import load_experiment

    experiment = load_experiment(file)
    yield f"{file}: in order. Experiment {experiment.name}: {counted(batch_of(experiment).size, 'run')}."


def _worlds(world: str | None) -> "list[LoadedWorld]":
    """Return every shipped world, after one that is named."""
    from worlds.config.loading import load_world, shipped_worlds

    named = [] if world is None else [load_world(world)]
    return [*named, *map(load_world, shipped_worlds())]


_CHECKS = {
    "world": _check_world,
    "policy": _check_policy,
    "scenario": _check_scenario,
    "experiment": _check_experiment,
}
