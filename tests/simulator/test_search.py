"""Search: known fronts are found, stopped searches go on as if undisturbed, and policies do what candidates did."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.analysis.search.anew import judged_anew
from simulator.analysis.search.answer import Search
from simulator.analysis.search.evolution import Point, Worth, evolve
from simulator.analysis.search.judgement import no_worse, not_dominated, regrets, relative, worst_tenth
from simulator.analysis.search.knobs import DEFAULT_LEVERS, Knob, knobs_of, labels
from simulator.analysis.search.study import search
from simulator.analysis.search.told import bounded
from simulator.analysis.search.wishes import Objective, thresholds_of
from simulator.analysis.search.words import words_anew, words_of
from simulator.cli import cli
from simulator.experiments.execution import Progress
from simulator.report import robust_mix
from simulator.report.search import cells_of
from simulator.whatif.comparison import compare
from worlds.config.faults import InputError
from worlds.config.loading import load_world
from worlds.config.policies import load_policy
from worlds.config.units import SHARE, USD_PER_TOKEN

WHERE = tuple(Knob(f"{name}@2027", SHARE, 0.0, 1.0) for name in ("along", "away"))
LOWER = (Objective("loss_gap", "lower"), Objective("data_spend_usd", "lower"))
LEVERS = ["statutes.overtraining_cap@2024=1 x..100 x", "statutes.data_levy@2024=0 USD/Mtoken,1 USD/Mtoken"]
K = "labs.lab.overtraining.k@2024=1 x..50 x"
OBJECTIVES = ["exhaustion_year.public", "loss_gap", "data_spend_usd"]


def zdt1(_generation: int, points: Sequence[Point]) -> list[Worth]:
    """Zitzler, Deb and Thiele's first problem: its front is f2 = 1 - sqrt(f1), where `away` is 0."""
    return [(x, (1 + 9 * away) * (1 - (x / (1 + 9 * away)) ** 0.5)) for x, away in points]


def minimal(folder: Path, candidates: int = 12, **more: object) -> Search:
    asked = {"levers": LEVERS, "objectives": OBJECTIVES, "workers": 1, **more}
    return search("minimal", futures=3, candidates=candidates, population=4, folder=folder, **asked)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return minimal(tmp_path_factory.mktemp("search") / "out")


def test_a_known_front_is_found() -> None:
    tried = evolve(WHERE, LOWER, zdt1, candidates=800, population=40, seed=1)
    worths = np.array(zdt1(0, tried))
    front = worths[not_dominated(-worths)]
    distance = front[:, 1] - (1 - np.sqrt(front[:, 0]))
    assert len(front) > 15
    assert np.median(distance) < 0.02
    assert np.ptp(front[:, 0]) > 0.9
    early, late = (np.median([away for _, away in part]) for part in (tried[:40], tried[-40:]))
    assert late < 0.1 * early


def test_a_front_of_four_objectives_is_found() -> None:
    def sphere(_generation: int, points: Sequence[Point]) -> list[Worth]:
        """Deb's second scalable problem: on its front the squares of the objectives add up to 1."""
        angles = np.array(points)[:, :3] * np.pi / 2
        far = 1 + np.array(points)[:, 3]
        c, s = np.cos(angles), np.sin(angles)
        axes = [c[:, 0] * c[:, 1] * c[:, 2], c[:, 0] * c[:, 1] * s[:, 2], c[:, 0] * s[:, 1], s[:, 0]]
        return [tuple(row) for row in (far * np.array(axes)).T]

    knobs = [Knob(f"{name}@2027", SHARE, 0.0, 1.0) for name in "abcd"]
    objectives = [Objective(name, "lower") for name in ("loss_gap", "data_spend_usd", "fines_usd", "best_loss")]
    tried = evolve(knobs, objectives, sphere, candidates=800, population=40, seed=1)
    last = np.array(sphere(0, tried[-40:]))
    assert np.median(np.linalg.norm(last, axis=1)) < 1.1
    assert last.max(axis=0).min() > 0.6


