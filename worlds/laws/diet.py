"""How a corpus spreads over pools of equal worth: every pool read for the same number of epochs, up to its cap.

With equal quality the marginal value of a token falls with its epochs alone, so the best diet levels the epochs
(the closed form of Muennighoff's marginal value, `repetition.epoch_value`).
"""

from collections.abc import Sequence
from math import fsum


def level_epochs(slots: float, stocks: Sequence[float], caps: Sequence[float]) -> float:
    """Return the number of epochs e at which sum(U min(e, E)) = slots.

    Args:
        slots: token positions wanted [token].
        stocks: unique tokens U of each pool [token].
        caps: most epochs E of each pool.

    Returns:
        The level, or the largest cap where all pools together hold less.
    """
    order = sorted(range(len(stocks)), key=lambda i: (caps[i], i))
    left = slots
    open_stock = fsum(stocks)
    for i in order:
        if open_stock > 0 and left <= caps[i] * open_stock:
            return left / open_stock
        left -= caps[i] * stocks[i]
        open_stock = fsum(stocks[j] for j in order[order.index(i) + 1 :])
    return max(caps, default=0.0)


def spread(slots: float, stocks: Sequence[float], caps: Sequence[float]) -> list[float]:
    """Return the token positions that each pool fills; together `slots`, or all there is within the caps [token]."""
    level = level_epochs(slots, stocks, caps)
    return [stock * min(level, cap) for stock, cap in zip(stocks, caps, strict=True)]
