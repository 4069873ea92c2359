"""A batch is the same whoever carries it out, in which order, and however often it is stopped."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from simulator.experiments.brakes import Brakes
from simulator.experiments.execution import Progress, execute
from simulator.experiments.parts import parts_of, path_of
from simulator.experiments.results import Results
from simulator.experiments.store import Store, standing_of
from simulator.run import run_world
from tests.simulator.batches.files import SMALL, batch, contents, vandal_world
from worlds.config.experiments import load_experiment
from worlds.config.faults import InputError
from worlds.config.settings import Setting

ROOT = Path(__file__).parent.parent.parent.parent
COMMAND = [sys.executable, "-c", "from simulator.cli import main; main()", "batch"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batches")


@pytest.fixture(scope="module")
def small(home: Path) -> Batch:
    return batch(home)


@pytest.fixture(scope="module")
def serial(home: Path, small: Batch) -> Path:
    execute(small, home / "serial", workers=1)
    return home / "serial"


def test_it_has_every_run_once(small: Batch, serial: Path) -> None:
    assert small.size == 2 * 2 * 6
    rows = Results.open(serial).runs()
    assert list(rows["run"]) == list(range(24))
    assert list(rows["run_id"]) == [small.run(i).run_id for i in range(24)]
    assert rows["run_id"].is_unique
    assert set(rows["status"]) == {"done"}


@pytest.mark.parametrize(("workers", "method"), [(2, "spawn"), (4, "spawn"), (2, "fork"), (2, "forkserver")])
def test_workers_and_how_they_start_change_not_one_byte(
    workers: int, method: str, small: Batch, serial: Path, home: Path
) -> None:
    folder = home / f"{workers}-{method}"
    done = execute(small, folder, workers=workers, method=method)  # type: ignore[arg-type]
    assert done.complete
    assert contents(folder) == contents(serial)


def test_neither_does_the_order(small: Batch, serial: Path, home: Path) -> None:
    order: list[int] = []
    execute(small, home / "shuffled", workers=1, shuffle=True, progress=lambda _: order.append(0))
    assert contents(home / "shuffled") == contents(serial)


def test_nor_a_stop_and_a_new_start(small: Batch, serial: Path, home: Path) -> None:
    brakes, folder = Brakes(), home / "stopped"
    first = execute(
        small, folder, workers=1, brakes=brakes, progress=lambda one: brakes.pull() if one.done == 8 else None
    )
    assert (first.complete, first.progress.done) == (False, 8)
    assert standing_of(folder).done == 8
    assert "stopped" in (folder / "manifest.json").read_text()
    second = execute(small, folder, workers=1)
    assert (second.complete, second.progress.fresh) == (True, 16)
    assert contents(folder) == contents(serial)


def test_a_finished_batch_is_not_run_again(small: Batch, serial: Path) -> None:
    assert execute(small, serial).progress.fresh == 0


def test_parts_that_were_cut_or_edited_are_run_again(small: Batch, serial: Path, home: Path) -> None:
    folder = home / "damaged"
    execute(small, folder, workers=1)
    cut, edited, lost = (path_of(folder, "outcomes", number) for number in (0, 1, 2))
    cut.write_bytes(cut.read_bytes()[:-7])
    edited.write_bytes(edited.read_bytes().replace(b"PAR1", b"PAR2"))
    lost.unlink()
    (folder / "parts" / "000003.json").write_text("{")
    (folder / "outcomes" / ".draft-1-000004.parquet").write_bytes(b"half")
    assert execute(small, folder, workers=1).progress.fresh == 16
    assert contents(folder) == contents(serial)


def test_a_stored_run_is_the_run_that_a_single_command_makes(small: Batch, serial: Path) -> None:
    rows = Results.open(serial).runs()
    row = rows[
        (rows["labs.lab.overtraining.k"] == 10) & (rows["labs.lab.count"] == 2) & (rows["replication"] == 4)
    ].iloc[0]
    settings = [Setting("labs.lab.overtraining.k", 10), Setting("labs.lab.count", 2)]
    alone = run_world("minimal", replications=5, until=2030.0, settings=settings).outcomes
    stored = Results.open(serial).outcomes()
    stored = stored[stored["run_id"] == row["run_id"]].drop(columns="run_id").reset_index(drop=True)
    assert stored.equals(alone[alone["replication"] == 4].reset_index(drop=True))


def test_ids_belong_to_content_and_not_to_the_batch(home: Path, small: Batch) -> None:
    fewer = batch(home / "fewer", SMALL.replace("[1, 10]", "[10]").replace("experiment: small", "experiment: other"))
    assert {fewer.run(i).run_id for i in range(fewer.size)} < {small.run(i).run_id for i in range(small.size)}
    other = batch(home / "other", SMALL + "seed: 1")
    assert not {other.run(i).run_id for i in range(24)} & {small.run(i).run_id for i in range(24)}


def test_luck_of_ones_own_gives_every_point_another_replication(home: Path) -> None:
    own = batch(home / "own", SMALL + "luck: own")
    assert [own.run(i).luck for i in range(24)] == list(range(24))
    assert [own.run(i).replication for i in range(8)] == [0, 1, 2, 3, 4, 5, 0, 1]


def test_central_values_without_draws(home: Path) -> None:
    made = batch(
        home / "central", SMALL.replace("replications: 6", "replications: 2\ndraw: false").replace("2030", "2040")
    )
    execute(made, home / "central" / "out", workers=1)
    wide = Results.open(home / "central" / "out").wide(["exhaustion_year.public"])
    alone = run_world("minimal").summary["exhaustion_year.public"].quantiles["q50"]
    first = wide[(wide["labs.lab.overtraining.k"] == 1) & (wide["labs.lab.count"] == 1)]["exhaustion_year.public"]
    assert list(first) == [alone, alone]


def test_scenarios_and_policies_multiply(home: Path) -> None:
    text = """\
