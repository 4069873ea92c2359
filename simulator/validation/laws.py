"""Published numbers that the laws of scaling, overtraining and use must give back, each with its paper."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.analysis.claims.optima import cheapest
from simulator.request import Progress
from simulator.validation.laws_of_data import TABLES as OF_DATA
from simulator.validation.row import Row, relative
from worlds.config.values import scaling_laws
from worlds.laws import overtraining
from worlds.laws.scaling import ScalingLaw, train_flop
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN

HOFFMANN = "Hoffmann et al. 2022, arXiv:2203.15556"
BESIROGLU = "Besiroglu et al. 2024, arXiv:2404.10102"
SARDANA = "Sardana et al. 2024, arXiv:2401.00448, figure 1"
APART = "worked out apart from this code, from the constants of"

LOSSES = {"Gopher": (280e9, 300e9, 1.993), "Chinchilla": (70e9, 1.4e12, 1.936)}
"""Parameters, tokens, and loss [nat/token] by the printed constants of Hoffmann et al."""
WILD = "nostalgebraist 2022, 'chinchilla's wild implications', by the constants that Hoffmann et al. 2022 print"


def losses() -> Iterator[Row]:
    """Yield the losses of two models."""
    law = scaling_laws()["hoffmann-rounded"]
    for name, (size, tokens, loss) in LOSSES.items():
        yield Row(name, loss, law.loss(size, tokens), 0.001, WILD, "nat/token")


GOPHER_FLOP = 5.76e23
EXPONENTS = {"hoffmann-tex": (0.46, 0.005, f"{HOFFMANN}, table 2"), "besiroglu": (0.5126, 0.0005, BESIROGLU)}
"""Exponent a of the optimal size N* ~ C^a, how many digits are printed of it, and where."""


def optimal_sizes() -> Iterator[Row]:
    """Yield how the optimal size goes with compute, and what it is at the compute of Gopher."""
    for name, (exponent, digits, source) in EXPONENTS.items():
        yield Row(f"exponent a of the size, {name}", exponent, scaling_laws()[name].size_exponent, digits, source)
    size = scaling_laws()["hoffmann-tex"].optimal_size(GOPHER_FLOP) / 1e9
    yield Row("size at Gopher's compute, hoffmann-tex", 40.0, size, 0.5, f"{HOFFMANN}, section 3.3", "B parameters")


RATIOS = {
    ("besiroglu", 5.8e23): 18.4,
    ("besiroglu", 3.8e25): 16.5,
    ("besiroglu", 5e28): 13.8,
    ("muennighoff", 1e22): 19.6,
    ("data-stock", 5.8e23): 13.7,
    ("hoffmann-rounded", 5.8e23): 93.0,
}
"""Tokens per parameter at the optimum, by constants and compute [FLOP]."""


def optimal_ratios() -> Iterator[Row]:
    """Yield the tokens per parameter at the optimum of each set of constants."""
    for (name, flop), ratio in RATIOS.items():
        law = scaling_laws()[name]
        value = law.optimal_tokens(flop) / law.optimal_size(flop)
        yield relative(f"{name}, {flop:.1e} FLOP", ratio, value, 0.01, f"{APART} {_paper(law)}", "token/parameter")


def _paper(law: ScalingLaw) -> str:
    """Return the paper of a set of constants without the place in it."""
    return law.source.partition(";")[0]


MODELS = {
    "Llama 3 8B": (8e9, 15e12, 93.75),
    "Llama 3 70B": (70e9, 15e12, 10.714),
    "Llama 3.1 405B": (405e9, 15.6e12, 1.926),
    "GPT-3": (175e9, 300e9, 0.0857),
    "Falcon-180B": (180e9, 3.5e12, 0.972),
}
"""Parameters and tokens as their makers state them, and k."""
FOOTNOTE = "definition of Villalobos et al. 2024, arXiv:2211.04325, footnote 23 (24: 'close to 100x', 'only 10x')"


def known_models() -> Iterator[Row]:
    """Yield the overtraining of known models."""
    for name, (size, tokens, k) in MODELS.items():
        yield relative(name, k, overtraining.overtraining(size, tokens), 1e-3, FOOTNOTE, "x")


COSTS = {2: 1.04, 3: 1.11, 5: 1.25, 10: 1.58, 30: 2.6, 100: 5.4}
"""Compute that overtraining takes over that of an optimal model of the same loss, by k."""


def costs() -> Iterator[Row]:
    """Yield what overtraining costs in compute."""
    for k, cost in COSTS.items():
        value = overtraining.compute_penalty(scaling_laws()["besiroglu"], k)
        yield relative(f"cost of k = {k}", cost, value, 0.02, f"{APART} {BESIROGLU}", "x")


PROFIT = {1.1: 1.25, 1.5: 3.1, 2.0: 10.6}
"""The k that earns most over the law's own, by the elasticity h of demand to price, with r = 7 for that to loss."""
APPENDIX_F = "Villalobos et al. 2024, arXiv:2211.04325, appendix F"
HUNDRED = "r = 10, h = 2.4, 1e25 FLOP, over 20 tokens a parameter"


