"""Deals for private data: what an owner asks, and what a lab asks for."""

from dataclasses import dataclass
from typing import Protocol


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
