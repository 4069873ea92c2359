"""The JSON Schemas of world, policy, scenario and experiment files, for completion and hints in editors."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from worlds.config.extensions import world_schema
from worlds.config.number import Number
from worlds.config.schema.base import keys_of
from worlds.config.schema.experiment import Experiment
from worlds.config.schema.policy import Policy, Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS = {"type": "string", "description": "a shipped world by name, or a file by its relative path, to build on"}


class _Generator(GenerateJsonSchema):
    """Writes defaults as they would stand in a world file."""

    def encode_default(self, dft: Any) -> Any:
        """Return a default as plain data."""
        return _written(dft)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a world file.

    Nothing but the name is required, since a world may build on another, and `null` is allowed everywhere, since it
    takes away what the other has; `tokenshed check` says what is missing.
    """
    schema = world_schema().model_json_schema(schema_generator=_Generator)
    loose = _loosened(schema)
    loose["properties"] = {"world": schema["properties"]["world"], "extends": _EXTENDS, **loose["properties"]}
    numbers: dict[str, Any] = {}
    shared = _with_shared_numbers(loose, numbers)
    shared["$defs"] = {**shared["$defs"], **dict(sorted(numbers.items()))}
    return {"$schema": DIALECT, **shared, "title": "Tokenshed world", "required": ["world"]}


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file."""
    return {"$schema": DIALECT, **Policy.model_json_schema(schema_generator=_Generator), "title": "Tokenshed policy"}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    return {
        "$schema": DIALECT,
        **Scenario.model_json_schema(schema_generator=_Generator),
        "title": "Tokenshed scenario",
    }


def experiment_schema() -> dict[str, Any]:
    """Return the JSON Schema of an experiment file."""
    schema = Experiment.model_json_schema(schema_generator=_Generator)
    short = [{"type": "array", "minItems": 1}, {"const": "own"}]
    schema["$defs"]["Levels"] = {"anyOf": [*short, schema["$defs"]["Levels"]]}
    over = schema["$defs"]["Sample"]["properties"]["over"]
    over["anyOf"] = [{"const": "uncertain"}, {"type": "array", "items": {"type": "string"}}, *over["anyOf"]]
    return {"$schema": DIALECT, **schema, "title": "Tokenshed experiment"}


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "world": json_schema,
    "policy": policy_schema,
    "scenario": scenario_schema,
    "experiment": experiment_schema,
}
"""The schema of each kind of file by its first key."""


def _with_shared_numbers(part: Any, numbers: dict[str, Any]) -> Any:
    """Return a schema in which numbers of one dimension refer to one definition, which is put among the numbers."""
    if isinstance(part, list):
        return [_with_shared_numbers(one, numbers) for one in part]
    if not isinstance(part, dict):
        return part
    mapping = part["anyOf"][-1] if isinstance(part.get("anyOf"), list) else {}
    if "ci95" not in mapping.get("properties", {}):
        return {key: _with_shared_numbers(child, numbers) for key, child in part.items()}
    dated = " with a date" if "at" in mapping["properties"] else ""
    name = part["anyOf"][0]["description"].partition(":")[0] + dated
    key = "".join(word.capitalize() for word in name.split())
    numbers[key] = {"anyOf": part["anyOf"]}
    return {**{word: fact for word, fact in part.items() if word != "anyOf"}, "$ref": f"#/$defs/{key}"}


def _written(value: Any) -> Any:
    """Return a value as plain data of a world file."""
    if isinstance(value, Number):
        return value.written()
    if isinstance(value, BaseModel):
        return {key: _written(getattr(value, name)) for key, name in keys_of(type(value)).items()}
    if isinstance(value, dict):
        return {key: _written(child) for key, child in value.items()}
    return [_written(child) for child in value] if isinstance(value, (list, tuple)) else value


def _loosened(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of sections in which nothing is required, everything may be null, and no kind need be stated."""
    loose = {key: _LOOSE.get(key, _same)(part) for key, part in schema.items() if key not in _STRICT}
    return {**loose, "anyOf": _all(schema["oneOf"])} if "oneOf" in schema else loose


def _same(part: Any) -> Any:
    """Return a part as it is."""
    return part


def _all(parts: list[Any]) -> list[Any]:
    """Return alternatives loosened."""
    return [_loosened(part) for part in parts]


def _each(parts: dict[str, Any]) -> dict[str, Any]:
    """Return named schemas loosened and nullable."""
    return {name: _nullable(_loosened(part)) for name, part in parts.items()}


def _definitions(parts: dict[str, Any]) -> dict[str, Any]:
    """Return named definitions loosened."""
    return {name: _loosened(part) for name, part in parts.items()}


def _nullable(part: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that allows null too."""
    return {"anyOf": [part, {"type": "null"}]}


_STRICT = ("required", "oneOf", "discriminator")
_LOOSE: dict[str, Any] = {
    "properties": _each,
    "patternProperties": _each,
    "$defs": _definitions,
    "anyOf": _all,
    "additionalProperties": lambda part: _nullable(_loosened(part)) if isinstance(part, dict) else part,
}
