"""Reading without choosing: every source in proportion to its size, as often as it takes."""

from collections.abc import Sequence
from math import fsum

from worlds.laws.diet import Diet, Offer, Portion, Reason
from worlds.laws.repetition import effective_tokens, epoch_value


def crawl(wanted: float, offers: Sequence[Offer], r_star: float) -> Diet:
    """Return the diet of who reads everything alike, whatever it is worth or costs.

    Each source is read in proportion to its tokens, up to its caps on epochs and slots; what a cap leaves out is not
    made up for elsewhere: n = min(U min(W / sum c U, E), S) tokens of each (MODEL.md, 7.5).

    Args:
        wanted: W, slots of compute [token].
        offers: what can be read.
        r_star: R_D* of repeated data.
    """
    compute = fsum(offer.compute * offer.unique for offer in offers if offer.unique > 0)
    epochs = wanted / compute if compute > 0 else 0.0
    portions = tuple(_portion(offer, epochs, r_star) for offer in offers)
    values = [one.offer.value * epoch_value(one.read / one.unique, r_star) for one in portions if one.read > 0]
    return Diet(min(values, default=0.0), offers, [one.read for one in portions], portions.__getitem__)


def _portion(offer: Offer, epochs: float, r_star: float) -> Portion:
    """Return what is read of one source at some number of epochs."""
    read = min(offer.unique * min(epochs, offer.epochs), offer.slots)
    if read <= 0:
        return Portion(offer, 0.0, 0.0, 0.0, 0.0, "nothing there")
    unique = min(offer.unique, read)
    reason: Reason = "share cap" if read == offer.slots else "epoch cap" if epochs > offer.epochs else "in part"
    return Portion(offer, unique, read, offer.value * effective_tokens(read, unique, r_star), 0.0, reason)
