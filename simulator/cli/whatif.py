"""`tokenshed whatif`: compare policies, and settings, with the baseline."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.whatif.comparison import Comparison
    from simulator.whatif.question import Question
    from worlds.config.settings import Setting
    from worlds.config.timed import TimedSetting


_EXAMPLES = """Examples:

\b
  tokenshed whatif epoch-2024 --set labs.frontier.overtraining.k=10
  tokenshed whatif baseline-2026 --policy data-levy --policy open-archives --policy data-levy+open-archives
  tokenshed whatif baseline-2026 --policy compute-cap --policy compute-cap@+3 --scenario small-web --scenario large-web
  tokenshed whatif baseline-2026 --set 'pools[kind=private].open_share=80 %@2027..2032' --explain
  tokenshed whatif baseline-2026 --policy transparency-rule --frozen --replications 50
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world")
@click.option(
    "--policy",
    "policies",
    metavar="POLICY",
    multiple=True,
    help="A policy file or the name of a shipped one, A+B for two together, A@+3 for three years later; repeatable.",
)
@options.dated_settings
@click.option(
    "--scenario", "scenarios", metavar="SCENARIO", multiple=True, help="Compare in this scenario; as often as needed."
)
@options.seed
@click.option(
    "--replications", type=click.IntRange(min=2), default=200, show_default=True, metavar="N", help="Pairs of runs."
)
@options.until
@click.option("--frozen", is_flag=True, help="Let labs keep the plans that they have in the baseline.")
@click.option("--strict", is_flag=True, help="Refuse a policy that has nothing to change in WORLD.")
@click.option(
    "--explain",
    "pair",
    is_flag=False,
    flag_value=0,
    type=click.IntRange(min=0),
    metavar="[PAIR]",
    help="Tell by which events each policy changed one pair of runs, the first unless PAIR is given.",
)
@options.out
@options.as_json
def whatif(
    world: str,
    policies: tuple[str, ...],
    settings: "tuple[Setting | TimedSetting, ...]",
    scenarios: tuple[str, ...],
    seed: int,
    replications: int,
    until: float | None,
    frozen: bool,
    strict: bool,
    pair: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Compare WORLD under policies, or changed by --set, with WORLD as it is.

    Both sides run under the same luck, replication by replication, so that the difference is the change's own; up to
    the date of a policy they are the same to the bit. Without --policy all --set together are the change. Beside
    --policy a --set without a date is an assumption that holds on both sides, and one with a date a further change with
    each policy. Dates that do not happen count as the end of the world.
    """
    from simulator.cli.terminal import print_json, progress
    from simulator.folder import check_free, default_folder
    from simulator.whatif.question import asked

    question = asked(
        world,
        policies,
        settings=settings,
        scenarios=scenarios,
        seed=seed,
        replications=replications,
        until=until,
        frozen=frozen,
        strict=strict,
    )
    _check_pair(pair, question.baseline.replications)
    folder = Path(out) if out else default_folder(f"{question.baseline.loaded.name}-whatif", question.hash)
    check_free(folder, question.hash)
    _warn_of(question)
    from simulator.report.whatif_folder import save
    from simulator.whatif.comparison import execute

    with progress(f"comparing {question.baseline.loaded.name}") as told:
        comparison = execute(question, told)
    _warn_of_never(comparison)
    save(comparison, folder)
    explained = [] if pair is None else _explained(question, pair)
    if as_json:
        more = {"explanations": explained} if pair is not None else {}
        print_json({**comparison.as_dict(), **more, "results": str(folder)})
    else:
        from simulator.cli.whatif_tables import tell

        tell(comparison, explained, folder)


def _check_pair(pair: int | None, pairs: int) -> None:
    """Refuse to explain a pair that there will not be."""
    from worlds.config.faults import InputError

    if pair is not None and pair >= pairs:
        raise InputError(f"--explain: there is no such pair; allowed: 0 to {pairs - 1}; given: {pair}")


def _warn_of(question: "Question") -> None:
    """Say on standard error what has nothing to change in the world, and what to be careful about."""
    options.warn_of_idle(question.idle, question.baseline.loaded.name)
    for words in question.warnings:
        click.echo(words, err=True)


def _warn_of_never(comparison: "Comparison") -> None:
    """Say on standard error which policies never acted."""
    for one in comparison.never_acted:
        click.echo(one.words, err=True)


def _explained(question: "Question", pair: int) -> list[str]:
    """Return by which events each policy changed a pair of runs, line by line."""
    from simulator.cli.whatif_tables import SUMMARY
    from simulator.whatif.explain import explain

    both = [(case, side) for case in question.cases for side in case.sides]
    return [line for case, side in both for line in (*explain(case, side, pair).words(SUMMARY[:3]), "")]
