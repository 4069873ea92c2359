"""Overtraining k: tokens per parameter over the 20 of the rule of thumb, and what it costs.

Definition: Villalobos et al. 2024, arXiv:2211.04325, footnote 23: a model is k times overtrained when its tokens per
parameter are k times those of a compute-optimal one, which at the same compute is sqrt(k) times the data.
Overtraining is not overfitting.
"""

from math import log10, sqrt

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


def optimal_ratio(law: ScalingLaw, flop: float) -> float:
    """Return the k of the law's own optimum at some compute, (D / N)* / 20; replicated constants give 0.7 to 1.

    Args:
        law: the scaling law.
        flop: compute C of the training run [FLOP].
    """
    size = law.optimal_size(flop)
    return flop / FLOP_PER_PARAMETER_AND_TOKEN / size**2 / OPTIMAL_TOKENS_PER_PARAMETER


def with_inference(law: ScalingLaw, flop: float, served: float, most: float) -> float:
    """Return the k at which training and use together take the least compute for the loss reached.

    alpha L_N / (beta L_D) = 1 + I / (3 D), so that k = k_law (1 + I / (3 D))^(2 / (alpha + beta)), from the first-order
    condition of min 6 N D + 2 N I at a given loss (Sardana et al. 2024, arXiv:2401.00448, state the problem). D rises
    with k at given compute, so that the fixed point is unique.

    Args:
        law: the scaling law.
        flop: compute C of the training run [FLOP].
        served: I, tokens served over the life of the model [token].
        most: largest k.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 (half a second that a wrong table of models need not take)

    base, power = optimal_ratio(law, flop), 2.0 / (law.alpha + law.beta)

    def excess(log_k: float) -> float:
        return log_k - log10(base) - power * log10(1.0 + served / (3.0 * tokens_at(10.0**log_k, flop)))

    if excess(log10(most)) <= 0 or log10(base) >= log10(most):
        return most
    return float(10.0 ** brentq(excess, log10(base) - 1e-9, log10(most), xtol=1e-12))


def most_profitable(
    law: ScalingLaw, flop: float, loss_elasticity: float, price_elasticity: float, most: float
) -> float:
    """Return the k that earns the most when demand goes as (L - E)^-r P^-h.

    k = k_law [(alpha / beta) (beta + e) / (alpha - e)]^(2 / (alpha + beta)) with e = (h - 1) / r, from the first-order
    conditions of Villalobos et al. 2024, arXiv:2211.04325, appendix F, at given compute; there is no optimum where e
    reaches alpha.

    Args:
        law: the scaling law.
        flop: compute C of the training run [FLOP].
        loss_elasticity: r.
        price_elasticity: h.
        most: largest k.
    """
    e = max(0.0, price_elasticity - 1.0) / loss_elasticity
    if e >= law.alpha:
        return most
    ratio = law.alpha / law.beta * (law.beta + e) / (law.alpha - e)
    return min(most, optimal_ratio(law, flop) * float(ratio ** (2.0 / (law.alpha + law.beta))))


def at_market(flop: float, growth: float, level: float, drift: float, slope: float, most: float) -> float:
    """Return the k with which the market trains a model of some compute.

    log10 k = level + drift log10(growth) - slope log10 N with C = 120 k N^2: k falls with size, and moves up with the
    frontier.

    Args:
        flop: compute C of the training run [FLOP].
        growth: compute of the frontier over that of the year the fit is for.
        level: log10 k of a model of one parameter.
        drift: rise with each factor of ten of the frontier.
        slope: fall with each factor of ten in size, below 2.
        most: largest k.
    """
    squares = log10(flop / (FLOP_PER_PARAMETER_AND_TOKEN * OPTIMAL_TOKENS_PER_PARAMETER))
    now = level + drift * log10(growth)
    size = (squares - now) / (2.0 - slope)
    return float(min(most, 10.0 ** (now - slope * size)))
