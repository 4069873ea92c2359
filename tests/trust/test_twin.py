"""The twin knows nothing of what it is compared with."""

import ast
from pathlib import Path

from tests.trust.twin_core import Twin
from tests.trust.twin_diet import Choice, best
from tests.trust.twin_worlds import twin_world
from worlds.config.schema.labs import Lab
from worlds.config.schema.world import Repetition, Scaling

_FILES = ("twin_core", "twin_diet", "twin_facts", "twin_pools", "twin_training", "twin_worlds")
_ALLOWED = ("collections.abc", "dataclasses", "math", "random", "typing", "tests.trust.twin_")


def test_the_twin_imports_neither_our_code_nor_simpy() -> None:
    for name in _FILES:
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        named = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        named += [alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names]
        assert named
        assert all(module.startswith(_ALLOWED) for module in named), name


def test_pools_that_are_worth_the_same_share_what_is_left() -> None:
    choices = [Choice(30.0, 1.0, 1.0, 100.0), Choice(60.0, 1.0, 1.0, 100.0), Choice(10.0, 2.0, 1.0, 100.0)]
    positions = [one.positions for one in best(choices, 40.0, 0.1, 15.0)]
    assert positions == [10.0, 20.0, 10.0]


def test_random_worlds_of_the_twin_differ_in_all_that_it_knows() -> None:
    labs = [twin_world(seed)[1].lab for seed in range(60)]
    pools = [pool for seed in range(60) for pool in twin_world(seed)[1].pools]
    assert {lab.repeats for lab in labs} == {lab.undertrains for lab in labs} == {True, False}
    assert {len(lab.family) for lab in labs} == {1, 2}
    assert {pool.kind for pool in pools} == {"public", "private"}
    assert any(pool.inflow for pool in pools)
    assert any(pool.takedowns for pool in pools)
    assert any(Twin(twin_world(seed)[1]).run().bound < 2040.0 for seed in range(20))


def test_the_page_says_what_holds_where_a_world_names_no_choice() -> None:
    page = " ".join((Path(__file__).parents[2] / "MODEL.md").read_text(encoding="utf-8").split())
    lab, scaling, repetition = Lab.model_fields, Scaling.model_fields, Repetition.model_fields
    assert f"`set: {scaling['set'].default}` and nothing drawn, `form: {repetition['form'].default}`" in page
    assert f"`strategy: {lab['overtraining'].default.strategy}`, `reading: {lab['reading'].default}`" in page
    assert f"`shortfall: [{', '.join(lab['shortfall'].default)}]`, `release: {lab['release'].default}`" in page
    assert not scaling["draw"].default
