"""Workers that are lost while they start: no run is blamed for it, and a batch whose workers never begin says so."""

from pathlib import Path

import pytest

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from simulator.experiments.execution import execute
from worlds.config.experiments import load_experiment
from worlds.config.faults import InputError

EXPERIMENT = Path(__file__).parent.parent / "soak.yaml"
DIES = """
import os
import sys
from pathlib import Path
if any("spawn_main" in word for word in sys.orig_argv):
    starts = Path(__file__).with_name("starts")
    count = len(starts.read_text()) if starts.exists() else 0
    starts.write_text("x" * (count + 1))
    if count < {deaths}:
        os._exit(1)
"""
"""What Python reads when it starts, here to end workers as they do."""


def batch() -> Batch:
    return batch_of(load_experiment(EXPERIMENT).with_replications(4))


def workers_die(folder: Path, monkeypatch: pytest.MonkeyPatch, deaths: int) -> None:
    """Let so many workers end as they start."""
    (folder / "sitecustomize.py").write_text(DIES.format(deaths=deaths), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))


def test_no_run_is_blamed_for_workers_that_were_lost_while_they_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers_die(tmp_path, monkeypatch, deaths=7)
    finished = execute(batch(), tmp_path / "out", workers=2)
    assert finished.complete
    assert finished.progress.failed == 0


def test_workers_that_never_begin_stop_the_batch_and_no_run_is_told_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers_die(tmp_path, monkeypatch, deaths=1000)
    with pytest.raises(InputError, match="workers end before they begin"):
        execute(batch(), tmp_path / "out", workers=2)
    assert not any((tmp_path / "out" / "parts").glob("*.json"))