experiment: crossed
description: Worlds, scenarios, policies.
worlds: [estuary]
scenarios: [as it is, small-web]
policies: [no policy, data-levy, data-levy+overtraining-cap@+2]
until: 2028
"""
    made = batch(home / "crossed", text)
    assert [(cell.scenario, cell.policy) for cell in made.cells] == [
        (scenario, policy)
        for scenario in ("as it is", "small-web")
        for policy in ("no policy", "data-levy", "data-levy+overtraining-cap@+2")
    ]
    execute(made, home / "crossed" / "out", workers=1)
    wide = Results.open(home / "crossed" / "out").wide(["levy_usd"])
    levied = wide.set_index(["scenario", "policy"])["levy_usd"]
    assert (levied.xs("no policy", level="policy") == 0).all()
    assert (levied.xs("data-levy", level="policy") > 0).all()


def test_two_batches_on_one_folder_the_second_is_refused(small: Batch, home: Path) -> None:
    with Store(home / "locked", small).opened(), pytest.raises(InputError, match="another batch is writing it"):
        execute(small, home / "locked")
    assert execute(small, home / "locked", workers=1).complete


def test_a_changed_experiment_is_refused_and_another_folder_named(serial: Path, home: Path) -> None:
    changed = batch(home / "changed", SMALL.replace("[1, 10]", "[1, 11]"))
    with pytest.raises(
        InputError, match="the folder holds small as it was before it was changed; allowed: another folder"
    ):
        execute(changed, serial)


def test_so_is_another_version_of_the_model(
    small: Batch, serial: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr("simulator.experiments.batch.model_version", lambda: "0.0.9+00000000")
    monkeypatch.setattr("simulator.experiments.store.model_version", lambda: "0.0.9+00000000")
    other = batch(home / "newer")
    with pytest.raises(InputError, match="runs of another version of the model"):
        execute(other, serial)
    assert other.run(0).run_id != small.run(0).run_id


def test_a_folder_of_something_else_is_refused(small: Batch, home: Path) -> None:
    (home / "diary").mkdir()
    (home / "diary" / "monday.txt").write_text("rain")
    with pytest.raises(InputError, match="the folder holds other files"):
        execute(small, home / "diary")
    run_world("minimal", until=2025.0).save(home / "run")
    with pytest.raises(InputError, match="the folder holds other results"):
        execute(small, home / "run")


def test_a_full_disk_stops_it_and_keeps_what_there_is(
    small: Batch, serial: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.experiments import parts
    from simulator.experiments.store import StoreFull

    write, left = parts.write_file, [20]

    def until_full(path: Path, content: bytes) -> None:
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(parts, "write_file", until_full)
        with pytest.raises(StoreFull):
            execute(small, home / "full", workers=1)
    assert 0 < standing_of(home / "full").done < 24
    execute(small, home / "full", workers=1)
    assert contents(home / "full") == contents(serial)


@pytest.mark.parametrize("last", ["manifest.json", "design.parquet"])
def test_a_disk_that_is_full_from_the_start_is_told_as_such(
    last: str, small: Batch, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.experiments import parts, store

    write, folder = parts.write_file, home / f"full-{last}"

    def full(path: Path, content: bytes) -> None:
        if path.name == last:
            raise OSError(28, "No space left on device")
        write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write_file", full)
        with pytest.raises(store.StoreFull):
            execute(small, folder, workers=1)
    assert execute(small, folder, workers=1).complete


def test_a_batch_that_was_killed_before_its_first_manifest_begins_anew(small: Batch, serial: Path, home: Path) -> None:
    folder = home / "early"
    folder.mkdir()
    (folder / ".lock").touch()
    (folder / ".draft-7-manifest.json").write_text("{")
    assert execute(small, folder, workers=1).complete
    assert contents(folder) == contents(serial)
    assert not list(folder.glob(".draft-*"))


def test_what_a_killed_worker_left_is_gone_at_the_end(small: Batch, serial: Path, home: Path) -> None:
    folder = home / "littered"
    left = folder / "outcomes" / ".draft-7-000003.parquet"

    def litter(_: Progress) -> None:
        left.write_bytes(b"begun")

    execute(small, folder, workers=1, progress=litter)
    assert not left.exists()
    assert contents(folder) == contents(serial)


def test_a_part_is_told_apart_whatever_is_edited_in_what_is_said_of_it(serial: Path, home: Path) -> None:
    folder = home / "said"
    shutil.copytree(serial, folder)
    said = folder / "parts" / "000001.json"
    content = said.read_bytes()
    for place in range(len(content)):
        said.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert 1 not in {part.number for part in parts_of(folder)}
    said.write_bytes(content)
    assert 1 in {part.number for part in parts_of(folder)}


def test_a_design_that_was_cut_or_edited_is_written_again(small: Batch, serial: Path, home: Path) -> None:
    folder = home / "redesigned"
    execute(small, folder, workers=1)
    design = folder / "design.parquet"
    design.write_bytes(design.read_bytes()[:-9])
    assert execute(small, folder, workers=1).progress.fresh == 0
    assert contents(folder) == contents(serial)


def haunted(
    folder: Path, does: str, *options: str, share: float = 1.0, flag: Path | None = None
) -> subprocess.CompletedProcess[str]:
    file = vandal_world(folder, does, share, flag)
    command = [*COMMAND, str(file), "--out", str(folder / "out"), "--import", "tests.misbehaving", *options]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_fails_is_a_row_and_the_batch_goes_on(workers: str, tmp_path: Path) -> None:
    done = haunted(tmp_path, "raise", "--workers", workers, share=0.4)
    assert done.returncode == 0, done.stderr
    rows = Results.open(tmp_path / "out").runs()
    assert 0 < (rows["status"] == "failed").sum() < 12
    failures = Results.open(tmp_path / "out").failures()
    assert set(failures["error"]) == {"ValueError: a vandal was here"}
    assert set(failures["year"]) == {2021.0}
    assert f"{len(failures)} runs failed" in done.stdout
    again = f"rerun {tmp_path / 'out'} {failures['run_id'][0]} --import tests.misbehaving"
    assert failures["command"][0] == f"tokenshed {again}"
    made = subprocess.run([*COMMAND[:-1], *again.split()], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert "the same to the last bit. It fails: ValueError: a vandal was here" in made.stdout


@pytest.mark.parametrize("does", ["sleep", "spin", "slow"])
def test_a_run_that_hangs_or_spins_is_ended_at_its_limit(does: str, tmp_path: Path) -> None:
    done = haunted(tmp_path, does, "--workers", "2", share=0.2)
    assert done.returncode == 0, done.stderr
    failures = Results.open(tmp_path / "out").failures()
    assert 0 < len(failures) < 12
    assert set(failures["error"]) == {"ended at its limit of 1 s"}
    assert all(2021.0 <= year < 2021.1 for year in failures["year"])


def test_a_run_that_kills_its_worker_every_time_is_named_and_no_other_is_lost(tmp_path: Path) -> None:
    done = haunted(tmp_path, "kill", "--workers", "2", share=0.1)
    assert done.returncode == 0, done.stderr
    rows = Results.open(tmp_path / "out").runs()
    assert len(rows) == 12
    failures = rows[rows["status"] == "failed"]
    assert 0 < len(failures) < 6
    assert set(failures["error"]) == {"its process died, 3 times"}


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    done = haunted(tmp_path, "kill_once", "--workers", "2", flag=tmp_path / "flag")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "flag").exists()
    assert set(Results.open(tmp_path / "out").runs()["status"]) == {"done"}


LONG = SMALL.replace("replications: 6", "replications: 300").replace("until: 2030", "until: 2040")


@pytest.mark.parametrize("pulls", [1, 2])
def test_ctrl_c_stops_it_cleanly_a_second_at_once_and_nobody_is_left_over(pulls: int, tmp_path: Path) -> None:
    (tmp_path / "experiment.yaml").write_text(LONG)
    command = [*COMMAND, "experiment.yaml", "--out", "out", "--workers", "2"]
    parent = subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_for(lambda: len(list(parts_of(tmp_path / "out"))) > 6)
    for _ in range(pulls):
        os.killpg(parent.pid, signal.SIGINT)
        time.sleep(0.05)
    _, said = parent.communicate(timeout=60)
    assert parent.returncode == 1
    assert "Stopping when the parts under way are stored" in said
    assert ("ended at once" in said) == (pulls == 2)
    wait_for(lambda: not group(parent.pid))
    stored = standing_of(tmp_path / "out")
    assert 6 < stored.done < stored.runs
    assert not stored.running
    assert not list((tmp_path / "out").rglob(".draft-*")) or pulls == 2


def test_a_killed_parent_leaves_no_orphans_and_no_lock(tmp_path: Path) -> None:
    (tmp_path / "experiment.yaml").write_text(LONG)
    command = [*COMMAND, "experiment.yaml", "--out", "out", "--workers", "2"]
    parent = subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, start_new_session=True)
    wait_for(lambda: len(list(parts_of(tmp_path / "out"))) > 4)
    parent.kill()
    parent.wait()
    wait_for(lambda: not group(parent.pid))
    assert not standing_of(tmp_path / "out").running


def group(leader: int) -> list[int]:
    """Return the processes of a group that still live."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, leads = place.joinpath("stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(leads) == leader and state != "Z":
            found.append(int(place.name))
    return found


def wait_for(condition: object, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_the_first_part_of_an_experiment_can_be_read_while_the_rest_runs(small: Batch, home: Path) -> None:
    seen: list[int] = []

    def look(_: object) -> None:
        seen.append(len(Results.open(home / "watched").runs()))

    execute(small, home / "watched", workers=1, progress=look)
    assert seen == [4, 8, 12, 16, 20, 24]


def test_a_batch_read_back_from_its_folder_is_the_same(small: Batch, serial: Path) -> None:
    from simulator.experiments.reading import batch_in

    assert batch_in(serial).hash == small.hash
    assert batch_of(load_experiment("private-access")).hash == batch_of(load_experiment("private-access")).hash
