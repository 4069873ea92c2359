import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worlds.config.faults import FaultyFile
from worlds.config.tree import locate, plain, planted, read_tree, resolve


def read(text: str) -> object:
    return plain(read_tree(text, "f.yaml"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e6", 1e6),
        ("3.1e15", 3.1e15),
        ("3e+14", 3e14),
        ("300e12", 300e12),
        (".5", 0.5),
        ("-3", -3),
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("0123", "0123"),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2026-01-01", "2026-01-01"),
        ("true", True),
        ("~", None),
        (".nan", ".nan"),
    ],
)
def test_scalars_mean_what_people_expect(text: str, value: object) -> None:
    assert read(f"a: {text}") == {"a": value}
    assert resolve(text) == value


def test_quoted_scalars_are_text() -> None:
    assert read("a: '1'\nb: \"true\"") == {"a": "1", "b": "true"}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("on: 1\n2024: 2\nno: 3") == {"on": 1, "2024": 2, "no": 3}


def test_every_node_knows_where_it_was_written() -> None:
    root = read_tree("a:\n  b: [1,\n    x]\n", "f.yaml")
    assert str(locate(root, ("a", "b", 1)).mark) == "f.yaml:3:5"
    assert str(locate(root, ("a", "b")).key) == "f.yaml:2:3"
    assert str(locate(root, ("a", "missing")).mark) == "f.yaml:2:3"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\nb: *x", "f.yaml:1:4: an anchor (&name) is not read here; allowed: every value written out"),
        ("a: *x", "f.yaml:1:4: an alias (*name) is not read here"),
        ("a:\n  <<: {b: 1}", "f.yaml:2:3: a merge key (<<) is not read here"),
        ("a: !!python/object:os.system x", "f.yaml:1:4: a tag (tag:yaml.org,2002:python/object:os.system)"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: a second document is not read here"),
        ("? [1]\n: 2", "f.yaml:1:3: a key that is no text is not read here"),
        ("a: [1", "f.yaml:2:1: not YAML: did not find expected"),
        ("a: 'x", "not YAML"),
        ("a:\n\tb: 1", "f.yaml:2:1: not YAML: a tab; allowed: spaces to indent by"),
        ("a: \x00", "not YAML"),
        ('a: "\\UFFFFFFFF"', "not YAML"),
        ("[" * 30, "nested too deeply is not read here; allowed: at most 20 levels"),
        (
            "a: 1\nb: 2\na: 3",
            "f.yaml:3:1: a: the key 'a' stands here twice; allowed: each key once; given: first at f.yaml:1:1",
        ),
        ("x" * 1_000_001, "the file is too large; allowed: at most 1,000,000 characters"),
        ("[" + "1," * 60_000 + "]", "too many values is not read here; allowed: at most 50,000 in a file"),
    ],
)
def test_what_is_not_of_the_plain_subset_is_refused(text: str, message: str) -> None:
    with pytest.raises(FaultyFile) as caught:
        read(text)
    assert message in str(caught.value)


def test_all_equal_keys_of_a_file_are_reported_at_once() -> None:
    with pytest.raises(FaultyFile) as caught:
        read("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n  c: 3")
    assert [fault.path for fault in caught.value.faults] == ["a", "b.c", "b.c"]


def test_bombs_are_refused_quickly() -> None:
    bombs = ["[" * 80_000, "a: " + "{b: " * 80_000, "&a [" + "*a," * 10_000 + "]", "- " * 100_000]
    begun = time.process_time()
    for bomb in bombs:
        with pytest.raises(FaultyFile):
            read(bomb)
    assert time.process_time() - begun < 5


@given(st.text(max_size=200))
def test_no_text_escapes_as_anything_but_a_fault(text: str) -> None:
    faults = []
    try:
        read(text)
    except FaultyFile as error:
        faults = list(error.faults)
    assert all(str(fault).startswith("f.yaml") for fault in faults)


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert read("") == {}


def test_what_cannot_stand_in_a_world_is_refused_from_python_too() -> None:
    with pytest.raises(FaultyFile, match="cannot stand in a world"):
        planted({"a": object()}, locate(read_tree("a: 1", "f"), ()).mark)
