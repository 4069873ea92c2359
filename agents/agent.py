"""What everyone who acts has in common: a name, a place in line, a mailbox, and a life of their own."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

import simpy

from agents.clock import Life
from agents.surroundings import Surroundings
from worlds.config.schema import Section
from worlds.config.values import Values

S = TypeVar("S", bound=Section)


class Agent(ABC, Generic[S]):
    """Someone who acts, with the section of the world file that says how.

    Attributes:
        hears: the kinds of news that reach its mailbox.
        key: dotted path of its section in the world.
        name: its name in the world.
        section: what the world file says of it.
        surroundings: the ecosystem it lives in.
        values: the numbers of this replication.
        rank: its place among agents that act at the same moment, lower first.
        mailbox: news that it has not read.
    """

    hears: ClassVar[tuple[type, ...]] = ()

    def __init__(self, place: str, name: str, section: S, surroundings: Surroundings, rank: int) -> None:
        """Set up an agent.

        Args:
            place: the section of the world that it stands in.
            name: its name there.
            section: what the world file says of it.
            surroundings: the ecosystem it lives in.
            rank: its place among agents that act at the same moment.
        """
        self.key = f"{place}.{name}"
        self.name = name
        self.section = section
        self.surroundings = surroundings
        self.values: Values = surroundings.values
        self.rank = rank
        self.mailbox: simpy.Store = simpy.Store(surroundings.clock.environment)
        self.begin()

    def begin(self) -> None:
        """Set up what the agent remembers, before anybody lives."""

    @abstractmethod
    def live(self) -> Life:
        """Live in the world: yield events for ever, or as long as there is something to do."""

    def concerns(self, news: Any) -> bool:
        """Return whether it would do anything about news of a kind that it hears; the others are not even posted."""
        return True

    def post(self, news: object) -> None:
        """Put news into the mailbox."""
        self.mailbox.put(news)

    def next_news(self) -> simpy.Event:
        """Return the event of the next piece of news, whose value it is."""
        return self.mailbox.get()

    def renew(self) -> None:
        """Take over numbers of the world that have changed."""

    def settle(self) -> None:
        """Bring books up to date, since somebody looks at them."""

    @property
    def year(self) -> float:
        """The decimal year."""
        return self.surroundings.clock.now
