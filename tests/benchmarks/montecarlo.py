"""The question of `epoch-2024` as a script of numpy: draw, and solve for the date. No events, no pools, no labs."""

import numpy as np
from scipy.stats import norm

from worlds.config.loading import load_world
from worlds.config.number import Number


def _drawn(number: Number, rng: np.random.Generator, count: int) -> np.ndarray:
    """Return draws of a number with an interval around it; its ends are quantiles."""
    assert number.low is not None
    assert number.high is not None
    assert number.coverage is not None
    z = float(norm.ppf(0.5 + number.coverage / 2))
    sigma = (np.log(number.high) - np.log(number.low)) / (2 * z)
    return np.asarray(number.value * np.exp(sigma * rng.standard_normal(count)))


def exhaustion(count: int, seed: int = 0) -> np.ndarray:
    """Return dates at which the largest corpus on the trend reaches the stock of public text [count], in years."""
    numbers, rng = load_world("epoch-2024").numbers, np.random.default_rng(seed)

    def draw(path: str) -> np.ndarray:
        return _drawn(numbers[path], rng, count)

    stock = draw("pools.public_text.raw") * draw("pools.public_text.usable") * draw("pools.public_text.repetition")
    grows = np.log(draw("pools.public_text.net_growth"))
    tokens = np.sqrt(20.0 * draw("labs.frontier.compute") / 6.0)
    wanted = np.log(draw("labs.frontier.compute_growth")) / 2.0
    return np.asarray(2024.0 + np.log(stock / tokens) / (wanted - grows))
