"""Deals for private data: what an owner asks, and what a lab asks for."""

from dataclasses import dataclass
from math import fsum
from typing import Protocol

from agents.corpus import Corpus
from worlds.config.schema import Lab as LabSection
from worlds.pools.offers import Reader


@dataclass(frozen=True)
class Terms:
    """What the deals that a lab is still missing with an owner would cost it now.

    Attributes:
        pools: what they let the lab read.
        cost_usd: fees and integration of all of them, before a token is read [USD].
        premium: times the price of a token that the lab would pay.
        years: how long a deal lasts [year].
        taken: whether another lab holds the data alone.
    """

    pools: tuple[str, ...]
    cost_usd: float
    premium: float
    years: float
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


def would_read(section: LabSection, terms: Terms, corpus: Corpus) -> bool:
    """Return whether a lab reads the pools of a deal at all; some it turns to only when data run short.

    Args:
        section: what the world file says of the lab.
        terms: of the deal.
        corpus: what the lab found without it.
    """
    pools = set(terms.pools)
    turned_to = pools & set(section.substitutes) and corpus.data_bound
    return section.reads is None or bool(pools & set(section.reads)) or bool(turned_to)


def rent(reader: Reader, corpus: Corpus, terms: Terms) -> float:
    """Return what the data of a deal are worth for one generation, above compute and price [USD].

    What its tokens add above the level at which compute would find others, at what the lab would pay for an effective
    token, less what they cost: the rent of a source in the sense of Ricardo.

    Args:
        reader: the lab as if it had the deal.
        corpus: what it would read then.
        terms: of the deal.
    """
    mine = [one for one in corpus.helpings if one.pool in terms.pools]
    gain = fsum(one.effective - corpus.level * one.compute * one.read for one in mine)
    return reader.worth * gain - fsum(one.spend_usd for one in mine)
