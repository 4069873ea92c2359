"""A regulator: it enacts what the world file says, at the date it says, or when what it waits for comes true."""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.agent import Agent
from agents.clock import Life
from agents.news import Planned, Read, Released
from agents.watch import AHEAD, margin, next_turn
from worlds.config.enacting import POLICY, STEP, Awaited, Enacted
from worlds.config.schema import Regulator as RegulatorSection


@dataclass(frozen=True)
class _Due:
    """Something that a regulator does at a date.

    Attributes:
        year: decimal year.
        one: the change.
        gone: the share of the way to its goal that is gone then; 0 where the change ends.
    """

    year: float
    one: Enacted
    gone: float

    @property
    def order(self) -> tuple[float, bool, str, str]:
        """By date; what ends before what begins."""
        return self.year, self.gone > 0, self.one.name, self.one.path


class Regulator(Agent[RegulatorSection]):
    """Whoever sets numbers of the world to other values, before anybody else acts on that day."""

    hears = (Planned, Read, Released)

    def begin(self) -> None:
        """Begin with nothing that has come true."""
        self._awaits = [one for one in self.surroundings.awaited if one.regulator == self.name]
        self._true: dict[str, float] = {}  # since when, by name

    @property
    def title(self) -> str:
        """What it is called in what is told: a policy by its own name."""
        policy = self.name.removeprefix(POLICY)
        return self.name if policy == self.name else f"the policy {policy.replace('_', '-')}"

    def concerns(self, news: object) -> bool:
        """Return whether it waits for anything that news could make true."""
        return bool(self._awaits)

    def live(self) -> Life:
        """Wait for each date and enact what is due."""
        if self._awaits:
            self.surroundings.clock.start(self._watch())
        for due in sorted(self._dates(), key=lambda due: due.order):
            yield self.surroundings.clock.until(max(self.year, due.year), self.rank)
            self._enact(due)

    def _dates(self) -> Iterator[_Due]:
        """Yield what is to be done, and when; what ended before the world began is left out."""
        start = self.surroundings.world.start
        for one in self.surroundings.enacted:
            if one.regulator != self.name or (one.until is not None and one.until <= start):
                continue
            steps = one.steps
            past = [step for step in steps if step[0] <= start]
            for year, gone in [*past[-1:], *(step for step in steps if step[0] > start)]:
                yield _Due(year, one, gone)
            if one.until is not None:
                yield _Due(one.until, one, 0.0)

    def _enact(self, due: _Due) -> None:
        """Let a change begin, come nearer to its goal, or end; tell of its beginning, its arrival and its end."""
        surroundings, one = self.surroundings, due.one
        if due.gone == 0.0:
            changes = surroundings.repeal(one.path, one.rule)
            self._tell(one, f"{self.title} lets {one.name} end, which changed {one.path}", changes=changes)
            return
        base = surroundings.unruled(one.path, one.rule)
        value = base + due.gone * (one.goal.of(base) - base) if due.gone < 1.0 else one.goal.of(base)
        changes = surroundings.enact(one.path, one.rule, value)
        if due.gone == 1.0 or due.gone == one.steps[0][1]:
            by = (
                ""
                if one.over <= 0
                else " in the end"
                if due.gone == 1.0
                else f", by and by until {one.year + one.over:g}"
            )
            self._tell(one, f"{self.title} enacts {one.name}: {one.words}{by}", changes=changes)

    def _tell(self, one: Enacted, words: str, *, changes: bool) -> None:
        """Tell of a change, and whether it changes anything."""
        void = "" if changes else ", which changes nothing"
        value = self.values.at(one.path)
        self.surroundings.tell("rule" if changes else "void_rule", self.key, one.path, value, f"{words}{void}")

    def _watch(self) -> Life:
        """React whenever what is waited for comes true, or ceases to be: at news, and when a curve gets there."""
        clock = self.surroundings.clock
        yield clock.until(max(self.year, min(one.since for one in self._awaits)), self.rank)
        news = self.next_news()
        while True:
            for one in self._awaits:
                self._look(one)
            waits = [wait for one in self._awaits if (wait := self._next(one)) is not None]
            yield news | clock.timeout(min([AHEAD, *waits]), self.rank)
            if news.processed:
                news = self.next_news()

    def _look(self, one: Awaited) -> None:
        """Enact what waited for something that is true now, and repeal what has lasted long enough."""
        begun, year = self._true.get(one.name), self.year
        if begun is None and year >= one.since and margin(one.when, self.surroundings, year) > 0:
            self._true[one.name] = year
            self.surroundings.tell("trigger", self.key, one.name, one.when.level, f"{self.title} sees {one.when.words}")
            for change in one.changes:
                self._enact(_Due(year, change, 1.0))
        elif begun is not None and self._is_over(one, begun):
            del self._true[one.name]
            for change in one.changes:
                self._enact(_Due(year, change, 0.0))

    def _is_over(self, one: Awaited, begun: float) -> bool:
        """Return whether a reaction has lasted as long as it shall; nobody changes the rules twice in a quarter."""
        if one.lasting is not None:
            return self.year >= begun + one.lasting
        if self.year < begun + STEP:
            return False
        return margin(one.when, self.surroundings, self.year) < 0

    def _next(self, one: Awaited) -> float | None:
        """Return the years until a reaction begins or ends if nothing happens before; None where that is not known."""
        begun = self._true.get(one.name)
        if begun is not None and one.lasting is not None:
            return max(0.0, begun + one.lasting - self.year)
        turn = next_turn(one.when, self.surroundings, self.year, true=begun is not None)
        return turn if turn is None or begun is None else max(turn, begun + STEP - self.year)
