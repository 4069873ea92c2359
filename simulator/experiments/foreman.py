"""The foreman: gives errands to a crew, and sees to it that each is carried out once, whatever happens to workers.

What is under way when a worker is lost is suspect. Suspects are given out again one at a time, with nothing beside
them, so that whoever loses its worker again is known: first the whole errand, then run by run. A run that loses its
worker every time, or gives no answer within its limit, is told as failed, and the batch goes on.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace

from simulator.experiments.crew import Crew
from simulator.experiments.work import Errand, Report, carry_out, failed, together

_LOOK_EVERY = 0.25
"""Seconds between two looks at what is overdue."""
GRACE = 30.0
"""Seconds that an errand may take beyond the limits of its runs, for starting a worker and for writing."""


@dataclass
class _Given:
    """An errand that is under way."""

    errand: Errand
    deadline: float


@dataclass(frozen=True)
class _Suspect:
    """An errand that was under way when a worker was lost."""

    errand: Errand
    losses: int


class Foreman:
    """Gives out errands and takes in reports."""

    def __init__(self, crew: Crew, stopping: Callable[[], bool] = lambda: False, grace: float = GRACE) -> None:
        """Begin with a crew.

        Args:
            crew: who carries out the errands.
            stopping: whether no more are to be given out.
            grace: seconds that an errand may take beyond its limits.
        """
        self._crew, self._stopping, self._grace = crew, stopping, grace
        self._given: dict[Future[Report], _Given] = {}
        self._suspects: deque[_Suspect] = deque()
        self._pieces: dict[int, dict[int, Report]] = {}
        self._whole: dict[int, int] = {}

    def reports(self, errands: Iterable[Errand]) -> Iterator[Report]:
        """Yield the report of every errand, in the order in which they come in.

        Raises:
            Exception: what a worker could not do for reasons that are no run's, such as a full disk.
        """
        waiting = iter(errands)
        while True:
            self._give(waiting)
            if not self._given:
                return
            yield from self._take_in()

    def _give(self, waiting: Iterator[Errand]) -> None:
        """Give out what the crew has hands for; suspects alone."""
        if self._suspects:
            if not self._given and not self._stopping():
                self._submit(self._suspects[0].errand)
            return
        while len(self._given) < self._crew.size and not self._stopping():
            errand = next(waiting, None)
            if errand is None:
                return
            self._submit(errand)

    def _submit(self, errand: Errand) -> None:
        """Give out an errand."""
        limit = errand.section.limits.seconds * len(errand.runs) + self._grace
        waits = -(-len(self._given) // self._crew.size) if not self._crew.is_here else 0
        try:
            future = self._crew.submit(carry_out, errand)
        except self._crew.lost as error:
            future = Future()
            future.set_exception(error)
        self._given[future] = _Given(errand, time.monotonic() + limit * (1 + waits))

    def _take_in(self) -> Iterator[Report]:
        """Wait a little, and yield the reports that came in."""
        done, _ = wait(self._given, timeout=_LOOK_EVERY, return_when=FIRST_COMPLETED)
        lost = []
        for future in done:
            given = self._given.pop(future)
            try:
                report = future.result()
            except self._crew.lost:
                lost.append(given.errand)
            else:
                yield from self._reported(given.errand, report)
        if lost:
            yield from self._lose(lost, "its process died")
        elif late := [one.errand for one in self._given.values() if time.monotonic() > one.deadline]:
            yield from self._lose(late, "it gave no answer within its limit", late=True)

    def _reported(self, errand: Errand, report: Report) -> Iterator[Report]:
        """Yield the report of a part: of an errand that was taken apart once all of it is there."""
        if self._suspects and self._suspects[0].errand is errand:
            self._suspects.popleft()
        if errand.part not in self._whole:
            yield report
            return
        pieces = self._pieces.setdefault(errand.part, {})
        pieces[errand.runs[0][0].index] = report
        if len(pieces) == self._whole[errand.part]:
            ordered = [pieces[index] for index in sorted(pieces)]
            del self._pieces[errand.part], self._whole[errand.part]
            yield Report(
                errand.part,
                sum(one.done for one in ordered),
                sum(one.failed for one in ordered),
                sum(one.seconds for one in ordered),
                together(ordered),
            )

    def _lose(self, lost: list[Errand], why: str, *, late: bool = False) -> Iterator[Report]:
        """Make suspects of what is lost; a suspect that is lost alone is taken apart or told as failed."""
        if self._crew.loses_all or late:
            lost += [one.errand for one in self._given.values() if one.errand not in lost]
            self._given.clear()
            self._crew.restart()
        for errand in lost:
            if self._suspects and self._suspects[0].errand is errand:
                yield from self._convict(why)
            else:
                self._suspects.append(_Suspect(errand, 0))

    def _convict(self, why: str) -> Iterator[Report]:
        """Take a suspect apart that was lost with nothing beside it, or tell its one run as failed."""
        suspect = self._suspects.popleft()
        errand, losses = suspect.errand, suspect.losses + 1
        if len(errand.runs) > 1:
            self._whole[errand.part] = len(errand.runs)
            apart = [replace(errand, runs=(one,), folder=None) for one in errand.runs]
            self._suspects.extendleft(reversed([_Suspect(one, 0) for one in apart]))
        elif losses < self._crew.most_losses:
            self._suspects.appendleft(_Suspect(errand, losses))
        else:
            times = "" if losses == 1 else f", {losses} times"
            yield from self._reported(errand, failed(errand, f"{why}{times}"))
