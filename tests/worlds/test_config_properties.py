"""Numbers, units, trees, settings and selectors, on random input."""

from math import inf, isclose

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from worlds.config import units
from worlds.config.chance import uniform
from worlds.config.faults import Mark
from worlds.config.loading import load_world
from worlds.config.merge import merge
from worlds.config.number import Distribution, Number
from worlds.config.selectors import paths_of
from worlds.config.settings import Setting, parse_setting
from worlds.config.tree import Node, plain, planted, read_tree
from worlds.config.units import Dimension

DIMENSIONS = st.sampled_from([one for one in vars(units).values() if isinstance(one, Dimension)])
POSITIVE = st.floats(1e-12, 1e30)
WORDS = st.text("abcdefgh", min_size=1, max_size=4)
SCALARS = st.one_of(st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e30, 1e30), WORDS)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=12
)
TREES = st.recursive(
    st.dictionaries(WORDS, SCALARS, max_size=3), lambda inner: st.dictionaries(WORDS, inner, max_size=3), max_leaves=8
)
ESTUARY = load_world("estuary")


def tree(value: object) -> Node:
    return planted(value, Mark("f.yaml"))


@given(DIMENSIONS, st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_is_read_again_to_the_bit(dimension: Dimension, value: float) -> None:
    assert dimension.parse(dimension.write(value)) == value


@given(DIMENSIONS, POSITIVE)
def test_what_people_are_shown_can_be_read_again(dimension: Dimension, value: float) -> None:
    shown = dimension.show(value).replace(",", "")
    assert isclose(dimension.parse(shown), value, rel_tol=1e-3)


@given(DIMENSIONS, st.floats(0.001, 1000.0), st.data())
def test_space_between_number_and_unit_means_nothing(dimension: Dimension, value: float, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(dimension.scales)))
    assert dimension.parse(f"{value!r} {unit}") == dimension.parse(f"  {value!r}{unit} ")


@given(st.text(max_size=12), DIMENSIONS)
def test_no_text_is_read_as_anything_but_a_finite_number_or_refused(text: str, dimension: Dimension) -> None:
    try:
        value = dimension.parse(text)
    except units.UnitError:
        return
    assert abs(value) < inf


@st.composite
def uncertain(draw: st.DrawFn) -> Number:
    """Return a number with an interval of some kind."""
    low, value, high = sorted(draw(st.lists(st.floats(1.0, 1e30), min_size=3, max_size=3, unique=True)))
    coverage = draw(st.sampled_from([0.9, 0.95, 1.0]))
    forms: list[Distribution] = ["uniform", "loguniform"] if coverage == 1.0 else ["lognormal", "normal"]
    form = draw(st.sampled_from(forms))
    return Number(value, units.TOKEN, low=low, high=high, coverage=coverage, distribution=form, assumption="by chance")


@given(uncertain())
def test_half_of_all_draws_lie_below_the_value(number: Number) -> None:
    assert isclose(number.quantile(0.5), number.value, rel_tol=1e-9)


@given(uncertain())
def test_the_ends_of_an_interval_are_the_quantiles_of_its_coverage(number: Number) -> None:
    assert number.low is not None
    assert number.high is not None
    assert number.coverage is not None
    assume(number.coverage < 1.0)
    rest = (1.0 - number.coverage) / 2.0
    scale = abs(number.value) if number.distribution == "normal" else 0.0
    assert isclose(number.quantile(rest), number.low, rel_tol=1e-9, abs_tol=1e-9 * scale)
    assert isclose(number.quantile(1.0 - rest), number.high, rel_tol=1e-9)


@settings(max_examples=40)
@given(uncertain())
def test_a_number_that_is_written_into_a_world_is_the_same_number(number: Number) -> None:
    loaded = load_world("minimal", [Setting("pools.public_text.stock", number.written())])
    found = loaded.numbers["pools.public_text.stock"]
    assert (found.value, found.low, found.high) == (number.value, number.low, number.high)
    assert found.coverage == number.coverage
    assert found.distribution == number.distribution


