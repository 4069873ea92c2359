"""Designs: which points they visit."""

from pathlib import Path

import numpy as np
import pytest

from simulator.experiments.asking import batch_of
from simulator.experiments.axes import overlay, places_of
from tests.simulator.batches.files import batch, written
from worlds.config.experiments import load_experiment
from worlds.config.faults import InputError
from worlds.config.loading import load_world
from worlds.config.settings import Setting
from worlds.config.values import central

HEAD = "experiment: x\ndescription: x\nworlds: [minimal]\n"


def points(folder: Path, design: str, head: str = HEAD) -> list[tuple[object, ...]]:
    return list(batch(folder, head + design).points.rows)


def test_a_grid_visits_every_combination_with_the_last_axis_fastest(tmp_path: Path) -> None:
    growth = "pools.public_text.net_growth: [2 %/year, 8 %/year, 9 %/year]"
    design = f"design: {{grid: {{labs.lab.overtraining.k: [1, 10], {growth}}}}}"
    growths = (1.02, 1.08, 1.09)
    assert points(tmp_path, design) == [(k, growth) for k in (1.0, 10.0) for growth in growths]


def test_steps_of_a_range_are_even_and_hit_both_ends(tmp_path: Path) -> None:
    even = "design: {grid: {labs.lab.overtraining.k: {low: 1, high: 3, steps: 5}}}"
    assert points(tmp_path, even) == [(1.0,), (1.5,), (2.0,), (2.5,), (3.0,)]
    log = "design: {grid: {labs.lab.overtraining.k: {low: 1, high: 100, steps: 3, scale: log}}}"
    assert [round(k, 9) for (k,) in points(tmp_path, log)] == [1.0, 10.0, 100.0]  # type: ignore[call-overload]


def test_words_and_counts_may_vary_too(tmp_path: Path) -> None:
    assert points(tmp_path, "design: {grid: {labs.lab.count: [1, 2], feedbacks.price: [true]}}") == [
        (1, True),
        (2, True),
    ]


def test_a_list_and_a_table_give_the_same_points(tmp_path: Path) -> None:
    rows = "design:\n  list:\n    - {labs.lab.overtraining.k: 2, pools.public_text.net_growth: 3 %/year}\n"
    rows += "    - {pools.public_text.net_growth: 0.05 /year, labs.lab.overtraining.k: 4}\n"
    table = "labs.lab.overtraining.k,pools.public_text.net_growth\n2,3 %/year\n\n4,1.05 x/year\n"
    written(tmp_path, table, "points.csv")
    with pytest.raises(InputError, match=r"experiment.yaml:7:\d+: pools.public_text.net_growth: '/year' is not a unit"):
        points(tmp_path, rows)
    rows = rows.replace("0.05 /year", "1.05 x/year")
    assert points(tmp_path, rows) == points(tmp_path, "design: {csv: points.csv}") == [(2.0, 1.03), (4.0, 1.05)]


def test_a_latin_hypercube_has_one_point_in_every_row_and_column(tmp_path: Path) -> None:
    spans = "labs.lab.overtraining.k: {low: 1, high: 2}, labs.lab.family.small: {low: 0, high: 1}"
    found = np.array(points(tmp_path, f"design: {{lhs: {{points: 20, over: {{{spans}}}}}}}"), dtype=float)
    for column, low in zip(found.T, (1.0, 0.0), strict=True):
        assert sorted(np.floor((column - low) * 20)) == list(range(20))


def test_sobol_points_are_balanced_and_take_a_number_over_its_own_range(tmp_path: Path) -> None:
    found = batch(tmp_path, HEAD + "design: {sobol: {points: 64, over: uncertain}}")
    numbers = load_world("minimal").numbers
    assert [axis.name for axis in found.points.axes] == [path for path, one in numbers.items() if one.uncertain]
    column = [axis.name for axis in found.points.axes].index("pools.public_text.stock")
    stocks = [float(row[column]) for row in found.points.rows]
    assert sum(stock < numbers["pools.public_text.stock"].value for stock in stocks) == 32
    quarters = [numbers["pools.public_text.stock"].quantile(level) for level in (0.25, 0.75)]
    assert sum(stock < quarters[0] for stock in stocks) == sum(stock > quarters[1] for stock in stocks) == 16


def test_a_pattern_over_own_ranges_is_an_axis_for_each_number_and_over_a_range_one_for_all(tmp_path: Path) -> None:
    head = HEAD.replace("minimal", "estuary")
    own = batch(tmp_path, head + "design: {lhs: {points: 3, over: ['data_owners.*.integration_time']}}")
    assert len(own.points.axes) == len(load_world("estuary").world.data_owners)
    span = batch(
        tmp_path, head + "design: {lhs: {points: 3, over: {'pools.*.price': {low: 0 USD/Mtoken, high: 1 USD/Mtoken}}}}"
    )
    assert len(span.points.axes) == 1
    levels = span.overlay(0, 0).levels
    assert len(levels) == len(load_world("estuary").world.pools)
    assert len(set(levels.values())) == 1


