"""A batch on a Dask cluster: two workers on this machine, which share no folder with the parent."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.experiments.cluster import Cluster
from simulator.experiments.execution import execute
from tests.simulator.batches.files import SMALL, batch, contents
from worlds.config.faults import InputError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def test_its_workers_give_the_same_bytes_and_the_loss_of_one_costs_nothing(cluster: object, tmp_path: Path) -> None:
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    assert address.startswith("tcp://127.0.0.1:")
    small = batch(tmp_path, SMALL.replace("replications: 6", "replications: 60"))
    execute(small, tmp_path / "here", workers=1)
    killed: list[float] = []

    def kill_one() -> None:
        with distributed.Client(address, set_as_default=False) as client:
            victim = sorted(client.run(os.getpid).values())[0]
            time.sleep(0.3)
            os.kill(victim, signal.SIGKILL)
            killed.append(time.monotonic())

    killer = threading.Thread(target=kill_one)
    killer.start()
    done = execute(small, tmp_path / "there", crew=lambda: Cluster(address))
    ended = time.monotonic()
    killer.join()
    assert killed[0] < ended
    assert done.complete
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_an_address_where_nobody_is_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.experiments.cluster._PATIENCE", "1s")
    with pytest.raises(InputError, match=r"--cluster tcp://127.0.0.1:1: cannot be reached.*allowed: tcp://HOST:PORT"):
        Cluster("tcp://127.0.0.1:1")
    with pytest.raises(InputError, match="--cluster nonsense"):
        Cluster("nonsense")
