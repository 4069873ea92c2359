"""What the sections of a world file share: kinds of numbers, names, curves."""

from dataclasses import replace
from typing import Annotated, Any, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from worlds.config import units
from worlds.config.number import Bounds, Number
from worlds.config.quantity import EARLIEST, LATEST, NUMBER_KEYS, Quantity, fault

POSITIVE = Bounds(above=0.0, high=1e60)
NOT_NEGATIVE = Bounds(low=0.0, high=1e60)
A_TOKEN = Bounds(low=1.0, high=1e40)
Tokens = Annotated[Number, Quantity(units.TOKEN, Bounds(low=0.0, high=1e40))]
MovingTokens = Annotated[Number, Quantity(units.TOKEN, A_TOKEN, moves=True)]
MovingFlow = Annotated[Number, Quantity(units.TOKEN_PER_YEAR, NOT_NEGATIVE, moves=True)]
Parameters = Annotated[Number, Quantity(units.PARAMETER, Bounds(low=1.0, high=1e40))]
RunCompute = Annotated[Number, Quantity(units.FLOP, POSITIVE)]
MovingFlop = Annotated[Number, Quantity(units.FLOP, NOT_NEGATIVE, moves=True)]
MovingPrice = Annotated[Number, Quantity(units.USD_PER_FLOP, NOT_NEGATIVE, moves=True)]
TokenPrice = Annotated[Number, Quantity(units.USD_PER_TOKEN, NOT_NEGATIVE)]
Money = Annotated[Number, Quantity(units.USD, NOT_NEGATIVE)]
MovingMoney = Annotated[Number, Quantity(units.USD, NOT_NEGATIVE, moves=True)]
MoneyPerYear = Annotated[Number, Quantity(units.USD_PER_YEAR, NOT_NEGATIVE)]
MovingMoneyPerYear = Annotated[Number, Quantity(units.USD_PER_YEAR, NOT_NEGATIVE, moves=True)]
Events = Annotated[Number, Quantity(units.EVENT_PER_YEAR, Bounds(low=0.0, high=1e6))]
EventsPerToken = Annotated[Number, Quantity(units.EVENT_PER_YEAR_AND_TOKEN, NOT_NEGATIVE)]
Nats = Annotated[Number, Quantity(units.NAT_PER_TOKEN, Bounds(above=0.0, high=100.0))]
Growth = Annotated[Number, Quantity(units.GROWTH, Bounds(low=0.01, high=100.0))]
Loss = Annotated[Number, Quantity(units.RATE, Bounds(low=0.0, below=1.0))]
Duration = Annotated[Number, Quantity(units.DURATION, Bounds(low=0.0, high=100.0))]
SomeTime = Annotated[Number, Quantity(units.DURATION, Bounds(low=1e-6, high=100.0))]
Cadence = Annotated[Number, Quantity(units.DURATION, Bounds(low=1 / 365.25, high=20.0))]
Overtraining = Annotated[Number, Quantity(units.RATIO, Bounds(low=1e-3, high=1e4))]
Elasticity = Annotated[Number, Quantity(units.RATIO, Bounds(above=0.0, high=100.0))]
Relative = Annotated[Number, Quantity(units.RATIO, Bounds(above=0.0, high=1.0))]
Repeats = Annotated[Number, Quantity(units.RATIO, Bounds(low=1.0, high=1000.0))]
Factor = Annotated[Number, Quantity(units.RATIO, Bounds(low=1.0, high=16.0))]
Multiplier = Annotated[Number, Quantity(units.RATIO, Bounds(low=0.01, high=100.0))]
Worth = Annotated[Number, Quantity(units.RATIO, Bounds(low=0.0, high=3.0))]
Strength = Annotated[Number, Quantity(units.RATIO, Bounds(low=0.0, high=10.0))]
Share = Annotated[Number, Quantity(units.SHARE, Bounds(low=0.0, high=1.0))]
Switch = Annotated[Number, Quantity(units.SWITCH, Bounds(low=0.0, high=1.0))]
SomeShare = Annotated[Number, Quantity(units.SHARE, Bounds(above=0.0, high=1.0))]
Text = Annotated[str, StringConstraints(min_length=1)]
Year = Annotated[float, Field(ge=EARLIEST, le=LATEST)]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
MemberName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
WorldName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]