def test_the_same_seed_tries_the_same_and_another_does_not() -> None:
    one, again, other = (evolve(WHERE, LOWER, zdt1, candidates=60, population=20, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one[0] != other[0]


def test_a_point_that_failed_is_no_parent() -> None:
    def half(_generation: int, points: Sequence[Point]) -> list[Worth]:
        worths = zdt1(0, [point[:2] for point in points])
        return [None if point[0] > 0.5 else worth for point, worth in zip(points, worths, strict=True)]

    knobs = [*WHERE, *(Knob(f"idle{i}@2027", SHARE, 0.0, 1.0) for i in range(8))]
    tried = evolve(knobs, LOWER, half, candidates=400, population=20, seed=1)
    assert np.mean([point[0] > 0.5 for point in tried[:20]]) > 0.3
    assert np.mean([point[0] > 0.5 for point in tried[-100:]]) < 0.2


def test_dominance_worst_tenth_and_regret_are_what_they_say() -> None:
    assert list(not_dominated(np.array([[1, 3], [3, 1], [1, 1], [1, 3], [2, 2]]))) == [True, True, False, True, True]
    assert not_dominated(np.zeros((8, 2))).all()
    gains = np.arange(24.0).reshape(2, 12, 1)
    assert worst_tenth(gains).tolist() == [[0.5], [12.5]]
    regret = regrets(gains)
    assert regret[0].ravel().tolist() == [12.0] * 12
    assert regret[1].ravel().tolist() == [0.0] * 12
    assert relative(regret).max() == 1.0
    assert relative(np.zeros((2, 3, 1))).max() == 0.0
    baseline = np.array([[1.0, 2.0], [1.0, 2.0]])
    better = np.array([[[1.0, 2.0 - 1e-15], [1.0, 1.9]]])
    assert no_worse(better, baseline).tolist() == [[True, False]]


def test_every_shipped_lever_is_one_of_the_world_of_2026_and_small_worlds_have_fewer() -> None:
    whole = knobs_of(load_world("baseline-2026"))
    assert len(whole) == len(DEFAULT_LEVERS)
    assert labels(whole)[0] == "overtraining_cap"
    assert labels(whole)[3:] == [
        "private consent",
        "public_text link_rot",
        "synthetic max_share",
        "archives open_share",
        "labs differential_privacy",
    ]
    assert labels(knobs_of(load_world("minimal"), ["labs.lab.overtraining.k@2026"])) == ["lab overtraining.k"]
    assert [one.name for one in knobs_of(load_world("minimal"))][:2] == [
        "statutes.overtraining_cap@2027",
        "statutes.data_levy@2027",
    ]


def test_a_value_is_what_its_policy_says() -> None:
    levy = Knob("statutes.data_levy@2027..2030", USD_PER_TOKEN, 0.0, 1e-5)
    exact, written = levy.settled(1.23456e-6)
    assert written == "1.235 USD/Mtoken"
    assert exact == USD_PER_TOKEN.parse(written)
    assert levy.rule(exact) == {"path": "statutes.data_levy", "from": 2027.0, "value": written, "until": 2030.0}
    edge = Knob("statutes.data_levy@2027", USD_PER_TOKEN, 1.2344e-6, 1e-5)
    assert edge.settled(1.23441e-6)[0] == 1.23441e-6


def test_a_lever_without_a_range_has_its_own() -> None:
    (knob,) = knobs_of(load_world("minimal"), ["statutes.overtraining_cap@2027"])
    assert (knob.low, knob.high, knob.by_logarithm) == (0.1, 10000.0, True)


@pytest.mark.parametrize(
    ("lever", "message"),
    [
        ("statutes.overtraining_cap@2027=1 x..20000 x", "beyond what the lever 'overtraining_cap' allows"),
        ("statutes.overtraining_cap=1 x..2 x", "not a lever with a date"),
        ("statutes.overtraining_cap@2027=2 x..1 x", "the lower end first"),
        ("statutes.overtraining_cap@2027=2 x,2 x", "leaves nothing to choose"),
        ("statutes.data_levy@2027=0..1", "a number without a unit"),
        ("statutes.overtraining_cap@2050=1 x..2 x", "would never hold in minimal"),
        ("statutes.overtraining_cap@2030..2028=1 x..2 x", "would never hold in minimal"),
        ("statutes.overtraining_kap@2027=1 x..2 x", "did you mean 'statutes.overtraining_cap'"),
        ("labs.lab.min_value@2027=10 %..20 %", "is no lever"),
        ("labs.lab.compute@2027=1e24 FLOP..1e25 FLOP", "is no lever"),
    ],
)
def test_what_is_no_lever_or_out_of_its_range_is_refused(lever: str, message: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "minimal", "--lever", lever, "--out", str(tmp_path / "x")])
    assert done.exit_code == 2
    assert message in done.stderr
    assert lever in done.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--objective", "loss_gap"], "two or more"),
        (["--objective", "loss_gap", "--objective", "loss_gab"], "did you mean 'loss_gap'"),
        (["--objective", "loss_gap:up", "--objective", "fines_usd"], "'up' is no direction"),
        (["--objective", "loss_gap", "--objective", "train_flop"], "nobody says which way is better"),
        (["--satisfies", "loss_gap=3"], "not a threshold"),
        (["--satisfies", "loss_gap<=much"], "'much' is no number"),
        (["--satisfies", "loss_gab<=1"], "did you mean 'loss_gap'"),
        (["--satisfies", "data_spend_usd<=1 M USD"], "measured in another unit"),
        (["--pick", "5"], "allowed: robust, or 1 to 4"),
        (["--write", "No Name.yaml"], "no name for a policy"),
        (["--write", "nowhere/mix.yaml"], "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_searched_is_refused(arguments: list[str], message: str, tmp_path: Path) -> None:
    small = ["--candidates", "4", "--population", "4", "--futures", "1", "--workers", "1", "--out", str(tmp_path / "x")]
    done = CliRunner().invoke(cli, ["search", "minimal", *small, *arguments])
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "x").exists(), "what can be known before any run is checked before"


def test_a_search_that_was_stopped_goes_on_to_the_same(found: Search, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        minimal(tmp_path / "out", progress=stop)
    told: list[Progress] = []
    again = minimal(tmp_path / "out", progress=told.append, workers=2)
    assert told[-1].fresh < told[-1].runs == told[-1].done == 13 * 3
    assert again.as_dict() == found.as_dict()
    assert np.array_equal(again.found.numbers, found.found.numbers)


def test_more_candidates_go_on_where_fewer_ended(found: Search, tmp_path: Path) -> None:
    few = minimal(tmp_path / "out", 8)
    told: list[Progress] = []
    more = minimal(tmp_path / "out", progress=told.append)
    assert few.points == more.points[:8]
    assert more.as_dict() == found.as_dict()
    assert told[-1].fresh == 4 * 3


def test_a_folder_of_another_search_is_refused(found: Search, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a search with other seed"):
        minimal(found.folder, seed=1)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        minimal(tmp_path)


def test_a_whatif_of_the_written_policy_gives_what_the_candidate_gave_to_the_bit(tmp_path: Path) -> None:
    levers = [*LEVERS, "pools[kind=private].consent@2024=7 %..90 %", "labs.*.differential_privacy@2025..2028"]
    answer = search(
        "estuary",
        levers=levers,
        futures=2,
        candidates=4,
        population=4,
        until=2030.0,
        seed=3,
        folder=tmp_path / "out",
        workers=1,
    )
    for number in (2, answer.robust.number):
        file = answer.write(tmp_path / f"mix-{number}.yaml", str(number))
        assert load_policy(str(file)).name == f"mix-{number}"
        pairs = compare("estuary", [str(file)], replications=2, seed=3, until=2030.0).frame("pairs")
        for place, wish in enumerate(answer.objectives):
            mine = pairs[pairs["outcome"] == wish.outcome]
            assert mine["changed"].tolist() == answer.found.numbers[number - 1, :, place].tolist()
            assert mine["baseline"].tolist() == answer.baseline.numbers[0, :, place].tolist()
        spent = pairs[pairs["outcome"] == "data_spend_usd"]
        assert spent["changed"].tolist() != spent["baseline"].tolist()


def test_a_candidate_judged_anew_is_run_in_futures_that_it_was_not_chosen_by(found: Search) -> None:
    number = found.robust.number
    new = judged_anew(found, number, 4, workers=1)
    file = found.write(found.folder.parent / "anew.yaml", str(number))
    pairs = compare("minimal", [str(file)], replications=4, seed=1).frame("pairs")
    mine = pairs[pairs["outcome"] == "exhaustion_year.public"]
    assert mine["changed"].tolist() == new.found.numbers[0, :, 0].tolist()
    assert mine["baseline"].tolist() == new.baseline.numbers[0, :, 0].tolist()
    assert words_anew(new, number).startswith(f"In 4 new futures (seed 1) candidate {number} satisfies in ")


def test_what_satisfies_can_be_stated(found: Search, tmp_path: Path) -> None:
    base = found.baseline.numbers[0, :, 0]
    between = float(np.sort(base)[1])
    stated = minimal(found.folder, satisfies=[f"exhaustion_year.public>={between}", "data_spend_usd<=1 USD"])
    assert stated.baseline_robustness == pytest.approx(2 / 3)
    assert stated.robust.means[2] == 0.0
    assert "without a policy in 67%" in " ".join(words_of(stated))
    (threshold,) = thresholds_of(["loss_gap<=0.25"], ["loss_gap"])
    assert threshold.met(np.array([0.25, 0.26])).tolist() == [True, False]


def test_candidates_that_failed_are_left_out_and_told(found: Search) -> None:
    numbers, failed = found.found.numbers.copy(), found.found.failed.copy()
    place = found.robust.number - 1
    numbers[place, 1], failed[place, 1] = np.nan, True
    broken = replace(found, found=replace(found.found, numbers=numbers, failed=failed))
    assert found.robust.number not in {one.number for one in broken.candidates}
    assert broken.as_dict()["left_out"] == 1
    assert "1 of 12 candidates are left out: 1 of their runs failed" in " ".join(words_of(broken))
    with pytest.raises(InputError, match="is no candidate that was judged"):
        broken.picked(str(found.robust.number))


def test_dates_that_do_not_come_count_as_the_end_and_are_told(tmp_path: Path) -> None:
    answer = minimal(tmp_path / "out", 4, until=2028.0)
    assert answer.found.numbers[:, :, 0].max() <= 2028.0
    assert answer.censored[0] > 0.5
    assert "count as its end or start: exhaustion_year.public" in " ".join(words_of(answer))


def test_a_mean_over_dates_that_do_not_come_is_told_as_a_bound(tmp_path: Path) -> None:
    answer = minimal(tmp_path / "out", 4, until=2028.0)
    late = answer.found.censored[:, :, 0]
    assert (late == 1).any()
    rows = answer.rows()
    for one, row in zip(answer.candidates, rows, strict=True):
        share = (late[one.number - 1] == 1).mean()
        assert one.never[0] == share == row["never exhaustion_year.public"]
        assert row["before_start exhaustion_year.public"] == 0.0
        assert "never loss_gap" not in row
        cell = cells_of(answer, one)[1 + len(answer.knobs)]
        assert cell == (f">={one.means[0]:.2f}" if share else f"{one.means[0]:.2f}")
    assert (
        answer.as_dict()["baseline_never"]["exhaustion_year.public"]
        == (answer.baseline.numbers[0, :, 0] == 2028).mean()
    )
    words = " ".join(words_of(answer))
    assert f"exhaustion_year.public does not come by the end in {answer.robust.never[0]:.0%} of its futures" in words
    assert "; a mean over such dates is told as the bound that it is." in words
    date = Objective("exhaustion_year.public", "higher")
    assert [bounded(date, 2030.0, *late) for late in ((0, 0), (0, 0.5), (0.5, 0.5))] == [
        "2030.00",
        "<=2030.00",
        "~2030.00",
    ]


def test_levers_that_move_nothing_are_told(tmp_path: Path) -> None:
    answer = minimal(tmp_path / "out", 4, objectives=["data_spend_usd", "fines_usd"], levers=LEVERS[:1])
    assert [one.outcome for one in answer.unmoved] == ["data_spend_usd", "fines_usd"]
    assert [one.number for one in answer.pareto] == [1, 2, 3, 4]
    words = " ".join(words_of(answer))
    assert "Of 4 candidates 4 are not dominated" in words
    assert "4 of those are alike in every mean. No lever moves any objective" in words
    assert " sets " not in words
    some = minimal(tmp_path / "some", 4, objectives=["data_spend_usd", "exhaustion_year.public"], levers=[K])
    assert "No lever moves data_spend_usd: in every future" in " ".join(words_of(some))
    assert f"Candidate {some.robust.number} sets lab overtraining.k" in " ".join(words_of(some))


def test_a_candidate_is_judged_by_its_own_futures(found: Search) -> None:
    one = found.candidates[3]
    mine = found.found.numbers[3]
    assert one.means == pytest.approx(mine.mean(axis=0))
    assert one.worst[0] == mine[:, 0].min()
    assert one.worst[2] == mine[:, 2].max()
    everything = np.concatenate([found.found.numbers, found.baseline.numbers])
    assert one.worst_regret[0] == pytest.approx((everything[:, :, 0].max(axis=0) - mine[:, 0]).max())
    assert one.regret[2] == pytest.approx((mine[:, 2] - everything[:, :, 2].min(axis=0)).mean())


def test_the_study_of_a_robust_mix_is_its_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, small in {"WORLD": "minimal", "CANDIDATES": 4, "POPULATION": 4, "FUTURES": 1, "ANEW": 1}.items():
        monkeypatch.setattr(robust_mix, name, small)
    monkeypatch.chdir(tmp_path)
    asked = ["studies", "robust-mix", "--out", str(tmp_path / "docs"), "--workers", "1"]
    done = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "docs" / "studies" / "robust-mix.md").read_text(encoding="utf-8")
    assert robust_mix.COMMAND in text
    assert "In 1 new futures (seed 1) candidate" in text
    words = shlex.split(robust_mix.COMMAND)[1:]
    cli.commands["search"].make_context("search", words[1:])
    assert "robust-mix" in CliRunner().invoke(cli, ["studies"]).stdout
    assert "--workers: is of a study that is run" in CliRunner().invoke(cli, ["studies", "--workers", "2"]).stderr


def test_the_command_prints_writes_and_goes_on(tmp_path: Path) -> None:
    out, page = tmp_path / "out", tmp_path / "page.md"
    levers = [word for lever in LEVERS for word in ("--lever", lever)]
    sizes = ["--candidates", "8", "--population", "4", "--futures", "2", "--workers", "1"]
    command = ["search", "minimal", *levers, *sizes, "--out", str(out)]
    mix = tmp_path / "mix.yaml"
    done = CliRunner().invoke(
        cli, [*command, "--write", str(mix), "--page", str(page), "--anew", "2"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.stderr
    assert "Most robust of them is candidate" in done.stdout
    assert "In 2 new futures (seed 1) candidate" in done.stdout
    assert (out / "search.png").stat().st_size > 10_000
    assert (out / "candidates.parquet").exists()
    assert "| candidate | overtraining_cap | data_levy |" in page.read_text(encoding="utf-8")
    assert (tmp_path / "figures" / "page.png").exists()
    checked = CliRunner().invoke(cli, ["check", str(mix), "--world", "minimal"])
    assert checked.exit_code == 0
    document = json.loads(CliRunner().invoke(cli, [*command, "--json"], catch_exceptions=False).stdout)
    assert document["robust"] in document["pareto"]
    assert len(document["candidates"]) == 8
    taken = CliRunner().invoke(cli, [*command, "--write", str(mix)])
    assert taken.exit_code == 2
    assert "is there already" in taken.stderr
