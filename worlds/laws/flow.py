"""A stock that is fed by exponential inflows and decays: exact over any time, with what came and what went.

S' = sum_i A_i exp(r_i s) - d S. Gross inflow that grows, split by a share that relaxes exponentially, is of this form,
so that human and machine-made tokens move apart from each other without any step in time (MODEL.md, 7.4).
"""

from collections.abc import Sequence
from math import exp, expm1, fsum
from typing import NamedTuple

_CLOSE = 1e-4
"""Below this difference of two exponents, divided differences are taken from their Taylor series (error 1e-10)."""


class Term(NamedTuple):
    """One exponential inflow: `amount` [token/year] at the beginning, growing at `rate` [1/year]."""

    amount: float
    rate: float


def after(stock: float, decay: float, inflows: Sequence[Term], years: float) -> float:
    """Return the stock [token] after some years.

    Args:
        stock: tokens at the beginning.
        decay: share lost per year, continuous [1/year].
        inflows: what comes in.
        years: length of the step; may be negative.
    """
    if years == 0.0:
        return stock
    gone = exp(-decay * years)
    if not inflows:
        return stock * gone
    return stock * gone + fsum([amount * _arrived(rate, decay, years, gone) for amount, rate in inflows])


def _arrived(rate: float, decay: float, years: float, gone: float) -> float:
    """Return what is left of an inflow of one token a year: (exp(r t) - exp(-d t)) / (r + d) [year]."""
    x = (rate + decay) * years
    if abs(x) > 1.0:
        return (exp(rate * years) - gone) / (rate + decay)
    return gone * years * (expm1(x) / x if x != 0.0 else 1.0)


def came_in(inflows: Sequence[tuple[float, float]], years: float) -> float:
    """Return the tokens that came in over some years: the integral of the inflows, pairs of amount and rate."""
    return years * fsum([amount * (expm1(x) / x if (x := rate * years) else 1.0) for amount, rate in inflows])


def decayed(stock: float, decay: float, inflows: Sequence[Term], years: float) -> float:
    """Return the tokens that decayed over some years: decay times the integral of the stock.

    The integral is S (1 - exp(-d t)) / d + sum_i A_i t^2 exp[0, r_i t, -d t], the last a second divided difference of
    the exponential, so that this does not lean on conservation but can be used to test it.
    """
    first = stock * years * _growth(-decay * years)
    later = years**2 * fsum([amount * _second(rate * years, -decay * years) for amount, rate in inflows])
    return decay * (first + later)


def _growth(x: float) -> float:
    """Return the divided difference exp[0, x] = (exp(x) - 1) / x, 1 at 0."""
    return expm1(x) / x if x != 0.0 else 1.0


def _growth_slope(x: float) -> float:
    """Return the derivative of `_growth`: (exp(x) - exp[0, x]) / x, 1/2 at 0."""
    if abs(x) < _SERIES:
        return 0.5 + x * (1 / 3 + x * (1 / 8 + x * (1 / 30 + x * (1 / 144 + x / 840))))
    return (exp(x) - _growth(x)) / x


_SERIES = 0.02


def _second(x: float, y: float) -> float:
    """Return the divided difference exp[0, x, y] = (exp[0, x] - exp[0, y]) / (x - y)."""
    if abs(x - y) < _CLOSE:
        return _growth_slope((x + y) / 2.0)
    if max(abs(x), abs(y)) < _SERIES:
        return fsum(_SERIES_TERMS[k] * _homogeneous(x, y, k) for k in range(len(_SERIES_TERMS)))
    return (_growth(x) - _growth(y)) / (x - y)


_SERIES_TERMS = (1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040)


def _homogeneous(x: float, y: float, degree: int) -> float:
    """Return the complete homogeneous polynomial: the sum of all x^i y^j with i + j = degree."""
    return fsum(x**i * y ** (degree - i) for i in range(degree + 1))
