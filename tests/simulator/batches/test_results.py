"""What can be asked of a batch folder, and what the commands print."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pytest
from click.testing import CliRunner

from simulator import Results
from simulator.cli import cli
from simulator.experiments.execution import execute
from simulator.experiments.export import export
from simulator.experiments.parts import write_part
from simulator.run import run_world
from tests.simulator.batches.files import SMALL, batch, written
from worlds.config.faults import InputError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("results")
    execute(batch(home, SMALL.replace("2030", "2040")), home / "out", workers=1)
    return home / "out"


def command(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_outcomes_are_those_of_the_runs(folder: Path) -> None:
    results = Results.open(folder)
    frame = results.outcomes()
    assert list(frame) == ["run_id", "replication", "outcome", "value", "censored"]
    assert frame["run_id"].nunique() == 24
    assert set(results.outcomes(["best_loss"])["outcome"]) == {"best_loss"}


def test_results_say_what_they_are_and_how_to_have_what_they_lack(folder: Path, tmp_path: Path) -> None:
    said = repr(Results.open(folder))
    assert said.startswith(f"Results({str(folder)!r}: batch of 24 runs; tables: diets, ")
    bare = SMALL.partition("keep:")[0].replace("[1, 10]", "[1]")
    execute(batch(tmp_path, bare), tmp_path / "out", workers=1)
    with pytest.raises(
        InputError, match=r"has no table 'pools'.* with `keep: \{tables: \[pools\]\}` an experiment has it"
    ):
        Results.open(tmp_path / "out").band("pools", "stock")


def test_a_wide_frame_has_a_row_for_each_run_with_its_point(folder: Path) -> None:
    wide = Results.open(folder).wide()
    assert len(wide) == 24
    long = Results.open(folder).outcomes(["best_loss"]).set_index("run_id")["value"]
    assert list(wide["best_loss"]) == list(long[wide["run_id"]])
    by_k = wide.groupby("labs.lab.overtraining.k")["exhaustion_year.public"].mean()
    assert by_k[10.0] < by_k[1.0] - 0.5


def test_a_band_is_the_quantiles_over_runs(folder: Path) -> None:
    results = Results.open(folder)
    band = results.band("pools", "stock", ["year"], where=pc.field("pool") == "public_text")
    stocks = results.frame("pools").query("year == 2030")["stock"]
    row = band[band["year"] == 2030].iloc[0]
    assert [row["q05"], row["q50"], row["q95"]] == list(np.quantile(stocks, [0.05, 0.5, 0.95]))
    apart = results.band("pools", "stock", ["point", "year"])
    assert len(apart) == 4 * band["year"].nunique()


def test_what_is_not_there_is_named_with_the_nearest_name(folder: Path) -> None:
    results = Results.open(folder)
    with pytest.raises(InputError, match=r"has no table 'pool' \(did you mean 'pools'\?\)"):
        results.frame("pool")
    with pytest.raises(InputError, match=r"has no column 'stok' \(did you mean 'stock'\?\)"):
        results.frame("pools", ["stok"])
    with pytest.raises(InputError, match="holds no results"):
        Results.open(folder.parent)


def test_the_folder_of_a_run_can_be_asked_too(tmp_path: Path) -> None:
    run_world("minimal", until=2026.0, replications=3).save(tmp_path / "run")
    results = Results.open(tmp_path / "run")
    assert results.outcomes()["replication"].nunique() == 3
    assert export(results, tmp_path / "run.csv") == len(results.outcomes())


def test_an_export_is_sorted_by_run_id_and_holds_everything(folder: Path, tmp_path: Path) -> None:
    for name in ("o.csv", "o.parquet"):
        code, said, _ = command("export", folder, tmp_path / name)
        assert code == 0
        assert said.startswith(f"Written: {tmp_path / name}, ")
    table, again = pd.read_csv(tmp_path / "o.csv"), pd.read_parquet(tmp_path / "o.parquet")
    assert list(table) == list(again)
    assert list(table["run_id"]) == sorted(table["run_id"])
    whole = Results.open(folder).outcomes().sort_values("run_id", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(again[list(whole)], whole)
    assert np.array_equal(table["value"], again["value"], equal_nan=True)


def test_an_export_for_xarray_has_the_dimensions_of_the_batch(folder: Path, tmp_path: Path) -> None:
    xr = pytest.importorskip("xarray")
    assert command("export", folder, tmp_path / "o.nc")[0] == 0
    with xr.open_dataset(tmp_path / "o.nc", engine="scipy") as made:
        assert dict(made.sizes) == {"world": 1, "scenario": 1, "policy": 1, "point": 4, "replication": 6}
        assert list(made["labs.lab.count"].values) == [1, 2, 1, 2]
        wide = Results.open(folder).wide(["best_loss"])
        value = made["best_loss"].sel(point=2, replication=3).item()
        assert value == wide[(wide["point"] == 2) & (wide["replication"] == 3)]["best_loss"].item()


@pytest.mark.parametrize("file", ["o.xlsx", "o", "out/o.csv"])
def test_what_cannot_be_exported_to_is_refused(file: str, folder: Path) -> None:
    code, _, said = command("export", folder, folder.parent / file)
    assert code == 2
    assert "allowed: " in said


def test_a_rerun_is_the_same_to_the_last_bit(folder: Path, tmp_path: Path) -> None:
    run_id = Results.open(folder).runs()["run_id"][17]
    code, said, _ = command("rerun", folder, run_id)
    assert code == 0
    assert "labs.lab.overtraining.k = 10" in said
    assert "Made again: the same to the last bit" in said
    code, said, _ = command("rerun", folder, run_id[:10], "--json", "--out", tmp_path / "alone")
    assert json.loads(said)["same"] is True
    alone = Results.open(tmp_path / "alone")
    kept = Results.open(folder).outcomes()
    kept = kept[kept["run_id"] == run_id]
    assert list(alone.outcomes()["value"].fillna(-1)) == list(kept["value"].fillna(-1))
    assert (tmp_path / "alone" / "overview.png").exists()


def test_a_rerun_that_differs_says_in_which_table(folder: Path, tmp_path: Path) -> None:
    import shutil

    import pyarrow as pa
    import pyarrow.parquet as pq

    shutil.copytree(folder, tmp_path / "edited")
    names = Results.open(folder).tables
    tables = {name: pq.read_table(tmp_path / "edited" / name / "000000.parquet") for name in names}
    outcomes = tables["outcomes"]
    tables["outcomes"] = outcomes.set_column(3, "value", pa.array([1.0] * len(outcomes)))
    write_part(tmp_path / "edited", 0, tables)
    code, said, _ = command("rerun", tmp_path / "edited", Results.open(folder).runs()["run_id"][0])
    assert code == 1
    assert "not the same in outcomes" in said


@pytest.mark.parametrize("run_id", ["ffffffffffffffffff", ""])
def test_a_rerun_of_no_run_is_refused(run_id: str, folder: Path) -> None:
    code, _, said = command("rerun", folder, run_id)
    assert code == 2
    assert "allowed: a run_id of its outcomes" in said


def test_the_command_runs_resumes_and_tells(tmp_path: Path) -> None:
    file = written(tmp_path)
    out = tmp_path / "out"
    code, said, told = command("batch", file, "--out", out, "--workers", "1", "--json")
    assert code == 0
    document = json.loads(said)
    assert (document["runs"], document["done"], document["failed"], document["complete"]) == (24, 24, 0, True)
    assert told == "small: 1 world x 4 points x 6 replications = 24 runs\n"
    code, said, _ = command("batch", out)
    assert "Complete: 24 of 24 runs stored, 0 of them now." in said
    assert json.loads(command("batch", file, "--out", out, "--status", "--json")[1])["status"] == "complete"
    assert json.loads(command("batch", file, "--dry-run", "--json")[1])["runs"] == 24
    more = command("batch", file, "--replications", "7", "--out", out)
    assert more[0] == 2
    assert "as it was before it was changed" in more[2]


def test_a_large_batch_wants_to_be_confirmed(tmp_path: Path) -> None:
    file = written(tmp_path, SMALL.replace("replications: 6", "replications: 6000"))
    code, _, said = command("batch", file, "--out", tmp_path / "out")
    assert code == 2
    assert "24,000 runs, about" in said
    assert "allowed: --yes" in said
    assert not (tmp_path / "out").exists()


def test_shipped_experiments_are_listed_and_shown() -> None:
    rows = json.loads(command("experiments", "--json")[1])
    assert {"overtraining-sweep", "futures-2026", "policies-everywhere"} <= {row["name"] for row in rows}
    assert all(row["runs"] >= 100 and row["description"] for row in rows)
    assert json.loads(command("experiments", "overtraining-sweep", "--json")[1])["worlds"] == ["epoch-2024"]
    assert "replications" in command("experiments", "overtraining-sweep")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["batch", "overtraining-swep"],
            "there is no experiment 'overtraining-swep' (did you mean 'overtraining-sweep'?)",
        ),
        (["batch", "nowhere.yaml"], "there is no such file"),
        (["batch", "minimal.yaml", "--import", "no_such_module"], "--import no_such_module: No module named"),
        (["batch", "overtraining-sweep", "--status", "--out", "nowhere"], "holds no results"),
        (["batch", "overtraining-sweep", "--workers", "0"], "Invalid value for '--workers'"),
        (
            ["batch", "overtraining-sweep", "--workers", "2", "--cluster", "tcp://x:1"],
            "--workers are those of this machine",
        ),
        (["export", "nowhere", "o.csv"], "holds no results"),
        (["rerun", "nowhere", "1"], "holds no results"),
    ],
)
def test_wrong_input_is_one_message_and_exit_status_2(arguments: list[str], message: str) -> None:
    code, _, said = command(*arguments)
    assert code == 2
    assert message in said
