"""The walk from Epoch's forecast to the world of 2026: its ends, its steps, and what is told of them."""

import json
from math import fsum
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.analysis import waterfall
from simulator.analysis.between import parts_of, world_with
from simulator.analysis.parts import PARTS, Part
from simulator.analysis.steps import Change, Level, Step, Waterfall
from simulator.analysis.waterfall import FIRST, LAST, OUTCOMES, PUBLIC, Study, study
from simulator.cli import cli
from simulator.report.waterfall_words import by_other_data, story
from simulator.run import run_world
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting

SMALL = """
world: small
extends: epoch-2024
pools:
  public_text: {repetition: 4 x, grandfathering: 50 %}
  code: {kind: public, stock: 20 T token, repetition: 3 x}
  letters: {kind: private, stock: 500 T token, repetition: 2 x}
labs:
  frontier:
    reads: [code, letters, public_text]
    taper: {since: 2025.0, to: 1.45 x/year, time: 5 year}
"""
"""Epoch's world with some more: one part that changes nothing, since nothing closes, and private data without users."""


@pytest.fixture(scope="module")
def ends() -> tuple[LoadedWorld, LoadedWorld]:
    return load_world(FIRST), load_world(LAST)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("worlds") / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def found(small: Path) -> Study:
    return study(6, last=load_world(small))


def walk_of(found: Study, outcome: str) -> Waterfall:
    (one,) = (one for one in found.waterfalls if one.outcome == outcome)
    return one


def steps_of(found: Study, outcome: str) -> dict[str, Step]:
    return {step.part.name: step for step in walk_of(found, outcome).steps}


def test_without_any_part_the_world_of_2026_is_epochs_to_the_bit(ends: tuple[LoadedWorld, LoadedWorld]) -> None:
    nothing = world_with([], parts_of(*ends), *ends)
    assert nothing.numbers == ends[0].numbers
    tables = [run_world(one, replications=3, seed=1).tables for one in (nothing, ends[0])]
    assert tables[0] == tables[1]


def test_with_every_part_it_is_itself(ends: tuple[LoadedWorld, LoadedWorld]) -> None:
    parts = parts_of(*ends)
    assert world_with(parts, parts, *ends).hash == load_world(LAST).hash
    tables = [run_world(one, replications=1, until=2020.0).tables for one in (world_with(parts, parts, *ends), LAST)]
    assert tables[0] == tables[1]


def test_a_walk_between_a_world_and_itself_has_no_steps() -> None:
    same = load_world(FIRST)
    found = study(2, first=same, last=same)
    assert [one.steps for one in found.waterfalls] == [()] * len(OUTCOMES)
    assert all(one.whole == Change(0.0, 0.0, 0.0) for one in found.waterfalls)


def test_each_world_on_the_way_has_one_thing_more(ends: tuple[LoadedWorld, LoadedWorld]) -> None:
    parts = parts_of(*ends)
    hashes = [world_with(parts[:i], parts, *ends).hash for i in range(len(parts) + 1)]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    ("name", "kind", "section"),
    [
        ("private data", "private", "data_owners"),
        ("other modalities", "multimodal", "archives"),
        ("synthetic text", "synthetic", ""),
        ("interaction", "interaction", ""),
    ],
)
def test_what_is_taken_away_goes_with_its_keepers(
    name: str, kind: str, section: str, ends: tuple[LoadedWorld, LoadedWorld]
) -> None:
    parts = parts_of(*ends)
    without = world_with([one for one in parts if one.name != name], parts, *ends).world
    assert kind not in {pool.kind for pool in without.pools.values()}
    assert not section or not getattr(without, section)
    left = {pool: one for pool, one in ends[1].world.pools.items() if one.kind != kind}
    assert set(without.pools) == set(left), "and nothing else goes"


def test_without_the_real_labs_the_trend_line_reads_everything_and_tapers(
    ends: tuple[LoadedWorld, LoadedWorld],
) -> None:
    parts = parts_of(*ends)
    without = world_with([one for one in parts if one.name != "real labs"], parts, *ends).world
    assert set(without.labs) == set(ends[0].world.labs)
    (line,) = without.labs.values()
    assert set(line.reads or ()) == set(without.pools)
    assert line.taper is not None


