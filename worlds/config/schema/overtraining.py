"""How a lab chooses the overtraining k of its lead model: one section for each strategy."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Discriminator, Tag, model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Elasticity,
    MemberName,
    MovingTokens,
    Overtraining,
    Section,
    SomeShare,
    SomeTime,
    Strength,
    Year,
    default,
    judged,
)

MARKET = "our fit to 78 models since 2024 of Epoch AI, Data on notable AI models (CC-BY 4.0); sd 0.36 in log10 k"
MOST_OVERTRAINED = 500.0
"""Cap on what a strategy chooses: beyond it lies no observed model and no fitted law."""


class DatedOvertraining(Section):
    """The overtraining of a lab's lead model at a date."""

    at: Year
    k: Overtraining


class FixedOvertraining(Section):
    """Train the lead model at a given overtraining k.

    `course` says what it was earlier: between its dates, and from the last of them to `since`, log k runs straight;
    from `since` on it is `k`.
    """

    strategy: Literal["fixed"] = "fixed"
    k: Overtraining = default(Overtraining, 1.0, "compute-optimal by the rule of 20 tokens per parameter")
    course: dict[MemberName, DatedOvertraining] = {}
    since: Year | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Require a date from which `k` holds, after every other date."""
        if bool(self.course) != (self.since is not None):
            raise fault("'course' and 'since' need each other", "both, 'since' being the date from which 'k' holds")
        dates = [one.at for one in self.course.values()]
        if len(set(dates)) < len(dates) or any(self.since is not None and date >= self.since for date in dates):
            raise fault("'course' has dates that coincide or come after 'since'", "different dates before 'since'")
        return self


class InferenceOptimal(Section):
    """Train so that training and a lifetime of use together take the least compute for the loss reached."""

    strategy: Literal["inference_optimal"]
    lifetime: SomeTime = judged(SomeTime, 1.0, 0.5, 1.5, "years for which a model is served; judged")
    lifetime_tokens: MovingTokens = default(
        MovingTokens,
        1e13,
        assumption="tokens served over the life of a model as long as nobody uses one; judged",
    )


class Profit(Section):
    """Train what earns the most when demand follows loss and price (Villalobos et al. 2024, appendix F)."""

    strategy: Literal["profit"]
    loss_elasticity: Elasticity = default(
        Elasticity, 7.0, source="Villalobos et al. 2024, arXiv:2211.04325, appendix F: r of 7 or more"
    )
    price_elasticity: Elasticity = judged(
        Elasticity, 1.5, 1.1, 2.4, "h of Villalobos et al. 2024, arXiv:2211.04325, appendix F; range of its figures"
    )

    @model_validator(mode="after")
    def _interior(self) -> Self:
        """Require a demand that falls with the price faster than revenue rises."""
        if self.price_elasticity.value <= 1.0:
            raise fault("'price_elasticity' is at most 1, so that no price is high enough", "above 1")
        return self


class Market(Section):
    """Train as others do: log10 k = level + drift log10(frontier / that of `since`) - slope log10 N."""

    strategy: Literal["market"]
    level: Elasticity = default(Elasticity, 10.2, source=MARKET)
    drift: Strength = default(Strength, 0.42, source=MARKET)
    slope: SomeShare = default(SomeShare, 0.84, source=MARKET)
    since: Year = 2024.0


class Adaptive(Section):
    """Lower k to what was found when data run short, and go back to what is wished for when they do not."""

    strategy: Literal["adaptive"]
    k: Overtraining = default(Overtraining, 10.0, "overtraining wished for while data last")
    least: Overtraining = default(Overtraining, 1.0, "a lab does not train below the compute-optimal rule")
    recovery: SomeShare = judged(
        SomeShare, 0.5, 0.2, 1.0, "share of the way back that is gone with each generation; judged"
    )


def _strategy(given: Any) -> str:
    """Return the strategy that a section states; `fixed` without one."""
    stated = given.get("strategy", "fixed") if isinstance(given, dict) else getattr(given, "strategy", "fixed")
    return stated if isinstance(stated, str) else "fixed"


AnyOvertraining = Annotated[
    Annotated[FixedOvertraining, Tag("fixed")]
    | Annotated[InferenceOptimal, Tag("inference_optimal")]
    | Annotated[Profit, Tag("profit")]
    | Annotated[Market, Tag("market")]
    | Annotated[Adaptive, Tag("adaptive")],
    Discriminator(_strategy),
]
OURS = tuple(one.__metadata__[0].tag for one in get_args(get_args(AnyOvertraining)[0]))
"""The strategies of our own, as world files name them."""


def with_others(others: Mapping[str, type[Section]]) -> Any:
    """Return the type of how a lab chooses its overtraining when other packages bring ways of their own.

    Args:
        others: the sections of those ways by the strategy that a world file names.
    """
    if not others:
        return AnyOvertraining
    union: Any = get_args(AnyOvertraining)[0]
    for name, section in others.items():
        union |= Annotated[section, Tag(name)]
    return Annotated[union, Discriminator(_strategy)]
