"""Who runs what when: processes behind the page, one request running and one waiting for each client, answers kept.

A quick process makes runs at central values and prepares everything that is shown; others, which give way to it, run
replications a few at a time, so that nobody waits long for the next answer.
"""

import asyncio
import json
import multiprocessing
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, TypeVar

from simulator.dashboard import answering, numbers, running
from simulator.dashboard.choice import Choice, sides_of
from simulator.dashboard.running import Replicas
from simulator.pictures.catalogue import PICTURES
from worlds.config.extensions import loaded_extensions
from worlds.config.faults import InputError

T = TypeVar("T")
PART = 2
"""Replications that a process runs before it may be given something else."""
_NICE = 10
_MOST_ANSWERS, _MOST_BYTES = 200, 64_000_000
_MOST_PARTS = 1_200
"""Parts of replications that are kept, some 0.4 MB each."""
_MOST_CLIENTS = 32
_PLACE = re.compile(r"^the page: (values|changes)\.\S+: ", re.MULTILINE)
"""Where in a file nobody sees an error would stand; what it is about comes after it."""


class Superseded(Exception):
    """A newer request of the same client took the place of this one."""


class Busy(Exception):
    """More clients than the page is made for."""


@dataclass
class _Line:
    """One client: the request that runs, and the newest that waits."""

    running: asyncio.Lock = field(default_factory=asyncio.Lock)
    drawing: "asyncio.Future[str] | None" = None
    newest: int = 0


