"""How shares and compute move, in closed form, so that one long step equals many short ones."""

from dataclasses import dataclass
from math import exp, expm1, inf, log1p


def annual_to_rate(share: float) -> float:
    """Return the continuous rate [1/year] at which a share in [0, 1) is lost within a year: -ln(1 - share).

    By definition (MODEL.md, 7.4).
    """
    return -log1p(-share)


def relax(value: float, target: float, hazard: float, years: float) -> float:
    """Return the value after `years` of x' = -hazard (x - target) (MODEL.md, 7.4).

    Args:
        value: x at the beginning, in any unit.
        target: what it goes to, in the same.
        hazard: pace [1/year].
        years: how long it takes.
    """
    return value - (target - value) * expm1(-hazard * years)


@dataclass(frozen=True)
class Taper:
    """Log growth that falls from its first value to a last one.

    g(t) = g_last + (g_first - g_last) exp(-(t - since) / time) from the year `since` on, g_first before.

    Attributes:
        since: decimal year in which growth begins to slow.
        last: log growth [1/year] it falls to.
        time: years in which 1 - 1/e of the way is gone.
    """

    since: float = inf
    last: float = 0.0
    time: float = 1.0


def log_growth(first: float, begin: float, end: float, taper: Taper | None = None) -> float:
    """Return the integral of log growth between two years, which may come in either order (MODEL.md, 7.7).

    Args:
        first: log growth [1/year] before any taper.
        begin: decimal year at which the integral begins.
        end: decimal year at which it ends.
        taper: how growth slows; None when it does not. A taper never quickens growth.
    """
    if taper is None:
        return first * (end - begin)
    return _since_taper(first, end, taper) - _since_taper(first, begin, taper)


def _since_taper(first: float, year: float, taper: Taper) -> float:
    """Return the integral of log growth from the year the taper begins in (negative before it)."""
    years = year - taper.since
    last = min(first, taper.last)
    if years <= 0:
        return first * years
    return last * years + (first - last) * taper.time * (1.0 - exp(-years / taper.time))
