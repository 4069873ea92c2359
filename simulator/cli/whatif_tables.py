"""What `tokenshed whatif` prints: effects, who pays for them, and regret."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from statistics import median

from rich.console import Console

from simulator.cli.terminal import console, is_narrow, number, print_table, share, table
from simulator.outcomes import measure_of
from simulator.whatif.burdens import ITEMS, Burden
from simulator.whatif.comparison import Comparison
from simulator.whatif.effects import Effect
from worlds.config.scenarios import AS_IT_IS

SUMMARY = (
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
_BOUNDS = {"at least": ">= ", "at most": "<= ", None: ""}


def tell(comparison: Comparison, explained: Sequence[str], folder: Path) -> None:
    """Print the effects, who pays, regret, and the explanation."""
    printer = console()
    _tell_question(printer, comparison)
    question = comparison.request
    for case in question.cases:
        for policy in question.policies:
            mine = [one for one in comparison.effects if (one.policy, one.scenario) == (policy, case.scenario)]
            _tell_effects(printer, mine, question.baseline.replications, alone=_is_alone(comparison))
    _tell_how_to_read(printer, comparison)
    _tell_burdens(printer, comparison)
    if len(question.cases) > 1:
        _tell_regrets(printer, comparison)
    if explained:
        printer.print()
    for line in explained:
        printer.print(line, soft_wrap=True)
    printer.print()
    printer.print(f"Results: {folder}", soft_wrap=True)


def _is_alone(comparison: Comparison) -> bool:
    """Return whether there is one table of effects only."""
    return len(comparison.request.policies) * len(comparison.request.cases) == 1


def _tell_question(printer: Console, comparison: Comparison) -> None:
    """Print what is compared with what."""
    question = comparison.request
    base, policies = question.baseline, question.policies
    what = policies[0] if len(policies) == 1 else f"{len(policies)} policies"
    scenarios = [case.scenario for case in question.cases]
    as_it_is = scenarios == [AS_IT_IS] and not question.assumed
    printer.print(
        f"{base.loaded.name} with {what}, against {'the world as it is' if as_it_is else 'the same without'}."
    )
    if scenarios != [AS_IT_IS]:
        printer.print(f"In {_listed(scenarios)}.")
    if question.assumed:
        printer.print(f"Assumed on both sides: {', '.join(question.assumed)}.")
    kept = "; labs keep the plans of the baseline" if question.frozen else ""
    printer.print(f"{base.replications:,} pairs of runs under the same luck, seed {base.seed}{kept}.")


def _listed(scenarios: Sequence[str]) -> str:
    """Return scenarios as people read them."""
    names = ", ".join(scenarios)
    return f"the scenario {names}" if len(scenarios) == 1 else f"the scenarios {names}"


def _tell_effects(printer: Console, effects: Sequence[Effect], pairs: int, *, alone: bool) -> None:
    """Print what a policy does: to every outcome where it is the only one, else to what matters most."""
    shown = [one for one in effects if alone or one.outcome in SUMMARY]
    printer.print()
    if not alone:
        printer.print(f"{effects[0].policy}, {effects[0].scenario}")
    wide, fewer = not is_narrow(printer), any(one.pairs < pairs for one in shown)
    right = ("difference", "90 % interval", *(["5 to 95 % of futures", "helps", "censored"] if wide else []))
    right += ("pairs",) if fewer else ()
    made = table("outcome", *right, *(["unit"] if wide else []), right=right)
    for effect in shown:
        made.add_row(effect.outcome, *_cells(effect, wide=wide), *_last_cells(effect, pairs, wide=wide, fewer=fewer))
    print_table(printer, made)


def _cells(effect: Effect, *, wide: bool) -> list[str]:
    """Return the numbers of an effect."""
    unit, bound = measure_of(effect.outcome).unit, _BOUNDS[effect.bound]
    cells = [bound + _signed(effect.difference, unit), _span(effect.low, effect.high, unit)]
    if not wide:
        return cells
    same = f", {effect.unchanged:.0%} same" if 0 < effect.unchanged < 1 else ""
    helps = "" if effect.helps is None else f"{effect.helps:.0%}{same}"
    return [*cells, _span(effect.q05, effect.q95, unit), helps, share(effect.censored)]


def _last_cells(effect: Effect, pairs: int, *, wide: bool, fewer: bool) -> list[str]:
    """Return on how many pairs an effect rests, where not all have a value, and its unit."""
    unit = measure_of(effect.outcome).unit
    rests = [f"{effect.pairs:,}" if effect.pairs < pairs else ""] if fewer else []
    return [*rests, *(["years" if unit == "year" else unit] if wide else [])]


def _tell_how_to_read(printer: Console, comparison: Comparison) -> None:
    """Print what the columns mean, as far as there is need, and what pairing was worth."""
    case, alone = comparison.request.cases[0], _is_alone(comparison)
    effects = [one for one in comparison.effects if alone or one.outcome in SUMMARY]
    printer.print()
    spread = "" if is_narrow(printer) else "; 5 to 95 % of futures: how far single futures lie apart"
    printer.print(f"90 % interval: how sure the mean difference is{spread}.")
    if not is_narrow(printer):
        printer.print("helps: futures in which the outcome moves as is wished for; same: in which it does not move.")
    dates = [one for one in effects if measure_of(one.outcome).unit == "year"]
    if any(one.censored for one in dates):
        at_least = "; >= or <=: none comes on one side, so that the true difference is larger"
        marked = at_least if any(one.bound for one in dates) else ""
        never = f"censored: pairs with a date that does not come by {case.end:g}, and counts as that"
        printer.print(f"{never}, or had come by the start{marked}.")
    if any(one.pairs < comparison.request.baseline.replications for one in effects):
        printer.print("pairs: how many have a value on both sides, where not all have.")
    ratios = [one.variance_ratio for one in comparison.effects if one.variance_ratio is not None]
    if ratios:
        printer.print(f"Pairing cut the variance {median(ratios):,.3g} times for the median outcome.")


def _tell_burdens(printer: Console, comparison: Comparison) -> None:
    """Print who pays and who gains, in every scenario, and what that is made of for labs."""
    several = len(comparison.request.cases) > 1
    moved = [one for one in comparison.burdens if one.usd or one.low or one.high]
    if not moved:
        return
    right = ("mean", "90 % interval", "gains in")
    made = table("policy", *(["scenario"] if several else []), "party", *right, right=right)
    for one in moved:
        cells = [_signed(one.usd, "USD"), _span(one.low, one.high, "USD"), f"{one.gains:.0%}"]
        made.add_row(one.policy, *([one.scenario] if several else []), one.party, *cells)
    printer.print()
    printer.print("Who gains and who pays, USD over the time of the world:")
    print_table(printer, made)
    _tell_accounts(printer, comparison, [one for one in moved if one.party == "labs"], several=several)


def _tell_accounts(printer: Console, comparison: Comparison, labs: Sequence[Burden], *, several: bool) -> None:
    """Print what the gains and costs of labs are made of."""
    usd = {(one.policy, one.scenario, one.item): one.usd for one in comparison.accounts if one.party == "labs"}
    items = [item for item in ITEMS["labs"] if any(usd[one.policy, one.scenario, item] for one in labs)]
    if not items:
        return
    made = table("policy", *(["scenario"] if several else []), *items, right=tuple(items))
    for one in labs:
        cells = [_signed(usd[one.policy, one.scenario, item], "USD") for item in items]
        made.add_row(one.policy, *([one.scenario] if several else []), *cells)
    printer.print()
    printer.print("What labs gain (+) or pay (-) by, USD:")
    print_table(printer, made)
    if all(value == 0 for answer in comparison.answers for value, _ in answer.base["revenue_usd"]):
        printer.print("Nobody pays labs for models in this world: what they gain is what they spend less.")


def _tell_regrets(printer: Console, comparison: Comparison) -> None:
    """Print how much worse each policy does than the best, at worst over the scenarios."""
    printer.print()
    printer.print("Largest regret over the scenarios:")
    made = table("policy", "outcome", "regret", "unit", "in scenario", right=("regret",))
    for one in comparison.regrets:
        if one.outcome in SUMMARY[:3]:
            unit = measure_of(one.outcome).unit
            regret = _signed(one.regret, unit).lstrip("+")
            made.add_row(one.policy, one.outcome, regret, "years" if unit == "year" else unit, one.scenario)
    print_table(printer, made)


def _span(low: float, high: float, unit: str) -> str:
    """Return a range of differences."""
    return f"{_signed(low, unit)} to {_signed(high, unit)}"


def _signed(value: float, unit: str) -> str:
    """Return a difference with its sign; nothing at all is 0, and what is not known a dash."""
    if not isfinite(value):
        return "-"
    if unit == "year":
        text = f"{value:.2f}"
    else:
        text = f"{value:.3g}" if abs(value) < 1e6 and unit != "token" else number(value, unit)
    if float(text.split()[0].replace(",", "")) == 0:  # as it is written, since it may be rounded away
        return "0"
    return f"+{text}" if value > 0 else text
