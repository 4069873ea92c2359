"""Claims about what data are worth beside compute, and beside money."""

import numpy as np

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import Futures
from simulator.analysis.claims.overtraining import drawn_laws
from simulator.analysis.claims.spread import bootstrap
from worlds.config.loading import load_world
from worlds.config.observations import ObservedModel, observed_models
from worlds.config.values import central
from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN, ScalingLaw

FRONTIER = 1e25
"""Training compute [FLOP] from which a model of 2024 and later counts as at the frontier."""
FRONTIER_SINCE = 2024.0
FORMER_SINCE, FORMER_UNTIL = 2020.0, 2022.0
FORMER = 3e23
"""The same for models of 2020 and 2021."""


def _parts(law: ScalingLaw, size: float, tokens: float) -> tuple[float, float]:
    """Return by how many per cent the reducible loss falls with one per cent more parameters, and more tokens."""
    whole = law.reducible_loss(size, tokens)
    of_size = law.alpha * law.size_scale * size**-law.alpha / whole
    return of_size, law.beta * law.data_scale * tokens**-law.beta / whole


def data_over_compute(law: ScalingLaw, size: float, tokens: float) -> float:
    """Return the elasticity of the reducible loss to tokens over that to compute, which goes into both alike."""
    of_size, of_data = _parts(law, size, tokens)
    return of_data / ((of_size + of_data) / 2.0)


def _largest(since: float, until: float, least: float) -> list[ObservedModel]:
    """Return decoders fit for use, of known size and tokens, by date and compute."""
    known = [m for m in observed_models() if m.form == "decoder" and m.fit_for_use and m.overtraining is not None]
    return [m for m in known if since <= m.year < until and (m.train_flop or 0.0) >= least]


def _ratios(models: list[ObservedModel]) -> list[float]:
    """Return the ratio of elasticities of each model, its mean over the replicated laws."""
    sized = [(m.size_active or 0.0, m.tokens or 0.0) for m in models]
    return [float(np.mean([data_over_compute(law, *one) for law in drawn_laws()])) for one in sized]


def _as_compute(futures: Futures) -> Finding:
    """Compare what a per cent more data and a per cent more compute do at the frontier."""
    models = _largest(FRONTIER_SINCE, float("inf"), FRONTIER)
    ratios = np.array(_ratios(models))
    low, high = bootstrap(len(ratios), lambda w: float((w * ratios).sum() / w.sum()), futures.seed)
    facts = {
        "models": float(len(models)),
        "former": float(np.mean(_ratios(_largest(FORMER_SINCE, FORMER_UNTIL, FORMER)))),
        "k": float(np.median([m.overtraining or 0.0 for m in models])),
    }
    return Finding(float(ratios.mean()), low, high, facts)


AS_COMPUTE = Claim(
    id="data-as-compute",
    claim="Data have become as important as compute.",
    world="`worlds/data/models.csv`, models of 1e25 FLOP and more since 2024, by the replicated laws: elasticity of "
    "the reducible loss to tokens at a given size over that to compute",
    unit="x",
    interval="bootstrap over models",
    rule=Rule(
        holds=(Bound("value", low=0.9, words="the elasticity to data over that to compute"),),
        in_part=(Bound("value", low=0.5, words="the elasticity to data over that to compute"),),
    ),
    why="At {models:.0f} models of the frontier (median k {k:.1f}) one per cent more data lowers the reducible loss "
    "{value:.2f} [{low:.2f}, {high:.2f}] times as much as one per cent more compute, and did {former:.2f} times at the "
    "largest models of 2020 and 2021, which saw few tokens for their size.",
    command="tokenshed claims --only data-as-compute",
    measure=_as_compute,
)

SIZES = {"8B": (8e9, 15e12), "70B": (70e9, 15e12), "405B": (405e9, 15.6e12)}
"""Parameters and tokens of Llama 3 and 3.1."""
MILLION = 1e6
PRICES = "baseline-2026"


def _cheaper(futures: Futures) -> Finding:
    """Hold the price of data against what it costs to compute on them."""
    loaded = load_world(PRICES)
    values = central(loaded)
    flop_price = values[loaded.world.economy.compute_price]
    gpu = {name: FLOP_PER_PARAMETER_AND_TOKEN * size * flop_price * MILLION for name, (size, _) in SIZES.items()}
    prices = {kind: [] for kind in ("public", "other")}  # type: dict[str, list[float]]
    for pool in loaded.world.pools.values():
        prices["public" if pool.kind == "public" else "other"].append(values[pool.price] * MILLION)
    asked = [price for price in prices["other"] if price > 0]
    law = drawn_laws()[0]
    worth = {}
    for name, one in SIZES.items():
        of_size, of_data = _parts(law, *one)
        worth[name] = gpu[name] * of_data / of_size
    facts = {
        "gpu_8": gpu["8B"],
        "gpu_405": gpu["405B"],
        "worth_8": worth["8B"],
        "worth_70": worth["70B"],
        "worth_405": worth["405B"],
        "free": max(prices["public"], default=float("nan")) / gpu["8B"],
        "asked": float(len(asked)),
        "cheaper_8": float(sum(price < gpu["8B"] for price in asked)),
        "cheaper_70": float(sum(price < gpu["70B"] for price in asked)),
        "cheaper_405": float(sum(price < gpu["405B"] for price in asked)),
        "share": sum(price < gpu["70B"] for price in asked) / len(asked) if asked else float("nan"),
        "middle": float(np.median(asked)) if asked else float("nan"),
    }
    return Finding(gpu["70B"], gpu["70B"], gpu["70B"], facts)


CHEAPER = Claim(
    id="data-cheaper-than-gpu",
    claim="Data are cheap beside GPUs, which is why overtraining pays.",
    world="`baseline-2026` at central values: prices of its pools against 6 N FLOP a token at 2 USD per H100 hour; the "
    "value is for the 70B",
    unit="USD/Mtoken",
    interval="exact",
    rule=Rule(
        holds=(
            Bound("free", high=1.0, words="the price of public text over the GPU cost of training an 8B on it"),
            Bound("share", low=0.5, words="the share of priced pools cheaper than training a 70B on them"),
        ),
        in_part=(Bound("free", high=1.0, words="the price of public text over the GPU cost of training an 8B on it"),),
    ),
    why="Training on a million tokens costs {gpu_8:.2g}, {value:.2g} and {gpu_405:.2g} USD of GPUs for an 8B, 70B and "
    "405B: public text is cheaper while it is free, and of {asked:.0f} kinds of data with a price (median {middle:.2g} "
    "USD) {cheaper_8:.0f}, {cheaper_70:.0f} and {cheaper_405:.0f} are; at the k of Llama 3 one million more tokens are "
    "worth {worth_8:.2g}, {worth_70:.2g} and {worth_405:.2g} USD.",
    command="tokenshed claims --only data-cheaper-than-gpu",
    measure=_cheaper,
)
