"""The sections of those who own data: private owners that negotiate, and archives that open and digitise."""

from typing import Self

from pydantic import model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Duration,
    Events,
    EventsPerToken,
    Factor,
    Money,
    MoneyPerYear,
    MovingTokens,
    Section,
    Share,
    SomeTime,
    Whole,
    Year,
    default,
    judged,
)


class Incidents(Section):
    """What goes wrong with private data, and what follows.

    Models recite what they have memorised (`leaks`, a year and token memorised), and what a lab stores is stolen
    (`breaches`, a year for a lab that holds all of it). Each incident costs the lab `fine`, takes `removal` of the pool
    out, and `trust_loss` of the consent and willingness left, which come back in `forgiving_time`.
    """

    leaks: EventsPerToken = judged(
        EventsPerToken,
        0.05e-12,
        0.005e-12,
        0.5e-12,
        "incidents a year for a trillion tokens that a model can recite; judged",
    )
    breaches: Events = judged(Events, 0.02, 0.005, 0.1, "thefts a year from a lab that stores everything; judged")
    fine: Money = default(
        Money, 50e6, "from what settlements of 2023 to 2025 cost, of which the largest is 1.5 B USD; judged"
    )
    removal: Share = judged(Share, 0.02, 0.0, 0.1, "share of the pool that is withdrawn after an incident; judged")
    trust_loss: Share = judged(Share, 0.2, 0.05, 0.5, "share of consent lost with an incident; judged")
    forgiving_time: SomeTime = judged(SomeTime, 3.0, 1.0, 6.0, "years in which two thirds of it come back; judged")


class DataOwner(Section):
    """Owners of private pools, who let a lab read after a negotiation.

    The pools are held by `owners` equal parties; a lab needs a deal with each, one after the other, unless they form a
    `consortium`. `desks` negotiate at a time. A deal is worked in before anything can be read (`integration`), and ends
    after `term`. An `exclusive` owner deals with one lab at a time, who pays `premium` times the price. All deals
    together are worth `beside` a year to a lab that everybody uses, beside what it trains on: text to answer from with
    its source, and peace before the courts; to others in proportion to their users.
    """

    description: str = ""
    pools: list[str]
    owners: Whole = 1
    consortium: bool = False
    consortium_time: Factor = judged(
        Factor, 2.0, 1.0, 4.0, "times as long as with one owner until all of a consortium agree; judged"
    )
    desks: Whole = 1
    negotiation_time: SomeTime = judged(
        SomeTime, 0.5, 0.25, 1.0, "years, on average, from request to signature; judged"
    )
    fee: Money = default(Money, 1e6, "a million a deal, as publishers are offered 1 to 5 a year; judged")
    integration_cost: Money = judged(Money, 1e6, 2e5, 5e6, "engineers for a source and format of its own; judged")
    integration_time: Duration = judged(Duration, 0.5, 0.25, 1.0, "years until what is bought can be read; judged")
    learning: Share = judged(
        Share, 0.2, 0.1, 0.3, "by how much cost and time of integration fall when a lab's deals double; judged"
    )
    beside: MoneyPerYear = default(MoneyPerYear, 0.0, "of no use but to train on unless the world says otherwise")
    term: SomeTime = default(
        SomeTime, 3.0, source="licences of 2023 to 2025 run for two to five years (News Corp, Reddit)"
    )
    exclusive: bool = False
    premium: Factor = judged(Factor, 2.0, 1.0, 4.0, "times the price for being the only one; judged")
    holders: list[str] = []
    incidents: Incidents = Incidents()

    @model_validator(mode="after")
    def _alone(self) -> Self:
        """Refuse an exclusive owner of what others hold already."""
        if self.exclusive and self.holders:
            raise fault("'exclusive' and 'holders' contradict each other", "one of them")
        return self


class Backlog(Section):
    """What a collection has and has not yet digitised: B' = -B / time from `since` on, flowing into the pool."""

    tokens: MovingTokens
    since: Year
    time: SomeTime


class Archive(Section):
    """Keepers of a collection in another modality or domain: they digitise it, and open it as far as that is paid for.

    The share that is open relaxes to `most_open` x y / (y + needs), with y what labs paid within about a year; without
    `needs` to `most_open`.
    """

    description: str = ""
    pools: list[str]
    backlog: Backlog | None = None
    open_share: Share = default(Share, 0.1, "share that is open before anybody pays; judged")
    most_open: Share = default(Share, 1.0, "everything may be opened in the end")
    needs: MoneyPerYear = default(MoneyPerYear, 0.0, "opening costs nothing unless the world says otherwise")
    opening_time: SomeTime = judged(SomeTime, 2.0, 1.0, 5.0, "years in which two thirds of the way are gone; judged")

    @model_validator(mode="after")
    def _opens(self) -> Self:
        """Require that something may open."""
        if self.open_share.value > self.most_open.value:
            raise fault("'open_share' is above 'most_open'", "a share that is open from the start, at most 'most_open'")
        return self
