"""What data of another kind are worth to a language model, and what interaction costs."""

from math import exp, log10

from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN

FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN = 2.0
"""FLOP of writing a token, per active parameter: Kaplan et al. 2020, section 2.1."""


def gate(size: float, middle: float) -> float:
    """Return how far a model of some size can use another modality, between 0 and 1: sigmoid(log10(N / middle)).

    Small models lose by mixing modalities and large ones gain; the barrier for speech and text lies near 28 B
    parameters (Aghajanyan et al. 2023, arXiv:2301.03728). The sigmoid is judged.

    Args:
        size: N, active parameters.
        middle: parameters at which half of it can be used.
    """
    return 1.0 / (1.0 + exp(-log10(size / middle))) if size > 0 else 0.0


def compute_per_written_token(acceptance: float, writer: float, reader: float) -> float:
    """Return the compute of training on one token that a model has to write first, over that of training alone.

    Each useful token costs 1 / acceptance written ones: 1 + (2 N_writer / acceptance) / (6 N_reader), times the compute
    of one that is there already (Kaplan et al. 2020, arXiv:2001.08361, section 2.1).

    Args:
        acceptance: share of what is written that is of use, in (0, 1].
        writer: active parameters of the model that writes.
        reader: active parameters of the model that is trained.
    """
    written = FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * writer / acceptance
    return 1.0 + written / (FLOP_PER_PARAMETER_AND_TOKEN * reader)


def certainty_equivalent(value: float, spread: float, aversion: float) -> float:
    """Return an uncertain value as a cautious lab counts it: value x exp(-aversion x spread^2 / 2).

    Constant relative risk aversion over a lognormal value, to second order (MODEL.md, 7.5).

    Args:
        value: its mean, in effective tokens for a token.
        spread: its coefficient of variation, as a share of the mean.
        aversion: relative risk aversion, a plain number.
    """
    return value * exp(-aversion * spread**2 / 2.0)