def test_lists_do_not_name_labs_that_are_gone(tmp_path: Path, ends: tuple[LoadedWorld, LoadedWorld]) -> None:
    lab, pool = next(iter(ends[1].world.labs)), next(k for k, v in ends[1].world.pools.items() if v.kind == "private")
    file = tmp_path / "w.yaml"
    file.write_text(
        f"world: w\nextends: {FIRST}\npools: {{{pool}: {{kind: private, stock: 9 T token}}}}\n"
        f"labs: {{{lab}: {{licensees: [frontier]}}}}\ndata_owners: {{house: {{pools: [{pool}], holders: [{lab}]}}}}\n"
    )
    last = load_world(file)
    parts = parts_of(ends[0], last)
    without = world_with([one for one in parts if one.name != "real labs"], parts, ends[0], last).world
    assert without.data_owners["house"].holders == []


def test_steps_add_up_to_the_difference(found: Study) -> None:
    for one in found.waterfalls:
        assert fsum(step.change.value for step in one.steps) == pytest.approx(one.whole.value, abs=1e-9)
        assert one.last.median - one.first.median == one.whole.value


def test_a_step_that_changes_nothing_is_exactly_zero(found: Study) -> None:
    for outcome in OUTCOMES:
        step = steps_of(found, outcome)["sites close"]
        assert step.change == step.alone == Change(0.0, 0.0, 0.0)


def test_steps_go_the_way_they_must(found: Study) -> None:
    public = steps_of(found, PUBLIC)
    assert list(public) == ["repetition", "compute tapers", "more public text", "sites close", "private data"]
    for name in ("repetition", "compute tapers", "more public text"):
        assert public[name].change.low > 0
        assert public[name].alone.low > 0


def test_private_data_move_public_text_by_nothing_where_nothing_feeds_back(found: Study) -> None:
    assert steps_of(found, PUBLIC)["private data"].change == Change(0.0, 0.0, 0.0)
    assert steps_of(found, "exhaustion_year.ecosystem")["private data"].change.low > 0
    assert by_other_data(walk_of(found, PUBLIC)).endswith("here they do not move it at all.")


@pytest.mark.parametrize(
    ("path", "value", "name"),
    [
        ("pools.public_text.net_growth", "5 %/year", "growth of the web"),
        ("pools.public_text.open_share", {"value": 1, "to": 0.6, "since": 2023.5, "time": "2 year"}, "sites close"),
        ("pools.public_text.ai_share", {"value": 0, "to": 0.5, "since": 2022.9, "time": "1 year"}, "AI-made text"),
        ("pools.public_text.quality", "90 %", "everything else"),
        ("labs.frontier.compute_growth", "4 x/year", "real labs"),
        ("labs.frontier.overtraining.k", 5, "overtraining"),
        ("economy.compute_price", "9e-18 USD/FLOP", "everything else"),
        (
            "regulators",
            {"state": {"enacts": {"a": {"path": "pools.public_text.quality", "from": 2027.0, "value": 0.5}}}},
            "everything else",
        ),
    ],
)
def test_where_ends_differ_in_a_number_that_is_a_step_of_its_own(
    path: str, value: object, name: str, ends: tuple[LoadedWorld, LoadedWorld]
) -> None:
    first = ends[0]
    other = first.with_settings([Setting(path, value)])
    parts = parts_of(first, other)
    assert name in [part.name for part in parts]
    nothing = world_with([], parts, first, other)
    assert nothing.numbers == first.numbers
    assert not nothing.world.regulators


def test_a_date_that_never_comes_counts_as_the_end_and_is_told(small: Path) -> None:
    ended = [load_world(one, [Setting("end", 2020.0)]) for one in (FIRST, small)]
    public = walk_of(study(3, first=ended[0], last=ended[1]), PUBLIC)
    assert public.first == public.last == Level(2020.0, 1.0)
    assert "2020.0 (100 % never)" in story(public, FIRST, "small")


