"""Kills, full disks, damaged files: whatever happens to a batch, its results are those of one that was left alone."""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.experiments.asking import batch_of
from simulator.experiments.batch import Batch
from simulator.experiments.execution import execute
from simulator.experiments.parts import is_whole, parts_of
from tests.same_batches import Difference, difference, files_of
from tests.soak import EXPERIMENT, TOKENSHED, soak
from tests.trust.promise import TOLD, Finding, share_of
from worlds.config.experiments import load_experiment

KILLS, RUNS_A_KILL = 300, 20
_TO_SPARE = 0.03
"""By how much more kills are asked for, since the last of them may find that the batch has ended."""
FILLS, REPLICATIONS = 30, 24
HARMS, HARMS_A_ROUND = 300, 3
_ROOM = (4, 18)
"""KiB by which a disk that has been full is made larger."""
_FULL_AND_TOLD = "no space left"
Harm = Callable[[bytes, random.Random], bytes | None]


def measure(size: float) -> Iterator[Finding]:
    """Kill, fill and damage, and compare with a batch that nobody disturbed."""
    with TemporaryDirectory(prefix="tokenshed-kills-") as place:
        home = Path(place)
        yield from _killed(home / "killed", size)
        batch = batch_of(load_experiment(EXPERIMENT).with_replications(share_of(REPLICATIONS, size, 4)))
        execute(batch, home / "calm", workers=1)
        yield from _filled(home, batch, share_of(FILLS, size, 2))
        yield _damaged(home, batch, share_of(HARMS, size, 6))


def _killed(home: Path, size: float) -> Iterator[Finding]:
    """Kill workers, the parent or all of them, at random moments."""
    home.mkdir()
    kills = share_of(KILLS, size)
    found = soak(home, runs=max(64, RUNS_A_KILL * kills), kills=kills + ceil(_TO_SPARE * kills), seed=0)
    done, whom = found.disturbance, found.disturbance.kills
    told = ", ".join(f"{whom[one]} of the {one}" for one in ("worker", "parent", "group"))
    where = f"{found.runs:,} runs, {whom.total()} kills ({told}), {done.starts} starts"
    enough = whom.total() >= kills and done.status == 0
    yield Finding(
        "killed at random", f"{_words(found.difference)}; {where}", _NOTHING, found.difference.is_none and enough
    )
    same = "the same bytes" if found.same_export else "other bytes"
    yield Finding("its outcomes, exported", same, "the same bytes", found.same_export)
    yield Finding("processes that outlive their batch", f"{done.orphans}", "0", done.orphans == 0)


_NOTHING = "0 lost, doubled, torn, failed or differing"


def _words(found: Difference) -> str:
    """Return a difference in words."""
    return ", ".join(f"{count} {name}" for name, count in asdict(found).items())


def _filled(home: Path, batch: Batch, fills: int) -> Iterator[Finding]:
    """Let the disk be full again and again, each time a little later."""
    what = "full disk"
    if not _may_mount():
        yield Finding(what, "not measured", TOLD, kept=True, note="a small disk can be had by root on Linux alone")
        return
    chance, stops, silent, torn = random.Random(0), 0, 0, 0
    with _small_disk(home / "disk") as resize:
        folder = home / "disk" / "out"
        room, ended = 8, 1
        while stops < fills and ended:
            ended, told = _commanded(folder, batch)
            stops += bool(ended)
            silent += bool(ended) and not (ended == 1 and _FULL_AND_TOLD in told and told.count("\n") <= 2)
            torn += sum(not is_whole(folder, one) for one in parts_of(folder))
            room += chance.randint(*_ROOM)
            resize(room)
        resize(1 << 20)
        ended, _ = _commanded(folder, batch)
        found = difference(home / "calm", folder)
    kept = found.is_none and not ended and not torn
    yield Finding(
        what, f"{_words(found)}; {batch.size} runs, {stops} times full, {torn} parts torn meanwhile", _NOTHING, kept
    )
    yield Finding(
        "what a full disk says", f"{stops - silent} of {stops} times", "one clear message, exit 1", not silent
    )


def _may_mount() -> bool:
    """Return whether a small disk can be had here."""
    return sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount") is not None


@contextmanager
def _small_disk(folder: Path) -> Iterator[Callable[[int], None]]:
    """Mount a disk of 8 KiB in memory, and give by what its size is changed [KiB]."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)], check=True)

    def resize(room: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={room}k", str(folder)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _commanded(folder: Path, batch: Batch) -> tuple[int, str]:
    """Carry out a batch by the command line; return its exit status and what it told as an error."""
    replications = str(batch.section.replications)
    command = [str(TOKENSHED), "batch", str(EXPERIMENT), "--out", str(folder), "--replications", replications, "--yes"]
    done = subprocess.run([*command, "--workers", "2"], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def _damaged(home: Path, batch: Batch, harms: int) -> Finding:
    """Damage files of a whole batch, go on with it, and compare; again and again."""
    chance, folder, done = random.Random(0), home / "damaged", Counter[str]()
    shutil.copytree(home / "calm", folder)
    worst = difference(home / "calm", folder)
    while done.total() < harms:
        for _ in range(HARMS_A_ROUND):
            done[_harmed(folder, chance)] += 1
        execute(batch, folder, workers=1)
        found = difference(home / "calm", folder)
        if not found.is_none:
            worst = found
    where = ", ".join(f"{count} {name}" for name, count in sorted(done.items()))
    return Finding("files damaged, then gone on", f"{_words(worst)}; {where}", _NOTHING, worst.is_none)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(max(1, len(content)))]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(content)))
    return content[:at] + bytes([(content[at] if content else 0) ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _longer(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.randint(1, 100))


_HARMS: dict[str, Harm] = {
    "cut": _cut,
    "emptied": lambda content, chance: b"",
    "with a bit turned": _flipped,
    "with bytes at the end": _longer,
    "lost": lambda content, chance: None,
}


def _harmed(folder: Path, chance: random.Random) -> str:
    """Damage a file that holds results, or says which do; return how."""
    path = chance.choice([path for _, path in sorted(files_of(folder).items())])
    how = chance.choice(list(_HARMS))
    after = _HARMS[how](path.read_bytes(), chance)
    if after is None:
        path.unlink()
    else:
        path.write_bytes(after)
    return how
