"""What is public says in which units it speaks, and laws say where they are from."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = re.compile(
    r"\[[^\]]+\]|base unit|decimal year|\byears?\b|\bdates?\b|\b[Ss]hares?\b|\btimes\b|\bratio\b|number of|plain number"
    r"|(in|of) (its|their) unit|\bunit of\b|[Ss]econds?\b|probabilit|arguments are those of"
    r"|\btokens?\b|\bparameters?\b|\bepochs\b|\bFLOP\b|\bUSD\b|log10|between 0|quality|loss\b"
)
SOURCE = re.compile(r"MODEL\.md|arXiv|et al\.|[A-Z][a-z]+ \d{4}|decision \d{4}|Data on notable AI models")
QUANTITY = re.compile(r"\bfloat\b|NDArray")
PLACES = ("worlds", "agents", "simulator")
_COMMANDS = "simulator/cli/"
"""Where the help of each option says its unit."""


@dataclass(frozen=True)
class Public:
    """A public function or method: where it is, its types, and what is written of it and around it."""

    place: str
    name: str
    types: str
    words: str
    around: str


def of_module(file: Path) -> Iterator[Public]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield from of_body(tree, str(file.relative_to(ROOT)), ast.get_docstring(tree) or "")


def of_body(node: ast.Module | ast.ClassDef, place: str, around: str) -> Iterator[Public]:
    for one in node.body:
        if isinstance(one, ast.ClassDef):
            yield from of_body(one, place, f"{around} {ast.get_docstring(one) or ''}")
        elif isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            given = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
            types = [annotation for annotation in (*(each.annotation for each in given), one.returns) if annotation]
            words = ast.get_docstring(one) or ""
            yield Public(place, one.name, " ".join(map(ast.unparse, types)), words, around)


def found() -> list[Public]:
    return [one for place in PLACES for file in sorted((ROOT / place).rglob("*.py")) for one in of_module(file)]


def units_of(all_of_them: list[Public]) -> Mapping[tuple[str, str], str]:
    """Return all that a module says of a name: what its protocol says holds for who keeps to it."""
    said: dict[tuple[str, str], str] = {}
    for one in all_of_them:
        said[one.place, one.name] = said.get((one.place, one.name), "") + " " + one.words
    return said


def test_whoever_takes_or_gives_a_quantity_says_in_which_unit() -> None:
    everyone = [one for one in found() if not one.place.startswith(_COMMANDS)]
    said = units_of(everyone)
    speaking = [one for one in everyone if QUANTITY.search(one.types)]
    assert len(speaking) > 400
    silent = [f"{one.place}: {one.name}" for one in speaking if not UNIT.search(said[one.place, one.name])]
    assert silent == []


def test_every_law_says_where_it_is_from() -> None:
    laws = [one for one in found() if one.place.startswith("worlds/laws/")]
    assert len(laws) > 50
    assert [f"{one.place}: {one.name}" for one in laws if not SOURCE.search(one.words + one.around)] == []


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Return the price of a token [USD/token].", True),
        ("Return the share that closes.", True),
        ("Return how it goes on.", False),
    ],
)
def test_a_unit_is_told_from_none(words: str, is_told: bool) -> None:
    assert bool(UNIT.search(words)) == is_told
