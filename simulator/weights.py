"""How much each thing that happened mattered, so that a story can begin with what did."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import log10

from simulator.recorder import Happening, History

Weigh = Callable[[Happening, History], float]
ANY_RELEASE = 5.0
"""Weight of a model that is not the best so far."""


def weighed(history: History) -> Iterator[Happening]:
    """Yield everything that happened with its weight from 0 to 100, in the order in which it did."""
    best, crowd = _best_so_far(history), _Crowd(history.groups)
    for one in history.happenings:
        weight = _WEIGHTS.get(one.kind, _unknown)(one, history)
        if one.kind == "release":
            weight = best.get((one.year, one.agent, one.subject), 0.0)
        share = 1.0 if one.kind == "release" and weight > ANY_RELEASE else crowd.share(one)
        weight = round(share * min(100.0, max(0.0, weight)), 3)
        yield Happening(one.year, one.kind, one.agent, one.subject, one.value, one.text, weight)


class _Crowd:
    """How much less something matters because it happens to one lab of many that are alike.

    The first time that anything of a kind happens to a group matters as if the lab were alone, later times by one over
    the number of its labs; but a model that is the best of all matters by whosoever it is. With another owner, pool or
    name of a model it is another thing.
    """

    def __init__(self, groups: Mapping[str, str]) -> None:
        """Begin without anything that has happened.

        Args:
            groups: the group of each lab that is in one.
        """
        self._groups, self._sizes = groups, Counter(groups.values())
        self._seen: set[tuple[str, str, str]] = set()

    def share(self, one: Happening) -> float:
        """Return how many times its weight the next thing that happened counts."""
        lab, other = (one.agent, one.subject) if one.agent in self._groups else (one.subject, one.agent)
        group = self._groups.get(lab)
        if group is None:
            return 1.0
        if (one.kind, group, other) in self._seen:
            return 1.0 / self._sizes[group]
        self._seen.add((one.kind, group, other))
        return 1.0


def _best_so_far(history: History) -> dict[tuple[float, str, str], float]:
    """Return the weight of releases: 5, and up to 24 for those that lower the best loss, by how much."""
    best, found = float("inf"), {}
    for model in history.models:
        if model.reducible_loss < best:
            gain = log10(best / model.reducible_loss) if best < float("inf") else 1.0
            found[model.year, model.lab, model.name] = ANY_RELEASE + min(19.0, 60.0 * gain)
            best = model.reducible_loss
        else:
            found[model.year, model.lab, model.name] = ANY_RELEASE
    return found


def _unknown(one: Happening, history: History) -> float:
    """Return the weight of what no rule is made for, as of agents that others bring."""
    return 25.0


def _exhausted(one: Happening, history: History) -> float:
    """Return 95 for public text as a whole, and 60 to 95 by the part that the pool has in what was read until then."""
    if one.subject == "public":
        return 95.0
    return 60.0 + 35.0 * _part_of_diet(history, one.subject, one.year)


def _part_of_diet(history: History, pool: str, year: float) -> float:
    """Return the part of a pool in the effective tokens of the corpora up to a date, weighing each corpus alike."""
    parts = []
    for one in history.corpora:
        if one.year > year:
            break
        whole = one.corpus.effective
        if whole <= 0:
            continue
        mine = sum([helping.effective for helping in one.corpus.helpings if helping.pool == pool])
        parts.append(mine / whole)
    return sum(parts) / len(parts) if parts else 0.0


def _data_bound(one: Happening, history: History) -> float:
    """Return 70 to 95, more the less is found."""
    return 70.0 + 25.0 * (1.0 - min(1.0, one.value))


def _incident(one: Happening, history: History) -> float:
    """Return 40 to 70, by the fine: 40 for a million, 10 more for each factor of ten."""
    return 40.0 + min(30.0, max(0.0, 10.0 * log10(max(one.value, 1.0) / 1e6)))


def _closure(one: Happening, history: History) -> float:
    """Return 30 to 60, more the less is left open."""
    return 30.0 + 30.0 * (1.0 - one.value)


def _flat(weight: float) -> Weigh:
    """Return a rule that weighs everything alike."""
    return lambda one, history: weight


_WEIGHTS: dict[str, Weigh] = {
    "exhausted": _exhausted,
    "data_bound": _data_bound,
    "rule": _flat(75.0),
    "trigger": _flat(70.0),
    "void_rule": _flat(20.0),
    "renewal": _flat(15.0),
    "takedown": _flat(65.0),
    "incident": _incident,
    "idle": _flat(60.0),
    "deal": lambda one, history: 35.0 + 15.0 * min(1.0, one.value),
    "closure": _closure,
    "deal_end": _flat(25.0),
    "refusal": _flat(30.0),
    "application": _flat(5.0),
}
"""The rule for each kind of event; releases are weighed by how much better they are than what was there."""
