"""The sections of pools: five kinds, each with its ways to regenerate and to degrade."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Curve,
    Factor,
    Growth,
    Loss,
    MemberName,
    MovingFlow,
    MovingTokens,
    Parameters,
    Section,
    Share,
    SomeShare,
    Strength,
    TokenPrice,
    Worth,
    Year,
    constant,
    default,
    judged,
)


class Takedown(Section):
    """A dated removal: a share of what is there is taken out for good."""

    at: Year
    share: Share


class Pool(Section):
    """What every kind of pool has.

    `open_share` is the part that may be read now; what a lab copied before it closed stays readable as far as
    `grandfathering` goes. `rivalry` is the share of what is read that loses its value for everyone. The log of the
    price rises by `price_pace` a year and unit of utilisation above `price_target`.
    """

    description: str = ""
    quality: Share = default(Share, 1.0, "as good as the public text that everything is measured in")
    repetition: Factor = default(Factor, 1.0, "no token is read twice unless the world says otherwise")
    price: TokenPrice = default(TokenPrice, 0.0, "free to read unless the world says otherwise")
    price_pace: Strength = default(Strength, 0.0, "prices do not move unless the world says otherwise")
    price_target: Share = default(Share, 0.5, "utilisation at which the price stays as it is; judged")
    max_share: SomeShare = default(SomeShare, 1.0, "a corpus may be of this pool alone unless the world says otherwise")
    rivalry: Share = default(Share, 0.0, "text is not used up by reading")
    open_share: Curve = constant(1.0, "everything is open unless the world says otherwise")
    grandfathering: Share = default(Share, 1.0, "labs keep the copies they have made")
    takedowns: dict[MemberName, Takedown] = {}


class StockedPool(Pool):
    """A pool of things that people or instruments make: it has a stock and an inflow.

    `stock` are unique tokens of usable quality; `raw` and `usable` state it as a product instead. The inflow makes up
    for what is lost and gives the net growth, or is stated by itself as `inflow`, which then grows by `net_growth`.
    """

    stock: MovingTokens | None = None
    raw: MovingTokens | None = None
    usable: SomeShare | None = None
    inflow: MovingFlow | None = None
    net_growth: Growth = default(Growth, 1.0, "the stock stays as it is unless the world says otherwise")

    @model_validator(mode="after")
    def _one_statement(self) -> Self:
        """Require one way of stating the stock, or an inflow to fill it."""
        if self.stock is not None and self.raw is not None:
            raise fault("must state how much it holds, once", "either 'stock', or 'raw' with 'usable'")
        if self.stock is None and self.raw is None and self.inflow is None:
            raise fault("must state how much it holds, once", "either 'stock', or 'raw' with 'usable'")
        if self.raw is None and self.usable is not None:
            raise fault(
                "'usable' is the share of 'raw' and does not go without it", "'raw' and 'usable', or 'stock' alone"
            )
        return self


class PublicPool(StockedPool):
    """Public text, which nobody's reading takes away; AI-made text takes the place of part of the inflow.

    The head of the web (`head_share` of it) may close at another pace (`head_open_share`) than the rest (`open_share`).
    """

    kind: Literal["public"]
    link_rot: Loss = default(Loss, 0.0, "no loss apart from the net growth unless the world says otherwise")
    ai_share: Curve = constant(0.0, "no AI-made text unless the world says otherwise")
    machine_quality: Share = judged(Share, 0.5, 0.2, 0.9, "worth of AI-made text over that of people's; judged")
    head_share: Share = default(Share, 0.0, "no head apart unless the world says otherwise")
    head_open_share: Curve = constant(1.0, "the head is open unless the world says otherwise")


class PrivatePool(StockedPool):
    """Messages, e-mail, documents and archives that are locked until owners and users open them."""

    kind: Literal["private"]
    deletion: Loss = default(Loss, 0.0, "nothing is deleted unless the world says otherwise")
    consent: Curve = constant(1.0, "all users consent unless the world says otherwise")
    grandfathering: Share = default(Share, 0.0, "copies are deleted with the licence unless the world says otherwise")


class MultimodalPool(StockedPool):
    """Another modality or domain, worth what transfers to a language model of some size."""

    kind: Literal["multimodal"]
    modality: Literal["image", "video", "audio", "speech", "science", "genomics", "finance", "sensor"]
    rot: Loss = default(Loss, 0.0, "nothing is lost unless the world says otherwise")
    ai_share: Curve = constant(0.0, "no AI-made media unless the world says otherwise")
    machine_quality: Share = judged(Share, 0.5, 0.2, 0.9, "worth of AI-made media over that of others; judged")
    transfer: Worth
    gate_size: Parameters = default(
        Parameters,
        28e9,
        source="Aghajanyan et al. 2023, arXiv:2301.03728: speech and text compete below about 28 B parameters",
    )


class InteractionPool(StockedPool):
    """What users and the world answer to deployed models: it goes stale, costs compute, and needs capable models."""

    kind: Literal["interaction"]
    adoption: Curve = constant(1.0, "all users that will come are there unless the world says otherwise")
    staleness: Loss = judged(Loss, 0.4, 0.1, 0.7, "share that is out of date after a year; judged")
    pass_rate: SomeShare = judged(
        SomeShare, 0.02, 0.005, 0.05, "share of attempts of a small model that are of use; judged"
    )
    best_pass_rate: SomeShare = judged(SomeShare, 0.3, 0.15, 0.6, "share of attempts of a very large one; judged")
    gate_size: Parameters = default(Parameters, 100e9, "size at which half of the way to the best rate is gone; judged")
    spread: Strength = judged(
        Strength, 0.6, 0.3, 1.0, "coefficient of variation of what a token turns out to be worth; judged"
    )
    transfer: Worth = judged(Worth, 1.0, 0.5, 2.0, "worth of a useful token over one of public text; judged")

    @model_validator(mode="after")
    def _larger_is_better(self) -> Self:
        """Require large models to succeed at least as often as small ones."""
        if self.best_pass_rate.value < self.pass_rate.value:
            raise fault("'best_pass_rate' is below 'pass_rate'", "large models succeed at least as often as small ones")
        return self


class SyntheticPool(Pool):
    """What models write for a lab; each lab that reads it has a pool of its own with these numbers."""

    kind: Literal["synthetic"]
    regime: Literal["accumulate", "replace"] = "accumulate"
    budget: Share = default(Share, 0.1, "share of a generation's compute spent on writing; judged")
    acceptance: SomeShare = judged(
        SomeShare, 0.5, 0.2, 0.9, "share of what is written that the verifier lets pass; judged"
    )
    verifier: Share = judged(
        Share, 0.4, 0.2, 0.5, "strength of the check for prose (code and mathematics 0.8 to 0.95); judged"
    )
    ageing: Loss = judged(Loss, 0.2, 0.0, 0.5, "share that newer models make useless within a year; judged")
    gain: Worth = default(
        Worth,
        2.0,
        low=1.5,
        high=3.0,
        coverage=1.0,
        distribution="uniform",
        source="Kang et al. 2025, arXiv:2510.01631: a third rephrased reaches a loss several times faster; judged",
    )
    good_share: Share = default(Share, 0.3, source="Kang et al. 2025, arXiv:2510.01631: about 30 % is best")
    excess_value: Share = judged(
        Share, 0.4, 0.3, 0.7, "worth of synthetic text beyond the good share (textbook style alone); judged"
    )
    quality_loss: Share = judged(
        Share,
        0.05,
        0.03,
        0.10,
        "loss per generation without a verifier; Gerstgrasser et al. 2024 find 0.067 of 2.85 nats; judged",
    )
    tail_cut: Share = judged(Share, 0.05, 0.02, 0.15, "share of diversity lost in a generation; judged")
    drift: Share = judged(Share, 0.03, 0.0, 0.1, "drift toward the teacher's view in a generation; judged")
    overlap_loss: Share = judged(
        Share, 0.3, 0.0, 0.6, "loss of worth when the teacher read all that the student reads; judged"
    )


AnyPool = Annotated[
    PublicPool | PrivatePool | SyntheticPool | MultimodalPool | InteractionPool, Field(discriminator="kind")
]
