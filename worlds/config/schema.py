"""The schema of a world file: what may stand in it, in which unit, within which range."""

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from worlds.config import units
from worlds.config.number import Bounds, Number
from worlds.config.quantity import EARLIEST, LATEST, Quantity, fault

POSITIVE = Bounds(above=0.0)
Tokens = Annotated[Number, Quantity(units.TOKEN, Bounds(low=0.0))]
MovingTokens = Annotated[Number, Quantity(units.TOKEN, POSITIVE, moves=True)]
Parameters = Annotated[Number, Quantity(units.PARAMETER, POSITIVE)]
MovingFlop = Annotated[Number, Quantity(units.FLOP, Bounds(low=0.0), moves=True)]
MovingPrice = Annotated[Number, Quantity(units.USD_PER_FLOP, Bounds(low=0.0), moves=True)]
Growth = Annotated[Number, Quantity(units.GROWTH, Bounds(low=0.1, high=100.0))]
Loss = Annotated[Number, Quantity(units.RATE, Bounds(low=0.0, below=1.0))]
Duration = Annotated[Number, Quantity(units.DURATION, Bounds(low=0.0, high=100.0))]
Cadence = Annotated[Number, Quantity(units.DURATION, Bounds(low=1 / 365.25, high=20.0))]
Overtraining = Annotated[Number, Quantity(units.RATIO, Bounds(low=1e-3, high=1e4))]
Relative = Annotated[Number, Quantity(units.RATIO, Bounds(above=0.0, high=1.0))]
Repeats = Annotated[Number, Quantity(units.RATIO, Bounds(above=0.0, high=1000.0))]
Factor = Annotated[Number, Quantity(units.RATIO, Bounds(low=1.0, high=16.0))]
Share = Annotated[Number, Quantity(units.SHARE, Bounds(low=0.0, high=1.0))]
SomeShare = Annotated[Number, Quantity(units.SHARE, Bounds(above=0.0, high=1.0))]
Year = Annotated[float, Field(ge=EARLIEST, le=LATEST)]

MUENNIGHOFF = "Muennighoff et al. 2023, arXiv:2305.16264, datablations repository, plotstables/return_alloc.ipynb"
RESERVED = frozenset({"public", "private", "synthetic", "multimodal", "interaction", "ecosystem"})


def _not_reserved(name: str) -> str:
    """Refuse names that outcomes need for themselves."""
    if name in RESERVED:
        raise fault(f"a pool cannot be called {name!r}", "any other name, such as 'public_text'")
    return name


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
PoolName = Annotated[Name, AfterValidator(_not_reserved)]
MemberName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
WorldName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
ScalingSet = Literal["besiroglu", "data-stock", "muennighoff", "hoffmann-rounded", "hoffmann-tex"]
DrawnSet = Literal["besiroglu", "data-stock", "muennighoff"]
Response = Literal["undertrain", "repeat"]


def default(kind: Any, value: float, assumption: str | None = None, **facts: Any) -> Number:
    """Return the number, in base units, that holds when a world file leaves it out, with its reason or source."""
    quantity = get_args(kind)[1]
    return Number(value, quantity.dimension, quantity.bounds, assumption=assumption, **facts)


