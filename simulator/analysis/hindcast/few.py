"""How far scores are luck where futures are few."""

from math import sqrt

FEW_FUTURES = 50
"""Futures below which a hindcast is told to be rough."""
_ROUGH = 0.32
"""By how much the skill at one date varies from seed to seed, as a standard deviation, times the root of futures.

Measured at 2023-01-01 and 2024-07-01 by resampling 150 futures: 0.17 and 0.085 with 10, 0.056 and 0.034 with 50, 0.040
and 0.024 with 100; this is their middle.
"""


def few_words(futures: int) -> list[str]:
    """Return what is to be known of a hindcast from few futures; nothing where they are enough."""
    if futures >= FEW_FUTURES:
        return []
    often = 2.0 * _ROUGH / sqrt(futures)
    few = f"{futures} futures are few: with other seeds the skill at one date would lie up to {often:.1g} from this one"
    return [f"{few}; scores are rough below {FEW_FUTURES} (--replications N)"]
