"""The words of the page: nothing is called that has no words, and nothing is left without Chinese."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from simulator.outcomes import MEASURES
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.happenings import KINDS
from worlds.config.levers import levers_of
from worlds.config.loading import load_world
from worlds.config.policies import shipped_policies
from worlds.config.scenarios import shipped_scenarios

STATIC = files("simulator") / "dashboard" / "static"
WORDS: dict[str, dict[str, Any]] = json.loads((STATIC / "words.json").read_text(encoding="utf-8"))
BRACES = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same_things_with_the_same_gaps() -> None:
    english, chinese = WORDS["en"]["page"], WORDS["zh"]["page"]
    assert english.keys() == chinese.keys()
    assert {name: set(BRACES.findall(text)) for name, text in english.items()} == {
        name: set(BRACES.findall(text)) for name, text in chinese.items()
    }


def test_every_word_that_the_page_calls_is_there() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    called = set(re.findall(r'data-word="([\w-]+)"', page))
    for one in STATIC.iterdir():
        if one.name.endswith(".mjs"):
            called |= set(re.findall(r'\bword\("([\w-]+)"', one.read_text(encoding="utf-8")))
    called |= {f"{kind}-{name}" for name in PICTURES for kind in ("figure", "about")}
    assert called - WORDS["en"]["page"].keys() == set()


def test_the_english_of_the_page_stands_in_its_file_too() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    said = dict(re.findall(r'data-word="([\w-]+)"[^>]*>([^<]+)<', page))
    assert said == {name: WORDS["en"]["page"][name] for name in said}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("policies", shipped_policies()),
        ("scenarios", shipped_scenarios()),
        ("outcomes", list(MEASURES)),
        ("levers", sorted({one.name for one in levers_of(load_world("estuary")).values()})),
        ("events", list(KINDS)),
        ("figures", list(KINDS.values())),
    ],
)
def test_what_is_shipped_has_a_chinese_name(kind: str, names: list[str]) -> None:
    assert [name for name in names if name not in WORDS["zh"][kind]] == []
