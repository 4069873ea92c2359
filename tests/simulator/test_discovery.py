"""Discovery: planted boxes are found, EMA Workbench's on the same futures, and what cannot be answered is refused."""

import csv
import json
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.analysis.discovery.box import Box, Factor, Limit, Step, step_of
from simulator.analysis.discovery.cart import grown
from simulator.analysis.discovery.choice import chance, chosen, found, pruned, quasi_p
from simulator.analysis.discovery.prim import Search
from simulator.analysis.discovery.question import worse
from simulator.analysis.discovery.study import Discovery, discover
from simulator.analysis.discovery.words import words_of
from simulator.cli import cli
from simulator.experiments.execution import execute
from simulator.experiments.results import Results
from simulator.report.discovery import draw, stem_of
from tests.planted import DATA, PLANTED, futures
from tests.simulator.batches.files import batch
from worlds.config.faults import InputError

SAMPLE = """\
experiment: sample
description: Quick futures of a small world, with a cap and without.
worlds: [minimal]
policies: [no policy, overtraining-cap]
design:
  lhs:
    points: 120
    over:
      pools.public_text.stock: {low: 30 T token, high: 3000 T token, scale: log}
      labs.lab.compute_growth: {low: 2 x/year, high: 5 x/year}
      labs.lab.overtraining.k: {low: 1, high: 100, scale: log}
luck: own
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    execute(batch(folder, SAMPLE), folder / "out", workers=1)
    return folder / "out"


def numbers(n: int) -> list[Factor]:
    return [Factor(f"x{i}") for i in range(n)]


def box_of(columns: np.ndarray, passes: np.ndarray) -> Step:
    return found(Search(numbers(columns.shape[1]), columns), passes)[0]


@pytest.mark.parametrize(("seed", "inside", "outside"), [(1, 1.0, 0.0), (2, 0.85, 0.1), (3, 0.7, 0.05), (4, 0.6, 0.2)])
def test_a_planted_box_is_found_among_axes_that_say_nothing(seed: int, inside: float, outside: float) -> None:
    columns, passes = futures(1000, seed, noise=20, inside=inside, outside=outside)
    limits = box_of(columns, passes).box.limits
    assert set(limits) == {0, 1, 2}
    assert (limits[0].low, limits[1].high, limits[2].low) == pytest.approx((0.55, 0.5, 0.3), abs=0.06)
    assert (limits[0].high, limits[1].low, limits[2].high) == (inf, -inf, inf)


def test_a_word_is_peeled_like_a_slice() -> None:
    rng = np.random.default_rng(0)
    columns = np.column_stack([rng.integers(0, 4, 500), rng.random(500)]).astype(float)
    passes = np.isin(columns[:, 0], [1, 3]) & (columns[:, 1] < 0.6)
    factors = [Factor("world", None, ("a", "b", "c", "d")), Factor("x")]
    told, _ = found(Search(factors, columns), passes)
    assert told.box.limits[0].words == frozenset({1, 3})
    assert told.density == 1.0
    assert told.coverage > 0.9


def test_peeling_makes_the_boxes_of_ema_workbench_one_by_one() -> None:
    """Pasting differs: EMA lets a twentieth of what is outside come back, this as much as would be peeled."""
    theirs = json.loads((DATA / "planted-ema.json").read_text(encoding="utf-8"))["steps"]
    with PLANTED.open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    table = np.array(rows, dtype=float)
    columns, passes = table[:, :-1], table[:, -1] > 0
    steps = Search([Factor(name) for name in header[:-1]], columns).trajectory(passes)
    peels = next(i for i in range(1, len(theirs)) if theirs[i]["mass"] >= theirs[i - 1]["mass"])
    assert peels == 44
    for mine, other in zip(steps[:peels], theirs[:peels], strict=True):
        limits = {header[axis]: (limit.low, limit.high) for axis, limit in mine.box.limits.items()}
        edges = {name: (-inf if a is None else a, inf if b is None else b) for name, (a, b) in other["limits"].items()}
        assert limits.keys() == edges.keys()
        assert all(limits[name] == pytest.approx(edges[name], rel=1e-12) for name in edges)
        assert (mine.coverage, mine.density, mine.mass) == pytest.approx(
            (other["coverage"], other["density"], other["mass"])
        )
        edges_of = mine.box.restrictions
        levels = [other["quasi_p"][header[edge.axis]][0 if edge.side == "low" else 1] for edge in edges_of]
        assert not edges_of or list(quasi_p(mine, columns, passes)) == pytest.approx(levels, rel=1e-6)


def test_pasting_lets_back_in_what_peeling_took_too_much_of() -> None:
    columns, passes = futures(600, 5)
    steps = Search(numbers(6), columns).trajectory(passes)
    pasted = [i for i, one in enumerate(steps) if one.stage == "paste"]
    assert pasted
    assert all(steps[i].held > steps[i - 1].held and steps[i].density > steps[i - 1].density for i in pasted)


def test_every_box_of_a_trajectory_is_told_with_its_own_measures() -> None:
    columns, passes = futures(300, 7)
    for step in Search(numbers(6), columns, least=0.1).trajectory(passes):
        assert step == step_of(step.stage, step.box, columns, passes)
        assert step.held >= 30


def test_an_edge_that_says_nothing_is_pruned_and_one_that_does_stays() -> None:
    columns, passes = futures(600, 5)
    box = Box({0: Limit(low=0.55), 4: Limit(high=0.9)})
    assert set(pruned(step_of("", box, columns, passes), columns, passes).box.limits) == {0}


def test_a_minimum_of_coverage_gives_the_densest_box_that_has_it() -> None:
    columns, passes = futures(600, 5)
    steps = Search(numbers(6), columns).trajectory(passes)
    told = chosen(steps, columns, passes, 0.7)
    boxes = [pruned(one, columns, passes) for one in steps if one.coverage >= 0.7]
    assert told.coverage >= 0.7
    assert told.density == max(one.density for one in boxes)


def test_chance_is_told_from_what_is_there() -> None:
    columns, passes = futures(300, 3, noise=30)
    search = Search(numbers(33), columns)
    assert chance(search, passes, found(search, passes)[0], 20, 0) == 0.0
    nothing = np.random.default_rng(1).random(300) < 0.3
    assert chance(search, nothing, found(search, nothing)[0], 20, 0) > 0.05


def test_a_tree_finds_a_planted_box_and_nothing_in_noise() -> None:
    columns, passes = futures(1000, 2, noise=10)
    tree = grown(numbers(13), columns, passes, least=0.05)
    limits = tree.leaves[0].box.limits
    assert {0, 1} <= set(limits) <= {0, 1, 2}
    assert limits[0].low == pytest.approx(0.55, abs=0.05)
    assert tree.skill > 0.3
    noise = np.random.default_rng(0).random(1000) < 0.3
    assert grown(numbers(13), columns, noise, least=0.05).leaves == ()


def test_a_tree_parts_words_too() -> None:
    rng = np.random.default_rng(0)
    columns = np.column_stack([rng.integers(0, 3, 300), rng.random(300)]).astype(float)
    passes = (columns[:, 0] == 2) & (columns[:, 1] > 0.4)
    leaf = grown([Factor("world", None, ("a", "b", "c")), Factor("x")], columns, passes, least=0.05).leaves[0]
    assert leaf.box.limits[0].words == frozenset({2})
    assert leaf.density == leaf.coverage == 1.0


def test_a_batch_is_asked_and_the_answer_has_the_units_of_the_world(sample: Path) -> None:
    told = discover(sample, "exhaustion_year.public", below=2030, shuffles=20)
    names = {told.futures.factors[axis].name for axis in told.findings[0].step.box.limits}
    assert "pools.public_text.stock" in names
    assert told.chance == 0.0
    words = " ".join(words_of(told))
    assert "of 120 futures exhaustion_year.public comes before 2030." in words
    assert "pools.public_text.stock at most " in words
    assert " T token" in words
    edges, steps = told.boxes(), told.trajectory()
    assert edges.loc[edges["axis"] == "pools.public_text.stock", "edge"].iloc[0] > 3e13
    assert steps["coverage"].iloc[0] == 1.0
    assert set(steps["stage"]) >= {"all", "peel"}


def test_a_policy_is_compared_with_none_in_the_same_futures(sample: Path) -> None:
    told = discover(sample, "exhaustion_year.public", against="no policy", above=0.5, shuffles=0)
    wide = Results.open(sample).wide(["exhaustion_year.public"])
    dates = wide.fillna({"exhaustion_year.public": 2040.0}).pivot_table(
        index="point", columns="policy", values="exhaustion_year.public"
    )
    gained = (dates["overtraining-cap"] - dates["no policy"] > 0.5).to_numpy()
    assert list(told.futures.passes) == list(gained)
    limit = told.findings[0].step.box.limits
    k = [one.name for one in told.futures.factors].index("labs.lab.overtraining.k")
    assert 8.0 < limit[k].low < 40.0
    assert "overtraining-cap makes exhaustion_year.public more than 0.5 years later than no policy" in " ".join(
        words_of(told)
    )


def test_worse_is_what_the_outcome_says(sample: Path) -> None:
    assert worse("best_loss", 0.1) == ("above", 0.1)
    assert worse("exhaustion_year.public", 0.5) == ("below", -0.5)
    with pytest.raises(InputError, match="in none of 120 futures overtraining-cap makes best_loss higher than"):
        discover(sample, "best_loss", worse_than="no policy")


def test_dates_that_do_not_come_are_a_question_of_their_own_and_told(sample: Path) -> None:
    told = discover(sample, "exhaustion_year.public", never=True, shuffles=0)
    outcomes = Results.open(sample).outcomes(["exhaustion_year.public"])
    assert told.futures.passes.sum() * 2 >= (outcomes["censored"] == "never").sum() > 0
    assert any("does not come by the end" in one for one in words_of(_below(sample)))


def _below(sample: Path) -> Discovery:
    return discover(sample, "exhaustion_year.public", below=2030, shuffles=0)


def test_failed_runs_are_left_out_and_told(tmp_path: Path) -> None:
    text = """\
