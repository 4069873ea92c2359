"""How attractive a model is: what users, writers and revenue follow as the loss falls."""

from collections.abc import Mapping
from math import exp, fsum, log

_MOST = 200.0
"""Log of the appeal beyond which nothing changes any more."""


def appeal(reducible_loss: float, reference: float, sensitivity: float) -> float:
    """Return A = (reference / reducible loss)^sensitivity: 1 at the reference, more for better models.

    Demand as a power of the reducible loss is that of Villalobos et al. 2024, arXiv:2211.04325, appendix F (r of 7 or
    more). Ratios of reducible losses do not saturate where losses do.

    Args:
        reducible_loss: of the model [nat/token]; infinite for none.
        reference: loss at which the appeal is 1 [nat/token].
        sensitivity: r.
    """
    if reducible_loss <= 0:
        return exp(_MOST)
    logarithm = sensitivity * (log(reference) - log(reducible_loss))
    return exp(min(_MOST, max(-_MOST, logarithm)))


def chosen(appeals: Mapping[str, float]) -> dict[str, float]:
    """Return the share of users that each attracts, A_i / (1 + sum of all A): a logit, 1 being to do without.

    A multinomial logit whose outside option has the appeal 1 (MODEL.md, 7.13).

    Args:
        appeals: A of each, by name.
    """
    whole = 1.0 + fsum(appeals.values())
    return {name: one / whole for name, one in appeals.items()}
