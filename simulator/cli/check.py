"""`tokenshed check`: validate a world, a policy or a scenario."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worlds.config.loading import LoadedWorld


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed check my-world.yaml\n  tokenshed check my-policy.yaml --world estuary"
)
@click.argument("file")
@click.option("--world", metavar="WORLD", help="Check that a policy or a scenario fits this world, too.")
def check(file: str, world: str | None) -> None:
    """Check FILE (or a shipped world) and say what is wrong with it, line by line.

    Every fault is printed on a line of its own as file:line:column: path: what is wrong; what is allowed; what was
    given. The exit status is 0 when there is none and 2 otherwise. The first key of the file says what it is.
    """
    from worlds.config.loading import load_world

    first = _first_key(Path(file))
    if first == "policy":
        _check_policy(file, world)
    elif first == "scenario":
        _check_scenario(file, world)
    elif first == "experiment":
        _check_experiment(file)
    else:
        click.echo(_world(file, load_world(file)))


def _first_key(file: Path) -> str:
    """Return the first key of a file; nothing where there is none to read."""
    from worlds.config.faults import FaultyFile
    from worlds.config.files import SUFFIXES, text_of
    from worlds.config.tree import read_tree

    if not str(file).endswith(SUFFIXES) or not file.is_file():
        return ""
    try:
        return next(iter(read_tree(text_of(file), str(file)).children), "")
    except FaultyFile:
        return ""


def _world(file: str, loaded: "LoadedWorld") -> str:
    """Return what is in a world that is in order."""
    world, numbers = loaded.world, loaded.numbers.values()
    uncertain = sum(one.uncertain for one in numbers)
    labs = sum(section.count for section in world.labs.values())
    holds = f"{_counted(len(world.pools), 'pool')}, {_counted(labs, 'lab')}, {_counted(len(numbers), 'number')}"
    time = f"{world.start:g} to {world.end:g}"
    return f"{file}: in order. World {loaded.name}, {time}: {holds}, {uncertain} of them uncertain."


def _check_policy(file: str, world: str | None) -> None:
    """Check a policy, and that it fits a world if one is named."""
    from worlds.config.governing import govern
    from worlds.config.loading import load_world
    from worlds.config.policies import load_policy

    policy = load_policy(file)
    click.echo(f"{file}: in order. Policy {policy.name}: {_counted(len(policy.parts), 'change')}.")
    if world is not None:
        idle = govern(load_world(world), [policy]).idle
        for one in idle:
            click.echo(f"{world} has no {one.path}: {one.part} changes nothing there.")
        if not idle:
            click.echo(f"It fits {world}.")


def _check_scenario(file: str, world: str | None) -> None:
    """Check a scenario, and that it fits a world if one is named."""
    from worlds.config.loading import load_world
    from worlds.config.scenarios import load_scenario

    scenario = load_scenario(file)
    click.echo(f"{file}: in order. Scenario {scenario.name}: {_counted(len(scenario.section.values), 'value')}.")
    if world is not None:
        scenario.applied(load_world(world))
        click.echo(f"It fits {world}.")


def _check_experiment(file: str) -> None:
    """Check an experiment, with its worlds, policies and points."""
    from simulator.experiments.asking import batch_of
    from worlds.config.experiments import load_experiment

    batch = batch_of(load_experiment(file))
    click.echo(f"{file}: in order. Experiment {batch.name}: {_counted(batch.size, 'run')}.")


def _counted(count: int, thing: str) -> str:
    """Return `1 lab`, `2 labs`."""
    return f"{count} {thing}" if count == 1 else f"{count:,} {thing}s"
