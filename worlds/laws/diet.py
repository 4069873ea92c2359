"""The diet: how many tokens a corpus takes from each pool, and how many epochs of each, in closed form.

Maximise sum of a f(n, u) - p u over pools, subject to sum of c n <= W, u <= U, n <= S, u <= n <= E u, with
f = u + u R* (1 - exp(-(n/u - 1) / R*)) (Muennighoff et al. 2023), a the first-epoch value of a token (quality times
transfer), p its price per unique token in effective tokens, c its compute per slot. A licence is paid once per unique
token, so p belongs to u.

For one pool the best value of n slots is concave: a straight line, on which tokens are bought at e_b epochs each, up to
n = e_b U, then a (1 + R* (1 - exp(-(n/U - 1) / R*))) U. So one level l, the value of one more slot of compute, decides
all: a pool is read where its slope over c reaches l, and between break points the slots add up to A - B ln l.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, fsum, inf, log
from typing import Literal, NamedTuple

from scipy.special import lambertw

from worlds.laws.repetition import effective_tokens

Reason = Literal[
    "whole", "in part", "epoch cap", "share cap", "not needed", "worth too little", "too dear", "nothing there"
]

LEAST = 1e-200
"""Fewer tokens than this are none, since what is divided by them would leave the range of a float [token]."""


class Offer(NamedTuple):
    """What a pool, or a part of one, offers to a corpus.

    Attributes:
        name: name of the pool.
        unique: U, tokens that can be read [token].
        value: a, worth of a token in its first epoch [effective token].
        price: p, what a unique token costs [effective token].
        compute: c, compute of a slot over that of training on good public text.
        epochs: E, most epochs, at least 1; infinite where nothing limits them.
        slots: S, most slots [token].
        part: which part of the pool, where it offers itself in several.
    """

    name: str
    unique: float
    value: float
    price: float = 0.0
    compute: float = 1.0
    epochs: float = inf
    slots: float = inf
    part: str = ""


class Portion(NamedTuple):
    """What a corpus takes of one offer.

    Attributes:
        offer: the offer.
        unique: u, different tokens [token].
        read: n, slots [token].
        effective: a f(n, u) [effective token].
        break_level: level below which the pool is bought whole; 0 where it is never bought.
        reason: why so much and no more.
    """

    offer: Offer
    unique: float
    read: float
    effective: float
    break_level: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Diet:
    """The best diet.

    Attributes:
        level: l, value of one more slot of compute [effective token].
        offers: what could be read.
        reads: slots of each offer [token], in their order.
        portion: makes the portion of an offer by its place; not everybody who wants to know what is read needs them.
    """

    level: float
    offers: Sequence[Offer]
    reads: Sequence[float]
    portion: Callable[[int], Portion]

    @property
    def portions(self) -> tuple[Portion, ...]:
        """What is taken of each offer, in their order."""
        return tuple(map(self.portion, range(len(self.offers))))

    @property
    def slots(self) -> float:
        """Compute spent, in slots of good public text: the sum of c n [token]."""
        return fsum([offer.compute * read for offer, read in zip(self.offers, self.reads, strict=True) if read > 0])

    @property
    def effective(self) -> float:
        """What the diet is worth [effective token]."""
        return fsum([portion.effective for portion in self.portions if portion.read > 0])

    @property
    def net(self) -> float:
        """What it is worth after paying for it: the objective [effective token]."""
        paid = fsum(portion.offer.price * portion.unique for portion in self.portions if portion.read > 0)
        return self.effective - paid


@dataclass(slots=True)
class _Curve:
    """The concave value of one offer: a straight piece up to `line` slots, then down to `most`.

    Attributes:
        at: place of the offer.
        epochs: e_b, epochs on the straight piece.
        top: level of the straight piece.
        bottom: level at which `most` slots are reached.
        line: slots of the straight piece [token].
        most: most slots [token].
        compute: c of the offer.
        unique: U of the offer [token].
        log_worth: ln (a / c), by which slots below the straight piece are U (1 + R* (ln (a / c) - ln l)).
        log_bottom: ln of the bottom.
    """

    at: int
    epochs: float
    top: float
    bottom: float
    line: float
    most: float
    compute: float
    unique: float
    log_worth: float
    log_bottom: float

    def slots(self, log_level: float, r_star: float) -> float:
        """Return the slots taken at the logarithm of a level below the straight piece [token]."""
        if log_level <= self.log_bottom:
            return self.most
        wanted = self.unique * (1.0 + r_star * (self.log_worth - log_level))
        if wanted <= self.line:
            return self.line
        return wanted if wanted < self.most else self.most


def compose(wanted: float, offers: Sequence[Offer], r_star: float, min_value: float = 0.0) -> Diet:
    """Return the best diet.

    Args:
        wanted: W, slots of compute [token].
        offers: what can be read; the order does not matter to what is taken.
        r_star: R_D* of repeated data.
        min_value: level below which no slot is read.
    """
    curves = [_curve(i, offer, r_star) for i, offer in enumerate(offers)]
    level, taken = _filled(wanted, curves, r_star, min_value)
    reads = [taken.get(i, 0.0) for i in range(len(offers))]
    return Diet(level, offers, reads, lambda i: _portion(offers[i], reads[i], curves[i], min_value, r_star))


def unbounded(wanted: float, offers: Sequence[Offer], r_star: float) -> list[float]:
    """Return the slots that the best diet would take of each offer if tokens could be repeated for ever [token]."""
    curves = [_curve(i, offer, r_star, inf) for i, offer in enumerate(offers)]
    taken = _filled(wanted, curves, r_star, 0.0)[1]
    return [taken.get(i, 0.0) for i in range(len(offers))]


def best_level(offer: Offer, r_star: float) -> float:
    """Return what a slot of an offer is worth at best, after its price [effective token]; 0 where nothing is to gain.

    A diet of a higher level reads none of it, and one that had a choice of it reads the same as without.
    """
    curve = _curve(0, offer, r_star)
    return 0.0 if curve is None else curve.top


def break_epochs(price: float, value: float, r_star: float) -> float:
    """Return the epochs at which a token bought at a price is read best: the root of f(e) - e f'(e) = p / a.

    exp(-x) (1 + R* + R* x) = 1 + R* - p / a with x = (e - 1) / R*, solved by the lower branch of Lambert's W.

    Returns:
        1 for free tokens, infinity for tokens that no number of epochs makes worth their price.
    """
    ratio = price / value
    if ratio <= 0.0:
        return 1.0
    rest = 1.0 + r_star - ratio
    if rest <= 0.0:
        return inf
    shift = (1.0 + r_star) / r_star
    y = -lambertw(-rest / r_star * exp(-shift), k=-1).real
    return max(1.0, 1.0 + r_star * float(y - shift))


def _curve(at: int, offer: Offer, r_star: float, most_epochs: float | None = None) -> _Curve | None:
    """Return the value curve of an offer, with its own limit of epochs or another; None where nothing is to gain."""
    _, unique, value, price, compute, cap, slots, _ = offer
    cap = cap if most_epochs is None else most_epochs
    if unique < LEAST or value <= 0 or slots <= 0:
        return None
    epochs, top = (1.0, value / compute) if price <= 0 else _bought(value, price, compute, cap, r_star)
    if top <= 0:
        return None
    most = cap * unique
    most = most if most < slots else slots
    line, bottom = epochs * unique, top
    if line >= most:
        line = most
    else:
        bottom = min(value * _slope(most / unique, r_star) / compute, top)
    log_bottom = log(bottom) if bottom > 0 else -inf
    return _Curve(at, epochs, top, bottom, line, most, compute, unique, log(value / compute), log_bottom)


def _bought(value: float, price: float, compute: float, cap: float, r_star: float) -> tuple[float, float]:
    """Return the epochs at which tokens of a price are read best, and the level of that; 0 where at none."""
    beyond = cap < inf and price > value * (effective_tokens(cap, 1.0, r_star) - cap * _slope(cap, r_star))
    best = inf if beyond else break_epochs(price, value, r_star)  # a root beyond the cap need not be found
    if best <= cap:
        return (best, value * _slope(best, r_star) / compute) if best < inf else (inf, 0.0)
    return cap, (value * effective_tokens(cap, 1.0, r_star) - price) / (compute * cap)


def _slope(epochs: float, r_star: float) -> float:
    """Return the worth of one more slot after some epochs, over that of the first."""
    return exp((1.0 - epochs) / r_star) if epochs > 1.0 else 1.0


def _filled(
    wanted: float, curves: Sequence[_Curve | None], r_star: float, floor: float
) -> tuple[float, dict[int, float]]:
    """Return the level and the slots of each offer of the best diet, of those of which anything is worth reading."""
    return _fill(wanted, [one for one in curves if one and one.top >= floor] if wanted > 0 else [], r_star, floor)


def _fill(wanted: float, curves: Sequence[_Curve], r_star: float, floor: float) -> tuple[float, dict[int, float]]:
    """Return the level and the slots of each offer that fill the corpus, or all that is worthwhile.

    What is read only grows from one break point down to the next, so that the one at which the corpus is full is found
    by halving. Between two of them the curves being read are fixed, and their slots are A - B ln l. Every sum is exact
    before it is rounded (`fsum`), so that the order of pools does not matter.
    """
    bottoms = {curve.bottom if curve.bottom > floor else floor for curve in curves}
    levels = sorted({curve.top for curve in curves} | bottoms, reverse=True)

    sums: dict[float, tuple[float, float]] = {}

    def full(level: float) -> bool:
        sums[level] = above, block = _above(curves, level, r_star), _block(curves, level)
        return above + block >= wanted

    at = bisect_left(levels, 1, key=full)
    if at == len(levels):
        last = levels[-1] if levels else floor
        log_last = _log(last)
        return last, {curve.at: curve.slots(log_last, r_star) for curve in curves}
    level = levels[at]
    above = [curve for curve in curves if curve.top > level]
    before, block = sums[level]
    if before >= wanted:
        return _between(wanted, above, level, r_star)
    share, log_level = (wanted - before) / block, _log(level)
    taken = {curve.at: curve.slots(log_level, r_star) for curve in above}
    return level, taken | {curve.at: curve.line * share for curve in curves if curve.top == level}


def _above(curves: Sequence[_Curve], level: float, r_star: float) -> float:
    """Return the compute of what is read at a level, but for the straight pieces that begin there [token]."""
    log_level = _log(level)
    return fsum([curve.compute * curve.slots(log_level, r_star) for curve in curves if curve.top > level])


def _block(curves: Sequence[_Curve], level: float) -> float:
    """Return the compute of the straight pieces that begin at a level [token]."""
    return fsum([curve.compute * curve.line for curve in curves if curve.top == level])


def _log(level: float) -> float:
    """Return the logarithm of a level, which may be zero."""
    return log(level) if level > 0 else -inf


def _between(wanted: float, curves: Sequence[_Curve], below: float, r_star: float) -> tuple[float, dict[int, float]]:
    """Return the level between `below` and the break point above it at which the slots add up, in closed form."""
    moving = [curve for curve in curves if curve.line < curve.most and curve.bottom <= below]
    still = [curve for curve in curves if not (curve.line < curve.most and curve.bottom <= below)]
    fixed = fsum([curve.compute * curve.most for curve in still])
    scale = fsum([curve.compute * curve.unique for curve in moving]) * r_star
    at_one = fsum([curve.compute * curve.unique * (1.0 + r_star * curve.log_worth) for curve in moving])
    log_level = (fixed + at_one - wanted) / scale if scale > 0 else _log(below)
    taken = {curve.at: curve.most for curve in still}
    return exp(log_level), taken | {curve.at: curve.slots(log_level, r_star) for curve in moving}


def _portion(offer: Offer, read: float, curve: _Curve | None, min_value: float, r_star: float) -> Portion:
    """Return what is taken of one offer, and why so much and no more."""
    if curve is None or read <= 0:
        return Portion(offer, 0.0, 0.0, 0.0, 0.0 if curve is None else curve.top, _why_not(offer, curve, min_value))
    unique = min(offer.unique, read / curve.epochs)
    effective = offer.value * effective_tokens(read, unique, r_star)
    return Portion(offer, unique, read, effective, curve.top, _why(offer, read, unique, curve))


def _why(offer: Offer, read: float, unique: float, curve: _Curve) -> Reason:
    """Return why no more is read."""
    if read >= curve.most * (1 - 1e-12):
        return "share cap" if offer.slots < offer.epochs * offer.unique else "epoch cap"
    return "whole" if unique >= offer.unique * (1 - 1e-12) else "in part"


def _why_not(offer: Offer, curve: _Curve | None, min_value: float) -> Reason:
    """Return why nothing is read."""
    if offer.unique < LEAST or offer.slots <= 0:
        return "nothing there"
    if offer.value <= 0 or (offer.price <= 0 and offer.value / offer.compute < min_value):
        return "worth too little"
    if curve is None or curve.top < min_value:
        return "too dear" if offer.price > 0 and offer.value / offer.compute >= min_value else "worth too little"
    return "not needed"
