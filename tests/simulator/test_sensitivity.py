"""Sensitivity: known indices come out, SALib's own on the same samples, and holes in a design are told."""

import json
from dataclasses import replace
from math import nan, pi
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import spearmanr

from simulator.analysis.discovery.study import discover
from simulator.analysis.sensitivity.answer import Sensitivity
from simulator.analysis.sensitivity.methods import ALL, DUMMY, METHODS, Index, Method, whole_blocks
from simulator.analysis.sensitivity.problem import Problem, problem_of
from simulator.analysis.sensitivity.response import Response
from simulator.analysis.sensitivity.stored import sensitivity_of
from simulator.analysis.sensitivity.study import sensitivity
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


def test_the_sum_of_what_numbers_explain_alone_has_an_interval_that_holds_the_known_one() -> None:
    widths = []
    for size in (64, 4096):
        found = indices("sobol", size)
        (alone,) = found["sum"]
        assert alone.factor == ALL
        assert alone.value == pytest.approx(sum(one.value for one in found["first"]))
        assert alone.low < 0.3139 + 0.4424 < alone.high
        widths.append(alone.high - alone.low)
    assert widths[1] < 0.2 * widths[0]


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
    assert "Of 2 that were varied, 2 move it at all." in words


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


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_the_same_seed_gives_the_same_design_and_indices_even_nought(method: Method) -> None:
    way = METHODS[method]
    one, again = (way.sample(ISHIGAMI, 32, 0) for _ in range(2))
    assert np.array_equal(one, again)
    found = [[vars(each) for each in way.indices(ISHIGAMI, one, ishigami(one), 0)] for _ in range(2)]
    assert all(a == pytest.approx(b, nan_ok=True) for a, b in zip(*found, strict=True))


def test_a_grid_is_no_sample(tmp_path: Path) -> None:
    grid = "{labs.lab.overtraining.k: [1, 2, 4], pools.public_text.stock: [100 T token, 200 T token, 300 T token]}"
    text = f"experiment: x\ndescription: x\nworlds: [minimal]\ndesign: {{grid: {grid}}}\ndraw: false\n"
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    with pytest.raises(InputError, match="its design is a grid"):
        sensitivity_of(tmp_path / "out")


