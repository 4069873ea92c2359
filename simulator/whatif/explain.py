"""Why a policy changed an outcome: what happened otherwise in one pair of runs, from the first divergence on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.outcomes import measure_of, outcomes_of
from simulator.recorder import Happening, History
from simulator.weights import weighed
from simulator.whatif.comparison import alive
from simulator.whatif.question import Case, Side
from worlds.config.units import counted

_SAME_DATE = 0.02
"""Years within which an event has not moved."""
_UNTOLD = ("release", "application", "renewal", "void_rule")
"""Kinds of events that are too many, or of too little effect, to be told one by one."""
_BETWEEN = "exhausted"
"""What is dated between two plans, so that its date may lie before that of the policy which moved the second."""

Key = tuple[str, str, str, int]
"""Kind, agent, subject, and which of those it is."""


@dataclass(frozen=True)
class Turn:
    """An event that went otherwise.

    Attributes:
        year: decimal year, of the earlier of both where it moved.
        how: `only with`, `only without`, `earlier` or `later`.
        weight: how much it mattered, from 0 to 100.
        text: what happened.
        other: decimal year without the policy, where it moved.
        kind: what kind of event it is.
    """

    year: float
    how: str
    weight: float
    text: str
    other: float | None = None
    kind: str = ""

    @property
    def words(self) -> str:
        """The event as people read it, with its dates."""
        if self.other is None:
            return f"{self.year:.1f}  {self.how} the policy: {self.text}"
        return f"{self.year:.1f}  {self.how} (without it in {self.other:.1f}): {self.text}"


@dataclass(frozen=True)
class Explanation:
    """What a policy changed in one pair of runs.

    Attributes:
        policy: its name.
        replication: which pair.
        first: what went otherwise first; None where nothing did.
        turns: what mattered most of the rest, by date.
        outcomes: what came out without and with it, by outcome; None for a date that does not come.
    """

    policy: str
    replication: int
    first: Turn | None
    turns: list[Turn]
    outcomes: dict[str, tuple[float | None, float | None]]

    def words(self, wanted: tuple[str, ...]) -> Iterator[str]:
        """Yield the explanation line by line, with the outcomes that are wanted."""
        yield f"{self.policy}, pair {self.replication}:"
        if self.first is None:
            yield "nothing goes otherwise."
            return
        yield f"First divergence: {self.first.words}"
        yield from (turn.words for turn in self.turns)
        for name in wanted:
            if name in self.outcomes:
                without, with_it = (_shown(value, measure_of(name).unit) for value in self.outcomes[name])
                yield f"{name}: {without} without, {with_it} with the policy"


def _shown(value: float | None, unit: str) -> str:
    """Return an outcome as people read it."""
    if value is None:
        return "never"
    if unit == "year":
        return f"{value:.1f}"
    return f"{counted(value)}{unit}" if value >= 1e6 else f"{value:.4g}" + ("" if unit in {"1", "x"} else f" {unit}")


def explain(case: Case, side: Side, replication: int, most: int = 14) -> Explanation:
    """Return what a policy changed in one pair of runs.

    Args:
        case: the scenario.
        side: the policy.
        replication: which pair.
        most: how many events to tell at the most.
    """
    request = case.request(side)
    without, with_it = alive(case.baseline, replication).run(), alive(request, replication).run()
    turns = sorted(_turns(_told(without), _told(with_it)), key=lambda one: (one.year, -one.weight, one.text))
    first = next((one for one in turns if one.kind != _BETWEEN), None) or next(iter(turns), None)
    rest = sorted((one for one in turns if one is not first), key=lambda one: -one.weight)[:most]
    outcomes = _outcomes(case, without), {one.name: one.value for one in outcomes_of(request.loaded.world, with_it)}
    both = {name: (value, outcomes[1][name]) for name, value in outcomes[0].items() if name in outcomes[1]}
    return Explanation(side.policy, replication, first, sorted(rest, key=lambda one: one.year), both)


def _outcomes(case: Case, history: History) -> dict[str, float | None]:
    """Return the outcomes of a run of the baseline by name."""
    return {one.name: one.value for one in outcomes_of(case.baseline.loaded.world, history)}


def _told(history: History) -> dict[Key, Happening]:
    """Return what is worth telling of a run, each event by what it is and how many like it came before."""
    seen: dict[tuple[str, str, str], int] = {}
    found: dict[Key, Happening] = {}
    for one in weighed(history):
        if one.kind in _UNTOLD:
            continue
        like = one.kind, one.agent, one.subject
        seen[like] = seen.get(like, 0) + 1
        found[(*like, seen[like])] = one
    return found


def _turns(without: Mapping[Key, Happening], with_it: Mapping[Key, Happening]) -> Iterator[Turn]:
    """Yield every event that went otherwise."""
    for key in sorted(without.keys() | with_it.keys()):
        one, other = with_it.get(key), without.get(key)
        if one is not None and other is None:
            yield Turn(one.year, "only with", one.weight, one.text, None, one.kind)
        elif other is not None and one is None:
            yield Turn(other.year, "only without", other.weight, other.text, None, other.kind)
        elif one is not None and other is not None and abs(one.year - other.year) > _SAME_DATE:
            how = "earlier" if one.year < other.year else "later"
            yield Turn(one.year, how, one.weight, one.text, other.year, one.kind)
