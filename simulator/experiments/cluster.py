"""The workers of an existing Dask cluster."""

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from simulator.version import model_version
from worlds.config.faults import InputError, not_installed

A = TypeVar("A")
R = TypeVar("R")
_PATIENCE = "10s"
_ADDRESS = re.compile(r"^[a-z]+://.+:\d+$")
_RETRIES = 3
_AHEAD = 2
"""Errands under way for each thread of the cluster, so that none waits for the network."""


class Cluster:
    """Workers that are reached by Dask's scheduler; they share no folders with this machine."""

    is_here, loses_all, most_losses = False, False, 1  # Dask has tried several workers by then

    def __init__(self, address: str) -> None:
        """Reach a cluster.

        Args:
            address: of its scheduler, such as `tcp://10.0.0.1:8786`.

        Raises:
            InputError: when Dask is not installed, or there is no such cluster, or none of its workers.
        """
        check_address(address)
        try:
            from distributed import Client  # noqa: PLC0415 (an extra)
            from distributed.scheduler import KilledWorker  # noqa: PLC0415
        except ImportError as error:
            raise not_installed("--cluster: Dask", "cluster") from error
        self.lost: tuple[type[BaseException], ...] = (KilledWorker,)
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(f"--cluster {address}: cannot be reached: {error}; allowed: tcp://HOST:PORT") from error
        self.size = _AHEAD * sum(self._client.nthreads().values())
        if self.size == 0:
            self._client.close()
            raise InputError(f"--cluster {address}: has no workers; allowed: a cluster with at least one")
        self._check_versions()
        self._executor = self._client.get_executor(pure=False, retries=_RETRIES)

    def _check_versions(self) -> None:
        """Refuse workers with another version of the model; one that comes later says so with its first errand."""
        for worker, version in self._client.run(model_version, on_error="ignore").items():
            if version != model_version():
                self._client.close()
                raise InputError(f"--cluster: {worker} has Tokenshed {version}; allowed: {model_version()}, as here")

    def submit(self, work: Callable[[A], R], what: A) -> "Future[R]":
        """Begin an errand on any worker."""
        future: Future[R] = self._executor.submit(work, what)
        return future

    def restart(self) -> None:
        """Forget every errand that is under way; what a worker is busy with it ends by itself."""
        self._executor.shutdown(wait=False)
        self._executor = self._client.get_executor(pure=False, retries=_RETRIES)

    def close(self, *, at_once: bool) -> None:
        """Leave the cluster, which goes on."""
        self._executor.shutdown(wait=not at_once)
        self._client.close()


def check_address(address: str) -> None:
    """Refuse what cannot be the address of a scheduler.

    Raises:
        InputError: saying how one looks.
    """
    if not _ADDRESS.match(address):
        raise InputError(f"--cluster {address}: cannot be reached: no address; allowed: tcp://HOST:PORT")