RESERVED = frozenset({"public", "private", "synthetic", "multimodal", "interaction", "ecosystem"})
MOST_COUNTED = 100_000


def _whole(given: object) -> int:
    """Refuse what is no count."""
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_COUNTED:
        raise fault("not a count", f"a whole number from 1 to {MOST_COUNTED}")
    return given


Whole = Annotated[
    int, PlainValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_COUNTED})
]


def _not_reserved(name: str) -> str:
    """Refuse names that outcomes need for themselves."""
    if name in RESERVED:
        raise fault(f"a pool cannot be called {name!r}", "any other name, such as 'public_text'")
    return name


PoolName = Annotated[Name, AfterValidator(_not_reserved)]


def default(kind: Any, value: float, assumption: str | None = None, **facts: Any) -> Number:
    """Return the number, in base units, that holds when a world file leaves it out, with its reason or source."""
    quantity = get_args(kind)[1]
    return Number(value, quantity.dimension, quantity.bounds, assumption=assumption, **facts)


def judged(kind: Any, value: float, low: float, high: float, why: str) -> Number:
    """Return a default that nobody has measured: a wide range around a central value, in base units."""
    return default(kind, value, why, low=low, high=high, coverage=1.0, distribution="uniform")


def keys_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the keys of a section as they stand in a world file, each with the attribute that holds it."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


class Section(BaseModel):
    """A part of a world file: no unknown keys, no conversions, no change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, given: object, info: ValidationInfo) -> object:
        """Note which keys each mapping may have, so that messages can name them."""
        if info.context is not None and isinstance(given, dict):
            info.context[id(given)] = list(keys_of(cls))
        return given


class Curve(Section):
    """A share that relaxes from one value to another: x' = -(x - to) / time from `since` on, `value` before.

    A bare share, or a number as a mapping, is a curve that does not move. A source or assumption of the whole curve is
    that of every number in it that names none of its own.
    """

    value: Share
    to: Share | None = None
    since: Year | None = None
    time: SomeTime | None = None
    source: Text | None = None
    assumption: Text | None = None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe all three ways of writing the curve to editors."""
        return {"anyOf": [TypeAdapter(Share).json_schema(), handler.resolve_ref_schema(handler(schema))]}

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, given: object) -> object:
        """Read a share on its own as a curve that does not move."""
        if not isinstance(given, dict):
            return given if isinstance(given, Curve) else {"value": given}
        whole = set(given) - set(NUMBER_KEYS) or isinstance(given.get("value"), (dict, Number))
        return given if whole else {"value": given}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Require a destination, a beginning and a pace together, or none of them."""
        given = [name for name in ("to", "since", "time") if getattr(self, name) is not None]
        if len(given) not in {0, 3}:
            raise fault(f"moves, but has only {' and '.join(given)}", "'to', 'since' and 'time' together")
        if self.source is None and self.assumption is None:
            return self
        numbers = {name: getattr(self, name) for name in ("value", "to", "time")}
        return self.model_copy(update={name: self._sourced(one) for name, one in numbers.items()})

    def _sourced(self, number: Number | None) -> Number | None:
        """Return a number with the source of the curve, if it has none."""
        if number is None or number.source is not None or number.assumption is not None:
            return number
        return replace(number, source=self.source, assumption=self.assumption)


def constant(value: float, assumption: str) -> Curve:
    """Return a share that does not move, as a curve, for defaults."""
    return Curve(value=default(Share, value, assumption))
