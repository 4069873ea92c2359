"""The type of a number in the schema: a bare quantity, or a mapping with value, date, interval and source."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from worlds.config.faults import listed
from worlds.config.number import Bounds, Distribution, Number
from worlds.config.units import Dimension, UnitError

EARLIEST, LATEST = 1900.0, 2500.0
NUMBER_KEYS = ("value", "at", "ci95", "ci90", "low", "high", "distribution", "source", "assumption")
_COVERAGE = {"ci95": 0.95, "ci90": 0.90}
_FORMS: dict[bool, tuple[Distribution, ...]] = {True: ("lognormal", "normal"), False: ("uniform", "loguniform")}


def fault(wrong: str, allowed: str) -> PydanticCustomError:
    """Return an error that the loader prints as `wrong; allowed: ...; given: ...`."""
    return PydanticCustomError("tokenshed", "{wrong}", {"wrong": wrong, "allowed": allowed})


@dataclass(frozen=True)
class Quantity:
    """What a field of the schema measures, and what it may be.

    Attributes:
        dimension: the unit.
        bounds: the allowed values, in base units.
        moves: whether the number changes with time by itself, so that it has a date (`at`).
    """

    dimension: Dimension
    bounds: Bounds = Bounds()
    moves: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate a mapping field by field, anything else as a bare quantity."""
        scalar = core_schema.no_info_plain_validator_function(self.scalar)
        pair = core_schema.tuple_positional_schema([scalar, scalar])
        text = core_schema.str_schema(strict=True, min_length=1)
        fields: dict[str, CoreSchema] = {
            "value": scalar,
            "at": core_schema.float_schema(strict=True, ge=EARLIEST, le=LATEST, allow_inf_nan=False),
            "ci95": pair,
            "ci90": pair,
            "low": scalar,
            "high": scalar,
            "distribution": core_schema.literal_schema(list(get_args(Distribution))),
            "source": text,
            "assumption": text,
        }
        if not self.moves:
            del fields["at"]
        mapping = core_schema.typed_dict_schema(
            {key: core_schema.typed_dict_field(one, required=key == "value") for key, one in fields.items()},
            extra_behavior="forbid",
        )
        whole = core_schema.no_info_after_validator_function(self.number, mapping)
        return core_schema.with_info_wrap_validator_function(partial(self._either, list(fields)), whole)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe both ways of writing the number to editors."""
        types = ["string", "number"] if self.dimension.bare else ["string"]
        bare = {"type": types, "description": f"{self.dimension.name}: {self.dimension.examples}"}
        pair = {"type": "array", "items": bare, "minItems": 2, "maxItems": 2}
        parts: dict[str, Any] = {"value": bare, "ci95": pair, "ci90": pair, "low": bare, "high": bare}
        parts |= {"source": {"type": "string"}, "assumption": {"type": "string"}}
        parts["distribution"] = {"enum": list(get_args(Distribution))}
        if self.moves:
            parts["at"] = {"type": "number"}
        mapping = {"type": "object", "properties": parts, "required": ["value"], "additionalProperties": False}
        return {"anyOf": [bare, mapping]}

    def _either(
        self, keys: list[str], given: Any, mapping: Callable[[Any], Number], info: core_schema.ValidationInfo
    ) -> Number:
        """Return the number of a mapping or of a bare quantity, and note which keys a mapping may have."""
        if isinstance(given, Number):
            return given
        if not isinstance(given, dict):
            return self.bare(given)
        if info.context is not None:
            info.context[id(given)] = keys
        return mapping(given)

    def bare(self, given: object) -> Number:
        """Return a certain number without a source."""
        return Number(self.scalar(given), self.dimension, self.bounds)

    def scalar(self, given: object) -> float:
        """Return a quantity in base units, or raise what is wrong with it."""
        try:
            value = self.dimension.parse(given)
        except UnitError as error:
            raise fault(error.wrong, error.allowed) from error
        if not self.bounds.hold(value):
            raise fault("out of range", self.bounds.show(self.dimension))
        return value

    def number(self, given: dict[str, Any]) -> Number:
        """Return the number of a checked mapping, or raise what does not fit together."""
        interval = self._interval(given)
        if "source" in given and "assumption" in given:
            raise fault("has both a source and an assumption", "one of them")
        facts = {key: given[key] for key in ("value", "at", "source", "assumption") if key in given}
        certain = Number(dimension=self.dimension, bounds=self.bounds, **facts)
        if interval is None:
            if "distribution" in given:
                raise fault("has a distribution but no interval", "ci95, ci90, or low and high beside it")
            return certain
        low, high, coverage = interval
        form = self._form(given, low, coverage)
        return replace(certain, low=low, high=high, coverage=coverage, distribution=form)

    def _interval(self, given: dict[str, Any]) -> tuple[float, float, float] | None:
        """Return low, high and coverage of the one interval given, or None."""
        named: list[str] = [key for key in ("ci95", "ci90") if key in given]
        ends: list[str] = [key for key in ("low", "high") if key in given]
        if len(named) + bool(ends) > 1:
            raise fault(f"has more than one interval ({listed(named + ends)})", "one of ci95, ci90, or low and high")
        if len(ends) == 1:
            raise fault(f"has {ends[0]!r} alone", "low and high together")
        if not named and not ends:
            return None
        low, high = given[named[0]] if named else (given["low"], given["high"])
        if not low <= given["value"] <= high or low == high:
            raise fault(
                "has an interval that does not hold its value", "low end <= value <= high end, and not all equal"
            )
        return low, high, _COVERAGE[named[0]] if named else 1.0

    def _form(self, given: dict[str, Any], low: float, coverage: float) -> Distribution:
        """Return the form of the distribution, lognormal for intervals and uniform for ranges unless named."""
        forms = _FORMS[coverage < 1]
        default: Distribution = forms[1] if coverage < 1 and low <= 0 else forms[0]
        form: Distribution = given.get("distribution", default)
        if form not in forms:
            raise fault(f"{form!r} does not go with this interval", listed(forms))
        if form.startswith("log") and low <= 0:
            raise fault(
                f"{form!r} needs an interval above zero", "'normal' with ci95 or ci90, 'uniform' with low and high"
            )
        return form
