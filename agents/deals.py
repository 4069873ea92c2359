"""Deals for private data: what an owner asks, and what a lab asks for."""

from dataclasses import dataclass
from typing import Protocol

from agents.corpus import Corpus
from worlds.pools.offers import Reader


@dataclass(frozen=True)
class Terms:
    """What the deals that a lab is still missing with an owner would cost it now.

    Attributes:
        owner: who asks for it.
        pools: what they let the lab read.
        cost_usd: fees and integration of all of them, before a token is read [USD].
        premium: times the price of a token that the lab would pay.
        years: how long the data can be read [year].
        beside: what they are worth a year beside training, to a lab that everybody uses [USD/year].
        taken: whether another lab holds the data alone.
    """

    owner: str
    pools: tuple[str, ...]
    cost_usd: float
    premium: float
    years: float
    beside: float
    taken: bool


@dataclass(frozen=True)
class Application:
    """A lab asks an owner for a deal.

    Attributes:
        lab: who asks.
        bid_usd: what it would be worth to the lab [USD].
    """

    lab: str
    bid_usd: float


class Negotiator(Protocol):
    """An owner as labs know it."""

    def terms(self, lab: str) -> Terms | None:
        """Return what the missing deals would cost a lab; None where none is missing, or it waits for an answer."""

    def post(self, news: object) -> None:
        """Take an application."""


def gain(reader: Reader, without: Corpus, corpus: Corpus, least: float) -> float:
    """Return what a deal is worth for one generation, above compute and price [USD].

    What the corpus is worth more with it than without, at what the lab would pay for an effective token, less what more
    is paid for reading. Positions that would have found nothing count at what the lab's compute is worth elsewhere.

    Args:
        reader: the lab as if it had the deal.
        without: what it found without it.
        corpus: what it would read with it.
        least: level below which the lab reads nothing, and uses compute elsewhere.
    """
    more = corpus.effective - without.effective - least * (corpus.slots - without.slots)
    return reader.worth * more - (corpus.spend_usd - without.spend_usd)
