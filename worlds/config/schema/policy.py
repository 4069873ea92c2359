"""The sections of a policy file, what somebody chooses, and of a scenario file, values nobody chooses."""

from typing import Literal, Self

from pydantic import model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import MemberName, Section, Text, WorldName
from worlds.config.schema.parties import Enactment, Reaction

Direction = Literal["rises", "falls"]


class Expectation(Section):
    """What a policy should do to an outcome, argued before any run; and why it did not, where runs were a surprise."""

    outcome: Text
    direction: Direction
    why: Text
    surprise: Text | None = None


class Policy(Section):
    """A policy: dated changes of levers, and reactions; with what it takes for granted and what it should do."""

    policy: WorldName
    description: Text
    assumptions: list[Text] = []
    expects: dict[MemberName, Expectation] = {}
    changes: dict[MemberName, Enactment] = {}
    reacts: dict[MemberName, Reaction] = {}

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        """Require names of changes and of reactions to differ."""
        both = set(self.changes) & set(self.reacts)
        if both:
            raise fault(f"{sorted(both)[0]!r} is a change and a reaction", "a name of its own for each")
        return self


class Scenario(Section):
    """A scenario: numbers of the world that nobody chooses, by path or pattern."""

    scenario: WorldName
    description: Text
    values: dict[str, str | float | int | bool]
