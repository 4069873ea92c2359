"""The section of a whole world: laws, prices, pools and labs between two dates."""

from typing import Literal, Self

from pydantic import model_validator

from worlds.config.quantity import fault
from worlds.config.schema.base import (
    Growth,
    MemberName,
    MovingPrice,
    Name,
    Overtraining,
    PoolName,
    Repeats,
    RunCompute,
    Section,
    Share,
    Strength,
    Switch,
    Text,
    TokenPrice,
    WorldName,
    Year,
    default,
    judged,
)
from worlds.config.schema.labs import Lab
from worlds.config.schema.owners import Archive, DataOwner
from worlds.config.schema.parties import Feedbacks, Publisher, Regulator, Stated, UserBase
from worlds.config.schema.pools import AnyPool

ScalingSet = Literal["besiroglu", "data-stock", "muennighoff", "hoffmann-rounded", "hoffmann-tex"]
DrawnSet = Literal["besiroglu", "data-stock", "muennighoff"]
MUENNIGHOFF = "Muennighoff et al. 2023, arXiv:2305.16264, datablations repository, plotstables/return_alloc.ipynb"


class Scaling(Section):
    """Which constants of the Chinchilla law hold (`worlds/data/scaling_laws.csv`)."""

    set: ScalingSet = "besiroglu"
    draw: list[DrawnSet] = []


class Repetition(Section):
    """What repeated tokens do: lose their worth (`saturating`), or also harm (`overfitting`), and are memorised."""

    form: Literal["saturating", "overfitting"] = "saturating"
    r_d_star: Repeats = default(Repeats, 15.387756, source=MUENNIGHOFF)
    r_n_star: Repeats = default(Repeats, 5.309743, source=MUENNIGHOFF)
    penalty: Strength = judged(
        Strength, 0.02, 0.0, 0.1, "P of the penalty; its constants are not public; judged [nat/token]"
    )
    penalty_delta: Strength = judged(Strength, 1.0, 0.5, 2.0, "exponent of the repeats; judged")
    penalty_kappa: Strength = judged(Strength, 0.5, 0.25, 1.0, "exponent of parameters per token; judged")
    memorised: Share = judged(
        Share, 0.001, 0.0002, 0.005, "share memorised at the scale of one repeat at 6 B parameters; judged"
    )
    memorised_slope: Strength = judged(
        Strength,
        0.5,
        0.2,
        1.0,
        "growth for each factor of ten in size; log-linear in Carlini et al. 2022, arXiv:2202.07646; judged",
    )


class Laws(Section):
    """The laws of the world."""

    scaling: Scaling = Scaling()
    repetition: Repetition = Repetition()


class Economy(Section):
    """What compute costs."""

    compute_price: MovingPrice = default(
        MovingPrice,
        1.5e-18,
        at=2024.0,
        assumption="2 USD per H100 hour, 989 TFLOP/s (bf16) at 37.5 % utilisation (Epoch AI, training-cost-trends)",
    )
    price_performance: Growth = default(
        Growth, 1.38, source="Epoch AI, training-cost-trends repository, cost_analysis_standalone.py"
    )


class Statutes(Section):
    """What the law says. At their defaults statutes bind nobody; rules of regulators set them.

    No model may be overtrained more than `overtraining_cap` times, whatever its lab wants, nor take more than
    `compute_cap` of training compute. Labs owe `data_levy` for each unique token that they read and that no model
    wrote for them. Owners may deal exclusively where `exclusive_deals` is at least one half, and deal as one
    (`trusts`) where that is.
    """

    overtraining_cap: Overtraining = default(Overtraining, 1e4, "no model is that much overtrained: it binds nobody")
    compute_cap: RunCompute = default(RunCompute, 1e60, "no run is that large: it binds nobody")
    data_levy: TokenPrice = default(TokenPrice, 0.0, "no levy unless a rule sets one")
    exclusive_deals: Switch = default(Switch, 1.0, "exclusive deals are allowed unless a rule forbids them")
    trusts: Switch = default(Switch, 0.0, "owners deal one by one unless a rule lets them form trusts")


class Lever(Section):
    """A number that a policy may set: which (`path`, or a pattern), within which range, and what it means."""

    path: Text
    low: Stated
    high: Stated
    meaning: Text


class World(Section):
    """A world: pools, everyone who acts, laws and prices between two dates."""

    world: WorldName
    description: str = ""
    start: Year
    end: Year
    laws: Laws = Laws()
    economy: Economy = Economy()
    statutes: Statutes = Statutes()
    pools: dict[PoolName, AnyPool]
    labs: dict[Name, Lab]
    publishers: dict[Name, Publisher] = {}
    data_owners: dict[Name, DataOwner] = {}
    archives: dict[Name, Archive] = {}
    user_bases: dict[Name, UserBase] = {}
    regulators: dict[Name, Regulator] = {}
    levers: dict[MemberName, Lever] = {}
    feedbacks: Feedbacks = Feedbacks()

    @model_validator(mode="after")
    def _time_runs_forward(self) -> Self:
        """Require the end to come after the start."""
        if self.end <= self.start:
            raise fault("'end' does not come after 'start'", f"an end later than the start, {self.start:g}")
        return self
