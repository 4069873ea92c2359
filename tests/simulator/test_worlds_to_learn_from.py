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
    opened = ("pools.messages.open_share", 1.0)
    worth = ("pools.messages.quality", 0.6)
    consent = ("pools.messages.consent", 1.0)
    reads = ("labs.frontier.reads", ["code", "conversations", "own_text", "public_text"])
    common = (small, opened, worth, consent, reads)
    none = central("watershed", *common, ("labs.frontier.shortfall", []))
    lab: dict[str, object] = {"shortfall": [response]}
    if response == "substitute":
        lab["substitutes"] = ["messages", "images"]
    answered = central("watershed", *common, ("labs.frontier", lab))
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


def test_an_idle_lab_changes_nothing_in_a_world_of_every_kind(tmp_path: Path) -> None:
    file = tmp_path / "idle.yaml"
    file.write_text("world: idle\nextends: watershed\nlabs: {a_idle: {}, z_idle: {compute: 0 FLOP}}\n")
    idle, without = run_world(file, replications=2), run_world("watershed", replications=2)
    for table in ("pools", "runs", "diets", "events"):
        assert idle.tables[table].equals(without.tables[table])


def test_free_compute_buys_no_data() -> None:
    free = central("watershed", ("economy.compute_price", "0 USD/FLOP"), ("pools.messages.open_share", 1.0))
    assert free.summary["data_spend_usd"].mean == 0


def test_a_pool_that_is_wholly_gone_is_exhausted() -> None:
    everything = {"court": {"at": 2025.5, "share": 1.0}}
    frozen = ("pools.public_text.net_growth", "0 %/year")
    result = central("minimal", frozen, ("pools.public_text.takedowns", everything))
    for target in ("public", "public_text", "ecosystem"):
        assert result.summary[f"exhaustion_year.{target}"].quantiles["q50"] == 2026.0
    assert result.summary["final_stock.public_text"].mean == 0


def test_waiting_does_not_hide_that_data_ran_short() -> None:
    name, *changes = (
        "minimal",
        ("pools.public_text.net_growth", "30 %/year"),
        ("labs.lab.compute_growth", "2.5 x/year"),
    )
    stock = ("pools.public_text.stock", {"value": "10 T token", "at": 2020.0})
    fixed = (*changes, stock, ("labs.lab.compute", {"value": "5e24 FLOP", "at": 2020.0}))
    years = [
        central(name, *fixed, ("labs.lab.shortfall", shortfall)).summary["data_bound_year.lab"].quantiles["q50"]
        for shortfall in (["undertrain"], ["wait", "undertrain"])
    ]
    assert years[0] is not None
    assert years[0] == years[1]


def test_synthetic_text_keeps_to_its_share_in_both_parts() -> None:
    own = {"kind": "synthetic", "max_share": 0.2, "excess_value": 1.0, "budget": 1.0}
    changes = (("pools.public_text.stock", {"value": "1 T token", "at": 2020.0}), ("labs.lab.min_value", 0.01))
    pools = load_world("minimal", [Setting(path, value) for path, value in changes]).plain["pools"]
    assert isinstance(pools, dict)
    result = central("minimal", *changes, ("pools", {**pools, "own": own}))
    diets, runs = result.frame("diets"), result.frame("runs")
    wanted = runs[runs["model"] == "large"].set_index("planned_year")["planned_tokens"]
    read = diets[diets["pool"] == "own"].groupby("year")["read"].sum()
    assert (read <= 0.2 * wanted[read.index] * (1 + 1e-9)).all()
    assert set(diets[diets["pool"] == "own"]["part"]) <= {"", "beyond the good share"}


@pytest.mark.parametrize("year", [2021, 2025, 2034])
@pytest.mark.parametrize("world", ["watershed", "collapse", "drought"])
def test_the_diet_that_is_shown_is_the_one_that_is_read(world: str, year: int) -> None:
    from simulator.dietician import advise

    lab = "forgetter" if world == "collapse" else "frontier"
    settings = [Setting(f"labs.{lab}.shortfall", [])]
    shown = advise(world, lab, year, settings).corpus
    diets = central(world, (f"labs.{lab}.shortfall", [])).frame("diets")
    mine = diets[(diets["lab"] == lab) & (diets["year"] == year)]
    assert [one.pool for one in shown.helpings] == list(mine["pool"])
    assert [one.read for one in shown.helpings] == pytest.approx(list(mine["read"]))


def test_synthetic_text_may_be_a_substitute() -> None:
    small = ("pools.public_text.stock", {"value": "1 T token", "at": 2020.0})
    pools = load_world("minimal").plain["pools"]
    assert isinstance(pools, dict)
    lab = {"reads": ["public_text"], "substitutes": ["own"], "shortfall": ["substitute", "undertrain"]}
    result = central("minimal", ("pools", {**pools, "own": {"kind": "synthetic"}}), small, ("labs.lab", lab))
    assert "own" in set(result.frame("diets")["pool"])


def test_several_labs_that_wait_for_one_rival_pool_wait_again(tmp_path: Path) -> None:
    labs = "".join(
        f"  {name}: {{compute: 1e24 FLOP, shortfall: [wait], max_wait: 2 year, cadence: 3 year}}\n" for name in "abc"
    )
    file = tmp_path / "w.yaml"
    pool = "{kind: public, inflow: 4 T token/year, rivalry: 1}"
    file.write_text(f"world: w\nstart: 2020\nend: 2031\npools: {{web: {pool}}}\nlabs:\n{labs}")
    runs = run_world(file).frame("runs")
    assert runs.groupby("lab").size().min() >= 3


def test_what_flowed_before_the_start_is_there() -> None:
    early = central("contamination").frame("pools")
    late = central("contamination", ("start", 2026.0)).frame("pools")
    both = early.merge(late, on=["year", "pool"], suffixes=("", "_late"))
    assert len(both) == 15
    assert both["machine_late"].to_numpy() == pytest.approx(both["machine"].to_numpy(), rel=1e-9)
    assert both["stock_late"].to_numpy() == pytest.approx(both["stock"].to_numpy(), rel=1e-9)