def test_equal_values_of_a_sample_are_at_equal_levels(tmp_path: Path) -> None:
    stocks = [100 + (37 * i) % 160 for i in range(24)]
    rows = ", ".join(
        f"{{labs.lab.overtraining.k: {1 + i // 3}, pools.public_text.stock: {one} T token}}"
        for i, one in enumerate(stocks)
    )
    text = f"experiment: x\ndescription: x\nworlds: [minimal]\ndesign: {{list: [{rows}]}}\nluck: own\n"
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    ranks = {one.factor: one.value for one in sensitivity_of(tmp_path / "out").final if one.measure == "rank"}
    values = sensitivity_of(tmp_path / "out").response.values
    assert ranks["labs.lab.overtraining.k"] == pytest.approx(spearmanr([i // 3 for i in range(24)], values).statistic)
    two = text.replace("k: 3,", "k: 1,").replace("k: 4,", "k: 1,").replace("k: 5,", "k: 1,").replace("k: 6,", "k: 1,")
    execute(batch(tmp_path / "two", two.replace("k: 7,", "k: 2,")), tmp_path / "two" / "out", workers=1)
    with pytest.raises(InputError, match=r"labs\.lab\.overtraining\.k takes 3 values alone"):
        sensitivity_of(tmp_path / "two" / "out")


OVER = ["pools.public_text.stock", "pools.public_text.machine_quality", "labs.lab.compute_growth"]


@pytest.mark.parametrize(("method", "size"), [("sobol", 8), ("morris", 4), ("tornado", None), ("pawn", 32)])
def test_a_stored_study_is_looked_at_by_its_own_method_and_is_no_sample(
    method: Method, size: int | None, tmp_path: Path
) -> None:
    depth = None if method == "pawn" else 2
    study = sensitivity("minimal", method=method, size=size, over=OVER, depth=depth, folder=tmp_path, workers=1)
    again = sensitivity_of(tmp_path, method=method)
    assert again.problem == study.problem
    assert [vars(one) for one in again.indices] == [pytest.approx(vars(one), nan_ok=True) for one in study.indices]
    assert list(words_of(again)) == list(words_of(study))
    other: Method = "pawn" if method != "pawn" else "sobol"
    with pytest.raises(InputError, match=f"are of a design for another; allowed: {method}"):
        sensitivity_of(tmp_path, method=other)
    if method != "pawn":
        with pytest.raises(InputError, match="holds a study of sensitivity"):
            discover(tmp_path, "exhaustion_year.public", below=2030)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("draw: false", "all under the same luck; what is not varied is at its central value."),
        ("luck: own", "each with luck of its own; what is not varied is drawn anew in each"),
        (
            "replications: 2",
            "2 lucks, the same at each point; what is not varied is drawn, and the same at each",
        ),
    ],
)
def test_the_luck_of_a_batch_is_told_as_it_was(more: str, said: str, tmp_path: Path) -> None:
    over = "{points: 16, over: [pools.public_text.stock]}"
    text = f"experiment: x\ndescription: x\nworlds: [minimal]\ndesign: {{lhs: {over}}}\n{more}\n"
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    assert said in list(words_of(sensitivity_of(tmp_path / "out")))[-1]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Sensitivity:
    return sensitivity("minimal", size=8, over=OVER, folder=tmp_path_factory.mktemp("few") / "out", workers=1)


def with_index(answer: Sensitivity, measure: str, value: float, half: float) -> Sensitivity:
    """Return an answer one of whose indices came out otherwise."""
    place = next(i for i, one in enumerate(answer.indices) if one.measure == measure and one.size == 8)
    other = replace(answer.indices[place], value=value, low=value - half, high=value + half)
    return replace(answer, indices=(*answer.indices[:place], other, *answer.indices[place + 1 :]))


def test_no_share_of_the_variance_is_told_that_cannot_be(few: Sensitivity) -> None:
    words = " ".join(words_of(with_index(few, "total", 1.05, 0.2)))
    assert "(100% of the variance, alone or with others: 85% to 100%)" in words
    assert "8 base points are too few: labs.lab.compute_growth comes out at 105%, and no share is above 100%." in words
    unsure = " ".join(words_of(with_index(few, "sum", 1.0, 0.4)))
    assert "How much all of them explain alone cannot be told from 8 base points (60% to 100% of the varia" in unsure
    sure = " ".join(words_of(with_index(few, "sum", 0.6, 0.1)))
    assert "Alone, all of them explain 60% of the variance (50% to 70%); the rest is in how they act together." in sure
    whole = " ".join(words_of(with_index(few, "sum", 0.95, 0.1)))
    assert "Alone, all of them explain 95% of the variance (85% to 100%)." in whole


def test_a_design_of_which_too_little_is_left_says_nothing(few: Sensitivity, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*_: object) -> Response:
        values = few.response.values.copy()
        values[5:] = nan
        return replace(few.response, values=values, failed=len(values) - 5)

    monkeypatch.setattr("simulator.analysis.sensitivity.answer.response_of", torn)
    with pytest.raises(InputError, match="of all base points 1 came to their end"):
        sensitivity_of(few.folder)


def test_when_all_runs_failed_that_is_said(tmp_path: Path) -> None:
    text = "experiment: x\ndescription: x\nworlds: [minimal]\ndesign: {lhs: {points: 16}}\nlimits: {events: 2}\n"
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    with pytest.raises(InputError, match="no run came to its end, so that there are no outcomes: all 16 runs failed"):
        sensitivity_of(tmp_path / "out")
    with pytest.raises(InputError, match="all 16 runs failed"):
        discover(tmp_path / "out", "best_loss", below=1.0)


def test_an_outcome_that_no_run_has_is_refused_before_any_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is no outcome of minimal; allowed: .*exhaustion_year\.public"):
        sensitivity("minimal", "nonsense", folder=tmp_path / "x", workers=1)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--method", "pawn"], "allowed: sobol"),
        (["--samples", "64"], "--samples: is of a world, and changes nothing of"),
        (["--over", "labs"], "--over: is of a world"),
        (["--depth", "1"], "--depth: is of a world"),
        (["--policy", "overtraining-cap"], "--policy: is of a world"),
        (["--seed", "0"], "--seed: is of a world"),
        (["--until", "2030"], "--until: is of a world"),
        (["--set", "end=2030"], "--set: is of a world"),
        (["--replications", "2"], "--replications: is of a world"),
        (["--cell", "1"], "has no cell 1; allowed: 0 to 0"),
    ],
)
def test_options_that_change_nothing_of_stored_runs_are_refused(
    arguments: list[str], message: str, few: Sensitivity
) -> None:
    done = CliRunner().invoke(cli, ["sensitivity", str(few.folder), *arguments])
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_cell_is_of_stored_runs_alone() -> None:
    done = CliRunner().invoke(cli, ["sensitivity", "minimal", "--cell", "1"])
    assert done.exit_code == 2
    assert "--cell: is of RESULTS, and changes nothing of minimal" in done.stderr


def test_each_cell_of_a_batch_has_files_of_its_own(tmp_path: Path) -> None:
    text = (
        "experiment: x\ndescription: x\nworlds: [minimal]\npolicies: [no policy, overtraining-cap]\n"
        "design: {lhs: {points: 16, over: [pools.public_text.stock]}}\n"
    )
    execute(batch(tmp_path, text), tmp_path / "out", workers=1)
    for cell in ("0", "1"):
        asked = ["sensitivity", str(tmp_path / "out"), "--cell", cell]
        assert CliRunner().invoke(cli, asked, catch_exceptions=False).exit_code == 0
    stem = "sensitivity-pawn-exhaustion_year.public-minimal-as-it-is"
    names = {path.name for path in (tmp_path / "out").glob("sensitivity-*.png")}
    assert names == {f"{stem}-no-policy.png", f"{stem}-overtraining-cap.png"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "sobol", "size": 100}, "a power of two"),
        ({"method": "morris", "size": 1}, "too few; allowed: 4 or more"),
        ({"method": "tornado", "size": 3}, "a tornado has no size"),
        ({"method": "pawn", "depth": 1}, "pawn looks at each number by itself"),
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
