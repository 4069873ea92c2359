"""What a token is worth in money to a lab that would otherwise buy compute, and how its price moves in time."""

from math import exp, expm1, log

from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN, ScalingLaw


def willingness_to_pay(law: ScalingLaw, size: float, tokens: float, flop_price: float) -> float:
    """Return the shadow price of one more effective token [USD/token].

    w = 6 N c (beta B / D^beta) / (alpha A / N^alpha): what the parameters would cost that lower the loss as much as the
    token does, both being bought with the same compute (from the first-order conditions of the law; MODEL.md, 7.5).

    Args:
        law: the scaling law.
        size: N, active parameters.
        tokens: D, effective tokens.
        flop_price: c [USD/FLOP].
    """
    data = law.beta * law.data_scale * tokens**-law.beta
    parameters = law.alpha * law.size_scale * size**-law.alpha
    return FLOP_PER_PARAMETER_AND_TOKEN * size * flop_price * float(data / parameters)


def drifted(
    price: float, pace: float, target: float, wanted: float, felt: float, years: float, low: float, high: float
) -> tuple[float, float]:
    """Return a price and the utilisation felt after some years.

    d ln p / dt = pace (felt - target), felt' = wanted - felt (a mean over about a year), with the price held between
    two ends. The drift changes its sign at most once, so that both stretches are in closed form and one long step
    equals many short ones (MODEL.md, 7.14).

    Args:
        price: price at the beginning [USD/token].
        pace: rise of its log for a unit of utilisation [1/year].
        target: utilisation at which it stays as it is.
        wanted: utilisation now.
        felt: its mean over the last year.
        years: length of the step, not negative.
        low: lowest price [USD/token].
        high: highest price [USD/token].
    """
    gap, slope = felt - wanted, wanted - target
    turn = log(-gap / slope) if slope != 0 and -gap / slope > 1 else 0.0
    moved = log(price)
    for begin, end in ((0.0, min(turn, years)), (min(turn, years), years)):
        drift = slope * (end - begin) - gap * exp(-begin) * expm1(-(end - begin))
        moved = min(max(moved + pace * drift, log(low)), log(high))
    return exp(moved), wanted + gap * exp(-years)
