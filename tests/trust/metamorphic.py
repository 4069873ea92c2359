"""Metamorphic relations: how a run must change, or must not, when its world is changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from random import Random
from statistics import median

from tests.trust import pushes, shapes
from tests.trust.pairs import ALONE, HUMAN, PLAIN, TOGETHER, UNANSWERED, UNFLOORED, Draw, Lived, drawn_pair, live, rise
from tests.trust.promise import TOLD, Finding, share_of

PAIRS, TOGETHER_PAIRS = 1_000, 100
LIMIT = 1e-9
_QUICK = 0.01
"""Share up to which nobody looks at worlds in which a relation need not hold."""
_DRY = ("exhaustion_year.public", "exhaustion_year.ecosystem")
_BOUND = "data_bound_year"
Change = Callable[[Draw, Random], Draw]
Excess = Callable[[Lived, Lived], float]


@dataclass(frozen=True)
class Relation:
    """A change of a world, and what may not come of it.

    Attributes:
        what: the relation in words.
        change: changes a draw; by chance, where there is a size to it.
        exception: how far a pair is from what is promised: 0 or less where it holds.
        worlds: where it must hold.
        aside: worlds in which it need not, and why; how often it does not is told. None if feedbacks cannot break it.
        free: whether plans are made anew and not kept, since the change is one of plans or of nothing at all.
    """

    what: str
    change: Change
    exception: Excess
    worlds: Sequence[str] = ALONE
    aside: Mapping[str, str] | None = None
    free: bool = False


def _never(sign: float, *stems: str) -> Excess:
    """Return how far the worst of some outcomes moved in a direction."""
    return lambda before, after: max(sign * rise(name, before, after) for name in before.seen(*stems))


def _same(*stems: str, years: float = 0.0) -> Excess:
    """Return how far apart outcomes are, dates having been moved by some years."""
    return lambda before, after: max(abs(rise(name, before, after, years)) for name in before.seen(*stems))


def _unmoved(before: Lived, after: Lived) -> float:
    """Return 1 if any outcome that the world had before is not the same to the last bit."""
    return float(any(after.outcomes[name] != value for name, value in before.outcomes.items()))


def _under_other_names(before: Lived, after: Lived) -> float:
    """Return how far apart outcomes are whose names have changed."""
    new = {name: ".".join([stem, *map(shapes.renamed, rest)]) for name, (stem, *rest) in _parted(before)}
    kept = {name: after.outcomes.get(other, after.outcomes.get(name, inf)) for name, other in new.items()}
    return max(abs(rise(name, before, replace(after, outcomes=kept))) for name in new)


def _parted(lived: Lived) -> Iterator[tuple[str, list[str]]]:
    """Give every outcome with the parts of its name."""
    for name in lived.outcomes:
        yield name, name.split(".")


def _models(lived: Lived, until: float = inf) -> list[tuple[float, ...]]:
    """Return the models of the lab that the world had before as numbers."""
    found = [one for one in lived.history.models if one.lab not in shapes.NEW_LABS and one.year <= until]
    return [(one.year, one.size, one.tokens, one.effective_tokens, one.loss, one.flop) for one in found]


def _first_as_before(before: Lived, after: Lived) -> float:
    return float(_models(before) != _models(after))


def _until_the_end(before: Lived, after: Lived) -> float:
    """Return 1 if something that happened before the end is not the same to the last bit."""
    end = before.draw.loaded.world.end
    dates = before.seen(*_DRY, _BOUND)
    moved = [
        name for name, year in dates.items() if after.outcomes[name] != year and min(after.outcomes[name], year) <= end
    ]
    return float(_models(before) != _models(after, end) or bool(moved))


_SOONER, _LATER = _never(-1, *_DRY, _BOUND), _never(1, *_DRY)
_PAID, _CLOSED = ("private-thaw",), ("private-thaw", "drought")
_WHOLE = ("minimal", "epoch-2024", "contamination")
_OVERLAP = {
    "watershed": "text that the lab's models write is worth less to it the more of what it reads its teacher has read "
    "too (`overlap_loss`), so that more to read can make its own text worth less; and what they write rests on what it "
    "read before"
}
_THINNED = {
    "contamination": "text that grows faster is sooner written by models for the most part, and once the mean of the "
    "web is below `min_value` the lab reads none of it; where it passes over nothing, that cannot be, and there the "
    "relation is promised",
    **_OVERLAP,
}
_UNDATED = {
    "contamination": "a web whose mean has fallen below `min_value` counts as exhausted at the plan that finds it so, "
    "and one that is read at a date between two plans: up to a cadence",
    **_OVERLAP,
}
RELATIONS = (
    Relation("more public text is never exhausted sooner", pushes.more_text, _SOONER, PLAIN, _OVERLAP),
    Relation("nor is text that grows faster", pushes.more_growth, _SOONER, (*HUMAN, UNFLOORED), _THINNED),
    Relation("nor better text", pushes.better_text, _never(-1, *_DRY), PLAIN, _OVERLAP),
    Relation("nor text that may be repeated more", pushes.more_repetition, _SOONER, PLAIN, _OVERLAP),
    Relation("nor more that is open", pushes.more_open, _SOONER, _CLOSED, {}),
    Relation("cheaper text never leaves a lab with less", pushes.cheaper, _never(-1, _BOUND), _PAID, {}),
    Relation(
        "cheaper text never makes a worse best model, if a lab answers no shortfall",
        pushes.cheaper,
        _never(1, "best_loss"),
        (UNANSWERED,),
        {},
    ),
    Relation("more compute never delays exhaustion", pushes.more_compute, _LATER, PLAIN, _OVERLAP, free=True),
    Relation("nor does more overtraining", pushes.more_k, _LATER, PLAIN, _OVERLAP, free=True),
    Relation(
        "a lab that is more particular is never data-bound later",
        pushes.more_particular,
        _never(1, _BOUND),
        PLAIN,
        _OVERLAP,
    ),
    Relation("nor is everything exhausted later for it", pushes.more_particular, _never(1, _DRY[1]), HUMAN, _UNDATED),
    Relation("an idle lab changes nothing, to the last bit", shapes.with_idle_lab, _unmoved, free=True),
    Relation("nor does a pool that nobody may read", shapes.with_locked_pool, _unmoved, free=True),
    Relation("nor a second lab like the first, for the first", shapes.with_second, _first_as_before, free=True),
    Relation("nor a later end, before the end", shapes.with_later_end, _until_the_end, free=True),
    Relation("other names change nothing", shapes.with_other_names, _under_other_names, free=True),
    Relation("other dates move every date", shapes.with_other_dates, _same(years=shapes.YEARS), free=True),
    Relation(
        "other units of tokens change no date, no loss and no bill",
        pushes.in_other_tokens,
        _same(*_DRY, _BOUND, "best_loss", "loss_gap", "human_share", "data_spend_usd", "compute_spend_usd"),
        free=True,
    ),
    Relation(
        "two halves of a pool are the pool",
        shapes.in_halves,
        _same(*_DRY, _BOUND, "best_loss", "train_flop", "human_share"),
        _WHOLE,
        free=True,
    ),
)


@dataclass
class Looked:
    """What was seen of a relation: the exceptions by the number of their chance, and how many pairs moved at all."""

    pairs: int
    exceptions: dict[int, float]
    moved: int

    def __str__(self) -> str:
        """Return in words how many pairs are exceptions, by how much, and how many moved."""
        sizes = list(self.exceptions.values())
        told = f", by {median(sizes):.2g} in the middle and {max(sizes):.2g} at most" if sizes else ""
        count = "1 exception" if len(sizes) == 1 else f"{len(sizes)} exceptions"
        return f"{count} in {self.pairs:,} pairs{told}; an outcome moved in {self.moved:,}"


def looked(relation: Relation, pairs: int, worlds: Sequence[str], *, frozen: bool) -> Looked:
    """Look at a relation in random pairs.

    Args:
        relation: what is looked at.
        pairs: how many.
        worlds: from which they are drawn.
        frozen: whether labs keep to their plans where the change is not one of plans.
    """
    found = Looked(pairs, {}, 0)
    for i in range(pairs):
        chance = Random(f"{relation.what} {i}")
        draw = drawn_pair(chance, worlds)
        before = live(draw)
        after = live(relation.change(draw, chance), before.plans if frozen and not relation.free else None)
        found.moved += bool(before.outcomes.items() - after.outcomes.items())
        size = relation.exception(before, after)
        if size > LIMIT:
            found.exceptions[i] = size
    return found


def measure(size: float) -> Iterator[Finding]:
    """Look at every relation where it must hold, and at how often it does not elsewhere."""
    for relation in RELATIONS:
        found = looked(relation, share_of(PAIRS, size, 3), relation.worlds, frozen=True)
        worst = max(found.exceptions.items(), key=lambda one: one[1], default=None)
        note = "" if worst is None else f"the largest is that of pair {worst[0]}"
        yield Finding(relation.what, f"{found}", "0 exceptions", not found.exceptions, note)
        if relation.aside is not None and size > _QUICK:
            yield from _elsewhere(relation, relation.aside, size)


def _elsewhere(relation: Relation, aside: Mapping[str, str], size: float) -> Iterator[Finding]:
    """Tell how often a relation does not hold where it need not, and where everybody answers everybody."""
    for world, why in aside.items():
        found = looked(relation, share_of(PAIRS, size), (world,), frozen=True)
        yield Finding(f"{relation.what}: in `{world}`", f"{found}", TOLD, kept=True, note=why)
    found = looked(relation, share_of(TOGETHER_PAIRS, size), TOGETHER, frozen=False)
    yield Finding(f"{relation.what}: all feedbacks on, plans free", f"{found}", TOLD, kept=True)
