from pathlib import Path

import pytest

from worlds.config.loading import load_world, shipped_worlds
from worlds.config.schema import StockedPool
from worlds.config.settings import Setting, parse_setting
from worlds.config.values import central, drawn, scaling_laws


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_world_extends_another_by_name_and_changes_what_it_states(tmp_path: Path) -> None:
    child = write(
        tmp_path,
        "slow.yaml",
        "world: slow-web\nextends: epoch-2024\npools: {public_text: {net_growth: 2 %/year}}\nend: 2035\n",
    )
    loaded, base = load_world(child), load_world("epoch-2024")
    changed = {path for path in base.numbers if base.numbers[path] != loaded.numbers[path]}
    assert changed == {"pools.public_text.net_growth"}
    assert (loaded.name, loaded.world.end, loaded.world.start) == ("slow-web", 2035, 2018)
    assert loaded.world.description == base.world.description


def test_a_world_extends_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path, "base.yaml", "world: base\nextends: minimal\nend: 2031\n")
    child = write(tmp_path / "sub", "child.yaml", "world: child\nextends: ../base.yaml\n")
    assert load_world(child).world.end == 2031


def test_null_removes_what_the_base_has(tmp_path: Path) -> None:
    child = write(tmp_path, "c.yaml", "world: c\nextends: minimal\nlabs: {lab: {family: null}}\n")
    assert load_world(child).world.labs["lab"].family is None


def test_a_new_value_takes_the_date_and_not_the_range_of_the_old_one() -> None:
    changed = load_world("minimal", [Setting("pools.public_text.stock", "7 T token")]).numbers[
        "pools.public_text.stock"
    ]
    assert (changed.value, changed.at, changed.low, changed.assumption) == (7e12, 2024.0, None, None)


def test_a_part_of_a_number_can_be_changed() -> None:
    changed = load_world("minimal", [parse_setting("pools.public_text.stock.high=300 T token")])
    number = changed.numbers["pools.public_text.stock"]
    assert (number.value, number.low, number.high) == (100e12, 50e12, 300e12)
    interval = load_world("minimal", [parse_setting("pools.public_text.stock.ci95=[20 T token, 300 T token]")])
    assert interval.numbers["pools.public_text.stock"].coverage == 0.95


def test_stating_the_stock_replaces_its_product_and_keeps_the_date() -> None:
    world = load_world("epoch-2024", [parse_setting("pools.public_text.stock=200 T token")]).world
    pool = world.pools["public_text"]
    assert isinstance(pool, StockedPool)
    assert pool.stock is not None
    assert (pool.raw, pool.usable, pool.stock.value, pool.stock.at) == (None, None, 200e12, 2024.0)


def test_a_slate_replaces_the_family(tmp_path: Path) -> None:
    text = "world: c\nextends: minimal\nlabs: {lab: {slate: {a: {size: 8 B parameter, tokens: 15 T token}}}}\n"
    lab = load_world(write(tmp_path, "c.yaml", text)).world.labs["lab"]
    assert (lab.compute, lab.family) == (None, None)


def test_the_order_of_a_file_does_not_matter(tmp_path: Path) -> None:
    one = "world: w\nextends: minimal\nlabs:\n  b: {cadence: 1 year}\n  a: {cadence: 2 year}\n"
    two = "world: w\nextends: minimal\nlabs:\n  a: {cadence: 2 year}\n  b: {cadence: 1 year}\n"
    first, second = load_world(write(tmp_path, "1.yaml", one)), load_world(write(tmp_path, "2.yaml", two))
    assert first.hash == second.hash
    assert list(first.numbers) == list(second.numbers)
    assert list(first.world.labs) == ["a", "b", "lab"]


def test_the_resolved_world_loads_again_to_the_same_world(tmp_path: Path) -> None:
    import yaml

    loaded = load_world("epoch-2024", [Setting("end", 2031.0)])
    again = load_world(write(tmp_path, "again.yaml", yaml.safe_dump(loaded.plain)))
    assert again.hash == loaded.hash
    assert again.numbers == loaded.numbers


@pytest.mark.parametrize("name", shipped_worlds())
def test_every_number_of_every_shipped_world_has_a_unit_and_a_source(name: str) -> None:
    for number in load_world(name).numbers.values():
        assert number.dimension.unit, number.path
        assert number.source or number.assumption, number.path


@pytest.mark.parametrize("name", shipped_worlds())
def test_shipped_worlds_are_named_like_their_files_and_described(name: str) -> None:
    loaded = load_world(name)
    assert loaded.name == name
    assert loaded.world.description.endswith(".")


def test_the_first_world_to_learn_from_is_short() -> None:
    import worlds

    text = (Path(worlds.__path__[0]) / "minimal.yaml").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 30


def test_every_constant_set_of_a_law_is_sourced() -> None:
    assert all("20" in law.source for law in scaling_laws().values())


