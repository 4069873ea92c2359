"""The sections of the others who act: publishers, users, regulators; and the switches of the feedbacks between all."""

from typing import Literal, Self

from pydantic import Field, model_validator

from worlds.config.faults import listed
from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Duration,
    Elasticity,
    Growth,
    MemberName,
    MovingFlow,
    MovingMoneyPerYear,
    Multiplier,
    Nats,
    Section,
    Share,
    SomeTime,
    Text,
    Year,
    default,
    judged,
)

Stated = str | float | int | bool
"""A number as it is written, of whatever unit its path asks for."""


class Closing(Section):
    """How sites close when they are crawled.

    Pressure is the number of times that labs have copied all of it, forgotten within `memory`; of the part of the pool,
    `most` x pressure / (pressure + half_pressure) closes in the end.
    """

    most: Share = judged(
        Share, 0.45, 0.3, 0.7, "share restricted under heavy crawling, from Longpre et al. 2024; judged"
    )
    half_pressure: Multiplier = judged(
        Multiplier, 2.0, 0.5, 8.0, "whole copies a year at which half of that closes; judged"
    )
    memory: SomeTime = judged(SomeTime, 1.0, 0.5, 2.0, "years for which a crawl is remembered; judged")
    closing_time: SomeTime = judged(
        SomeTime, 2.0, 1.0, 4.0, "years in which two thirds of those who will close do; judged"
    )
    reopening_time: SomeTime = judged(SomeTime, 10.0, 5.0, 20.0, "years in which they open again; judged")


class MachineText(Section):
    """How models come to write: the share of new text that they write relaxes to `most` x A / (1 + A).

    A = (appeal_loss / reducible loss)^sensitivity is the appeal of the best model released.
    """

    most: Share = default(
        Share,
        0.52,
        low=0.35,
        high=0.75,
        coverage=1.0,
        distribution="uniform",
        source="Graphite 2026: share of new articles at its plateau; range of other measures",
    )
    appeal_loss: Nats = judged(
        Nats, 0.2, 0.15, 0.25, "reducible loss of the models of 2020 to 2022, by the law; judged"
    )
    sensitivity: Elasticity = judged(Elasticity, 7.0, 5.0, 10.0, "as that of users; judged")
    time: SomeTime = default(SomeTime, 0.82, source="fit to Graphite's share of new articles, 2022 to 2026")


class Publisher(Section):
    """Those who write public text and put it up: they close it to crawlers, and let models write it.

    `part` names the part of the pools that closes: all of it, or their head or tail alone.
    """

    description: str = ""
    pools: list[str]
    part: Literal["all", "head", "tail"] = "all"
    closing: Closing | None = None
    machine_text: MachineText | None = None


class UserBase(Section):
    """People and firms who use models: they come as models get better, and what they write fills a pool.

    With A_i = (appeal_loss / reducible loss)^sensitivity of a lab's best model and A the sum of all, the share of
    people who use models relaxes to A / (1 + A), within `adoption_time` where it grows and `leaving_time` where it
    falls, and the part of them that uses a lab's to A_i / A within `leaving_time`. They take `demand` when everybody
    uses models (it grew by `earlier_growth` until its date), but no more than `spending` pays for, and pay `markup`
    times what that costs to compute. Of a family they use the member with the largest A / size^price_elasticity, since
    what they pay grows with size.
    """

    description: str = ""
    pools: list[str] = []
    demand: MovingFlow
    demand_growth: Growth = default(
        Growth, 1.0, "demand at full adoption stays as it is unless the world says otherwise"
    )
    earlier_growth: Growth | None = None
    spending: MovingMoneyPerYear | None = None
    spending_growth: Growth = default(Growth, 1.0, "spending stays as it is unless the world says otherwise")
    appeal_loss: Nats = judged(Nats, 0.12, 0.08, 0.18, "reducible loss at which half of all would use a model; judged")
    sensitivity: Elasticity = default(
        Elasticity, 7.0, source="Villalobos et al. 2024, arXiv:2211.04325, appendix F: r of 7 or more"
    )
    price_elasticity: Elasticity = default(
        Elasticity,
        1.5,
        low=1.1,
        high=2.4,
        coverage=1.0,
        distribution="uniform",
        source="h of Villalobos et al. 2024, arXiv:2211.04325, appendix F; range of its figures",
    )
    adoption_time: SomeTime = judged(
        SomeTime, 2.0, 1.0, 4.0, "years in which two thirds of those who will come do; judged"
    )
    leaving_time: SomeTime = judged(
        SomeTime, 0.5, 0.25, 1.0, "years in which two thirds of those who will go do; judged"
    )
    consent: Share = judged(Share, 0.5, 0.2, 0.9, "share of users whose talk may be learned from; judged")
    markup: Multiplier = judged(
        Multiplier, 3.0, 1.5, 6.0, "price of a served token over its compute at full use; judged"
    )


class Amount(Section):
    """What a number becomes: `value`, or `times` what it is, or `at_least` or `at_most` so much; one of the four."""

    value: Stated | None = None
    times: Multiplier | None = None
    at_least: Stated | None = None
    at_most: Stated | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Require one way of saying what the number becomes."""
        given = [name for name in Amount.model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise fault(
                f"says {len(given)} of the ways in which a number may change", f"one of {listed(Amount.model_fields)}"
            )
        return self


class Enactment(Amount):
    """One number of the world, or all that a pattern names, changed from a date on, until another.

    With `over` it gets there in even steps of at most a quarter of a year.
    """

    path: Text
    from_: Year = Field(alias="from")
    until: Year | None = None
    over: Duration | None = None


class Reaction(Amount):
    """A change that is made when `when` comes true, from `from` on.

    `when` reads like `pools.public_text.utilisation above 0.8`. The change holds for `lasting`, or without it as long
    as that is true, a quarter of a year at least.
    """

    when: Text
    path: Text
    from_: Year | None = Field(default=None, alias="from")
    lasting: SomeTime | None = None


class Regulator(Section):
    """Whoever changes the rules: it enacts dated changes, and reacts to what it sees, by name."""

    description: str = ""
    enacts: dict[MemberName, Enactment] = {}
    reacts: dict[MemberName, Reaction] = {}


class Feedbacks(Section):
    """What acts back on what; each can be turned off, so that its effect can be seen.

    Without its feedback a quantity keeps the course that the world file states for it.
    """

    contamination: bool = True
    usage: bool = True
    revenue: bool = True
    closure: bool = True
    trust: bool = True
    price: bool = True
    opening: bool = True
    teaching: bool = True
    competition: bool = True
