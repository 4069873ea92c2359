"""The JSON Schema that editors read agrees with what the loader takes, as far as a schema can."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from worlds.config.faults import InputError
from worlds.config.files import EXPERIMENTS, POLICIES, SCENARIOS, Shelf
from worlds.config.json_schema import SCHEMAS, json_schema
from worlds.config.loading import load_world, shipped_worlds
from worlds.config.scaffold import SCHEMA, begin

VALIDATOR = Draft202012Validator(json_schema())
TEXT = "# yaml-language-server: $schema={schema}\nworld: {name}\nextends: {base}\n"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", shipped_worlds())
def test_every_shipped_world_is_right_by_the_schema(name: str) -> None:
    text = (files("worlds") / f"{name}.yaml").read_text(encoding="utf-8")
    assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "{world: a, pols: {}}",
        "{world: a, pools: {web: {kind: public, stok: 1 T token}}}",
        "{world: a, labs: {lab: {release: ajar}}}",
        "{world: a, labs: {lab: {compute: {value: 1e25 FLOP, valu: 3}}}}",
        "{world: a, feedbacks: {price: 3}}",
        "{extends: minimal}",
    ],
)
def test_what_the_loader_refuses_for_its_form_the_schema_refuses_too(text: str, tmp_path: Path) -> None:
    assert list(VALIDATOR.iter_errors(yaml.safe_load(text)))
    file = tmp_path / "w.yaml"
    file.write_text(text.replace("{world: a", "{world: a, extends: minimal"), encoding="utf-8")
    with pytest.raises(InputError):
        load_world(file)


def test_a_new_world_runs_and_nothing_is_overwritten(tmp_path: Path) -> None:
    written = begin("mine", "minimal", tmp_path / "new", TEXT)
    assert [file.name for file in written] == ["mine.yaml", SCHEMA]
    assert load_world(written[0]).name == "mine"
    with pytest.raises(InputError, match="is there already"):
        begin("mine", "minimal", tmp_path / "new", TEXT)


@pytest.mark.parametrize(
    ("name", "base", "message"),
    [
        ("Mine", "minimal", "not a name"),
        ("minimal", "minimal", "is a shipped world"),
        ("mine", "minmal", "there is no world 'minmal'"),
        ("mine", "collapse", "has no pool public_text"),
    ],
)
def test_a_new_world_needs_a_name_and_a_base(name: str, base: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        begin(name, base, tmp_path, TEXT)


def test_the_shipped_schema_is_that_of_the_loader_and_every_shipped_world_names_it() -> None:
    stored = json.loads((files("worlds") / "data" / SCHEMA).read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(json_schema())), "make schema rewrites it"
    for name in shipped_worlds():
        first = (files("worlds") / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=data/{SCHEMA}"


@pytest.mark.parametrize("shelf", [POLICIES, SCENARIOS, EXPERIMENTS], ids=lambda shelf: shelf.folder)
def test_shipped_files_of_other_kinds_are_right_by_their_schema(shelf: Shelf) -> None:
    schema = json.loads(json.dumps(SCHEMAS[shelf.kind]()))
    stored = json.loads((files("worlds") / "data" / f"{shelf.kind}.schema.json").read_text(encoding="utf-8"))
    assert stored == schema, "make schema rewrites it"
    for name in shelf.names():
        text = (shelf.place / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.splitlines()[0] == f"# yaml-language-server: $schema=../data/{shelf.kind}.schema.json"
        assert [error.message for error in Draft202012Validator(schema).iter_errors(yaml.safe_load(text))] == []
