"""What a search says, in words."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from scipy import stats

from simulator.analysis.search.answer import Search
from simulator.analysis.search.candidates import Candidate
from simulator.analysis.search.knobs import labels
from simulator.analysis.search.told import means_of, means_told

_SURE = 0.95
_Z90 = 1.645
_SMALL = 100
_EVEN = 0.5


def words_of(answer: Search) -> Iterator[str]:
    """Yield the findings of a search, sentence by sentence."""
    alike = Counter(one.means for one in answer.pareto).most_common(1)[0][1] if answer.pareto else 0
    objectives = ", ".join(f"{one.outcome} ({one.better} is better)" for one in answer.objectives)
    second = sum(one.undominated_at_worst for one in answer.candidates)
    both = sum(one.undominated and one.undominated_at_worst for one in answer.candidates)
    yield (
        f"Of {len(answer.candidates):,} candidates {len(answer.pareto):,} {_are(len(answer.pareto))} not dominated by "
        f"the means of {objectives}; by the worst tenth of futures {second:,} {_are(second)} not, {both:,} by both."
    )
    if alike > 1:
        yield f"{alike:,} of those are alike in every mean."
    yield from _unmoved(answer)
    satisfying = {one.robustness for one in answer.candidates}
    if len(answer.unmoved) == len(answer.objectives) and len(satisfying) == 1:
        yield from _caveats(answer)
        return
    yield from _robust(answer)
    yield from _beside(answer)
    yield from _spread(answer)
    yield from _leaning(answer)
    yield from _caveats(answer)


def _unmoved(answer: Search) -> Iterator[str]:
    """Yield which objectives no lever moves, so that nobody takes the first of equals for the best."""
    names = [one.outcome for one in answer.unmoved]
    if len(names) == len(answer.objectives):
        yield (
            "No lever moves any objective: in every future all candidates have what the world as it is has, so that "
            "none of them is better by any."
        )
    elif names:
        yield f"No lever moves {', '.join(names)}: in every future it is what it is in the world as it is."


def _are(number: int) -> str:
    """Return the verb that goes with a number."""
    return "is" if number == 1 else "are"


def _satisfying(answer: Search) -> str:
    """Return what satisfies, as the end of a sentence."""
    if answer.thresholds:
        return f"{' and '.join(map(str, answer.thresholds))} {'holds' if len(answer.thresholds) == 1 else 'hold'}"
    return "it is no worse than the world as it is in any objective"


def _robust(answer: Search) -> Iterator[str]:
    """Yield which candidate is robust, and by how much."""
    one = answer.robust
    beside = "" if answer.baseline_robustness is None else f", without a policy in {answer.baseline_robustness:.0%}"
    if one.robustness > 0:
        yield (
            f"Most robust of them is candidate {one.number}: in {one.robustness:.0%} of futures "
            f"{_satisfying(answer)}{beside}."
        )
    else:
        yield (
            f"None of them satisfies in any future ({_satisfying(answer)}); candidate {one.number} has the least "
            f"regret{beside}."
        )
    better = max(answer.candidates, key=lambda other: (other.robustness, -other.number))
    if better.robustness > one.robustness:
        yield f"Candidate {better.number}, which is dominated, satisfies in {better.robustness:.0%}."
    yield f"Candidate {one.number} sets {setting_of(answer, one)}."


def setting_of(answer: Search, one: Candidate) -> str:
    """Return what a candidate sets, in the units that people use."""
    named = zip(labels(answer.knobs), answer.knobs, one.point, strict=True)
    return ", ".join(f"{label} to {knob.show(value)}" for label, knob, value in named)


def _beside(answer: Search) -> Iterator[str]:
    """Yield what the robust candidate does, beside the baseline, and its regret."""
    one = answer.robust
    yield f"Its means, and those of the world as it is in brackets: {_means(answer, one)}."
    for wish, mine, base in zip(answer.objectives, one.never, answer.baseline_never, strict=True):
        if mine or base:
            beside = f"without a policy in {base:.0%}"
            yield f"{wish.outcome} does not come by the end in {mine:.0%} of its futures, {beside}."
    yield (
        f"Its regret is at most {one.relative_regret:.0%} of the way from the best to the worst of a future, in the "
        "objective in which it is largest, on average over futures."
    )


def _means(answer: Search, one: Candidate) -> str:
    """Return the means of a candidate, those of the baseline in brackets."""
    rows = zip(answer.objectives, means_told(answer.objectives, one), means_of(answer)[-1], strict=True)
    return "; ".join(f"{wish.outcome} {mean} ({base})" for wish, mean, base in rows)


def words_anew(anew: Search, number: int) -> str:
    """Return how a candidate does in futures that it was not chosen by.

    Args:
        anew: what came out there.
        number: of the candidate, in the search that it is from.
    """
    one, used = anew.candidates[0], anew.found.numbers.shape[1]
    beside = "" if anew.baseline_robustness is None else f" ({anew.baseline_robustness:.0%} without a policy)"
    return (
        f"In {used} new futures (seed {anew.seed}) candidate {number} satisfies in {one.robustness:.0%}{beside}: "
        f"{_means(anew, one)}."
    )


def _spread(answer: Search) -> Iterator[str]:
    """Yield how far apart candidates are, so that nobody takes a hair for a choice."""
    told, said = means_of(answer), []
    for i, wish in enumerate(answer.objectives):
        column = [one.means[i] for one in answer.candidates]
        low, high = column.index(min(column)), column.index(max(column))
        said.append(f"{wish.outcome} from {told[low][i]} to {told[high][i]}")
    yield f"Over all candidates means go: {'; '.join(said)}."


def _leaning(answer: Search) -> Iterator[str]:
    """Yield the knobs that robustness goes with over all candidates, by rank."""
    robustness = np.array([one.robustness for one in answer.candidates])
    if len(robustness) < 8 or np.ptp(robustness) == 0:
        return
    points = np.array([one.point for one in answer.candidates])
    found = []
    for label, column in zip(labels(answer.knobs), points.T, strict=True):
        if np.ptp(column) > 0:
            rank, chance = stats.spearmanr(column, robustness)
            found.append((abs(rank), rank, label, chance))
    told = [
        f"{'more' if rank > 0 else 'less'} {label} ({rank:+.2f})"
        for _, rank, label, chance in sorted(found, reverse=True)
        if chance < 1 - _SURE
    ]
    if told:
        yield f"Over all candidates robustness goes with {', '.join(told[:4])} (rank correlation)."
    else:
        yield "Over all candidates robustness goes with no lever by more than chance."


def _caveats(answer: Search) -> Iterator[str]:
    """Yield what is to be known of the numbers: size, choice, censoring, failures."""
    used = answer.found.numbers.shape[1]
    half = _Z90 * _EVEN / used**0.5
    yield (
        f"A share of {used} futures is sure to about {100 * half:.0f} points either way, and the best of many looks "
        "better in the futures it was chosen by than in others."
    )
    if len(answer.points) < _SMALL or used < answer.population:
        yield "This is a small search: read it for directions, not for settings."
    if used < answer.futures:
        yield f"{answer.futures - used} of {answer.futures} futures do not count, since the baseline failed in them."
    late = [
        f"{one.outcome} in {share:.0%}" for one, share in zip(answer.objectives, answer.censored, strict=True) if share
    ]
    if late:
        yield (
            f"Dates beyond the world's time count as its end or start: {', '.join(late)} of runs; a mean over such "
            "dates is told as the bound that it is."
        )
    left_out = int((~answer.judged).sum())
    if left_out:
        yield (
            f"{left_out} of {len(answer.points)} candidates are left out: {int(answer.found.failed.sum())} of their "
            "runs failed, or an outcome was missing."
        )
