"""Sensitivity: known indices come out, SALib's own on the same samples, and holes in a design are told."""

import json
from math import pi
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.analysis.sensitivity import sensitivity, sensitivity_of
from simulator.analysis.sensitivity.methods import DUMMY, METHODS, Index, Method, whole_blocks
from simulator.analysis.sensitivity.problem import Problem, problem_of
from simulator.analysis.sensitivity.words import words_of
from simulator.cli import cli
from simulator.experiments.execution import execute
from tests.simulator.batches.files import batch
from worlds.config.faults import InputError
from worlds.config.loading import load_world

UNITS = load_world("epoch-2024").numbers
ISHIGAMI = Problem({path: path for path in list(UNITS)[:3]})


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = (2.0 * unit - 1.0) * pi
    found: np.ndarray = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def indices(method: Method, size: int, of: object = ishigami, problem: Problem = ISHIGAMI) -> dict[str, list[Index]]:
    way = METHODS[method]
    unit = way.sample(problem, size, 1)
    found: dict[str, list[Index]] = {}
    for one in way.indices(problem, unit, of(unit), 1):  # type: ignore[operator]
        found.setdefault(one.measure, []).append(one)
    return found


def test_sobol_finds_the_known_indices_of_ishigami() -> None:
    found = indices("sobol", 4096)
    assert [one.value for one in found["first"]] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert [one.value for one in found["total"]] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert all(one.low <= one.value <= one.high for one in found["total"])


def test_they_are_salibs_own_on_the_same_sample() -> None:
    from SALib.analyze import sobol
    from SALib.sample import sobol as sample

    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    values = ishigami(sample.sample(problem, 256, calc_second_order=False, seed=1))
    told = sobol.analyze(problem, values, calc_second_order=False, num_resamples=200, conf_level=0.9, seed=1)
    found = indices("sobol", 256)
    assert [one.value for one in found["first"]] == list(told["S1"])
    assert [one.high - one.value for one in found["total"]] == pytest.approx(list(told["ST_conf"]))


def test_morris_ranks_what_acts_before_what_does_not() -> None:
    found = indices("morris", 40, lambda unit: 5.0 * unit[:, 0] + unit[:, 1])
    assert [one.value for one in found["mu_star"]] == pytest.approx([4.5, 0.9, 0.0])
    assert [one.value for one in found["sigma"]] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_a_tornado_moves_one_number_at_a_time() -> None:
    found = indices("tornado", 1, lambda unit: 10.0 * unit[:, 0] - unit[:, 2] ** 2)
    assert [one.value for one in found["low"]] == pytest.approx([-4.5, 0.0, 0.25 - 0.05**2])
    assert [one.value for one in found["high"]] == pytest.approx([4.5, 0.0, 0.25 - 0.95**2])


def test_pawn_tells_what_matters_from_chance() -> None:
    found = {one.factor: one for one in indices("pawn", 1000, lambda unit: unit[:, 0])["pawn"]}
    first, second, _ = ISHIGAMI.paths
    assert found[first].low > found[DUMMY].high
    assert found[second].low < found[DUMMY].high
    ranks = [one.value for one in indices("pawn", 1000, lambda unit: -unit[:, 1])["rank"]]
    assert ranks[1] == pytest.approx(-1.0)
    assert abs(ranks[0]) < 0.1


def test_numbers_of_a_group_move_together() -> None:
    paths = ISHIGAMI.paths
    grouped = Problem({paths[0]: "a", paths[1]: "b", paths[2]: "a"})
    unit = METHODS["sobol"].sample(grouped, 256, 1)
    assert len(unit) == 256 * (2 + 2)
    first = list(METHODS["sobol"].indices(grouped, unit, ishigami(unit), 1))
    of_a = next(one for one in first if (one.factor, one.measure) == ("a", "first"))
    assert of_a.value == pytest.approx(0.5576, abs=0.06)


