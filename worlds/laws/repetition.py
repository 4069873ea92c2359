"""Repeated data: what the second and later epochs of the same tokens are worth.

Source: Muennighoff et al. 2023, arXiv:2305.16264, section 3 (equations 5 and 6) and its public notebook, where
R_D* = 15.387756 and R_N* = 5.309743. The two constants come from the world file (`laws.repetition`).
"""

from math import exp, expm1, log, log10


def effective_tokens(slots: float, unique: float, r_star: float) -> float:
    """Return the effective tokens of reading `unique` tokens in `slots` token positions.

    D' = U + U R* (1 - exp(-R / R*)), with R = slots / U - 1 repeats; fewer slots than tokens are all read once.

    Args:
        slots: token positions in the training run [token].
        unique: different tokens read [token].
        r_star: R_D*, the number of repeats after which repeating has lost 1 - 1/e of its worth.
    """
    if unique <= 0 or slots <= 0:
        return 0.0
    if slots <= unique:
        return slots
    repeats = slots / unique - 1.0
    return unique - unique * r_star * expm1(-repeats / r_star)


def epoch_value(epochs: float, r_star: float) -> float:
    """Return the worth of one more token at some number of epochs: exp(-(e - 1) / R*), 1 up to the first epoch."""
    return exp(-max(0.0, epochs - 1.0) / r_star)


def epochs_until(value: float, r_star: float) -> float:
    """Return the epochs after which one more token is worth `value` (in (0, 1]): 1 - R* ln(value)."""
    return 1.0 - r_star * log(value)


def epoch_cap(factor: float, r_star: float) -> float:
    """Return the epochs that multiply a stock by `factor`: E = 1 - R* ln(1 - (m - 1) / R*).

    Epoch AI's factor m of 2 to 5 (Villalobos et al. 2024, section 2.3.2) is D' / U, so that 2 means 2.03 epochs and
    5 means 5.63.

    Raises:
        ValueError: when the factor is below 1 or repetition can never be worth that much (1 + R* and above).
    """
    if not 1.0 <= factor < 1.0 + r_star:
        raise ValueError(f"a stock can be multiplied by 1 to {1.0 + r_star:.4g} through repetition, not by {factor!r}")
    return 1.0 - r_star * log(1.0 - (factor - 1.0) / r_star)


def effective_size(size: float, supported: float, r_star: float) -> float:
    """Return the effective parameters N' of a model larger than its data support.

    N' = U_N + U_N R_N* (1 - exp(-R_N / R_N*)), with R_N = N / U_N - 1; a smaller model counts in full.

    Args:
        size: parameters of the model.
        supported: U_N, the parameters that its unique tokens support.
        r_star: R_N*.
    """
    return effective_tokens(size, supported, r_star)


def overfitting_penalty(repeats: float, size: float, unique: float, scale: float, delta: float, kappa: float) -> float:
    """Return the loss [nat/token] that too much repetition adds: P R^delta (N / U)^kappa, nothing for fresh tokens.

    Form of Lovelace et al. 2026, arXiv:2605.01640; its constants are not public and are assumed in the world file.

    Args:
        repeats: R, epochs minus one.
        size: N, active parameters.
        unique: U, different tokens.
        scale: P.
        delta: exponent of the repeats.
        kappa: exponent of parameters per token.
    """
    if repeats <= 0.0 or unique <= 0.0:
        return 0.0
    return scale * float(repeats**delta) * float((size / unique) ** kappa)


def memorised_share(epochs: float, size: float, base: float, slope: float) -> float:
    """Return the share of what a model has read that it can be made to recite.

    base x (e^3 - 1) x (1 + slope log10(N / 6e9)), in [0, 1]: a sequence seen ten times is recited about a thousand
    times more often than one seen once (Kandpal et al. 2022, arXiv:2202.06539), and recital grows log-linearly with
    size (Carlini et al. 2022, arXiv:2202.07646). Tokens read once are not counted.

    Args:
        epochs: how often tokens are read on average.
        size: active parameters.
        base: share at the scale of one repeat.
        slope: growth with each factor of ten in size.
    """
    if epochs <= 1.0:
        return 0.0
    growth = max(0.0, 1.0 + slope * log10(size / 6e9))
    return min(1.0, base * (epochs**3 - 1.0) * growth)
