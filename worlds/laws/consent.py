"""What owners and publishers let others read: closing under pressure, opening for pay, trust lost and regained."""

from math import exp, log2


def closed(pressure: float, most: float, half: float) -> float:
    """Return the share that closes in the end under crawling pressure: most x p / (p + half).

    Saturating, since a part never closes: 45 % of the tokens of the best domains were restricted in terms of service in
    2024 (Longpre et al. 2024, arXiv:2407.14933), 20 % of the top ten thousand sites by robots.txt in 2026.

    Args:
        pressure: copies of the whole within memory.
        most: share that closes under endless pressure.
        half: pressure at which half of that closes.
    """
    return most * pressure / (pressure + half)


def opened(income: float, needs: float, most: float) -> float:
    """Return the share of a collection that its keepers open for an income: most x y / (y + needs).

    The form is judged (MODEL.md, 7.12).

    Args:
        income: what is paid for it a year [USD/year].
        needs: income at which half of it opens [USD/year]; 0 where opening costs nothing.
        most: share that may open at all.
    """
    return most * income / (income + needs) if needs > 0 else most


def faded(amount: float, years: float, memory: float) -> float:
    """Return what is left of a memory after some years, exp(-t / memory) of it (MODEL.md, 7.12).

    Args:
        amount: what it was, in any unit.
        years: t, how long ago that is.
        memory: years after which 1/e of it is left.
    """
    return amount * exp(-years / memory)


def learned(deals: int, learning: float) -> float:
    """Return what the next deal costs over the first: it falls by `learning` with each doubling (Wright 1936).

    The share of the costs of the first deal that is left (MODEL.md, 7.11).

    Args:
        deals: deals made before.
        learning: share by which a doubling makes it cheaper, in [0, 1].
    """
    return float((1.0 + deals) ** log2(1.0 - learning)) if learning < 1 else float(deals == 0)