def test_a_block_with_a_hole_is_left_out_whole_and_counted() -> None:
    unit, values = np.arange(24.0).reshape(12, 2), np.arange(12.0)
    values[5] = np.nan
    rows, kept, left_out = whole_blocks(unit, values, 4)
    assert left_out == 1
    assert list(kept) == [0, 1, 2, 3, 8, 9, 10, 11]
    assert list(rows[:, 0]) == [0, 2, 4, 6, 16, 18, 20, 22]


def test_of_a_tornado_only_the_number_with_a_hole_is_left_out() -> None:
    way = METHODS["tornado"]
    unit = way.sample(ISHIGAMI, 1, 0)
    values = 10.0 * unit[:, 0] + unit[:, 1]
    values[3] = np.nan
    rows, kept, left_out = whole_blocks(unit, values, way.block(3))
    assert (len(kept), left_out) == (7, 1)
    swings = [one.value for one in way.indices(ISHIGAMI, rows, kept, 0) if one.measure == "swing"]
    assert swings[0] == pytest.approx(9.0)
    assert np.isnan(swings[1])
    assert swings[2] == 0.0


def test_a_world_is_studied_and_the_closed_form_agrees(tmp_path: Path) -> None:
    over = ["pools.public_text.raw", "labs.frontier.compute_growth"]
    answer = sensitivity("epoch-2024", method="tornado", over=over, folder=tmp_path / "t", workers=1)
    assert answer.response.runs == 5
    ends = {(one.factor, one.measure): one.value for one in answer.final}
    assert ends["pools.public_text.raw", "low"] < -0.5 < 0.5 < ends["pools.public_text.raw", "high"]
    assert ends["labs.frontier.compute_growth", "high"] < -0.5
    words = " ".join(words_of(answer))
    assert "What moves exhaustion_year.public of epoch-2024 most: " in words
    assert "Each moves alone" in words


def test_censored_dates_count_as_the_end_and_are_told(tmp_path: Path) -> None:
    answer = sensitivity("epoch-2024", method="pawn", size=32, until=2028.0, folder=tmp_path / "p", workers=1)
    assert 0.2 < answer.response.never < 1.0
    assert max(answer.response.values) == 2028.0
    assert any("count as the end" in line for line in words_of(answer))


def test_a_batch_over_a_sample_can_be_asked_too(tmp_path: Path) -> None:
    text = (
        "experiment: x\ndescription: x\nworlds: [minimal]\ndesign: {lhs: {points: 64, over: uncertain}}\ndraw: false\n"
    )
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    answer = sensitivity_of(tmp_path / "out")
    assert answer.ranking[0].factor in {"pools.public_text.stock", "labs.lab.compute_growth"}
    assert {one.size for one in answer.indices} == {16, 32, 64}
    few = batch(tmp_path / "few", "experiment: x\ndescription: x\nworlds: [minimal]\n")
    execute(few, tmp_path / "few" / "out", workers=1)
    with pytest.raises(InputError, match="has too few points or no numbers"):
        sensitivity_of(tmp_path / "few" / "out")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "sobol", "size": 100}, "a power of two"),
        ({"method": "pawn", "size": 3}, "too few"),
        ({"method": "soboll"}, "there is no 'soboll'"),
        ({"over": ["pools.nothing.stock"]}, "names no uncertain number"),
        ({"method": "tornado", "outcome": "exhaustion_year.pubic"}, r"did you mean 'exhaustion_year.public'\?"),
    ],
)
def test_what_cannot_be_studied_is_refused(arguments: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        sensitivity("minimal", folder=tmp_path / "x", workers=1, **arguments)  # type: ignore[arg-type]


def test_the_command_prints_a_ranking_and_writes_table_and_figure(tmp_path: Path) -> None:
    command = ["sensitivity", "minimal", "--method", "tornado", "--out", str(tmp_path / "out"), "--workers", "1"]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert "What moves exhaustion_year.public of minimal most:" in done.stdout
    assert (tmp_path / "out" / "sensitivity-tornado-exhaustion_year.public.png").stat().st_size > 10_000
    again = CliRunner().invoke(cli, [*command, "--json"], catch_exceptions=False)
    document = json.loads(again.stdout)
    assert document["method"] == "tornado"
    assert len(document["ranking"]) == len(problem_of(load_world("minimal")).paths)
