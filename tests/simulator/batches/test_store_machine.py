"""Whatever happens to the folder of a batch, going on loses no run, doubles none, and gives the same bytes."""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from simulator.experiments.batch import Batch
from simulator.experiments.execution import execute
from simulator.experiments.parts import COMMITS, is_whole, parts_of, path_of
from simulator.experiments.results import Results
from simulator.experiments.store import Store, standing_of
from tests.simulator.batches.files import batch, contents

SMALL = """\
experiment: machine
description: Quick runs of the smallest world.
worlds: [minimal]
replications: 10
until: 2026
part: 2
keep: {tables: [pools, runs]}
"""
PARTS = 5
TABLES = ("status", "outcomes", "pools", "runs")
NUMBERS, NAMES = st.integers(0, PARTS - 1), st.sampled_from(TABLES)


@cache
def carried_out() -> tuple[Batch, dict[int, dict[str, pa.Table]], dict[str, bytes]]:
    """Return a batch, what its parts hold, and the bytes of its folder."""
    with tempfile.TemporaryDirectory() as home:
        made, folder = batch(Path(home), SMALL), Path(home) / "out"
        execute(made, folder, workers=1)
        parts = {n: {t: pq.read_table(path_of(folder, t, n), partitioning=None) for t in TABLES} for n in range(PARTS)}
        return made, parts, contents(folder)


class StoreMachine(RuleBasedStateMachine):
    """Somebody who writes parts of a batch, and a disk, a thief and a vandal who get at them.

    `there` are the parts that are as they were written.
    """

    @initialize()
    def begin(self) -> None:
        self.batch, self.parts, self.bytes = carried_out()
        self.home = Path(tempfile.mkdtemp())
        self.folder, self.there = self.home / "out", set[int]()
        self.store = Store(self.folder, self.batch)
        with self.store.opened():
            pass

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "home", "/nowhere"), ignore_errors=True)

    @rule(number=NUMBERS)
    def write(self, number: int) -> None:
        with self.store.opened() as found:
            assert set(found) == {part.number for part in parts_of(self.folder)} == self.there
            self.store.write(number, self.parts[number])
        self.there.add(number)

    @rule(number=NUMBERS, name=NAMES, share=st.floats(0.0, 0.99))
    def tear(self, number: int, name: str, share: float) -> None:
        self._harm(number, name, lambda content: content[: int(len(content) * share)])

    @rule(number=NUMBERS, name=NAMES, place=st.floats(0.0, 0.999), bit=st.integers(0, 7))
    def edit(self, number: int, name: str, place: float, bit: int) -> None:
        def edited(content: bytes) -> bytes:
            at = int(len(content) * place)
            return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :] if content else b"x"

        self._harm(number, name, edited)

    @rule(number=NUMBERS, other=NUMBERS, name=NAMES)
    def swap(self, number: int, other: int, name: str) -> None:
        there = path_of(self.folder, name, other)
        if other != number and there.exists():
            self._harm(number, name, lambda content: there.read_bytes())

    def _harm(self, number: int, name: str, harm: Callable[[bytes], bytes]) -> None:
        path = path_of(self.folder, name, number)
        if path.exists():
            before = path.read_bytes()
            after = harm(before)
            path.write_bytes(after)
            self.there -= {number} if after != before else set()

    @rule(number=NUMBERS, name=NAMES)
    def lose(self, number: int, name: str) -> None:
        path_of(self.folder, name, number).unlink(missing_ok=True)
        self.there.discard(number)

    @rule(number=NUMBERS, text=st.sampled_from(["", "{", "[]", "null", '{"part": 0}', '{"part": "x", "files": 1}']))
    def spoil_what_is_said_of_it(self, number: int, text: str) -> None:
        (self.folder / COMMITS).mkdir(exist_ok=True)
        (self.folder / COMMITS / f"{number:06d}.json").write_text(text)
        self.there.discard(number)

    @rule(number=NUMBERS, other=NUMBERS)
    def say_of_one_what_holds_of_another(self, number: int, other: int) -> None:
        said = self.folder / COMMITS / f"{other:06d}.json"
        if other != number and other in self.there:
            (self.folder / COMMITS / f"{number:06d}.json").write_bytes(said.read_bytes())
            self.there.discard(number)

    @rule(number=NUMBERS, name=NAMES)
    def die_while_writing(self, number: int, name: str) -> None:
        draft = path_of(self.folder, name, number).with_name(f".draft-1-{number:06d}.parquet")
        draft.parent.mkdir(exist_ok=True)
        draft.write_bytes(b"half of it")

    @rule()
    def go_on(self) -> None:
        with self.store.opened() as found:
            assert set(found) == self.there
            for number in set(range(PARTS)) - set(found):
                self.store.write(number, self.parts[number])
        self.there = set(range(PARTS))
        assert contents(self.folder) == self.bytes

    @invariant()
    def what_is_there_is_known_and_no_more(self) -> None:
        whole = {part.number for part in parts_of(self.folder) if is_whole(self.folder, part)}
        assert whole == self.there
        assert 2 * len(self.there) <= standing_of(self.folder).done <= self.batch.size

    @precondition(lambda self: len(self.there) == PARTS)
    @invariant()
    def no_run_is_there_twice(self) -> None:
        assert list(Results.open(self.folder).runs()["run"]) == list(range(self.batch.size))


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(max_examples=8, stateful_step_count=15)
