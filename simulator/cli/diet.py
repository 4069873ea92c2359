"""`tokenshed diet`: what a lab would read at a date, and why."""

from typing import TYPE_CHECKING

import click

from simulator.cli import options

if TYPE_CHECKING:
    from simulator.dietician import Advice
    from worlds.config.settings import Setting

_EXAMPLES = """Examples:

\b
  tokenshed diet watershed --lab frontier --at 2030
  tokenshed diet watershed --lab frontier --at 2030 --set 'pools.messages.open_share=50 %'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world")
@click.option("--lab", metavar="LAB", help="Which lab; the only one if there is one.")
@click.option("--at", "year", type=float, required=True, metavar="YEAR", help="When.")
@options.settings
@options.as_json
def diet(world: str, lab: str | None, year: float, settings: "tuple[Setting, ...]", as_json: bool) -> None:
    """Show what LAB of WORLD would read in YEAR, pool by pool, with the reason.

    The world runs at its central values up to that date. The table gives what each token is worth, what it costs in
    compute and money, the level below which the pool is bought whole, and why no more of it is read.
    """
    from simulator.cli.terminal import print_json
    from simulator.dietician import advise

    advice = advise(world, lab, year, settings)
    if as_json:
        print_json(advice.as_dict())
    else:
        _tell(advice)


def _tell(advice: "Advice") -> None:
    """Print the table."""
    from simulator.cli.terminal import console, number, print_table, table

    printer, corpus = console(), advice.corpus
    wanted, size = number(corpus.wanted, "token"), f"{number(advice.size, 'token')} parameters"
    printer.print(f"{advice.lab} in {advice.year:g} wants {wanted} tokens for a model of {size}.")
    verdict = "It is data-bound" if corpus.data_bound else "It finds what it needs"
    found = f"{corpus.found / corpus.wanted:.0%} of the plan at a value of at least {advice.min_value:.2g}"
    printer.print(f"{verdict}: {found}.")
    paid = f"{advice.worth * 1e6:.3g} USD a million"
    printer.print(f"One more position is worth {corpus.level:.3g} tokens of good public text, and such tokens {paid}.")
    printer.print()
    right = ("readable", "read", "epochs", "worth", "compute", "price", "break level", "effective")
    made = table("pool", *right, "why", right=right)
    for one in (*corpus.helpings, *corpus.left):
        price = f"{one.price * 1e6:.3g}" if one.price else ""
        there, read = number(one.offered, "token"), number(one.unique, "token")
        amounts = [there, read, f"{one.epochs:.2f}", f"{one.value:.3g}", f"{one.compute:.3g}"]
        made.add_row(one.label, *amounts, price, f"{one.break_level:.3g}", number(one.effective, "token"), one.reason)
    print_table(printer, made)
    printer.print()
    printer.print("readable, read: unique tokens. worth: effective tokens of a token in its first epoch.")
    printer.print("price: USD a million tokens. compute: of a position, over that of training on public text.")
    printer.print("break level: the worth of a position below which the pool is bought whole.")