class Section(BaseModel):
    """A part of a world file: no unknown keys, no conversions, no change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, given: object, info: ValidationInfo) -> object:
        """Note which keys each mapping may have, so that messages can name them."""
        if info.context is not None and isinstance(given, dict):
            info.context[id(given)] = list(cls.model_fields)
        return given


class Scaling(Section):
    """Which constants of the Chinchilla law hold (`worlds/data/scaling_laws.csv`)."""

    set: ScalingSet = "besiroglu"
    draw: list[DrawnSet] = []


class Repetition(Section):
    """How fast repeated tokens lose their worth."""

    r_d_star: Repeats = default(Repeats, 15.387756, source=MUENNIGHOFF)
    r_n_star: Repeats = default(Repeats, 5.309743, source=MUENNIGHOFF)


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


class PublicPool(Section):
    """Public text: read by everyone, taken away by nobody's reading.

    `stock` are unique tokens of usable quality; `raw` and `usable` state it as a product instead.
    """

    kind: Literal["public"]
    description: str = ""
    stock: MovingTokens | None = None
    raw: MovingTokens | None = None
    usable: SomeShare | None = None
    net_growth: Growth = default(Growth, 1.0, "the stock stays as it is unless the world says otherwise")
    link_rot: Loss = default(Loss, 0.0, "no loss apart from the net growth unless the world says otherwise")
    repetition: Factor = default(Factor, 1.0, "no token is read twice unless the world says otherwise")

    @model_validator(mode="after")
    def _one_statement(self) -> Self:
        """Require one way of stating the stock."""
        if (self.stock is None) == (self.raw is None):
            raise fault("must state how much it holds, once", "either 'stock', or 'raw' with 'usable'")
        if self.stock is not None and self.usable is not None:
            raise fault(
                "'usable' is the share of 'raw' and does not go with 'stock'", "'raw' and 'usable', or 'stock' alone"
            )
        return self


class FixedOvertraining(Section):
    """Train the lead model of every generation at the same overtraining k."""

    strategy: Literal["fixed"] = "fixed"
    k: Overtraining = default(Overtraining, 1.0, "compute-optimal by the rule of 20 tokens per parameter")


class Taper(Section):
    """Compute growth that slows: from `since` on it falls towards `to` and has gone 63 % of the way after `time`."""

    since: Year
    to: Growth
    time: Annotated[Number, Quantity(units.DURATION, Bounds(above=0.0, high=100.0))]


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


class Lab(Section):
    """A lab: what it can compute, what it trains, what it reads, and what it does when data run short.

    A lab trains a family at an overtraining it chooses (`compute`, `overtraining`, `family`), or the models of a
    `slate`, or nothing at all.
    """

    description: str = ""
    start: Year | None = None
    cadence: Cadence = default(Cadence, 1.0, "one generation of models a year")
    training_time: Duration = default(Duration, 0.0, "a model comes out in the year it is planned for")
    compute: MovingFlop | None = None
    compute_growth: Growth = default(Growth, 1.0, "compute stays as it is unless the world says otherwise")
    taper: Taper | None = None
    overtraining: FixedOvertraining = FixedOvertraining()
    family: dict[MemberName, Relative] | None = None
    slate: dict[MemberName, Model] | None = None
    reads: list[str] | None = None
    min_value: SomeShare = default(
        SomeShare,
        0.4,
        low=0.2,
        high=0.7,
        coverage=1.0,
        distribution="uniform",
        assumption="a lab passes over tokens worth less than 0.4 of a fresh one; judged, 0.2 to 0.7",
    )
    shortfall: list[Response] = ["undertrain"]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """Require a training run to end before the next one begins, and a family to have its lead."""
        if self.training_time.value > self.cadence.value:
            raise fault("'training_time' is longer than 'cadence'", "a training run that ends before the next begins")
        if self.family is not None and max((ratio.value for ratio in self.family.values()), default=0.0) != 1.0:
            raise fault("'family' has no lead", "sizes relative to the largest member, which is 1")
        if len(set(self.shortfall)) != len(self.shortfall):
            raise fault("'shortfall' names a response twice", "each response once")
        return self


class World(Section):
    """A world: pools, labs, laws and prices between two dates."""

    world: WorldName
    description: str = ""
    start: Year
    end: Year
    laws: Laws = Laws()
    economy: Economy = Economy()
    pools: dict[PoolName, PublicPool]
    labs: dict[Name, Lab]

    @model_validator(mode="after")
    def _time_runs_forward(self) -> Self:
        """Require the end to come after the start."""
        if self.end <= self.start:
            raise fault("'end' does not come after 'start'", "an end later than the start")
        return self
