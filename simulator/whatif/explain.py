"""Why a policy changed an outcome: what happened otherwise in one pair of runs, from the first divergence on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.outcomes import Outcome, measure_of, outcomes_of
from simulator.recorder import Happening, History
from simulator.weights import ANY_RELEASE, weighed
from simulator.whatif.answering import alive
from simulator.whatif.question import Case, Side
from worlds.config.scenarios import AS_IT_IS
from worlds.config.units import counted

_SAME_DATE = 0.05
"""Years within which an event has not moved."""
_UNTOLD = ("application", "renewal", "void_rule")
"""Kinds of events that are too many, or of too little effect, to be told one by one."""
_BETWEEN = "exhausted"
"""What is dated between two plans, so that its date may lie before that of the policy which moved the second."""
_SWITCHES = ("trigger", "rule")
"""How a policy itself is seen to act, in the order of cause and effect; at one date all else comes after it."""
_MOST_SWITCHES = 3

Like = tuple[str, str, str]
"""Kind, agent and subject of an event."""
Key = tuple[Like, int]
"""An event: what it is, and which of those that are like it."""


@dataclass(frozen=True)
class Turn:
    """An event that went otherwise.

    Attributes:
        like: its kind, agent and subject.
        weight: how much it mattered, from 0 to 100.
        text: what happened.
        with_it: decimal year with the policy; None where it does not happen.
        without: decimal year without it; None where it does not happen.
    """

    like: Like
    weight: float
    text: str
    with_it: float | None
    without: float | None

    @property
    def year(self) -> float:
        """The decimal year from which the runs differ by it."""
        return min(year for year in (self.with_it, self.without) if year is not None)

    @property
    def order(self) -> tuple[float, int, float, str]:
        """By date; at one date the policy itself before what it does."""
        kind = self.like[0]
        rank = _SWITCHES.index(kind) if kind in _SWITCHES else len(_SWITCHES)
        return round(self.year, 6), rank, -self.weight, self.text

    @property
    def words(self) -> str:
        """The event as people read it, with its dates."""
        if self.with_it is None:
            return f"{self.year:.1f}  only without the policy: {self.text}"
        if self.without is None:
            return f"{self.year:.1f}  only with the policy: {self.text}"
        return f"{self.with_it:.1f} instead of {self.without:.1f}  {self.text}"


@dataclass(frozen=True)
class Explanation:
    """What a policy changed in one pair of runs.

    Attributes:
        policy: its name.
        replication: which pair.
        end: decimal year in which the world ends.
        first: what went otherwise first; None where nothing did.
        turns: that and what mattered most of the rest, by date.
        untold: how many more events went otherwise.
        outcomes: what came out without and with it, by name.
        scenario: in which scenario.
    """

    policy: str
    replication: int
    end: float
    first: Turn | None
    turns: list[Turn]
    untold: int
    outcomes: dict[str, tuple[Outcome, Outcome]]
    scenario: str = AS_IT_IS

    def words(self, wanted: tuple[str, ...]) -> Iterator[str]:
        """Yield the explanation line by line, with the outcomes that are wanted."""
        where = "" if self.scenario == AS_IT_IS else f" in the scenario {self.scenario}"
        yield f"{self.policy}, pair {self.replication}{where}:"
        if self.first is None:
            yield "nothing goes otherwise."
            return
        yield from map(self._line, self.turns)
        if self.untold:
            yield f"Not told: {self.untold:,} more that went otherwise, and mattered less or are alike."
        for name in wanted:
            if name in self.outcomes:
                without, with_it = (_shown(one, self.end) for one in self.outcomes[name])
                yield f"{name}: {without} without, {with_it} with the policy"

    def _line(self, turn: Turn) -> str:
        """Return an event, the first divergence as such, and why a date may lie before it."""
        if turn is self.first:
            return f"First divergence: {turn.words}"
        early = self.first is not None and turn.order < self.first.order
        return turn.words + (" (dated between two plans, the second of which went otherwise)" if early else "")


def _shown(one: Outcome, end: float) -> str:
    """Return an outcome as people read it."""
    unit = measure_of(one.name).unit
    if one.value is None:
        if unit != "year":
            return "nothing to tell"
        return f"not before {end:g}" if one.censored == "never" else "before the start"
    if unit == "year":
        return f"{one.value:.1f}"
    long = f"{counted(one.value)}{unit}"
    return long if one.value >= 1e6 else f"{one.value:.4g}" + ("" if unit in {"1", "x"} else f" {unit}")


def explain(case: Case, side: Side, replication: int, most: int = 14) -> Explanation:
    """Return what a policy changed in one pair of runs.

    Args:
        case: the scenario.
        side: the policy.
        replication: which pair.
        most: how many events to tell at the most, with the policy's own.
    """
    request = case.request(side)
    without, with_it = alive(case.baseline, replication).run(), alive(request, replication).run()
    turns = sorted(_turns(_told(without), _told(with_it)), key=lambda one: one.order)
    first = next((one for one in turns if one.like[0] != _BETWEEN), None) or next(iter(turns), None)
    told = [] if first is None else _decisive(turns, first, most)
    base = {one.name: one for one in outcomes_of(case.baseline.loaded.world, without)}
    changed = {one.name: one for one in outcomes_of(request.loaded.world, with_it)}
    both = {name: (one, changed[name]) for name, one in base.items() if name in changed}
    untold = len(turns) - len(told)
    return Explanation(side.policy, replication, without.end, first, told, untold, both, case.scenario)


def _decisive(turns: Sequence[Turn], first: Turn, most: int) -> list[Turn]:
    """Return the first divergence, a few of the policy's own deeds, and what mattered most of the rest, by date."""
    of: dict[Like, Turn] = {first.like: first}
    for one in turns:
        of.setdefault(one.like, one)
    switches = [one for one in of.values() if one.like[0] in _SWITCHES and one is not first]
    switches = switches[: _MOST_SWITCHES - (first.like[0] in _SWITCHES)]
    rest = [one for one in of.values() if one.like[0] not in _SWITCHES and one is not first]
    rest = sorted(rest, key=lambda one: -one.weight)[: most - 1 - len(switches)]
    return sorted([first, *switches, *rest], key=lambda one: one.order)


def _told(history: History) -> dict[Key, Happening]:
    """Return what is worth telling of a run, each event by what it is and how many like it came before."""
    seen: dict[Like, int] = {}
    found: dict[Key, Happening] = {}
    for one in weighed(history):
        if one.kind in _UNTOLD:
            continue
        who = "" if one.kind == _BETWEEN else one.agent  # a pool that runs out for another lab is the same event
        like = one.kind, who, one.subject
        seen[like] = seen.get(like, 0) + 1
        found[like, seen[like]] = one
    return found


def _turns(without: Mapping[Key, Happening], with_it: Mapping[Key, Happening]) -> Iterator[Turn]:
    """Yield every event that went otherwise; of releases only models that were the best so far in either run."""
    for key in sorted(without.keys() | with_it.keys()):
        both = without.get(key), with_it.get(key)
        either = [one for one in reversed(both) if one is not None]
        weight = max(one.weight for one in either)
        if _moved(*both) and not (key[0][0] == "release" and weight <= ANY_RELEASE):
            dates = [None if one is None else one.year for one in both]
            yield Turn(key[0], weight, either[0].text, dates[1], dates[0])


def _moved(one: Happening | None, other: Happening | None) -> bool:
    """Return whether an event has another date, to the tenth of a year that people read, or happens in one run only."""
    if one is None or other is None:
        return True
    return abs(one.year - other.year) > _SAME_DATE and f"{one.year:.1f}" != f"{other.year:.1f}"
