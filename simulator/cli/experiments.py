"""`tokenshed experiments`: list the shipped experiments, or show one."""

from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from worlds.config.schema.experiment import Experiment


@click.command(
    epilog="Examples:\n\n\b\n  tokenshed experiments\n  tokenshed experiments overtraining-sweep\n"
    "  tokenshed experiments my-experiment.yaml --json"
)
@click.argument("name", required=False)
@options.as_json
def experiments(name: str | None, as_json: bool) -> None:
    """List the shipped experiments, or show one: what it varies, how many runs it has, and what it keeps.

    NAME is a shipped experiment or a file.
    """
    from simulator.cli.policies import listed
    from simulator.cli.terminal import print_json
    from worlds.config.experiments import load_experiment, shipped_experiments

    if name is None:
        rows = [
            {"name": one.name, "description": one.section.description, "runs": one.runs}
            for one in map(load_experiment, shipped_experiments())
        ]
        listed("experiment", rows, as_json=as_json)
        return
    section = load_experiment(name).section
    if as_json:
        plain = section.model_dump(mode="json", by_alias=True, exclude_none=True)
        print_json({"name": section.experiment, **{key: one for key, one in plain.items() if key != "experiment"}})
    else:
        _show(section, _runs(name))


def _runs(name: str) -> int:
    """Return how many runs an experiment has."""
    from simulator.experiments.asking import batch_of
    from worlds.config.experiments import load_experiment

    return batch_of(load_experiment(name)).size


def _show(section: "Experiment", runs: int) -> None:
    """Print an experiment."""
    from simulator.cli.terminal import console, table

    printer = console()
    printer.print(f"{section.experiment}. {section.description}")
    printer.print()
    made = table("of the experiment", "what it says")
    for key, value in section.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True).items():
        if key not in {"experiment", "description"}:
            for path, one in _flat(key, value):
                made.add_row(path, one)
    made.add_row("runs", f"{runs:,}")
    printer.print(made)


def _flat(path: str, value: object) -> list[tuple[str, str]]:
    """Return what stands below a key, line by line."""
    if isinstance(value, dict):
        return [line for key, child in value.items() for line in _flat(f"{path}.{key}", child)]
    return [(path, ", ".join(map(str, value)) if isinstance(value, list) else str(value))]
