"""Synthetic text: what a token that a model wrote is worth, and how that falls from generation to generation.

Forms and ranges are argued in MODEL.md (7.6); what is judged there is a wide range in the world file.
"""

from math import exp, pi
from typing import Literal, NamedTuple

from scipy.special import zeta

Regime = Literal["accumulate", "replace"]

MOST_ACCUMULATED = pi**2 / 6
"""Bound of the error when data accumulate, 1.645 (Gerstgrasser et al. 2024, arXiv:2404.01413; factor unverified)."""


def collapse_error(generation: float, regime: Regime) -> float:
    """Return how many times that of the first the error is after some generations.

    Training each generation on the last one's text alone, the error grows linearly, E_n = n E_1; keeping all earlier
    data, it is the sum of 1/i^2 up to n, below pi^2/6 (Gerstgrasser et al. 2024, arXiv:2404.01413). Between whole
    generations the sum is continued by the trigamma function, which is Hurwitz's zeta(2, x).

    Args:
        generation: depth of synthetic ancestry, a plain number, 0 for human text.
        regime: whether earlier data are kept or replaced.
    """
    if regime == "replace":
        return generation
    return max(0.0, MOST_ACCUMULATED - float(zeta(2.0, generation + 1.0)))


def fidelity(reducible_loss: float) -> float:
    """Return how close a teacher's text is to people's: exp(-(L - E)), in (0, 1].

    The reducible loss is the divergence of the teacher from the distribution of human text [nat/token], so that this is
    the typical likelihood ratio of a token.
    """
    return exp(-reducible_loss)


class Ancestry(NamedTuple):
    """What text has become on its way from people through models.

    Attributes:
        generation: mean depth of synthetic ancestry: 0 for human text, 1 + the teacher's for what a model writes.
        tail: share of the diversity of human text that is left, in [0, 1].
        bias: drift toward teachers and verifiers, in [0, 1].
        depth: longest line of models behind any of it.
    """

    generation: float = 0.0
    tail: float = 1.0
    bias: float = 0.0
    depth: int = 0


HUMAN = Ancestry()


def written_by(teacher: Ancestry, tail_cut: float, drift: float) -> Ancestry:
    """Return the ancestry of what a model writes.

    Args:
        teacher: ancestry of what the model was trained on.
        tail_cut: share of diversity lost in a generation.
        drift: share of the way to the teacher's own view gone in a generation.
    """
    return Ancestry(
        teacher.generation + 1.0,
        teacher.tail * (1.0 - tail_cut),
        1.0 - (1.0 - teacher.bias) * (1.0 - drift),
        teacher.depth + 1,
    )


def mixed(one: Ancestry, other: Ancestry, share: float) -> Ancestry:
    """Return the ancestry of a mixture with some share of the other."""
    if share <= 0:
        return one
    return Ancestry(
        one.generation + share * (other.generation - one.generation),
        one.tail + share * (other.tail - one.tail),
        one.bias + share * (other.bias - one.bias),
        max(one.depth, other.depth),
    )


def quality(teacher_loss: float, ancestry: Ancestry, verifier: float, decay: float, regime: Regime) -> float:
    """Return the quality of a synthetic token, in [0, 1].

    fidelity x exp(-delta (1 - v) error(g)) x tail x (1 - bias): to first order a loss of delta per generation, less
    what the verifier catches. A stronger verifier never lowers it.

    Args:
        teacher_loss: reducible loss of the teacher [nat/token].
        ancestry: of the token.
        verifier: strength v of what checks the text, 0 for nothing to 1 for certainty.
        decay: delta, loss of quality in a generation without a verifier.
        regime: whether earlier data are kept or replaced.
    """
    kept = exp(-decay * (1.0 - verifier) * collapse_error(ancestry.generation, regime))
    return fidelity(teacher_loss) * kept * ancestry.tail * (1.0 - ancestry.bias)


def overlap(teacher: dict[str, float], student: dict[str, float]) -> float:
    """Return how much of the student's own diet the teacher had already read: the sum of the smaller shares.

    Args:
        teacher: share of each pool in the teacher's diet.
        student: share of each pool in the student's.
    """
    return sum(min(share, student.get(pool, 0.0)) for pool, share in sorted(teacher.items()))
