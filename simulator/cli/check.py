"""`tokenshed check`: validate a world file."""

import click


@click.command(epilog="Example:\n\n\b\n  tokenshed check my-world.yaml")
@click.argument("file")
def check(file: str) -> None:
    """Check FILE (or a shipped world) and say what is wrong with it, line by line.

    Every fault is printed on a line of its own as file:line:column: path: what is wrong; what is allowed; what was
    given. The exit status is 0 when there is none and 2 otherwise.
    """
    from worlds.config.loading import load_world

    loaded = load_world(file)
    world, numbers = loaded.world, loaded.numbers.values()
    uncertain = sum(one.uncertain for one in numbers)
    labs = sum(section.count for section in world.labs.values())
    holds = f"{_counted(len(world.pools), 'pool')}, {_counted(labs, 'lab')}, {_counted(len(numbers), 'number')}"
    time = f"{world.start:g} to {world.end:g}"
    click.echo(f"{file}: in order. World {loaded.name}, {time}: {holds}, {uncertain} of them uncertain.")


def _counted(count: int, thing: str) -> str:
    """Return `1 lab`, `2 labs`."""
    return f"{count} {thing}" if count == 1 else f"{count:,} {thing}s"