def test_central_values_are_the_medians() -> None:
    loaded = load_world("epoch-2024")
    values = central(loaded)
    assert all(values[number] == number.value for number in loaded.numbers.values())
    assert values.law.name == "besiroglu"


def test_only_uncertain_numbers_are_drawn_and_one_more_changes_no_other() -> None:
    loaded = load_world("epoch-2024")
    other = loaded.with_settings([parse_setting("pools.public_text.usable={value: 20 %, ci90: [10 %, 30 %]}")])
    one, two = drawn(loaded, 3, 5).as_dict(), drawn(other, 3, 5).as_dict()
    changed = {path for path in one if one[path] != two[path]}
    certain = {path for path, number in loaded.numbers.items() if one[path] == number.value}
    assert changed == {"pools.public_text.usable"}
    assert certain == {path for path, number in loaded.numbers.items() if not number.uncertain}


def test_a_replication_draws_one_whole_set_of_scaling_constants() -> None:
    loaded = load_world("epoch-2024")
    names = [drawn(loaded, 0, replication).law.name for replication in range(300)]
    assert {name: names.count(name) > 70 for name in sorted(set(names))} == {
        "besiroglu": True,
        "data-stock": True,
        "muennighoff": True,
    }


NAMES = """\
world: names
start: 2020
end: 2030
pools: {stock: {kind: public, stock: 5 T token}, slate: {kind: public, stock: 5 T token}}
labs: {value: {compute: 1e25 FLOP}, source: {compute: 1e25 FLOP}}
"""


def test_names_that_look_like_keys_are_only_names(tmp_path: Path) -> None:
    write(tmp_path, "names.yaml", NAMES)
    child = write(
        tmp_path,
        "child.yaml",
        "world: child\nextends: names.yaml\npools: {raw: {kind: public, stock: 1 T token}}\n"
        "labs: {value: {cadence: 2 year}, assumption: {}}\n",
    )
    world = load_world(child).world
    assert sorted(world.pools) == ["raw", "slate", "stock"]
    assert sorted(world.labs) == ["assumption", "source", "value"]
    assert world.labs["value"].compute is not None
    changed = load_world(tmp_path / "names.yaml", [parse_setting("labs.value.cadence=2 year")]).world
    assert changed.labs["value"].compute is not None
    assert "source" in changed.labs


@pytest.mark.parametrize(
    ("setting", "kept"),
    [
        ("labs.lab.slate=null", "labs.lab.compute"),
        ("labs.lab.compute_growth.ci95=null", "labs.lab.compute_growth"),
        ("labs.lab.compute_growth.source=null", "labs.lab.compute_growth"),
        ("pools.public_text.raw=null", "pools.public_text.stock"),
    ],
)
def test_null_removes_only_what_it_names(setting: str, kept: str) -> None:
    before, after = load_world("minimal"), load_world("minimal", [parse_setting(setting)])
    assert after.numbers[kept] == before.numbers[kept]


def test_nulls_in_a_new_mapping_leave_the_default(tmp_path: Path) -> None:
    text = "world: c\nextends: minimal\nlabs: {new: {compute: 1e25 FLOP, cadence: null}}\n"
    assert load_world(write(tmp_path, "c.yaml", text)).world.labs["new"].cadence.value == 1.0


def test_defaults_and_bare_quantities_can_be_amended() -> None:
    changed = load_world("minimal", [parse_setting("labs.lab.min_value.high=0.8")]).numbers["labs.lab.min_value"]
    assert (changed.value, changed.low, changed.high) == (0.4, 0.2, 0.8)
    settings = [
        Setting("pools.public_text.stock", {"value": "5 T token", "at": None}),
        Setting("pools.public_text.stock.at", 2022.0),
    ]
    assert load_world("minimal", settings).numbers["pools.public_text.stock"].at == 2022.0


def test_naming_one_set_of_constants_stops_the_drawing_of_sets() -> None:
    loaded = load_world("epoch-2024", [parse_setting("laws.scaling.set=hoffmann-tex")])
    assert {drawn(loaded, 0, replication).law.name for replication in range(20)} == {"hoffmann-tex"}


def test_a_curve_may_be_a_share_alone_a_number_or_a_course() -> None:
    path = "pools.public_text.open_share"
    for value, expected in ((0.5, 0.5), ("40 %", 0.4), ({"value": "30 %", "ci90": ["20 %", "40 %"]}, 0.3)):
        assert load_world("minimal", [Setting(path, value)]).numbers[f"{path}.value"].value == pytest.approx(expected)
    course = {"value": 1, "to": 0.2, "since": 2025.0, "time": "3 year"}
    assert load_world("minimal", [Setting(path, course)]).numbers[f"{path}.time"].value == 3.0


def test_numbers_of_other_libraries_are_numbers() -> None:
    import numpy as np

    loaded = load_world("minimal", [Setting("labs.lab.overtraining.k", np.int64(5))])
    assert loaded.numbers["labs.lab.overtraining.k"].value == 5.0
