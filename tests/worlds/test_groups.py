"""Groups of labs by `count`: who they are called, how they differ, and what cannot be a group."""

from math import exp, log
from pathlib import Path
from statistics import correlation, fmean, stdev

import pytest

from agents.budget import budget_of
from worlds.config.faults import FaultyFile, InputError
from worlds.config.groups import members
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central


def group(count: object, **more: object) -> LoadedWorld:
    """Return the smallest world with a group in place of its lab."""
    return load_world(
        "minimal", [Setting("labs.lab.count", count), *(Setting(f"labs.lab.{k}", v) for k, v in more.items())]
    )


def test_a_lab_without_count_keeps_its_name() -> None:
    (alone,) = members(load_world("minimal").world.labs)
    assert (alone.name, alone.group, alone.size, alone.score, alone.delay) == ("lab", "lab", 1, 0.0, 0.0)


def test_the_order_of_names_is_that_of_numbers() -> None:
    names = [one.name for one in members(group(1000).world.labs)]
    assert names == sorted(names)
    assert (names[0], names[41], names[-1]) == ("lab_0001", "lab_0042", "lab_1000")


def test_means_differ_by_the_spread_around_the_stated_ones_and_grow_with_the_number() -> None:
    loaded = group(999, spread=1.5)
    world, values = loaded.world, central(loaded)
    section = world.labs["lab"]
    budgets = [budget_of(section, world, values, one.score) for one in members(world.labs)]
    means = [log((budget.compute(2024.0) or 0.0) / 1e25) for budget in budgets]
    assert fmean(means) == pytest.approx(0.0, abs=1e-9)
    assert stdev(means) == pytest.approx(1.5, rel=0.01)
    assert means == sorted(means)
    assert budgets[499].compute(2024.0) == 1e25


def test_money_and_the_compute_of_a_slate_differ_by_the_same_factor() -> None:
    loaded = group(2, spread=1.0, budget="10 M USD")
    world, values = loaded.world, central(loaded)
    small, large = (budget_of(world.labs["lab"], world, values, one.score) for one in members(world.labs))
    apart = exp(2 * 0.67448975)  # the quartiles of a normal distribution
    assert (large.money(2030.0) or 0.0) / (small.money(2030.0) or 1.0) == pytest.approx(apart)
    assert large.factor(2024.0, 2030.0) / small.factor(2024.0, 2030.0) == pytest.approx(apart)


@pytest.mark.parametrize("count", [2, 3, 10, 1000])
def test_dates_are_spread_evenly_over_a_cadence(count: int) -> None:
    assert sorted(one.delay for one in members(group(count).world.labs)) == [i / count for i in range(count)]


def test_large_labs_do_not_plan_later_than_small_ones() -> None:
    labs = list(members(group(1000).world.labs))
    assert abs(correlation([one.score for one in labs], [one.delay for one in labs])) < 0.05


def test_the_numbers_of_a_group_stand_once_in_the_world() -> None:
    assert group(50_000).numbers.keys() == load_world("minimal").numbers.keys()
    assert set(group(50_000, spread=1).numbers) - set(load_world("minimal").numbers) == {"labs.lab.spread"}


@pytest.mark.parametrize("count", [0, -1, 1.5, 1e9, True, "many", 100_001])
def test_what_is_no_count_is_refused(count: object) -> None:
    message = rf"labs\.lab\.count: not a count; allowed: a whole number from 1 to 100000; given: {count!r}$"
    with pytest.raises(InputError, match=message.replace("+", r"\+")):
        group(count)


def test_a_lab_called_like_one_of_a_group_is_one_clear_fault(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text("world: w\nextends: minimal\nlabs:\n  lab: {count: 12}\n  lab_3: {}\n  lab_03: {}\n  lab_13: {}\n")
    with pytest.raises(FaultyFile) as caught:
        load_world(file)
    assert [str(fault) for fault in caught.value.faults] == [
        f"{file}:6:3: labs.lab_03: 'lab_03' is the name of a lab of the group 'lab', which has 12 of them; "
        "allowed: another name for one of the two"
    ]


def test_several_groups_may_not_be_too_many_together(tmp_path: Path) -> None:
    file = tmp_path / "w.yaml"
    file.write_text("world: w\nextends: minimal\nlabs: {a: {count: 60000}, b: {count: 60000}}\n")
    with pytest.raises(
        FaultyFile, match=r"w\.yaml:3:1: labs: 120,001 labs in all are too many; allowed: at most 100,000"
    ):
        load_world(file)


def test_a_number_below_zero_is_no_spread() -> None:
    with pytest.raises(InputError, match=r"labs\.lab\.spread: out of range"):
        group(10, spread=-1)


def test_the_spread_of_a_group_cannot_change_in_the_middle_of_a_world() -> None:
    rule = {"path": "labs.lab.spread", "from": 2025.0, "value": 2}
    with pytest.raises(InputError, match="cannot change in the middle of a world"):
        load_world(
            "minimal", [Setting("labs.lab.spread", 1), Setting("regulators", {"state": {"enacts": {"x": rule}}})]
        )
