"""Whole runs: determinism, censoring, horizons, idle labs, and what the tables say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.ecosystem import Ecosystem
from simulator.pace import RunawayRun
from simulator.request import requested
from simulator.run import Result, run_world
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central

IDLE = "world: with-idle\nextends: minimal\nlabs: {a_idle: {}, z_idle: {compute: 0 FLOP, cadence: 0.3 year}}\n"


def outcomes(result: Result) -> dict[tuple[int, str], object]:
    rows = result.tables["outcomes"].to_pylist()
    return {(row["replication"], row["outcome"]): (row["value"], row["censored"]) for row in rows}


def write(folder: Path, text: str) -> Path:
    path = folder / "w.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    written = []
    for hash_seed in ("0", "1", "2", "random"):
        out = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [
            sys.executable,
            "-c",
            "from simulator.cli import main; main()",
            "run",
            "minimal",
            "--replications",
            "20",
        ]
        subprocess.run([*command, "--seed", "5", "--out", str(out)], check=True, env=environment, capture_output=True)
        written.append({file.name: file.read_bytes() for file in out.iterdir() if file.name != "manifest.json"})
    assert all(one == written[0] for one in written)
    assert {"outcomes.parquet", "pools.parquet", "runs.parquet", "diets.parquet", "events.parquet"} <= set(written[0])


def test_seeds_and_replications_differ() -> None:
    one, two = (outcomes(run_world("minimal", seed=seed, replications=3)) for seed in (0, 1))
    years = {value for (_, name), value in (one | two).items() if name == "exhaustion_year.public"}
    assert len(years) == 3
    assert (
        len({one[i, "exhaustion_year.public"] for i in range(3)} | {two[i, "exhaustion_year.public"] for i in range(3)})
        == 6
    )


def test_a_replication_does_not_depend_on_how_many_there_are() -> None:
    few, many = (outcomes(run_world("minimal", replications=n)) for n in (2, 5))
    assert {key: value for key, value in many.items() if key[0] < 2} == few


@pytest.mark.parametrize("replications", [None, 3])
def test_a_lab_that_trains_nothing_changes_nothing(tmp_path: Path, replications: int | None) -> None:
    without, idle = (
        run_world("minimal", replications=replications),
        run_world(write(tmp_path, IDLE), replications=replications),
    )
    theirs = outcomes(idle)
    assert {key: theirs[key] for key in outcomes(without)} == outcomes(without)
    for table in ("pools", "runs", "diets", "events"):
        assert idle.tables[table].equals(without.tables[table])


def test_a_longer_horizon_changes_nothing_before_its_end() -> None:
    short, long = (run_world("minimal", replications=3, until=until) for until in (2030.0, 2045.0))
    for table in ("pools", "runs", "diets"):
        frame = long.frame(table)
        assert frame[frame["year"] <= 2030].reset_index(drop=True).equals(short.frame(table))
    assert short.tables["runs"].num_rows < long.tables["runs"].num_rows


def test_a_crossing_after_the_end_is_never_and_one_before_it_is_kept() -> None:
    year = run_world("minimal").summary["exhaustion_year.public"].quantiles["q50"]
    assert year is not None
    before, after = (
        run_world("minimal", until=until).summary["exhaustion_year.public"] for until in (year - 0.01, year + 0.01)
    )
    assert (before.never, before.quantiles["q50"], before.mean) == (1.0, None, None)
    assert (after.never, after.quantiles["q50"]) == (0.0, year)


def test_what_was_exhausted_before_the_start_is_counted_apart() -> None:
    small = [Setting("pools.public_text.stock", "1 G token")]
    summary = run_world("minimal", settings=small).summary["exhaustion_year.public"]
    assert (summary.before_start, summary.never, summary.mean, summary.quantiles["q10"]) == (1.0, 0.0, None, 2020.0)


def test_a_world_may_end_between_years() -> None:
    result = run_world("minimal", until=2031.3)
    assert result.frame("pools")["year"].max() == 2031
    final, year_end = result.summary["final_stock.public_text"].mean, result.frame("pools")["stock"].max()
    assert final is not None
    assert final > year_end


def test_the_tables_agree_with_each_other_and_with_the_outcomes() -> None:
    result = run_world("minimal", replications=4)
    runs, diets, found = result.frame("runs"), result.frame("diets"), outcomes(result)
    for replication in range(4):
        mine = runs[runs["replication"] == replication]
        assert found[replication, "training_runs"] == (float(len(mine)), None)
        assert found[replication, "train_flop"] == (pytest.approx(mine["flop"].sum(), rel=1e-12), None)
        assert found[replication, "best_loss"] == (mine["loss"].min(), None)
    assert (runs["tokens"] <= runs["planned_tokens"] * (1 + 1e-12)).all()
    met = runs[~runs["data_bound"]]
    assert (met["loss"] >= met["planned_loss"] - 1e-12).all()
    assert (runs["flop"] - 6 * runs["size_active"] * runs["tokens"]).abs().max() <= 1e-9 * runs["flop"].max()
    assert (diets["effective"] <= diets["read"] * (1 + 1e-12)).all()
    lead = runs[runs["model"] == "large"].reset_index()
    assert lead["tokens"].to_numpy() == pytest.approx(diets.groupby(["replication", "year"])["read"].sum().to_numpy())


def test_a_lab_may_start_late_and_train_for_a_while() -> None:
    settings = [Setting("labs.lab.start", 2022.5), Setting("labs.lab.training_time", "6 month")]
    result = run_world("minimal", settings=settings)
    assert result.frame("diets")["year"].min() == 2022.5
    assert result.frame("runs")["year"].min() == 2023.0


def test_a_lab_that_began_before_its_world_joins_at_its_next_date() -> None:
    settings = [Setting("labs.lab.start", 2018.5), Setting("labs.lab.cadence", "2 year")]
    years = run_world("minimal", settings=settings).frame("diets")["year"].tolist()
    assert years[:2] == [2020.5, 2022.5]


def test_a_lab_that_reads_nothing_is_data_bound_and_trains_nothing() -> None:
    result = run_world("minimal", settings=[Setting("labs.lab.reads", [])])
    assert result.summary["training_runs"].mean == 0
    assert result.summary["data_bound_share"].mean == 1
    assert result.summary["data_bound_year.lab"].before_start == 1
    assert result.summary["exhaustion_year.public"].never == 1
    assert result.summary["best_loss"].mean is None


def test_a_slate_trains_the_same_models_every_time(tmp_path: Path) -> None:
    models = (
        "llama-8b: {size: 8 B parameter, tokens: 15 T token}, llama-70b: {size: 70 B parameter, tokens: 15 T token}"
    )
    text = f"world: w\nextends: minimal\nlabs: {{lab: {{slate: {{{models}}}}}}}\n"
    runs = run_world(write(tmp_path, text)).frame("runs")
    assert runs.groupby("model")["overtraining"].first().round(1).to_dict() == {"llama-70b": 10.7, "llama-8b": 93.8}
    assert runs.groupby("model")["planned_tokens"].nunique().max() == 1


def test_a_world_without_labs_runs_to_its_end() -> None:
    result = run_world("minimal", settings=[Setting("labs.lab", {"start": 2039.0, "compute": None})])
    assert result.frame("pools")["year"].max() == 2040
    assert result.summary["training_runs"].mean == 0


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"seed": -1}, "seed: out of range"),
        ({"replications": 0}, "replications: out of range"),
        ({"until": float("nan")}, "--until nan: end: not a finite number"),
        ({"until": 1950.0}, "'end' does not come after 'start'"),
    ],
)
def test_wrong_requests_are_refused(asked: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        requested("minimal", **asked)  # type: ignore[arg-type]


def test_a_run_that_makes_events_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: LoadedWorld = load_world("minimal")
    ecosystem = Ecosystem(loaded, central(loaded))

    def spin() -> object:
        while True:
            yield ecosystem.clock.timeout(0.0)

    ecosystem.clock.start(spin())  # type: ignore[arg-type]
    with pytest.raises(RunawayRun, match=r"100,001 of them in the year 2020\.0000 alone"):
        ecosystem.run()


def test_the_central_run_keeps_central_values_in_every_replication() -> None:
    result = run_world("epoch-2024", replications=3, central_values=True)
    assert len({value for (_, name), value in outcomes(result).items() if name == "exhaustion_year.public"}) == 1
