"""The command line; every command imports what it needs when it runs, so that `--help` is quick."""

import os
import sys
from pathlib import Path

import click

from simulator.cli.baseline import baseline
from simulator.cli.batch import batch
from simulator.cli.calibrate import calibrate
from simulator.cli.check import check
from simulator.cli.claims import claims
from simulator.cli.diet import diet
from simulator.cli.discover import discover
from simulator.cli.experiments import experiments
from simulator.cli.feedbacks import feedbacks
from simulator.cli.gallery import gallery
from simulator.cli.hindcast import hindcast
from simulator.cli.new import new
from simulator.cli.options import imported, imports
from simulator.cli.plausibility import plausibility
from simulator.cli.policies import policies, scenarios
from simulator.cli.report import report
from simulator.cli.results import export, rerun
from simulator.cli.run import run
from simulator.cli.schema import schema
from simulator.cli.search import search
from simulator.cli.sensitivity import sensitivity
from simulator.cli.serve import serve
from simulator.cli.studies import studies
from simulator.cli.validate import validate
from simulator.cli.waterfall import waterfall
from simulator.cli.whatif import whatif
from simulator.cli.worlds import worlds
from worlds.config.faults import InputError


class _Commands(click.Group):
    """Commands whose wrong input ends in one clear message and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)
        except click.NoSuchOption as error:
            if error.option_name != "--import":
                raise
            words = "--import stands before the command: tokenshed --import MODULE COMMAND"
            raise click.UsageError(words, error.ctx) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print the version and end."""
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"tokenshed {version('tokenshed')}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
@imports
def cli(imports: tuple[str, ...]) -> None:
    """Simulate the ecosystem of AI training data.

    Will it run out, when, for whom, and what can be done about it? Start with:

    \b
      tokenshed run epoch-2024 --replications 500
      tokenshed whatif epoch-2024 --set labs.frontier.overtraining.k=10
      tokenshed batch overtraining-sweep
      tokenshed worlds
    """  # noqa: D301
    imported(imports)


for _command in (
    run,
    whatif,
    batch,
    report,
    export,
    rerun,
    sensitivity,
    discover,
    studies,
    search,
    serve,
    diet,
    worlds,
    policies,
    scenarios,
    experiments,
    check,
    new,
    schema,
    validate,
    claims,
    gallery,
    feedbacks,
    baseline,
    plausibility,
    waterfall,
    hindcast,
    calibrate,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (closed by whoever started us)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli(prog_name="tokenshed")
    except OSError as error:
        click.echo(f"tokenshed: {error}", err=True)
        sys.exit(1)