class _Kept:
    """Answers by what was asked; the longest unused go first when there are too many."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes, self._bytes = most, most_bytes, 0
        self._found: OrderedDict[object, tuple[Any, int]] = OrderedDict()

    def get(self, key: object) -> Any:
        """Return what is kept; None where nothing is."""
        if key not in self._found:
            return None
        self._found.move_to_end(key)
        return self._found[key][0]

    def put(self, key: object, value: Any, size: int = 0) -> None:
        """Keep something of a size in bytes, instead of what was kept of it."""
        _, before = self._found.pop(key, (None, 0))
        self._found[key] = (value, size)
        self._bytes += size - before
        while len(self._found) > self._most or (self._bytes > self._most_bytes and len(self._found) > 1):
            _, (_, old) = self._found.popitem(last=False)
            self._bytes -= old


class Desk:
    """What answers the questions of the page."""

    def __init__(self, worlds: Mapping[str, Mapping[str, object]], workers: int | None = None) -> None:
        """Open the desk.

        Args:
            worlds: those that are not shipped, as plain data by name.
            workers: processes that run replications; one for each core unless given.
        """
        self._worlds = worlds
        self._workers = workers or os.cpu_count() or 1
        self._quick: ProcessPoolExecutor | None = None
        self._many: ProcessPoolExecutor | None = None
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._answers = _Kept(_MOST_ANSWERS, _MOST_BYTES)
        self._parts = _Kept(_MOST_PARTS, _MOST_BYTES)

    def open(self) -> None:
        """Start the processes."""
        context, begun = multiprocessing.get_context("spawn"), (self._worlds, loaded_extensions())
        self._quick = ProcessPoolExecutor(1, context, running.begin, begun)
        self._many = ProcessPoolExecutor(self._workers, context, _begin_gently, begun)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for pool in (self._quick, self._many):
            if pool is not None:
                for process in list((pool._processes or {}).values()):  # noqa: SLF001 (there is no public way)
                    process.terminate()
                pool.shutdown(wait=False, cancel_futures=True)

    async def warm(self, name: str) -> None:
        """Prepare the first answer before anybody asks for it."""
        await self.world(name)
        await self.answer("", 0, Choice(world=name), 0, ("when-dry",))

    async def world(self, name: str) -> str:
        """Return what the page needs to know of a world, as JSON."""
        return await self._once(("world", name), lambda: self._ask(_described, name))

    async def answer(self, client: str, number: int, choice: Choice, replications: int, figures: Sequence[str]) -> str:
        """Return what is shown of a choice, as JSON.

        Args:
            client: who asks.
            number: counts up with every request of the client.
            choice: what was chosen.
            replications: how many to draw; 0 for runs at central values.
            figures: names of the pictures that are wanted.

        Raises:
            Superseded: when the client has asked for something else since.
        """
        line = self._line(client)
        line.newest = max(line.newest, number)
        if line.drawing is not None:
            line.drawing.cancel()
        async with line.running:
            if number < line.newest:
                raise Superseded
            wanted = tuple(name for name in PICTURES if name in set(figures))
            asked = asyncio.ensure_future(
                self._once((choice.key, replications, wanted), lambda: self._shown(choice, replications, wanted))
            )
            line.drawing = asked if replications else None
            try:
                return await asked
            except asyncio.CancelledError:
                raise Superseded from None
            finally:
                line.drawing = None

    async def _shown(self, choice: Choice, replications: int, wanted: Sequence[str]) -> str:
        """Return what is shown of a choice, once all that it needs has been drawn."""
        parts = await self._drawn(choice, replications) if replications else []
        return await self._ask(answering.answered, choice.key, replications, wanted, parts)

    def _line(self, client: str) -> _Line:
        """Return the line of a client; the one that has been away longest makes place for a new one."""
        if client not in self._lines and len(self._lines) >= _MOST_CLIENTS:
            idle = next((name for name, line in self._lines.items() if not line.running.locked()), None)
            if idle is None:
                raise Busy
            del self._lines[idle]
        self._lines.setdefault(client, _Line())
        self._lines.move_to_end(client)
        return self._lines[client]

    async def _drawn(self, choice: Choice, replications: int) -> list[list[Replicas]]:
        """Return what the replications of each side gave, in parts."""
        keys = [one.choice.key for one in sides_of(choice)]
        starts = range(0, replications, PART)
        found: dict[tuple[str, int], Replicas] = {}
        waiting = iter([(key, first) for first in starts for key in keys])

        async def fetch() -> None:
            for key, first in waiting:
                found[key, first] = await asyncio.shield(self._part(key, first))

        await asyncio.gather(*(fetch() for _ in range(self._workers)))
        return [[found[key, first] for first in starts] for key in keys]

    def _part(self, key: str, first: int) -> "asyncio.Future[Replicas]":
        """Return one part of a side, which goes on to be made, and is kept, when nobody waits for it any more."""
        kept: asyncio.Future[Replicas] | None = self._parts.get((key, first))
        if kept is None or (kept.done() and (kept.cancelled() or kept.exception() is not None)):
            kept = asyncio.ensure_future(self._ask(running.replicated, key, first, PART, gently=True))
            self._parts.put((key, first), kept)
        return kept

    async def film(self, choice: Choice, place: int) -> str:
        """Return the network year by year, as JSON."""
        return await self._once(("film", choice.key, place), lambda: self._ask(answering.film, choice.key, place))

    async def rows(self, choice: Choice, replications: int, place: int, table: str) -> str:
        """Return the rows of a table of one side, as JSON."""
        gave = None
        if replications:
            parts = await self._drawn(sides_of(choice)[place].choice, replications)
            gave = running.together(parts[-1])
        return await self._ask(answering.rows, choice.key, place, table, gave)

    async def text(self, made: Callable[..., str], *given: object) -> str:
        """Return a text that the quick process makes."""
        return await self._ask(made, *given)

    async def download(self, made: Callable[..., str], choice: Choice, replications: int, figure: str) -> str:
        """Return a file for the user, as JSON, of what has been drawn.

        Args:
            made: makes it, of the key of the choice, replications, the name of a figure and the parts of each side.
            choice: what was chosen.
            replications: how many to draw; 0 for runs at central values.
            figure: name of a picture; empty for all of it.
        """
        parts = await self._drawn(choice, replications) if replications else []
        return await self._ask(made, choice.key, replications, figure, parts)

    async def _once(self, key: object, ask: Callable[[], Any]) -> str:
        """Return an answer that is kept, or ask for it."""
        kept: str | None = self._answers.get(key)
        if kept is None:
            kept = await ask()
            self._answers.put(key, kept, len(kept))
        return kept

    async def _ask(self, made: Callable[..., T], *given: object, gently: bool = False) -> T:
        """Return what a process makes of something; a process that died is replaced, and asked once more."""
        for _ in range(2):
            pool = self._many if gently else self._quick
            if pool is None:
                raise Busy
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, _plainly, made, *given)
            except BrokenProcessPool:
                if pool is (self._many if gently else self._quick):
                    self.close()
                    self.open()
        raise Busy


def _plainly(made: Callable[..., T], *given: object) -> T:
    """Return what is made of something; what is wrong comes back as words alone, which any process can read.

    Raises:
        InputError: when what was given is wrong.
    """
    try:
        return made(*given)
    except InputError as error:
        raise InputError(_PLACE.sub("", str(error))) from None


def _described(name: str) -> str:
    """Return what the page needs to know of a world, as JSON."""
    return json.dumps(numbers.described(name), allow_nan=False)


def _begin_gently(worlds: Mapping[str, Mapping[str, object]], extensions: Sequence[str]) -> None:
    """Start a process that gives way to others."""
    os.nice(_NICE)
    running.begin(worlds, extensions)