def test_the_interval_holds_the_step(found: Study) -> None:
    for one in found.waterfalls:
        for step in one.steps:
            assert step.change.low <= step.change.value <= step.change.high


def made(*changes: tuple[float, float]) -> Waterfall:
    """Return a walk of given steps, each as it is in the walk and alone; the second is of other data."""
    steps, at = [], 2030.0
    for i, (walked, missed) in enumerate(changes):
        at += walked
        part = Part(f"part {i}", "", PARTS[0].lack, other_data=i == 1)
        steps.append(Step(part, Level(at, 0.0), _sure(walked), Level(2030.0, 0.0), _sure(missed)))
    return Waterfall(PUBLIC, Level(2030.0, 0.0), tuple(steps), _sure(at - 2030.0))


def _sure(value: float) -> Change:
    return Change(value, value - 0.1, value + 0.1)


def test_the_ranking_is_by_size_and_leaves_out_what_is_within_chance() -> None:
    told = story(made((0.5, 0.4), (-2.0, -3.0), (0.05, 0.0)), "a", "b")
    assert "In the walk it is moved most by part 1 (-2.00 years), then by part 0 (+0.50 years)." in told
    assert "Alone, from `b`, it is moved most by part 1 (-3.00 years), then by part 0 (+0.40 years)." in told
    assert "Both ways put part 1 first." in told
    assert "Within chance both ways: part 2." in told
    assert "cancel" not in told


def test_where_the_two_ways_differ_it_says_so() -> None:
    told = story(made((3.0, -0.4), (-2.9, 1.0)), "a", "b")
    assert "So what moves it most depends on what else is there." in told
    assert "The sign turns with what else is there for part 0 and part 1." in told
    assert "Steps up and steps down make +3.00 and -2.90 years and nearly cancel." in told


def test_where_nothing_moves_it_it_says_so() -> None:
    assert "In the walk nothing moves it beyond chance." in story(made((0.05, 0.0)), "a", "b")


def test_other_data_are_told_by_the_larger_of_both_ways() -> None:
    told = by_other_data(made((0.5, 0.4), (-0.2, 0.3)))
    assert "the most is part 1, by -0.20 years in the walk and +0.30 years alone." in told


def test_page_and_figure_are_written_and_tell_every_step(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waterfall, "LAST", str(small))
    arguments = ["waterfall", "--replications", "3", "--seed", "2", "--out", str(tmp_path / "deep")]
    told = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    assert "Written: " in told.stdout
    page = (tmp_path / "deep" / "waterfall.md").read_text(encoding="utf-8")
    assert "3 futures of each\n(`--replications 3`), seed 2." in page
    for name in ("repetition", "compute tapers", "more public text", "sites close", "private data"):
        assert page.count(f"\n| {name} |") == len(OUTCOMES)
    assert "**more public text**: beside the web (`code`)" in page
    assert (tmp_path / "deep" / "figures" / "waterfall.png").stat().st_size > 10_000
    printed = CliRunner().invoke(cli, [*arguments, "--json"], catch_exceptions=False)
    document = json.loads(printed.stdout)
    assert (document["first"], document["last"], document["seed"], document["replications"]) == (FIRST, "small", 2, 3)
    assert [one["outcome"] for one in document["waterfalls"]] == list(OUTCOMES)
    steps = document["waterfalls"][0]["steps"]
    assert all({"name", "median", "never", "step", "without", "alone"} == set(step) for step in steps)
    assert (tmp_path / "deep" / "waterfall.md").read_text(encoding="utf-8") == page, "the same seed, the same page"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--replications", "1"), "1 is not in the range x>=2"),
        (("--seed", "-1"), "-1 is not in the range x>=0"),
        (("--out", "taken"), "'taken' is a file"),
        (("--out", "taken/below"), "taken/below: cannot be written: Not a directory"),
        (("--steps", "3"), "No such option"),
    ],
    ids=" ".join,
)
def test_wrong_input_ends_with_2_before_anything_runs(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("mine")
    refused = CliRunner().invoke(cli, ["waterfall", *arguments], catch_exceptions=False)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert (tmp_path / "taken").read_text() == "mine"
