"""Published numbers that the laws of data must give back: repetition, memory, synthetic text, interaction, prices."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import exp, pi

from simulator.validation.row import EXACT, Row, relative
from worlds.config.loading import load_world
from worlds.config.values import central, scaling_laws
from worlds.laws import growth, repetition, synthesis, transfer
from worlds.laws.price import willingness_to_pay

MUENNIGHOFF = "Muennighoff et al. 2023, arXiv:2305.16264"
NOTEBOOK = f"{MUENNIGHOFF}, return_alloc.ipynb of its repository"
CONSTANTS = {"r_d_star": 15.387756, "r_n_star": 5.309743}


@cache
def constant(name: str) -> float:
    """Return a constant of repetition as worlds have it, in base units."""
    return central(load_world("epoch-2024")).at(f"laws.repetition.{name}")


def constants() -> Iterator[Row]:
    """Yield the constants of repetition, and what the first of them means."""
    for name, target in CONSTANTS.items():
        yield relative(name, target, constant(name), EXACT, NOTEBOOK, "epochs")
    r_d = constant("r_d_star")
    lost = f"{MUENNIGHOFF}, section 3: after R* repeats a repeated token has lost 1 - 1/e of its worth"
    yield Row("value of a token after R_D* repeats", exp(-1.0), repetition.epoch_value(1.0 + r_d, r_d), 1e-6, lost, "x")


ENDLESS = 1_000_000
WORTH = {1: 1.0, 2: 1.97, 3: 2.88, 4: 3.73, 5: 4.52, 8: 6.62, 16: 10.58, 40: 15.17, ENDLESS: 16.39}
"""Effective over unique tokens by epochs."""


def worth_of_epochs() -> Iterator[Row]:
    """Yield what so many epochs are worth."""
    source = f"equation 5 of {MUENNIGHOFF}, by its constants"
    for epochs, worth in WORTH.items():
        what = "endless epochs" if epochs == ENDLESS else f"{epochs} epochs"
        value = repetition.effective_tokens(float(epochs), 1.0, constant("r_d_star"))
        yield Row(what, worth, value, 0.006, source, "x")


NEXT = {1: 1.0, 2: 0.94, 3: 0.88, 4: 0.82, 5: 0.77, 8: 0.63, 16: 0.38, 40: 0.08}
"""Worth of one more token by epochs."""


def next_epochs() -> Iterator[Row]:
    """Yield what one more epoch is worth."""
    source = f"slope of equation 5 of {MUENNIGHOFF}, by its constants"
    for epochs, worth in NEXT.items():
        value = repetition.epoch_value(epochs, constant("r_d_star"))
        yield Row(f"one more at {epochs}", worth, value, 0.006, source, "x")


CAPS = {1: 1.0, 2: 2.03, 5: 5.63}
"""Epochs that multiply a stock by a factor."""


def epoch_caps() -> Iterator[Row]:
    """Yield the epochs behind Epoch's factor of 2 to 5."""
    source = f"section 2.3.2 of Villalobos et al. 2024, arXiv:2211.04325, by equation 5 of {MUENNIGHOFF}"
    for factor, epochs in CAPS.items():
        value = repetition.epoch_cap(factor, constant("r_d_star"))
        yield Row(f"stock times {factor}", epochs, value, 0.006, source, "epochs")


def memory() -> Iterator[Row]:
    """Yield how much more often a sequence is recited that was seen ten times."""
    base = 1e-6  # small, so that nothing reaches the share of 1 at which it ends
    value = repetition.memorised_share(10.0, 6e9, base, 0.5) / base
    kandpal = "Kandpal et al. 2022, arXiv:2202.06539: about a thousand times more often than once"
    yield relative("recited of what was seen ten times, over the scale of once", 1000.0, value, 0.01, kandpal, "x")


GERSTGRASSER = "Gerstgrasser et al. 2024, arXiv:2404.01413"
REPLACED, MANY = 10, 100_000