@given(PLAIN)
def test_plain_data_become_a_tree_and_back(value: object) -> None:
    assert plain(tree(value)) == value


@given(st.dictionaries(WORDS, PLAIN, max_size=4))
def test_what_yaml_writes_is_read_as_it_was(value: dict[str, object]) -> None:
    assert plain(read_tree(yaml.safe_dump(value), "f.yaml")) == value


@given(TREES)
def test_a_tree_over_itself_or_under_nothing_is_itself(value: dict[str, object]) -> None:
    assert plain(merge(tree(value), tree(value))) == value
    assert plain(merge(tree(value), tree({}))) == value
    assert plain(merge(tree({}), tree(value))) == value


def replaced_in_between(one: object, two: object, three: object) -> bool:
    """Return whether somewhere a plain value stands between two mappings, which it keeps apart."""
    if not isinstance(one, dict) or not isinstance(three, dict):
        return False
    if not isinstance(two, dict):
        return True
    return any(replaced_in_between(one[key], two[key], three[key]) for key in one.keys() & two.keys() & three.keys())


@given(TREES, TREES, TREES)
def test_laying_over_goes_step_by_step_or_at_once(one: object, two: object, three: object) -> None:
    assume(not replaced_in_between(one, two, three))
    stepwise = merge(merge(tree(one), tree(two)), tree(three))
    at_once = merge(tree(one), merge(tree(two), tree(three)))
    assert plain(stepwise) == plain(at_once)


def test_a_mapping_that_a_plain_value_replaced_does_not_come_back() -> None:
    one, two, three = tree({"a": {"b": 1}}), tree({"a": 2}), tree({"a": {"c": 3}})
    assert plain(merge(merge(one, two), three)) == {"a": {"c": 3}}


@given(TREES, TREES)
def test_what_is_laid_over_holds_and_the_rest_stays(below: dict[str, object], above: dict[str, object]) -> None:
    merged = plain(merge(tree(below), tree(above)))
    assert isinstance(merged, dict)
    assert merged.keys() == below.keys() | above.keys()
    for key, value in merged.items():
        if key not in above:
            assert value == below[key]
        elif not isinstance(above[key], dict) or key not in below:
            assert value == above[key]


@given(st.lists(WORDS, min_size=1, max_size=4).map(".".join), st.one_of(st.integers(-999, 999), WORDS))
def test_a_setting_is_its_path_and_its_value(path: str, value: object) -> None:
    found = parse_setting(f"{path}={value}")
    assert (found.path, found.value) == (path, value)


@given(st.sampled_from(sorted(ESTUARY.numbers)))
def test_a_path_names_itself_and_with_a_star_its_like(path: str) -> None:
    assert paths_of(path, ESTUARY.world, ESTUARY.numbers) == [path]
    section, _, leaf = path.split(".", 2) if path.count(".") > 1 else (*path.split("."), "")
    assume(leaf)
    assert path in paths_of(f"{section}.*.{leaf}", ESTUARY.world, ESTUARY.numbers)


@given(st.text("poslab.*[]=?_kind", max_size=20))
def test_no_pattern_names_what_is_not_there(pattern: str) -> None:
    assert set(paths_of(pattern, ESTUARY.world, ESTUARY.numbers)) <= set(ESTUARY.numbers)


@given(st.integers(0, 2**62), st.integers(0, 10**6), st.text(max_size=20), st.sampled_from(["number", "talk"]))
def test_chance_is_inside_0_and_1_and_the_same_again(seed: int, replication: int, name: str, purpose: str) -> None:
    drawn = uniform(seed, replication, name, purpose)
    assert 0.0 < drawn < 1.0
    assert drawn == uniform(seed, replication, name, purpose)
    assert drawn != uniform(seed, replication + 1, name, purpose)
