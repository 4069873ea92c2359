"""MODEL.md against the code: its tables name all there is and nothing else, its links and tags lead somewhere."""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import agents
import worlds.laws
import worlds.pools
from agents import AGENTS
from agents.strategies.overtraining import STRATEGIES
from agents.strategies.reading import WAYS
from simulator.outcomes import MEASURES, measure_of
from simulator.run import run_world
from tests.model_page import PAGE, default_table, named, names, table, text
from worlds.config.schema import AnyPool, Lab
from worlds.config.schema.labs import Response
from worlds.config.schema.parties import Feedbacks
from worlds.config.values import scaling_laws

ROOT = PAGE.parent
OF_THE_MODEL = ("worlds.config.schema.overtraining", "simulator.ecosystem", "simulator.exhaustion")
"""Modules beside those of agents, laws and pools whose constants the page must name."""


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


def test_every_agent_stands_there_with_its_section_and_what_it_hears_in_the_order_in_which_they_act() -> None:
    stated = [(one["agent"], one["section"], set(names(one["hears"]))) for one in table("Agents")]
    assert stated == [
        (f"`{agent.__name__}`", f"`{section}`", {news.__name__ for news in agent.hears})
        for section, agent in AGENTS.items()
    ]


def test_every_kind_of_pool_stands_there() -> None:
    kinds = [get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnyPool)[0])]
    assert sorted(named("Pool kinds")) == sorted(kinds)


def test_every_feedback_stands_there() -> None:
    assert named("Feedbacks") == list(Feedbacks.model_fields)


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("Strategies of overtraining", list(STRATEGIES)),
        ("Ways of reading", list(WAYS)),
        ("Responses to a shortfall", list(get_args(Response))),
    ],
)
def test_every_way_to_decide_stands_there(heading: str, known: list[str]) -> None:
    assert named(heading) == known


def test_world_files_know_the_same_ways_of_reading() -> None:
    assert get_args(Lab.model_fields["reading"].annotation) == tuple(WAYS)


def laws() -> Iterator[str]:
    """Yield every public function and class of the laws, and what a class can be asked beside its fields."""
    for module in modules(worlds.laws):
        place = module.__name__.removeprefix("worlds.laws.")
        for name, one in vars(module).items():
            if name.startswith("_") or getattr(one, "__module__", "") != module.__name__ or not callable(one):
                continue
            yield f"{place}.{name}"
            asked = (key for key, part in vars(one).items() if callable(part) or isinstance(part, property))
            yield from (f"{place}.{name}.{key}" for key in asked if inspect.isclass(one) and not key.startswith("_"))


def test_every_law_stands_there_with_its_equation_and_its_source() -> None:
    assert sorted(named("Laws")) == sorted(laws())
    assert all(one["equation"] and one["gives"] and one["source"] for one in table("Laws"))


def test_every_constant_set_of_the_law_of_loss_stands_there() -> None:
    stated = {
        names(one["set"])[0]: tuple(float(one[key]) for key in ("E", "A", "B", "alpha", "beta"))
        for one in table("7.1 Loss")
    }
    assert stated == {
        name: (law.irreducible, law.size_scale, law.data_scale, law.alpha, law.beta)
        for name, law in scaling_laws().items()
    }


def constants() -> Iterator[str]:
    """Yield the place of every number that a module of the model gives a name in capitals."""
    others = (import_module(name) for name in OF_THE_MODEL)
    for module in (*modules(worlds.laws), *modules(worlds.pools), *modules(agents), *others):
        for statement in ast.parse(inspect.getsource(module)).body:
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            for part in (one for target in targets if target is not None for one in ast.walk(target)):
                if isinstance(part, ast.Name) and part.id.isupper() and type(vars(module)[part.id]) in {int, float}:
                    yield f"{module.__name__}.{part.id}"


def test_every_constant_of_the_code_stands_there_and_is_what_it_says() -> None:
    stated = {names(one["place"])[0]: one["value"] for one in table("Constants")}
    assert set(constants()) <= set(stated)
    for place, value in stated.items():
        found = resolved(place)
        if callable(found):
            assert re.search(rf"\b{re.escape(value)}\b", inspect.getsource(found)), place
        else:
            assert found == float(value), place


def resolved(place: str) -> object:
    """Return what a dotted path leads to: a module, and what is in it."""
    parts = place.split(".")
    at = next(i for i in range(len(parts), 0, -1) if _is_module(parts[:i]))
    found: object = import_module(".".join(parts[:at]))
    for part in parts[at:]:
        found = getattr(found, part)
    return found


def _is_module(parts: list[str]) -> bool:
    return (ROOT / Path(*parts)).with_suffix(".py").is_file() or (ROOT / Path(*parts) / "__init__.py").is_file()


def test_every_number_that_a_world_may_state_stands_there_with_its_default() -> None:
    wanted = default_table().splitlines()
    missing = [line for line in wanted if line not in text().splitlines()]
    assert not missing, "MODEL.md lacks these lines (python -m tests.model_page prints all): " + "\n".join(missing)
    assert named("Defaults") == [names(line)[0] for line in wanted[2:]]


def test_every_outcome_stands_there_with_its_unit_and_how_it_is_censored() -> None:
    found = {row["outcome"].partition(".")[0] for row in run_world("minimal").tables["outcomes"].to_pylist()}
    assert set(MEASURES) <= found
    stated = {names(one["outcome"])[0]: one for one in table("Outcomes")}
    assert {name: one["unit"] for name, one in stated.items()} == {name: measure_of(name).unit for name in found}
    for one in stated.values():
        dates = ["never", "before_start"]
        assert names(one["censored"]) == (
            dates if one["unit"] == "year" else [] if one["censored"] == "no" else ["never"]
        )


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]*)\)", text())
    assert len(links) > 20
    for link in links:
        path, _, anchor = link.partition("#")
        assert (ROOT / path).exists(), link
        assert not anchor or anchor in anchors(ROOT / path if path else PAGE), link


def test_every_equation_with_a_tag_is_held_by_a_test_and_the_reverse() -> None:
    tags = re.findall(r"^    .* \[([a-z-]+)\]$", text(), re.MULTILINE)
    assert len(tags) == len(set(tags))
    tests = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "tests").rglob("test_model_*.py"))
    held = [
        tag
        for call in re.findall(r"^@equation\(([^)]*)\)", tests, re.MULTILINE)
        for tag in re.findall(r'"(.*?)"', call)
    ]
    assert sorted(tags) == sorted(held)


def test_every_tag_in_the_table_of_laws_is_that_of_an_equation() -> None:
    used = {tag for one in table("Laws") for tag in re.findall(r"\[([a-z-]+)\]", one["equation"])}
    assert used <= set(re.findall(r"^    .* \[([a-z-]+)\]$", text(), re.MULTILINE))
