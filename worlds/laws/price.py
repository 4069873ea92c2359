"""What a token is worth in money to a lab that would otherwise buy compute."""

from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN, ScalingLaw


def willingness_to_pay(law: ScalingLaw, size: float, tokens: float, flop_price: float) -> float:
    """Return the shadow price of one more effective token [USD/token].

    w = 6 N c (beta B / D^beta) / (alpha A / N^alpha): what the parameters would cost that lower the loss as much as the
    token does, both being bought with the same compute (from the first-order conditions of the law).

    Args:
        law: the scaling law.
        size: N, active parameters.
        tokens: D, effective tokens.
        flop_price: c [USD/FLOP].
    """
    data = law.beta * law.data_scale * tokens**-law.beta
    parameters = law.alpha * law.size_scale * size**-law.alpha
    return FLOP_PER_PARAMETER_AND_TOKEN * size * flop_price * float(data / parameters)