experiment: crowded
description: Runs of three labs make more events than they may.
worlds: [minimal]
design:
  grid:
    pools.public_text.stock: {low: 30 T token, high: 3000 T token, steps: 8, scale: log}
    labs.lab.count: [1, 3]
replications: 3
limits: {events: 70}
"""
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    assert len(Results.open(tmp_path / "out").failures()) == 24
    told = discover(tmp_path / "out", "final_stock.public_text", above="500 T token", shuffles=0)
    assert (len(told.futures.passes), told.futures.failed) == (24, 24)
    words = " ".join(words_of(told))
    assert "24 futures are left out, since it is not known whether it happens; in 24 a run failed" in words
    assert "There are 3 futures at each point" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"below": 2020.01}, "in none of 120 futures"),
        ({"above": 2020.01}, "in all of 120 futures"),
        ({"below": 2050}, "at most 2040, or --never"),
        ({"below": "soon"}, "--below: "),
        ({}, "one of --below, --above, --never, --worse-than"),
        ({"below": 2030, "never": True}, "given: several"),
        ({"below": 2030, "policy": "overtraning-cap"}, r"did you mean 'overtraining-cap'\?"),
        ({"worse_than": "no policy", "policy": "no policy"}, "compared with itself"),
        ({"below": 2030, "world": "minmal"}, r"did you mean 'minimal'\?"),
        ({"below": 2030, "coverage": 2.0}, "above 0 and below 1"),
        ({"below": 2030, "coverage": 0.5, "method": "cart"}, "is of the method prim"),
        ({"below": 2030, "alpha": 0.1, "method": "cart"}, "--alpha: is of the method prim"),
        ({"below": 2030, "shuffles": 100, "method": "cart"}, "--shuffles: is of the method prim"),
        ({"below": 2030, "by": 3}, "--by: says how much worse, of --worse-than alone"),
        ({"never": True, "by": 0}, "--by: says how much worse"),
        ({"outcome": "exhaustion_year.pubic", "below": 2030}, r"did you mean 'exhaustion_year.public'\?"),
        ({"outcome": "nonsense", "below": 2030}, r"allowed: .*best_loss"),
        ({"outcome": "training_runs", "worse_than": "no policy"}, "depends on who asks"),
        ({"outcome": "final_stock.public_text", "below": "5 USD"}, "is not a unit of an amount of tokens"),
    ],
)
def test_what_cannot_be_answered_is_refused(arguments: dict[str, object], message: str, sample: Path) -> None:
    with pytest.raises(InputError, match=message):
        discover(sample, **{"outcome": "exhaustion_year.public", **arguments})  # type: ignore[arg-type]


def test_each_question_has_files_of_its_own_and_a_figure_that_names_it(sample: Path) -> None:
    asked: list[dict[str, Any]] = [
        {"below": 2030},
        {"below": 2031},
        {"above": 2030},
        {"never": True},
        {"below": 2030, "policy": "overtraining-cap"},
        {"below": 2030, "world": "minimal"},
        {"below": 2030, "scenario": "as it is"},
        {"below": 2030, "coverage": 0.6},
        {"below": 2030, "boxes": 1},
        {"against": "no policy", "above": 0.5},
        {"against": "no policy", "above": 0.25},
    ]
    found = [discover(sample, "exhaustion_year.public", least=0.1, shuffles=0, **one) for one in asked]
    stems = [stem_of(one) for one in found]
    assert len(set(stems)) == len(stems)
    assert stems[4] == "discover-prim-exhaustion_year.public-below-2030-overtraining-cap-least-0.1-shuffles-0"
    assert found[5].question.words == "exhaustion_year.public comes before 2030 in minimal"
    notes = [drawn_text(one) for one in (found[0], found[4])]
    assert "120 futures, no policy, method prim" in notes[0]
    assert "120 futures, overtraining-cap, method prim" in notes[1]


def drawn_text(found: Discovery) -> str:
    """Return what stands in the corner of a figure."""
    return str(draw(found).get_supxlabel())


def test_too_few_futures_are_refused(tmp_path: Path) -> None:
    execute(batch(tmp_path, SAMPLE.replace("points: 120", "points: 12")), tmp_path / "out", workers=1)
    done = CliRunner().invoke(cli, ["discover", str(tmp_path / "out"), "--outcome", "best_loss", "--above", "2"])
    assert done.exit_code == 2
    assert "12 futures are too few for a box" in done.stderr


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_the_command_prints_boxes_and_writes_tables_and_figure(method: str, sample: Path, tmp_path: Path) -> None:
    command = ["discover", str(sample), "--outcome", "exhaustion_year.public", "--below", "2030"]
    command += ["--method", method, *(["--shuffles", "10"] if method == "prim" else []), "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert "Box 1: " in done.stdout
    assert "pools.public_text.stock" in done.stdout
    stem = f"discover-{method}-exhaustion_year.public-below-2030" + ("-shuffles-10" if method == "prim" else "")
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{stem}.png",
        f"{stem}.svg",
        f"{stem}-boxes.parquet",
        f"{stem}-trajectory.parquet",
    }
    document = json.loads(CliRunner().invoke(cli, [*command, "--json"], catch_exceptions=False).stdout)
    assert document["method"] == method
    assert document["boxes"][0]["coverage"] > 0.2
    again = CliRunner().invoke(cli, [*command, "--json"], catch_exceptions=False).stdout
    assert json.loads(again) == document