def test_a_level_gives_the_same_numbers_as_a_setting_in_the_world(tmp_path: Path) -> None:
    for world in ("epoch-2024", "watershed"):
        loaded = load_world(world)
        for path, number in loaded.numbers.items():
            if path.endswith(".value"):  # a setting of a curve's value makes it one that does not move
                continue
            value = number.quantile(0.3) if number.uncertain else number.value
            point = f"{{{path}: {number.dimension.write(value)!r}}}"
            made = batch(tmp_path, f"{HEAD.replace('minimal', world)}design: {{list: [{point}]}}")
            over = made.overlay(0, 0)
            told = loaded.with_settings([Setting(path, number.dimension.write(value))])
            assert central(over.applied(loaded), over.levels).as_dict() == central(told).as_dict(), path


def test_an_axis_with_a_date_becomes_a_rule_from_then_on(tmp_path: Path) -> None:
    design = "design: {grid: {'statutes.overtraining_cap@2027..2029': [3, 5]}}"
    made = batch(tmp_path, HEAD.replace("minimal", "estuary") + design)
    (rule,) = made.cells[0].governed(made.overlay(0, 1)).enacted
    assert (rule.path, rule.year, rule.until, rule.goal.amount) == ("statutes.overtraining_cap", 2027.0, 2029.0, 5.0)


def test_points_depend_on_nothing_but_the_experiment(tmp_path: Path) -> None:
    design = "design: {sobol: {points: 8, over: uncertain}}\nseed: "
    assert points(tmp_path, design + "4") == points(tmp_path, design + "4")
    assert points(tmp_path, design + "5") != points(tmp_path, design + "4")


WRONG = {
    "grid: {pools.public_text.net_grwth: [1]}": "there is no 'pools.public_text.net_grwth' in this world",
    "grid: {labs.lab.overtraining.k: [-1]}": "labs.lab.overtraining.k: out of range",
    "grid: {labs.lab.overtraining.k: [fast]}": "does not begin with a number",
    "grid: {labs.lab.overtraining.k: {low: 1, high: 2}}": "allowed: a list of values, or low, high and steps",
    "grid: {labs.lab.overtraining.k: {low: 2, high: 1, steps: 2}}": "has a range that is none",
    "grid: {labs.lab.overtraining.k: {low: 0, high: 1, steps: 2, scale: log}}": "begins at zero or below",
    "grid: {labs.lab.count: [0]}": "not a count",
    "grid: {labs.lab.count: {low: 1, high: 4, steps: 2}}": "is no number, so that it has no range",
    "grid: {'pools[kind=private].price': [1 USD/token]}": "names no number of minimal",
    "grid: {'pools.*.*': [1]}": "names numbers of several units",
    "grid: {'labs.lab.count@2027': [1]}": "is no number of minimal",
    "grid: {labs.lab.overtraining.k: []}": "does not say what it covers",
    "lhs: {points: 3, over: [labs.lab.overtraining.k]}": "labs.lab.overtraining.k has no range of its own",
    "lhs: {points: 3, over: {labs.lab.overtraining.k: [1, 2]}}": "lists values",
    "lhs: {points: 3, over: {}}": "covers no number",
    "sobol: {points: 100, over: uncertain}": "allowed: 64 or 128",
    "csv: nowhere.csv": "there is no such file",
    "list: [{labs.lab.count: 1}, {labs.lab.overtraining.k: 1}]": "is not in every point",
    "list: []": "covers nothing",
    "grid: {}": "covers nothing",
}


@pytest.mark.parametrize("design", WRONG)
def test_a_wrong_design_is_refused_before_anything_runs(design: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        points(tmp_path, f"design: {{{design}}}")
    assert WRONG[design] in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/experiment.yaml:")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("labs.lab.count\n", "has no points"),
        ("labs.lab.count,labs.lab.overtraining.k\n1\n", "points.csv:2: 1 values; allowed: 2"),
        ("labs.lab.count,labs.lab.count\n1,2\n", "names an axis twice"),
        ("labs.lab.overtraining.k\nx\n", "points.csv:2:1: labs.lab.overtraining.k: does not begin with a number"),
        ("labs.lab.overtraining.k\n-3\n", "out of range"),
    ],
)
def test_a_wrong_table_of_points_is_refused_with_its_line(table: str, message: str, tmp_path: Path) -> None:
    written(tmp_path, table, "points.csv")
    with pytest.raises(InputError, match=message):
        points(tmp_path, "design: {csv: points.csv}")


def test_own_ranges_need_one_world_and_one_scenario(tmp_path: Path) -> None:
    head = HEAD.replace("[minimal]", "[minimal, epoch-2024]")
    with pytest.raises(InputError, match="has another range in each world and scenario"):
        points(tmp_path, "design: {lhs: {points: 3, over: uncertain}}", head)


def test_a_second_world_must_have_what_varies(tmp_path: Path) -> None:
    head = HEAD.replace("[minimal]", "[minimal, epoch-2024]")
    with pytest.raises(InputError, match=r"there is no 'labs\.lab' in this world"):
        points(tmp_path, "design: {grid: {labs.lab.overtraining.k: [1]}}", head)


def test_every_shipped_experiment_is_in_order() -> None:
    from worlds.config.experiments import shipped_experiments

    assert len(shipped_experiments()) >= 6
    for name in shipped_experiments():
        made = batch_of(load_experiment(name))
        assert made.name == name
        assert made.size == load_experiment(name).runs
        assert made.size >= 100
        assert overlay(places_of(made.points.axes, made.cells[0].loaded), made.points.rows[-1]) is not None
