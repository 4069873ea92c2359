"""`tokenshed whatif`: compare policies, and settings, with the baseline."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.whatif import Comparison, Effect, Question


_EXAMPLES = """Examples:

\b
  tokenshed whatif epoch-2024 --set labs.frontier.overtraining.k=10
  tokenshed whatif baseline-2026 --policy data-levy --policy open-archives --policy data-levy+open-archives
  tokenshed whatif baseline-2026 --policy compute-cap --policy compute-cap@+3 --scenario small-web --scenario large-web
  tokenshed whatif baseline-2026 --set 'pools[kind=private].open_share=80 %@2027..2032' --explain
  tokenshed whatif baseline-2026 --policy transparency-rule --frozen --replications 50
"""
_SUMMARY = (
    "exhaustion_year.public",
    "exhaustion_year.ecosystem",
    "data_bound_share",
    "compute_equivalent_gap",
    "human_share",
    "data_spend_usd",
    "privacy_incidents",
    "access_concentration",
)
"""What is told of each of several policies; everything is in the folder."""


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
    settings: tuple[str, ...],
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
    from simulator.whatif import asked, execute
    from simulator.whatif.saving import save
    from worlds.config.timed import parse_change

    question = asked(
        world,
        policies,
        settings=list(map(parse_change, settings)),
        scenarios=scenarios,
        seed=seed,
        replications=replications,
        until=until,
        frozen=frozen,
        strict=strict,
    )
    folder = Path(out) if out else default_folder(f"{question.baseline.loaded.name}-whatif", question.hash)
    check_free(folder, question.hash)
    _warn(question)
    with progress(f"comparing {question.baseline.loaded.name}") as told:
        comparison = execute(question, told)
    save(comparison, folder)
    explained = [] if pair is None else _explained(question, pair)
    if as_json:
        more = {"explanations": explained} if pair is not None else {}
        print_json({**comparison.as_dict(), **more, "results": str(folder)})
    else:
        _tell(comparison, explained, folder)


def _warn(question: "Question") -> None:
    """Say on standard error what has nothing to change in the world, and what to be careful about."""
    for one in question.idle:
        world = question.baseline.loaded.name
        click.echo(f"{one.policy}: {one.part} changes nothing, since {world} has no {one.path}", err=True)
    for words in question.warnings:
        click.echo(words, err=True)


def _explained(question: "Question", pair: int) -> list[str]:
    """Return by which events each policy changed a pair of runs, line by line."""
    from simulator.whatif.explain import explain
    from worlds.config.faults import InputError

    if pair >= question.baseline.replications:
        last = question.baseline.replications - 1
        raise InputError(f"--explain: there is no such pair; allowed: 0 to {last}; given: {pair}")
    case = question.cases[0]
    return [line for side in case.sides for line in (*explain(case, side, pair).words(_SUMMARY[:3]), "")]


def _tell(comparison: "Comparison", explained: Sequence[str], folder: Path) -> None:
    """Print the effects, who pays, regret, and the explanation."""
    from simulator.cli.terminal import console
    from worlds.config.scenarios import AS_IT_IS

    printer = console()
    question = comparison.request
    base, policies = question.baseline, question.policies
    what = policies[0] if len(policies) == 1 else f"{len(policies)} policies"
    scenarios = [case.scenario for case in question.cases]
    against = "the same without" if scenarios != [AS_IT_IS] else "the world as it is"
    printer.print(f"{base.loaded.name} with {what}, against {against}.")
    if scenarios != [AS_IT_IS]:
        printer.print(f"In {_listed(scenarios)}.")
    if question.assumed:
        printer.print(f"Assumed on both sides: {', '.join(question.assumed)}.")
    kept = "; labs keep the plans of the baseline" if question.frozen else ""
    printer.print(f"{base.replications:,} pairs of runs under the same luck, seed {base.seed}{kept}.")
    for case in question.cases:
        for policy in policies:
            mine = [one for one in comparison.effects if (one.policy, one.scenario) == (policy, case.scenario)]
            _tell_effects(printer, mine, alone=len(policies) * len(question.cases) == 1)
    _tell_burdens(printer, comparison)
    if len(question.cases) > 1:
        _tell_regrets(printer, comparison)
    if explained:
        printer.print()
    for line in explained:
        printer.print(line, soft_wrap=True)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)


def _listed(scenarios: Sequence[str]) -> str:
    """Return scenarios as people read them."""
    names = ", ".join(scenarios)
    return f"the scenario {names}" if len(scenarios) == 1 else f"the scenarios {names}"


def _tell_effects(printer: "Console", effects: Sequence["Effect"], *, alone: bool) -> None:
    """Print what a policy does: to every outcome where it is the only one, else to what matters most."""
    from simulator.cli.terminal import is_narrow, print_table, share, table
    from simulator.outcomes import measure_of

    shown = [one for one in effects if alone or one.outcome in _SUMMARY]
    printer.print()
    if not alone:
        printer.print(f"{effects[0].policy}, {effects[0].scenario}")
    wide = not is_narrow(printer)
    right = ("difference", "90 % interval", *(["5 to 95 % of futures", "helps", "censored"] if wide else []))
    made = table("outcome", *right, *(["unit"] if wide else []), right=right)
    for effect in shown:
        unit = measure_of(effect.outcome).unit
        cells = [_signed(effect.difference, unit), f"{_signed(effect.low, unit)} to {_signed(effect.high, unit)}"]
        if wide:
            cells.append(f"{_signed(effect.q05, unit)} to {_signed(effect.q95, unit)}")
            cells += ["" if effect.helps is None else f"{effect.helps:.0%}", share(effect.censored)]
            cells.append("years" if unit == "year" else unit)
        made.add_row(effect.outcome, *cells)
    print_table(printer, made)


def _tell_burdens(printer: "Console", comparison: "Comparison") -> None:
    """Print who pays and who gains."""
    from simulator.cli.terminal import print_table, table

    right = ("mean", "90 % interval", "gains in")
    made = table("policy", "party", *right, right=right)
    first = comparison.answers[0].case.scenario
    for one in comparison.burdens:
        if one.scenario == first and (one.usd or one.low or one.high):
            interval = f"{_signed(one.low, 'USD')} to {_signed(one.high, 'USD')}"
            made.add_row(one.policy, one.party, _signed(one.usd, "USD"), interval, f"{one.gains:.0%}")
    if made.row_count:
        printer.print()
        printer.print("Who gains and who pays, USD over the time of the world:")
        print_table(printer, made)


def _tell_regrets(printer: "Console", comparison: "Comparison") -> None:
    """Print how much worse each policy does than the best, at worst over the scenarios."""
    from simulator.cli.terminal import print_table, table
    from simulator.outcomes import measure_of

    printer.print()
    printer.print("Largest regret over the scenarios:")
    made = table("policy", "outcome", "regret", "in scenario", right=("regret",))
    for one in comparison.regrets:
        if one.outcome in _SUMMARY[:3]:
            unit = measure_of(one.outcome).unit
            made.add_row(one.policy, one.outcome, _signed(one.regret, unit).lstrip("+"), one.scenario)
    print_table(printer, made)


def _signed(value: float, unit: str) -> str:
    """Return a difference with its sign; nothing at all is 0."""
    from simulator.cli.terminal import number

    if value == 0:
        return "0"
    text = f"{value:.2f}" if unit == "year" else f"{value:.3g}" if abs(value) < 1e6 else number(value, unit)
    return f"+{text}" if value > 0 else text
