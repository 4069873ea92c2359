"""Metamorphic relations: how a run must change, or must not, when its world is changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from random import Random
from statistics import median

from tests.trust import pushes, shapes
from tests.trust.pairs import ALONE, HUMAN, PLAIN, TOGETHER, UNANSWERED, Draw, Lived, drawn_pair, live, rise
from tests.trust.promise import Finding, share_of

PAIRS, ASIDE_PAIRS, FREE_PAIRS = 1_000, 150, 60
LIMIT = 1e-9
_QUICK = 0.01
"""Share below which nobody looks at the world of all feedbacks."""
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
        worlds: where it is looked at.
        free: whether plans are made anew and not kept, since the change is one of plans or of nothing at all.
        answered: whether it is looked at with all feedbacks on too.
    """

    what: str
    change: Change
    exception: Excess
    worlds: Sequence[str] = ALONE
    free: bool = False
    answered: bool = False


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


_PAID, _CLOSED = ("private-thaw",), ("private-thaw", "drought")
_SOONER, _LATER = _never(-1, *_DRY, _BOUND), _never(1, *_DRY)
_WHOLE = ("minimal", "epoch-2024", "contamination")
RELATIONS = (
    Relation("more public text is never exhausted sooner", pushes.more_text, _SOONER, PLAIN, answered=True),
    Relation("nor is text that grows faster", pushes.more_growth, _SOONER, HUMAN, answered=True),
    Relation("nor better text", pushes.better_text, _never(-1, *_DRY), PLAIN, answered=True),
    Relation("nor text that may be repeated more", pushes.more_repetition, _SOONER, PLAIN, answered=True),
    Relation("nor more that is open", pushes.more_open, _SOONER, _CLOSED, answered=True),
    Relation("cheaper text never leaves a lab with less", pushes.cheaper, _never(-1, _BOUND), _PAID, answered=True),
    Relation(
        "cheaper text never makes a worse best model, if a lab answers no shortfall",
        pushes.cheaper,
        _never(1, "best_loss"),
        (UNANSWERED,),
        answered=True,
    ),
    Relation("more compute never delays exhaustion", pushes.more_compute, _LATER, PLAIN, free=True, answered=True),
    Relation("nor does more overtraining", pushes.more_k, _LATER, PLAIN, free=True, answered=True),
    Relation(
        "a lab that is more particular is never data-bound later",
        pushes.more_particular,
        _never(1, _BOUND),
        PLAIN,
        answered=True,
    ),
    Relation(
        "nor is everything exhausted later for it", pushes.more_particular, _never(1, _DRY[1]), HUMAN, answered=True
    ),
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

_WHY_ASIDE = {
    "watershed": "its lab learns from text of its own, of which more or better text to read makes less or other text",
    "contamination": "models write part of its web; text that loses its worth between two plans counts as exhausted "
    "at the later one and not in between",
}
"""Worlds in which a relation need not hold, and why; how often it does not is told beside it."""


@dataclass
class Looked:
    """What was seen of a relation: the exceptions by the number of their chance, and how many pairs moved at all."""

    exceptions: dict[int, float]
    moved: int

    def words(self, pairs: int) -> str:
        """Return in words how many pairs are exceptions, and by how much."""
        sizes = self.exceptions.values()
        told = f", by {median(sizes):.2g} in the middle and {max(sizes):.2g} at most" if sizes else ""
        return f"{len(sizes)} exceptions in {pairs} pairs{told}"


def looked(relation: Relation, pairs: int, *, together: bool = False) -> Looked:
    """Look at a relation in random pairs."""
    found = Looked({}, 0)
    for i in range(pairs):
        chance = Random(f"{relation.what} {i}")
        draw = drawn_pair(chance, TOGETHER if together else relation.worlds)
        before = live(draw)
        after = live(relation.change(draw, chance), None if relation.free or together else before.plans)
        found.moved += bool(before.outcomes.items() - after.outcomes.items())
        size = relation.exception(before, after)
        if size > LIMIT:
            found.exceptions[i] = size
    return found


def measure(size: float) -> Iterator[Finding]:
    """Look at every relation, and at those that feedbacks may break with all of them on."""
    for relation in RELATIONS:
        pairs = share_of(PAIRS, size, 3)
        found = looked(relation, pairs)
        moved = f", {found.moved:,} of which moved an outcome" if relation.answered else ""
        figure = f"{len(found.exceptions)} exceptions in {pairs:,} pairs{moved}"
        if found.exceptions:
            pair, worst = max(found.exceptions.items(), key=lambda one: one[1])
            figure += f"; the largest {worst:.1e}, pair {pair}"
        told = _asides(relation, size) if relation.answered and size > _QUICK else ()
        yield Finding(relation.what, figure, "0", not found.exceptions, "; ".join(told))


def _asides(relation: Relation, size: float) -> Iterator[str]:
    """Give in words how often a relation does not hold in worlds left out of it, and where everybody answers."""
    if set(relation.worlds) >= set(HUMAN):
        for world in sorted(set(ALONE) - set(relation.worlds)):
            found = looked(replace(relation, worlds=(world,)), share_of(ASIDE_PAIRS, size))
            yield f"left out is `{world}`, since {_WHY_ASIDE[world]}: {found.words(share_of(ASIDE_PAIRS, size))}"
    pairs = share_of(FREE_PAIRS, size)
    words = looked(relation, pairs, together=True).words(pairs)
    yield f"in `estuary`, plans free and all feedbacks on: {words}"