def most_profitable() -> Iterator[Row]:
    """Yield the k of a lab that maximises profit, by the constants of Epoch's code."""
    law, flop = scaling_laws()["data-stock"], 1e25
    for elasticity, k in PROFIT.items():
        own = overtraining.optimal_ratio(law, flop)
        value = overtraining.most_profitable(law, flop, 7.0, elasticity, 500.0) / own
        yield relative(f"r = 7, h = {elasticity}, over the law's own", k, value, 0.01, f"{APART} {APPENDIX_F}", "x")
    value = overtraining.most_profitable(law, flop, 10.0, 2.4, 500.0)
    yield relative(HUNDRED, 100.0, value, 0.1, f"{APPENDIX_F}: about 100 times", "x")


SERVED, QUALITY_OF = 2e12, 13e9
"""Tokens served, and size [parameter] of the compute-optimal model whose loss is to be reached."""


def with_inference() -> Iterator[Row]:
    """Yield the model that takes the least compute to train and to use, and what it saves."""
    law = scaling_laws()["hoffmann-tex"]
    size = QUALITY_OF
    tokens = _tokens_of_optimum(law, size)
    small, more = cheapest(law, law.reducible_loss(size, tokens), SERVED)
    saved = 1.0 - _of_life(small, more) / _of_life(size, tokens)
    yield Row("size that serves 2 T tokens as well as an optimal 13 B", 7.0, small / 1e9, 0.5, SARDANA, "B parameters")
    yield Row("compute that it saves", 0.17, saved, 0.01, SARDANA, "share")


def _tokens_of_optimum(law: ScalingLaw, size: float) -> float:
    """Return the tokens of the compute-optimal model of a size: alpha A / N^alpha = beta B / D^beta."""
    wanted = law.alpha * law.size_scale * size**-law.alpha / (law.beta * law.data_scale)
    return float(wanted ** (-1.0 / law.beta))


def _of_life(size: float, tokens: float) -> float:
    """Return the compute of training a model and of serving with it [FLOP]."""
    return train_flop(size, tokens) + FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * size * SERVED


TABLES: Mapping[str, Callable[[], Iterator[Row]]] = {
    "Losses of the Chinchilla law": losses,
    "The compute-optimal size": optimal_sizes,
    "Tokens per parameter at the optimum": optimal_ratios,
    "Overtraining k of known models": known_models,
    "Compute that overtraining costs": costs,
    "Overtraining that earns most": most_profitable,
    "Training for cheap use": with_inference,
    **OF_DATA,
}
"""Every table by its title."""


@dataclass(frozen=True)
class Laws:
    """What the laws gave back.

    Attributes:
        tables: rows by the title of their table.
    """

    tables: Mapping[str, list[Row]]

    @property
    def rows(self) -> list[Row]:
        """Every number of every table, named by its table too."""
        return [row for rows in self.tables.values() for row in rows]


def give_back(progress: Progress | None = None) -> Laws:
    """Hold the laws against every published number.

    Args:
        progress: called after every table.
    """
    tables = {}
    for title, rows in TABLES.items():
        tables[title] = list(rows())
        if progress is not None:
            progress(len(tables), len(TABLES))
    return Laws(tables)
