"""Claims about what is best: the optimal ratio of tokens to parameters, and training for cheap inference."""

import numpy as np
from scipy.optimize import minimize_scalar

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import Futures, Numbers
from simulator.analysis.claims.overtraining import drawn_laws
from worlds.config.values import scaling_laws
from worlds.laws.overtraining import overtraining
from worlds.laws.scaling import ScalingLaw, train_flop
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN

COMPUTES = np.logspace(23, 28, 11)
"""Training compute [FLOP] at which the optimum is looked at: from GPT-3 to the end of the decade."""


def _ratios(law: ScalingLaw) -> Numbers:
    """Return the compute-optimal tokens per parameter of a law at each compute."""
    return np.array([law.optimal_tokens(flop) / law.optimal_size(flop) for flop in COMPUTES])


def _optimum(futures: Futures) -> Finding:
    """Look the optimum up in every set of constants."""
    laws = {law.name: _ratios(law) for law in drawn_laws()}
    every = np.concatenate(list(laws.values()))
    reference = np.concatenate([_ratios(law) for name, law in scaling_laws().items() if name not in laws])
    facts = {
        "first": laws["besiroglu"][0],
        "last": laws["besiroglu"][-1],
        "reference_low": reference.min(),
        "reference_high": reference.max(),
    }
    return Finding(float(np.median(every)), float(every.min()), float(every.max()), facts)


OPTIMUM = Claim(
    id="optimum-20",
    claim="The compute-optimal ratio of training tokens to parameters is about 20.",
    world="`worlds/data/scaling_laws.csv`: the three replicated sets of constants, from 1e23 to 1e28 FLOP",
    unit="token/parameter",
    interval="range over sets and compute",
    rule=Rule(
        holds=(
            Bound("low", low=16.0, words="the lowest ratio of any set"),
            Bound("high", high=25.0, words="the highest ratio of any set"),
        ),
        in_part=(Bound("value", 13.3, 30.0, "the median ratio"),),
    ),
    why="The replicated constants give {low:.0f} to {high:.0f}, median {value:.1f}; by Besiroglu's it is {first:.1f} "
    "at 1e23 FLOP and {last:.1f} at 1e28, so that 20 is a convention (Hoffmann's parametric fit, which does not "
    "replicate, would give {reference_low:.0f} to {reference_high:.0f}).",
    command="tokenshed claims --only optimum-20",
    measure=_optimum,
)

SERVED = (1e12, 1e13, 1e14, 1e15)
"""Tokens served over the life of a model; 1e13 are a thousand million requests of ten thousand tokens."""
USUAL = 1e13
GOAL = (70e9, 1.4e12)
"""Size and tokens of the model whose loss is to be reached: Chinchilla (Hoffmann et al. 2022)."""


def cheapest(law: ScalingLaw, reducible: float, served: float) -> tuple[float, float]:
    """Return the size and the tokens of the model that takes the least compute to train and to use.

    Minimises 6 N D + 2 N I at a given loss (Sardana et al. 2024, arXiv:2401.00448).

    Args:
        law: the scaling law.
        reducible: reducible loss to be reached [nat/token].
        served: I, tokens served over the life of the model [token].
    """

    def tokens(size: float) -> float:
        rest = reducible - law.size_scale * size**-law.alpha
        return float((law.data_scale / rest) ** (1.0 / law.beta))

    def cost(log_size: float) -> float:
        size = float(np.exp(log_size))
        return float(np.log(_whole(size, tokens(size), served)))

    smallest = float(np.log((law.size_scale / reducible) ** (1.0 / law.alpha)))
    found = minimize_scalar(cost, bounds=(smallest + 1e-6, smallest + 12.0), method="bounded", options={"xatol": 1e-10})
    size = float(np.exp(found.x))
    return size, tokens(size)


def _whole(size: float, tokens: float, served: float) -> float:
    """Return the compute of training and use together [FLOP]."""
    return train_flop(size, tokens) + FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * size * served


def _saved(law: ScalingLaw, served: float) -> dict[str, float]:
    """Return what the cheapest model saves against the one that is cheapest to train, at the same loss."""
    reducible = law.reducible_loss(*GOAL)
    size, tokens = cheapest(law, reducible, served)
    plain_size, plain_tokens = cheapest(law, reducible, 0.0)
    return {
        "saved": 1.0 - _whole(size, tokens, served) / _whole(plain_size, plain_tokens, served),
        "training": train_flop(size, tokens) / train_flop(plain_size, plain_tokens),
        "serving": size / plain_size,
        "k": overtraining(size, tokens),
    }


def _pays(futures: Futures) -> Finding:
    """Compare the total cost of models of one loss."""
    by_use = {served: [_saved(law, served) for law in drawn_laws()] for served in SERVED}
    saved = {served: float(np.median([one["saved"] for one in found])) for served, found in by_use.items()}
    usual = {name: float(np.median([one[name] for one in by_use[USUAL]])) for name in by_use[USUAL][0]}
    every = [one["saved"] for one in by_use[USUAL]]
    rises = min(b - a for a, b in zip(saved.values(), list(saved.values())[1:], strict=False))
    facts = {
        **{f"at_{served:.0e}".replace("+", ""): share for served, share in saved.items()},
        "training": usual["training"],
        "serving": usual["serving"],
        "k": usual["k"],
        "rises": rises,
    }
    return Finding(usual["saved"], min(every), max(every), facts)


PAYS = Claim(
    id="overtraining-pays",
    claim="Overtraining costs training compute and saves inference compute, most of all at scale.",
    world="the scaling laws: least compute for training and use of a model as good as Chinchilla (70 B on 1.4 T "
    "tokens)",
    unit="share of all compute",
    interval="range over sets of constants",
    rule=Rule(
        holds=(
            Bound("value", low=0.05, words="the share saved at 1e13 tokens served"),
            Bound("training", low=1.0, words="training compute over that of the optimum"),
            Bound("rises", low=0.0, words="what each factor of ten in use adds to the share saved"),
        ),
        in_part=(Bound("value", low=0.005, words="the share saved at 1e13 tokens served"),),
    ),
    why="For a model that will serve 1e13 tokens k = {k:.1f} takes {training:.2f} times the training compute and "
    "{serving:.2f} of the inference compute, and saves {value:.0%} [{low:.0%}, {high:.0%}] of both; for 1e12, 1e14 and "
    "1e15 tokens the best k saves {at_1e12:.0%}, {at_1e14:.0%} and {at_1e15:.0%}.",
    command="tokenshed claims --only overtraining-pays",
    measure=_pays,
)
