"""The claim about sizes: small models that saw more data against large ones that saw less."""

import numpy as np
import numpy.typing as npt

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import Futures, Numbers
from simulator.analysis.claims.overtraining import drawn_laws
from simulator.analysis.claims.spread import bootstrap
from worlds.config.loading import load_world
from worlds.config.number import Number
from worlds.config.observations import ObservedModel, observed_models
from worlds.config.settings import Setting
from worlds.laws.scaling import ScalingLaw

TECHNIQUES = {
    "experts": ("mixture_of_experts.size", True),
    "retrieval": ("retrieval.size", True),
    "tasks": ("multi_task.data", False),
}
"""Techniques that make a model go further: the multiplier in a world file, and whether it multiplies parameters."""


def _known() -> list[ObservedModel]:
    """Return decoders whose size and tokens are fit for use."""
    return [m for m in observed_models() if m.form == "decoder" and m.fit_for_use and m.overtraining is not None]


def _losses(models: list[ObservedModel], law: ScalingLaw, size: float = 1.0, data: float = 1.0) -> Numbers:
    """Return the losses that a law predicts for models whose parameters and tokens go further."""
    return np.array([law.loss(size * (m.size_active or 0.0), data * (m.tokens or 0.0)) for m in models])


def _multipliers() -> dict[str, Number]:
    """Return what each technique multiplies, as world files have it unless they say otherwise."""
    asked: dict[str, object] = {"mixture_of_experts": {}, "retrieval": {}, "multi_task": {}}
    numbers = load_world("minimal", [Setting("labs.lab.techniques", asked)]).numbers
    return {name: numbers[f"labs.lab.techniques.{path}"] for name, (path, _) in TECHNIQUES.items()}


def _wins(models: list[ObservedModel], size: float = 1.0, data: float = 1.0) -> Numbers:
    """Return the share of laws by which each model (row) is better than each other (column) as that is."""
    shares = [_losses(models, law, size, data)[:, None] < _losses(models, law)[None, :] for law in drawn_laws()]
    mean: Numbers = np.array(shares, dtype=float).mean(axis=0)
    return mean


def _small(futures: Futures) -> Finding:
    """Let the law judge every pair of observed models of which the smaller has seen more."""
    models = _known()
    sizes = np.array([m.size_active for m in models], dtype=float)
    tokens = np.array([m.tokens for m in models], dtype=float)
    pairs = (sizes[:, None] < sizes[None, :]) & (tokens[:, None] > tokens[None, :])
    much_smaller = pairs & (sizes[:, None] <= sizes[None, :] / 10)

    def share(wins: Numbers, among: npt.NDArray[np.bool_], weights: Numbers) -> float:
        counted = among * weights[:, None] * weights[None, :]
        return float((wins * counted).sum() / counted.sum())

    once, plain = np.ones(len(models)), _wins(models)
    low, high = bootstrap(len(models), lambda weights: share(plain, pairs, weights), futures.seed)
    value = share(plain, pairs, once)
    multipliers = _multipliers()

    def helped(name: str, times: float) -> float:
        of_size = TECHNIQUES[name][1]
        return share(_wins(models, times if of_size else 1.0, 1.0 if of_size else times), pairs, once)

    at_least = {name: helped(name, number.low or number.value) for name, number in multipliers.items()}
    facts = {
        "pairs": float(pairs.sum()),
        "tenfold": share(plain, much_smaller, once),
        **{name: helped(name, number.value) for name, number in multipliers.items()},
        "sure": min(at_least.values()) - value,
    }
    return Finding(value, low, high, facts)


SMALL_BEATS_LARGE = Claim(
    id="small-beats-large",
    claim="With more data a small model beats a larger one, more so with retrieval, experts or multi-task training.",
    world="`worlds/data/models.csv`: pairs of decoders of which the smaller saw more tokens, judged by the replicated "
    "laws",
    unit="share of pairs",
    interval="bootstrap over models",
    rule=Rule(
        holds=(
            Bound("value", low=0.5, words="the share of pairs in which the smaller one is better"),
            Bound("sure", low=1e-9, words="what each technique adds to it at the low end of its range"),
        ),
        in_part=(Bound("value", low=0.05, words="the share of pairs in which the smaller one is better"),),
    ),
    why="In {value:.0%} [{low:.0%}, {high:.0%}] of {pairs:,.0f} pairs the smaller model with more data has the lower "
    "predicted loss, in {tenfold:.0%} where it is ten times smaller; experts, retrieval and multi-task training make "
    "that {experts:.0%}, {retrieval:.0%} and {tasks:.0%}, but their multipliers are judged, and the low end of one "
    "adds {sure:.0%}.",
    command="tokenshed claims --only small-beats-large",
    measure=_small,
)
