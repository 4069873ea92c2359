"""Shortfall responses, techniques and the worlds to learn from: what each mechanism must show."""

from pathlib import Path

import numpy as np
import pytest

from simulator.report.gallery import LESSONS, lessons, save
from simulator.run import Result, run_world
from worlds.config.loading import load_world
from worlds.config.settings import Setting

RUNS: dict[str, Result] = {}


def central(world: str, *changes: tuple[str, object]) -> Result:
    key = repr((world, changes))
    if key not in RUNS:
        RUNS[key] = run_world(world, settings=[Setting(path, value) for path, value in changes])
    return RUNS[key]


def course(result: Result, pool: str, column: str) -> list[float]:
    pools = result.frame("pools")
    return [float(value) for value in pools[pools["pool"] == pool][column]]


def test_ai_text_lowers_quality_and_brings_exhaustion_forward() -> None:
    clean = central("contamination", ("pools.public_text.ai_share", 0.0))
    foul = central("contamination")
    assert course(foul, "public_text", "stock") == pytest.approx(course(clean, "public_text", "stock"))
    assert course(foul, "public_text", "quality")[-1] < 0.85
    years = [one.summary["exhaustion_year.public"].quantiles["q50"] for one in (foul, clean)]
    assert years[0] is not None
    assert years[1] is not None
    assert years[0] < years[1]


def test_what_is_replaced_collapses_and_what_accumulates_does_not() -> None:
    result = central("collapse")
    kept, renewed = course(result, "kept", "quality"), course(result, "renewed", "quality")
    assert renewed[-1] < 0.6 * kept[-1]
    runs = result.frame("runs").groupby("lab")["loss"].min()
    assert runs["archivist"] < runs["forgetter"]


def test_private_text_joins_the_diet_only_after_it_has_thawed() -> None:
    diets = central("private-thaw").frame("diets")
    private = diets[diets["kind"] == "private"]
    assert private["year"].min() >= 2026
    assert private["spend_usd"].sum() > 0
    locked = central("private-thaw", ("pools.documents.open_share", 0.0), ("pools.messages.open_share", 0.0))
    assert "private" not in set(locked.frame("diets")["kind"])


def test_other_modalities_are_worth_more_to_larger_models() -> None:
    diets = central("multimodal-tide").frame("diets")
    speech = diets[diets["pool"] == "speech"]
    worth = (speech["marginal_value"] * np.exp((speech["epochs"] - 1) / 15.387756)).to_numpy()
    assert len(worth) > 3
    assert (np.diff(worth) > 0).all()


def test_interaction_costs_less_compute_as_models_grow() -> None:
    diets = central("flywheel").frame("diets")
    compute = diets[diets["kind"] == "interaction"]["compute"].to_numpy()
    assert len(compute) > 2
    assert (np.diff(compute) < 0).all()


def test_in_a_drought_less_and_less_is_open_and_a_court_takes_a_tenth() -> None:
    result = central("drought")
    shares = course(result, "public_text", "open_share")
    assert shares[-1] < 0.3 < shares[0]
    events = result.frame("events")
    (gone,) = events[events["kind"] == "takedown"]["value"]
    before = central("drought", ("pools.public_text.takedowns", None))
    stock = dict(zip(range(2018, 2041), course(before, "public_text", "stock"), strict=True))
    assert gone == pytest.approx(stock[2027] / 10)


def test_rival_text_is_used_up_and_plain_text_is_not() -> None:
    water = central("rivalry")
    text = central("rivalry", ("pools.public_text.rivalry", 0), ("pools.code.rivalry", 0))
    final = [one.summary["final_stock.public_text"].mean for one in (water, text)]
    assert final[0] is not None
    assert final[1] is not None
    assert final[0] < 0.2 * final[1]


@pytest.mark.parametrize("response", ["repeat", "substitute", "undertrain"])
def test_every_response_reaches_a_lower_loss_than_none(response: str) -> None:
    small = ("pools.public_text.stock", {"value": "2 T token", "at": 2024.0})
    held_back = ("labs.frontier.substitutes", ["messages", "images"])
    opened = ("pools.messages.open_share", 1.0)
    worth = ("pools.messages.quality", 0.6)
    consent = ("pools.messages.consent", 1.0)
    common = (small, held_back, opened, worth, consent)
    none = central("watershed", *common, ("labs.frontier.shortfall", []))
    answered = central("watershed", *common, ("labs.frontier.shortfall", [response]))
    bound = none.frame("runs")["data_bound"].to_numpy()
    assert bound.any()
    loss, other = (one.frame("runs")["loss"].to_numpy()[bound] for one in (none, answered))
    assert (other <= loss * (1 + 1e-12)).all()
    assert (other < loss).any()


