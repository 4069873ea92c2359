"""Overtraining k: tokens per parameter over the 20 of the rule of thumb, and what it costs.

Definition: Villalobos et al. 2024, arXiv:2211.04325, footnote 23: a model is k times overtrained when its tokens per
parameter are k times those of a compute-optimal one, which at the same compute is sqrt(k) times the data.
Overtraining is not overfitting.
"""

from math import sqrt

from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN, ScalingLaw

OPTIMAL_TOKENS_PER_PARAMETER = 20.0
"""The convention behind k (Hoffmann et al. 2022, table A3); replicated constants give 14 to 19, less with compute."""


def overtraining(size: float, tokens: float) -> float:
    """Return k of a model of `size` active parameters trained on `tokens` tokens: (D / N) / 20."""
    return tokens / size / OPTIMAL_TOKENS_PER_PARAMETER


def tokens_at(k: float, flop: float) -> float:
    """Return the tokens of a model overtrained k times with `flop` of compute: D = sqrt(20 k C / 6)."""
    return sqrt(OPTIMAL_TOKENS_PER_PARAMETER * k * flop / FLOP_PER_PARAMETER_AND_TOKEN)


def size_for(k: float, tokens: float) -> float:
    """Return the size [parameter] whose overtraining on `tokens` tokens is k: N = D / (20 k)."""
    return tokens / (OPTIMAL_TOKENS_PER_PARAMETER * k)


def flop_at(k: float, tokens: float) -> float:
    """Return the compute [FLOP] at which k times overtraining reads `tokens` tokens: C = 6 D^2 / (20 k)."""
    return FLOP_PER_PARAMETER_AND_TOKEN * tokens**2 / (OPTIMAL_TOKENS_PER_PARAMETER * k)


def loss_penalty(law: ScalingLaw, k: float) -> float:
    """Return the reducible loss at k times overtraining over the best at the same compute.

    (beta k^(alpha/2) + alpha k^(-beta/2)) / (alpha + beta), with k relative to the law's own optimum. It follows from
    the law with D = sqrt(k) D* and N = N* / sqrt(k), since alpha A / N*^alpha = beta B / D*^beta.
    """
    a, b = law.alpha, law.beta
    return float((b * k ** (a / 2) + a * k ** (-b / 2)) / (a + b))


def compute_penalty(law: ScalingLaw, k: float) -> float:
    """Return how many times more compute a k times overtrained model takes to reach the loss of an optimal one."""
    return law.compute_equivalent(loss_penalty(law, k), 1.0)
