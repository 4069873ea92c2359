"""Disturbance: a command that is started again and again while its processes are killed at random moments (Linux)."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Victim = Literal["worker", "parent", "group"]
_VICTIMS: dict[Victim, int] = {"worker": 2, "parent": 1, "group": 1}
_EARLY, _STARTING = 0.25, 1.5
"""A quarter of the moments are within so many seconds after the last one, so that what starts is hit as well."""
_LOOK, _A_MOMENT, _PATIENCE = 0.005, 0.05, 10.0
_PACE = 0.7
"""Kills come a little earlier than evenly, so that the work does not end before the last of them."""


@dataclass
class Disturbance:
    """What was done to a command.

    Attributes:
        kills: how often each kind of victim was killed.
        starts: how often the command was started.
        status: what the last start returned.
        orphans: processes that were still there some seconds after the end.
        seconds: from the first start to the end.
    """

    kills: Counter[Victim] = field(default_factory=Counter)
    starts: int = 0
    status: int | None = None
    orphans: int = 0
    seconds: float = 0.0


def disturb(
    command: Sequence[str],
    environment: Mapping[str, str],
    kills: int,
    rng: random.Random,
    parts: int,
    done: Callable[[], int],
) -> Disturbance:
    """Run a command to its end while its processes are killed, and start it again whenever it is gone.

    Args:
        command: that goes on where it was.
        environment: its variables.
        kills: how many.
        rng: decides whom and when.
        parts: how many pieces of work there are.
        done: says how many are done.
    """
    found, sessions, begun = Disturbance(), set[int](), time.monotonic()
    process = _started(command, environment, found, sessions)
    while process.poll() is None or process.returncode != 0:
        if process.returncode is not None:
            if process.returncode > 0:  # it has ended by itself, and not well
                break
            process = _started(command, environment, found, sessions)
        left = kills - found.kills.total()
        if left > 0:
            _wait_for_a_moment(process, rng, _PACE * (parts - done()) / left, done)
            _kill(process, rng, found)
        else:
            process.wait()
    found.status, found.seconds = process.returncode, time.monotonic() - begun
    found.orphans = _orphans(sessions)
    return found


def _started(
    command: Sequence[str], environment: Mapping[str, str], found: Disturbance, sessions: set[int]
) -> "subprocess.Popen[bytes]":
    """Start the command in a session of its own, by which its processes are known."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=environment, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet
    )
    sessions.add(process.pid)
    found.starts += 1
    return process


def _wait_for_a_moment(
    process: "subprocess.Popen[bytes]", rng: random.Random, each: float, done: Callable[[], int]
) -> None:
    """Wait for a while, or until some more work is done and a little longer."""
    if rng.random() < _EARLY:
        time.sleep(rng.uniform(0, _STARTING))
        return
    until = done() + round(rng.uniform(0, 2 * each))
    while process.poll() is None and done() < until:
        time.sleep(_LOOK)
    time.sleep(rng.uniform(0, _A_MOMENT))


def _kill(process: "subprocess.Popen[bytes]", rng: random.Random, found: Disturbance) -> None:
    """Kill somebody of the command, which may have ended by now."""
    victim = rng.choices(list(_VICTIMS), list(_VICTIMS.values()))[0]
    if victim == "worker":
        worker = _a_worker(process, rng)
        if worker is None:
            return
        os.kill(worker, signal.SIGKILL)
    elif process.poll() is not None:
        return
    elif victim == "parent":
        process.kill()
        process.wait()
    else:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    found.kills[victim] += 1


def _a_worker(process: "subprocess.Popen[bytes]", rng: random.Random) -> int | None:
    """Return a worker, waiting for one to begin; None when the command has ended instead."""
    while process.poll() is None:
        workers = [pid for pid in _of({process.pid}) if pid != process.pid and "spawn_main" in _words(pid)]
        if workers:
            return rng.choice(sorted(workers))
        time.sleep(_LOOK)
    return None


def _orphans(sessions: set[int]) -> int:
    """Return how many processes outlive their command by more than some seconds, and end them."""
    until = time.monotonic() + _PATIENCE
    while (alive := _of(sessions)) and time.monotonic() < until:
        time.sleep(10 * _LOOK)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    return len(alive)


def _of(sessions: set[int]) -> list[int]:
    """Return the living processes of sessions."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if int(session) in sessions and state not in "ZX":
            found.append(int(folder.name))
    return found


def _words(pid: int) -> str:
    """Return the command line of a process; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
