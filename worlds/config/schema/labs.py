"""The sections of labs: what they compute, train and read, and what they do when data run short."""

from typing import Literal, Self

from pydantic import model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Cadence,
    Duration,
    Growth,
    MemberName,
    MovingFlop,
    MovingMoney,
    Multiplier,
    Overtraining,
    Parameters,
    Relative,
    Section,
    Share,
    SomeShare,
    SomeTime,
    Strength,
    Tokens,
    Whole,
    Year,
    default,
    judged,
)
from worlds.config.schema.overtraining import AnyOvertraining, FixedOvertraining

Response = Literal["undertrain", "repeat", "substitute", "wait"]


class Taper(Section):
    """Compute growth that slows: from `since` on it falls towards `to` and has gone 63 % of the way after `time`."""

    since: Year
    to: Growth
    time: SomeTime


class Model(Section):
    """A model of a slate: two of size, k, compute and tokens; the rest follow from C = 6 N D and D = 20 k N."""

    size: Parameters | None = None
    k: Overtraining | None = None
    compute: MovingFlop | None = None
    tokens: Tokens | None = None

    @model_validator(mode="after")
    def _two_of_four(self) -> Self:
        """Require two of the four."""
        named = [name for name in ("size", "k", "compute", "tokens") if getattr(self, name) is not None]
        if len(named) != 2:
            raise fault(f"names {len(named)} of the four", "two of size, k, compute and tokens")
        return self


class MixtureOfExperts(Section):
    """Train many experts and use few of them for each token: more parameters in all than are active."""

    total: Multiplier = judged(
        Multiplier, 8.0, 4.0, 30.0, "parameters in all over active ones, as in models of 2024 and 2025"
    )
    size: Multiplier = judged(Multiplier, 2.0, 1.2, 4.0, "dense parameters that one active parameter is worth; judged")


class Retrieval(Section):
    """Look things up instead of learning them by heart."""

    size: Multiplier = judged(
        Multiplier,
        2.0,
        1.0,
        10.0,
        "parameters saved; Borgeaud et al. 2022, arXiv:2112.04426, report up to 25; judged",
    )


class MultiTask(Section):
    """Train on many tasks at once."""

    data: Multiplier = judged(Multiplier, 1.1, 1.0, 1.5, "tokens that one token is worth; judged")


class Techniques(Section):
    """What makes parameters or tokens go further; each is a multiplier in the law of loss."""

    mixture_of_experts: MixtureOfExperts | None = None
    retrieval: Retrieval | None = None
    multi_task: MultiTask | None = None


class Lab(Section):
    """A lab: what it can compute, what it trains, what it reads, and what it does when data run short.

    A lab trains a family at an overtraining it chooses (`compute` or `budget`, `overtraining`, `family`; a member of
    relative size r sees r^`smaller_see` of the corpus), or the models of a `slate`, or nothing at all. What it pays for
    data, deals and fines comes out of its `budget`, where it has one; the part `reinvest` of its means is earned, and
    rises and falls with its users against what its plans promised. It reads `reads` (every pool unless named), and
    `substitutes` too once it is data-bound and `shortfall` says so. Way of `reading`: `threshold` passes over what is
    worth less than `min_value`, `marginal` over what is worth less than parameters, `crawl` takes what there is in
    proportion to its size. `count` makes it a group of so many labs that share these numbers; their means (compute and
    money) differ by `spread`, the standard deviation of their logarithm.
    """

    description: str = ""
    count: Whole = 1
    spread: Strength | None = None
    start: Year | None = None
    cadence: Cadence = default(Cadence, 1.0, "one generation of models a year")
    training_time: Duration = default(Duration, 0.0, "a model comes out in the year it is planned for")
    compute: MovingFlop | None = None
    compute_growth: Growth = default(Growth, 1.0, "compute stays as it is unless the world says otherwise")
    taper: Taper | None = None
    budget: MovingMoney | None = None
    budget_growth: Growth = default(Growth, 1.0, "the budget stays as it is unless the world says otherwise")
    reinvest: Share = default(Share, 0.0, "compute does not depend on revenue unless the world says otherwise")
    overtraining: AnyOvertraining = FixedOvertraining()
    family: dict[MemberName, Relative] | None = None
    smaller_see: Strength = default(Strength, 0.0, "the members of a family see the same corpus")
    slate: dict[MemberName, Model] | None = None
    reads: list[str] | None = None
    substitutes: list[str] = []
    min_value: SomeShare = judged(
        SomeShare, 0.4, 0.2, 0.7, "a lab passes over tokens worth less than 0.4 of a fresh one; judged, 0.2 to 0.7"
    )
    shortfall: list[Response] = ["undertrain"]
    max_wait: Duration = default(Duration, 1.0, "a lab waits a year at the most; judged")
    risk_aversion: Strength = default(Strength, 1.0, "logarithmic utility; judged")
    reading: Literal["threshold", "marginal", "crawl"] = "threshold"
    release: Literal["open", "closed"] = "closed"
    licensees: list[str] = []
    differential_privacy: Share = default(Share, 0.0, "no protection against reciting unless the world says otherwise")
    techniques: Techniques = Techniques()

    def takes(self, pool: str) -> bool:
        """Return whether the lab reads a pool, if it may: at once, or when data run short."""
        return self.reads is None or pool in self.reads or pool in self.substitutes

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """Require a training run to end before the next one begins, and a family to have its lead."""
        if self.training_time.value > self.cadence.value:
            raise fault("'training_time' is longer than 'cadence'", "a training run that ends before the next begins")
        if self.family is not None and all(ratio.value != 1.0 or ratio.uncertain for ratio in self.family.values()):
            raise fault("'family' has no lead", "sizes relative to the largest member, which is 1 and certain")
        if len(set(self.shortfall)) != len(self.shortfall):
            raise fault("'shortfall' names a response twice", "each response once")
        if bool(self.substitutes) != ("substitute" in self.shortfall):
            raise fault("'substitutes' and the response 'substitute' need each other", "both of them, or neither")
        if set(self.substitutes) & set(self.reads or ()):
            raise fault("a pool stands in 'reads' and in 'substitutes'", "each pool in one of them")
        return self
