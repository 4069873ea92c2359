"""Every number says where it is from: in the schema, in worlds, in data."""

import csv
from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.model_page import numbers
from worlds.config.loading import load_world, shipped_worlds
from worlds.config.tree import Node

DATES_AND_COUNTS = {"start", "end", "since", "from", "until", "at", "count", "owners", "desks"}
"""The only numbers of a world file without a unit: decimal years, and counts of people."""


def test_every_default_has_a_source_or_says_that_it_is_assumed() -> None:
    stated = {name: number for name, _, number in numbers() if number is not None}
    assert len(stated) > 100
    unsourced = [name for name, one in stated.items() if bool(one.source) == bool(one.assumption)]
    assert not unsourced
    without_a_unit = [name for name, one in stated.items() if not one.dimension.unit]
    assert not without_a_unit


def test_a_default_that_is_judged_says_so_and_one_with_a_range_says_why() -> None:
    for name, _, number in numbers():
        if number is not None and number.uncertain:
            words = f"{number.source or ''} {number.assumption or ''}"
            assert len(words.split()) > 3, name


@pytest.mark.parametrize("name", shipped_worlds())
def test_no_number_of_a_world_has_both_a_source_and_an_assumption(name: str) -> None:
    both = [one.path for one in load_world(name).numbers.values() if one.source and one.assumption]
    assert not both


def bare(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the scalars of a world file that are plain numbers."""
    for key, child in node.children.items():
        if isinstance(child.value, (int, float)) and not isinstance(child.value, bool):
            yield (*path, key)
        yield from bare(child, (*path, key))


@pytest.mark.parametrize("name", shipped_worlds())
def test_only_dates_and_counts_stand_without_a_unit(name: str) -> None:
    loaded = load_world(name)
    known = set(loaded.numbers)
    for path in bare(loaded.tree):
        inside = any(".".join(path[:i]) in known for i in range(1, len(path) + 1))
        assert inside or path[-1] in DATES_AND_COUNTS, ".".join(path)


@pytest.mark.parametrize("table", ["scaling_laws.csv", "models.csv"])
def test_every_row_of_data_names_its_source(table: str) -> None:
    text = (files("worlds") / "data" / table).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert all(row["source"].strip() for row in rows)
