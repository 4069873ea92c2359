"""What a user of the page has chosen, checked as it comes in; and the same as files of the command line."""

import json
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.request import LARGEST_SEED

MOST_CHANGES = 100
"""Numbers that may be changed by hand at once."""
BY_HAND_POLICY, BY_HAND_SCENARIO = "my-policy", "my-scenario"
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,80}$")]
PolicyName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,80}(@\+\d{1,2}(\.\d{1,3})?)?$")]
Path = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$")]
Written = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9+%/. _-]+$")]
Year = Annotated[float, Field(ge=1900, le=2200)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class LeverSetting(_Strict):
    """A lever set by hand from a date on, or until another."""

    value: Written
    from_: Year = Field(alias="from")
    until: Year | None = None


class Choice(_Strict):
    """Everything that a user has chosen.

    Attributes:
        world: name of a world that the page has.
        until: decimal year to end at; None for the world's own.
        seed: of every random stream.
        scenario: name of a shipped scenario; None for the world as it is.
        assumptions: numbers changed by hand, as they are written in a file, by path.
        policies: names of shipped policies, `@+2` for two years later.
        levers: what a policy by hand sets, by path.
    """

    world: Name
    until: Year | None = None
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 0
    scenario: Name | None = None
    assumptions: Annotated[dict[Path, Written], Field(max_length=MOST_CHANGES)] = {}
    policies: Annotated[list[PolicyName], Field(max_length=20)] = []
    levers: Annotated[dict[Path, LeverSetting], Field(max_length=MOST_CHANGES)] = {}

    @property
    def key(self) -> str:
        """The choice as one text, the same for the same choice."""
        return json.dumps(self.model_dump(by_alias=True), sort_keys=True)

    @property
    def is_assuming(self) -> bool:
        """Whether anything that nobody chooses is changed."""
        return bool(self.assumptions or self.scenario)

    @property
    def is_governing(self) -> bool:
        """Whether there is any policy."""
        return bool(self.policies or self.levers)

    def without_policy(self) -> "Choice":
        """Return the choice without its policies."""
        return self.model_copy(update={"policies": [], "levers": {}})

    def as_shipped(self) -> "Choice":
        """Return the world as it is, to the same end and under the same seed."""
        return self.without_policy().model_copy(update={"scenario": None, "assumptions": {}})


SideKind = Literal["as shipped", "your assumptions", "your policy"]


@dataclass(frozen=True)
class SideChoice:
    """One side of what is compared: what it is called, and what is run for it."""

    label: SideKind
    choice: Choice


def sides_of(choice: Choice) -> tuple[SideChoice, ...]:
    """Return what is compared: the world as shipped, with changed assumptions, and under a policy, as far as chosen."""
    sides = [SideChoice("as shipped", choice.as_shipped())]
    if choice.is_assuming:
        sides.append(SideChoice("your assumptions", choice.without_policy()))
    if choice.is_governing:
        sides.append(SideChoice("your policy", choice))
    return tuple(sides)