def collapse() -> Iterator[Row]:
    """Yield the error of generations that are trained on each other, over that of the first."""
    replaced = f"{GERSTGRASSER}, as Dohmatob et al. 2024, arXiv:2402.07712: linear in generations"
    value = synthesis.collapse_error(REPLACED, "replace")
    yield Row(f"{REPLACED} generations, data replaced", float(REPLACED), value, EXACT, replaced, "x")
    for number in (2, 5):
        target = sum(1.0 / one**2 for one in range(1, number + 1))
        kept = synthesis.collapse_error(number, "accumulate")
        source = f"{GERSTGRASSER}: sum of 1/i^2"
        yield relative(f"{number} generations, data kept", target, kept, EXACT, source, "x")
    endless = synthesis.collapse_error(MANY, "accumulate")
    bound = f"{GERSTGRASSER}: bounded by pi^2 / 6"
    yield Row("endless generations, data kept", pi**2 / 6, endless, 2.0 / MANY, bound, "x")


def verifier() -> Iterator[Row]:
    """Yield what a verifier keeps of synthetic text after ten generations, at both ends of its strength."""
    old = synthesis.Ancestry(10.0, 1.0, 0.0)
    first = synthesis.Ancestry(0.0, 1.0, 0.0)
    fresh = synthesis.quality(0.1, first, 1.0, 0.05, "replace")
    kept = synthesis.quality(0.1, old, 1.0, 0.05, "replace") / fresh
    source = "Feng et al. 2024, arXiv:2406.07515: what a perfect verifier selects does not collapse"
    yield Row("quality after ten generations over fresh, perfect verifier", 1.0, kept, EXACT, source, "x")


INTERACTION = {0.02: 17.7, 0.3: 2.1, 1.0: 1.33}
"""Compute of a useful token of interaction over that of training alone, by the share that passes."""


def interaction() -> Iterator[Row]:
    """Yield what interaction costs in compute."""
    source = "2 N a token tried and 6 N a token learnt (Kaplan et al. 2020, arXiv:2001.08361, section 2.1)"
    for passed, cost in INTERACTION.items():
        value = transfer.compute_per_written_token(passed, 1e9, 1e9)
        yield Row(f"{passed:.0%} pass", cost, value, 0.05, source, "x")


FLOP_PRICE = 2.0 / (3600.0 * 989e12 * 0.375)
"""USD/FLOP of an H100 at 2 USD an hour that does 37.5 % of its 989 TFLOP/s."""
LEAD_FLOP = 1.17e25
PAID = {1: 2.65, 10: 0.37, 100: 0.051}
"""USD that a million tokens are worth to a lab with the compute of Epoch's trend in 2024, by k."""


def prices() -> Iterator[Row]:
    """Yield what a million tokens are worth to the lead lab of 2024."""
    law = scaling_laws()["besiroglu"]
    source = "slopes of L to D and N, worked out by hand from the constants of Besiroglu et al. 2024, arXiv:2404.10102"
    for k, usd in PAID.items():
        tokens = (20.0 * k * LEAD_FLOP / 6.0) ** 0.5
        value = willingness_to_pay(law, tokens / 20.0 / k, tokens, FLOP_PRICE) * 1e6
        yield relative(f"a million tokens at k = {k}", usd, value, 0.02, source, "USD/Mtoken")


GRAPHITE = "Graphite 2025, share of new articles written by AI: 36 to 39 % after 12 months, 48 % after 24"
ARTICLES = {12: 0.375, 24: 0.48}
"""Share of new articles that models write, by months since ChatGPT."""


def articles() -> Iterator[Row]:
    """Yield the share of new articles that models write, by the curve of the worlds."""
    values, path = central(load_world("contamination")), "pools.public_text.ai_share"
    for months, share in ARTICLES.items():
        value = growth.relax(0.0, values.at(f"{path}.to"), 1.0 / values.at(f"{path}.time"), months / 12.0)
        yield Row(f"after {months} months", share, value, 0.015, GRAPHITE, "share")


TABLES: Mapping[str, Callable[[], Iterator[Row]]] = {
    "Constants of repetition": constants,
    "Worth of so many epochs": worth_of_epochs,
    "Worth of one more epoch": next_epochs,
    "Epochs behind a factor on the stock": epoch_caps,
    "Memorisation": memory,
    "Collapse of models trained on models": collapse,
    "Verified synthetic text": verifier,
    "Compute of interaction": interaction,
    "Worth of a token in money": prices,
    "AI-written share of new articles": articles,
}
"""Every table by its title."""
