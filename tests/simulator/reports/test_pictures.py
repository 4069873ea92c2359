from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.analysis.ranks import draws, ranks
from simulator.folder import manifest_of
from simulator.pictures.batches import over_axes
from simulator.pictures.catalogue import PICTURES
from simulator.pictures.drawing import svg
from simulator.pictures.networks import flows
from simulator.pictures.overview import overview
from simulator.pictures.sides import Side, side_of
from simulator.pictures.stored import side_in
from simulator.report.figures import pictures_of
from simulator.report.gallery import LESSONS
from simulator.run import Result, run_world
from tests.simulator.reports.folders import folder_of
from worlds.config.loading import load_world
from worlds.config.values import drawn

SMALL = ("minimal", "epoch-2024", *LESSONS)


@pytest.fixture(scope="module")
def estuary() -> Result:
    return run_world("estuary", replications=4)


@pytest.mark.parametrize("world", SMALL)
def test_every_picture_of_every_small_world_draws_without_a_warning(world: str) -> None:
    side = side_of(run_world(world))
    for picture in [*(made([side]) for made in PICTURES.values()), overview(side)]:
        assert svg(picture).startswith("<svg")
        assert picture.words


def test_pictures_of_two_sides_hold_both(estuary: Result) -> None:
    sides = [
        side_of(estuary, "as it is"),
        side_of(run_world("estuary", replications=4, policies=["data-levy"]), "levy"),
    ]
    for name, made in PICTURES.items():
        picture = made(sides)
        assert svg(picture)
        said = " ".join([*(mark.label for panel in picture.panels for mark in panel.marks), picture.source])
        if name not in {"access", "lineage", "diet"}:
            assert "as it is" in said


def test_when_pools_run_dry_is_what_the_summary_says(estuary: Result) -> None:
    (panel,) = PICTURES["when-dry"]([side_of(estuary)]).panels
    rows = panel.marks[0].frame.set_index("y")
    for name in ("papers", "public_text"):
        wanted = estuary.summary[f"exhaustion_year.{name}"].quantiles
        end = estuary.request.loaded.world.end
        assert rows.loc[name, "middle"] == (end if wanted["q50"] is None else wanted["q50"])
        assert rows.loc[name, "low"] == wanted["q10"]
        assert rows.loc[name, "high"] == (end if wanted["q90"] is None else wanted["q90"])


def test_stocks_are_the_medians_of_the_table(estuary: Result) -> None:
    picture = PICTURES["stocks"]([side_of(estuary)])
    frame = picture.frame
    pools = estuary.frame("pools")
    for name in ("public_text", "messages"):
        mine = frame[(frame["series"] == name) & (frame["drawn_as"] == "band")].set_index("x")["middle"]
        wanted = pools[pools["pool"] == name].groupby("year")["stock"].median() / 1e12
        pd.testing.assert_series_equal(mine, wanted, check_names=False, check_index=False)


def test_flows_are_the_effective_tokens_of_the_first_replication(estuary: Result) -> None:
    diets = estuary.frame("diets")
    wanted = diets[(diets["replication"] == 0) & (diets["lab"] == "leader") & (diets["pool"] == "papers")]["effective"]
    found = flows(side_of(estuary)).set_index(["pool", "lab"])["tokens"]
    assert found["papers", "leader"] == pytest.approx(wanted.sum())


def test_a_side_read_from_a_folder_is_that_of_the_result(estuary: Result, tmp_path: Path) -> None:
    folder = estuary.save(tmp_path / "run")
    one, other = side_in(folder, manifest_of(folder)), side_of(estuary)
    assert one.summary == other.summary
    assert (one.seed, one.replications, one.drawn, one.lead) == (
        other.seed,
        other.replications,
        other.drawn,
        other.lead,
    )
    for made in PICTURES.values():
        pd.testing.assert_frame_equal(made([one]).frame, made([other]).frame, check_dtype=False)


def test_many_pools_are_drawn_by_their_kind() -> None:
    side = side_of(run_world("baseline-2026"))
    picture = overview(side)
    names = {mark.label for mark in picture.panels[0].marks}
    assert names == {"public", "private", "synthetic", "multimodal", "interaction"}
    pools = side.frame("pools")
    wanted = pools[(pools["kind"] == "private") & (pools["year"] == 2030)]["stock"].sum() / 1e12
    (private,) = [mark.frame.set_index("x") for mark in picture.panels[0].marks if mark.label == "private"]
    assert private["middle"][2030.0] == pytest.approx(wanted)


def test_a_run_has_figures_by_the_names_that_docs_give(tmp_path: Path) -> None:
    names = {one.name for one in pictures_of(side_of(run_world("estuary")))}
    assert names == {"stock-and-corpus", "overview", "networks"}
    alone = run_world("minimal").save(tmp_path / "run")
    assert {one.stem for one in alone.glob("*.png")} == {"stock-and-corpus", "overview"}


def test_numbers_are_drawn_again_as_they_were_in_the_run() -> None:
    loaded = load_world("minimal")
    found = draws(loaded, 7, 3)
    assert list(found.columns) == [path for path, number in loaded.numbers.items() if number.uncertain]
    assert found.iloc[2].to_dict() == {path: drawn(loaded, 7, 2).at(str(path)) for path in found}


def test_ranks_find_what_an_outcome_goes_with_and_nothing_in_chance() -> None:
    rng = np.random.default_rng(1)
    numbers = pd.DataFrame(rng.random((200, 6)), columns=list("abcdef"))
    outcome = np.exp(3 * numbers["b"]) - numbers["c"] + 0.1 * rng.random(200)
    found = ranks(numbers, outcome.tolist())
    assert [one.name for one in found if one.sure][:1] == ["b"]
    assert found[0].low < found[0].correlation < found[0].high
    assert not any(one.sure for one in ranks(numbers, rng.random(200).tolist()))
    assert ranks(numbers.head(10), outcome.head(10).tolist()) == []
    assert ranks(numbers, [1.0] * 200) == []


def test_futures_over_few_levels_are_bands_and_over_many_points() -> None:
    runs = pd.DataFrame({"k": [1.0, 1.0, 100.0, 100.0] * 10, "g": np.linspace(1, 2, 40), "value": np.arange(40.0)})
    few, many = over_axes(["k", "g"], {"k": "x"}, runs, "").panels
    assert few.marks[0].kind == "band"
    assert few.marks[0].frame["middle"].tolist() == runs.groupby("k")["value"].median().tolist()
    assert few.x.log
    assert many.marks[0].kind == "points"
    assert len(many.marks[0].frame) == 40


def test_the_dates_of_a_batch_are_those_of_its_runs() -> None:
    from simulator.report.document.saving import document_of

    (dry,) = [one for one in document_of(folder_of("plain")).pictures if one.name == "when-dry"]
    rows = dry.panels[0].marks[0].frame.set_index("y")
    wanted = run_world("minimal", replications=40).summary["exhaustion_year.public"].quantiles["q50"]
    assert rows.loc["all public text", "middle"] == wanted


def test_a_side_has_no_lead_where_nothing_is_trained() -> None:
    side = Side("", load_world("minimal"), 0, 1, False, {}, {})
    assert side.lead is None
    assert not any(made([side]).panels for name, made in PICTURES.items() if name != "sizes")
