"""The sections of an experiment file: many runs of worlds, in scenarios, under policies, over a design."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from worlds.config.quantity import fault
from worlds.config.schema.base import Section, Text, WorldName, Year, keys_of

Value = str | float | int | bool
MOST_REPLICATIONS, MOST_POINTS = 1_000_000, 10_000_000
LARGEST_SEED = 2**63 - 1
_MOST_NAMES = 1000
_LONGEST, _MOST_EVENTS = 7 * 24 * 3600.0, 1_000_000_000
_SCALARS = [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]


def _value(given: object) -> Value:
    """Refuse what cannot be the value of a number or a word."""
    if not isinstance(given, (str, float, int, bool)) or given == "":
        raise fault("not a value", "a number, a quantity such as '8 %/year', a word, true or false")
    return given


@dataclass(frozen=True)
class _Within:
    """A plain number within limits, for annotations: whole, or any from above its least."""

    what: str
    least: float
    most: float
    whole: bool = True
    above: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check a number."""
        return core_schema.no_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe it to editors."""
        least = "exclusiveMinimum" if self.above else "minimum"
        return {"type": "integer" if self.whole else "number", least: self.least, "maximum": self.most}

    def _checked(self, given: object) -> float:
        """Refuse anything else."""
        known = isinstance(given, (int, float)) and not isinstance(given, bool)
        if not known or (self.whole and not isinstance(given, int)) or not self._holds(float(given)):  # type: ignore[arg-type]
            number = "a whole number" if self.whole else "a number"
            raise fault(
                f"not {self.what}", f"{number} {'above' if self.above else 'from'} {self.least:g} to {self.most:,}"
            )
        return given if self.whole else float(given)  # type: ignore[return-value, arg-type]

    def _holds(self, value: float) -> bool:
        return (self.least < value if self.above else self.least <= value) and value <= self.most


Replications = Annotated[int, _Within("a number of replications", 1, MOST_REPLICATIONS)]
Points = Annotated[int, _Within("a number of points", 1, MOST_POINTS)]
Seed = Annotated[int, _Within("a seed", 0, LARGEST_SEED)]
Scalar = Annotated[Value, PlainValidator(_value), WithJsonSchema({"anyOf": _SCALARS})]


class Levels(Section):
    """What an axis of a design covers: the values listed, a range from low to high, or the number's own range."""

    values: list[Scalar] | None = None
    low: Scalar | None = None
    high: Scalar | None = None
    steps: Annotated[int, _Within("a number of steps", 2, 100_000)] | None = None
    scale: Literal["linear", "log"] = "linear"
    own: Literal[True] | None = None

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, given: object) -> object:
        """Read a list as its values, and the word `own` as the number's own range."""
        if isinstance(given, list):
            return {"values": given}
        return {"own": True} if given == "own" else given

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Require one way of saying what is covered."""
        ends = [name for name in ("low", "high") if getattr(self, name) is not None]
        ways = [self.values is not None, bool(ends), self.own is not None]
        if sum(ways) != 1 or len(ends) == 1 or self.values == []:
            raise fault("does not say what it covers", "a list of values, low and high, or the word own")
        return self


def _spelled_out(given: object) -> object:
    """Read a list of paths as numbers over their own ranges, and `uncertain` as all that have one."""
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return dict.fromkeys(given, "own")
    return None if given == "uncertain" else given


class Sample(Section):
    """Points that fill a space evenly: how many, and over what; every uncertain number unless stated."""

    points: Points
    over: Annotated[dict[str, Levels] | None, BeforeValidator(_spelled_out)] = None

    @model_validator(mode="after")
    def _no_steps(self) -> Self:
        """Refuse what belongs into a grid."""
        stepped = [name for name, one in (self.over or {}).items() if one.steps is not None]
        if stepped:
            raise fault(f"{stepped[0]} has steps", "low and high alone, since the points of a sample have no steps")
        return self


class Design(Section):
    """Which points the runs of an experiment take: one of these."""

    grid: dict[str, Levels] | None = None
    rows: list[dict[str, Scalar]] | None = Field(None, alias="list")
    csv: Text | None = None
    lhs: Sample | None = None
    sobol: Sample | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        """Require one kind of design."""
        given = [name for name in keys_of(type(self)).values() if getattr(self, name) is not None]
        if self.grid == {} or (self.rows is not None and not any(self.rows)):
            raise fault("covers nothing", "at least one path with its levels")
        if len(given) != 1:
            raise fault("not one design" if given else "names no design", "one of grid, list, csv, lhs, sobol")
        if self.sobol is not None and self.sobol.points & (self.sobol.points - 1):
            low = 1 << (self.sobol.points.bit_length() - 1)
            raise fault(
                f"Sobol' points are balanced in powers of two only, not {self.sobol.points}", f"{low} or {2 * low}"
            )
        return self


Kept = Literal["pools", "runs", "diets", "use", "payments", "events"]


class Keep(Section):
    """What is kept of every run beside its outcomes."""

    tables: list[Kept] = []
    every: Annotated[int, _Within("a number of years", 1, 100)] = 1
    weight: Annotated[float, _Within("a weight", 0, 100, whole=False)] = 0.0


class Limits(Section):
    """What a run may take before it is ended: seconds, and events."""

    seconds: Annotated[float, _Within("a time in seconds", 0, _LONGEST, whole=False, above=True)] = 600.0
    events: Annotated[int, _Within("a number of events", 1, _MOST_EVENTS)] | None = None


class Experiment(Section):
    """An experiment: worlds x scenarios x policies x points of a design x replications."""

    experiment: WorldName
    description: Text
    worlds: list[Text]
    scenarios: list[Text] = []
    policies: list[Text] = []
    values: dict[str, Scalar] = {}
    design: Design | None = None
    replications: Replications = 1
    draw: bool = True
    luck: Literal["common", "own"] = "common"
    seed: Seed = 0
    until: Year | None = None
    part: Annotated[int, _Within("a number of runs", 1, 100_000)] | None = None
    keep: Keep = Keep()
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Require a world, and each of a kind once."""
        if not self.worlds:
            raise fault("names no world", "`worlds: [NAME, ...]`")
        for kind, names in (
            ("worlds", self.worlds),
            ("scenarios", self.scenarios),
            ("policies", self.policies),
            ("keep.tables", self.keep.tables),
        ):
            if len(names) > _MOST_NAMES:
                raise fault(f"{kind} has {len(names):,} names", f"at most {_MOST_NAMES:,}")
            twice = sorted(str(name) for name, count in Counter(names).items() if count > 1)
            if twice:
                raise fault(f"{kind} names {twice[0]!r} twice", "each of them once")
        return self