def test_a_lab_that_waits_reads_when_just_enough_has_regrown() -> None:
    world = ("minimal", ("pools.public_text.net_growth", "60 %/year"), ("labs.lab.compute_growth", "2.6 x/year"))
    name, *changes = world
    stock = ("pools.public_text.stock", {"value": "1 T token", "at": 2020.0})
    fixed = (*changes, stock, ("labs.lab.family", None), ("labs.lab.compute", {"value": "5e24 FLOP", "at": 2020.0}))
    hurried = central(name, *fixed, ("labs.lab.shortfall", []))
    patient = central(name, *fixed, ("labs.lab.shortfall", ["wait"]))
    assert hurried.frame("runs")["data_bound"].iloc[0]
    first = patient.frame("runs").iloc[0]
    assert first["tokens"] == pytest.approx(0.99 * first["planned_tokens"], rel=1e-6)
    assert 2020.0 < first["year"] <= 2021.0
    assert first["planned_year"] == 2020.0


def test_a_lab_does_not_wait_for_what_will_not_come() -> None:
    stock = ("pools.public_text.stock", {"value": "1 G token", "at": 2020.0})
    patient = central("minimal", stock, ("labs.lab.shortfall", ["wait", "undertrain"]))
    assert patient.frame("runs")["year"].iloc[0] == 2020.0


TECHNIQUES = {
    "mixture_of_experts": {"total": 8, "size": 2},
    "retrieval": {"size": 2},
    "multi_task": {"data": 1.1},
}


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_technique_lowers_the_loss_of_the_same_run(technique: str) -> None:
    plain = central("minimal")
    used = central("minimal", (f"labs.lab.techniques.{technique}", TECHNIQUES[technique]))
    assert (used.frame("runs")["loss"] < plain.frame("runs")["loss"]).all()
    assert used.frame("runs")["flop"].equals(plain.frame("runs")["flop"])
    ratio = (used.frame("runs")["size"] / used.frame("runs")["size_active"]).unique()
    assert ratio == pytest.approx([8.0 if technique == "mixture_of_experts" else 1.0])


def test_overfitting_hurts_only_where_tokens_are_repeated() -> None:
    saturating, overfitting = (
        central("minimal", ("laws.repetition.form", form)).frame("runs") for form in ("saturating", "overfitting")
    )
    fresh = saturating["epochs"] <= 1 + 1e-12
    assert fresh.any()
    assert (overfitting["loss"] == saturating["loss"])[fresh].all()
    assert (overfitting["loss"] > saturating["loss"])[~fresh].all()
    assert (saturating["memorised_share"] > 0).equals(~fresh)


@pytest.mark.parametrize("kind", ["public", "private", "interaction", "multimodal"])
def test_an_unused_pool_changes_not_one_bit_of_anything_else(kind: str) -> None:
    extra = {
        "public": {"kind": "public", "stock": "9 T token"},
        "private": {"kind": "private", "stock": "9 T token"},
        "interaction": {"kind": "interaction", "inflow": "9 T token/year"},
        "multimodal": {"kind": "multimodal", "modality": "video", "stock": "9 T token", "transfer": 1},
    }[kind]
    settings = [Setting("labs.frontier.reads", ["public_text", "code", "own_text"])]
    without = run_world("watershed", replications=3, settings=settings)
    pools = load_world("watershed").plain["pools"]
    assert isinstance(pools, dict)
    with_it = run_world(
        "watershed", replications=3, settings=[*settings, Setting("pools", {**pools, "aaa_unused": extra})]
    )
    assert with_it.tables["runs"].equals(without.tables["runs"])
    assert with_it.tables["diets"].equals(without.tables["diets"])
    theirs = with_it.frame("pools")
    assert theirs[theirs["pool"] != "aaa_unused"].reset_index(drop=True).equals(without.frame("pools"))


def test_the_gallery_shows_every_world_to_learn_from(tmp_path: Path) -> None:
    found = lessons(1)
    save(found, tmp_path, 1)
    page = (tmp_path / "worlds.md").read_text(encoding="utf-8")
    for name in LESSONS:
        assert f"## {name}" in page
        assert (tmp_path / "figures" / "worlds" / f"{name}.png").stat().st_size > 10_000
