"""What a study of sensitivity says, in words."""

from collections.abc import Iterator
from math import isnan

from simulator.analysis.sensitivity.methods import DUMMY, METHODS, Index
from simulator.analysis.sensitivity.study import Answer
from simulator.outcomes import measure_of

_TOP = 5
_NEARLY_ALL, _MANY = 0.97, 64


def words_of(answer: Answer) -> Iterator[str]:
    """Yield the findings of a study, sentence by sentence."""
    ranking = [one for one in answer.ranking if one.factor != DUMMY]
    noise = next((one.high for one in answer.ranking if one.factor == DUMMY), None)
    above = [one for one in ranking if _matters(one, noise)]
    what = f"{answer.response.outcome} of {answer.world}" + (
        "" if answer.policy == "no policy" else f" under {answer.policy}"
    )
    if not above:
        yield f"Nothing that was varied moves {what} by more than chance."
    else:
        yield f"What moves {what} most: {', then '.join(_said(answer, one) for one in above[:_TOP])}."
        yield from _shares(answer, above)
        yield f"Of {len(ranking):,} that were varied, {len(above):,} can be told from none at all."
    yield from _caveats(answer)


def _matters(one: Index, noise: float | None) -> bool:
    """Return whether an index is told from zero, or from that of pure chance."""
    least = max(0.0, noise) if noise is not None else 0.0
    return (one.value if isnan(one.low) else one.low) > least


def _said(answer: Answer, one: Index) -> str:
    """Return what a method says of a number."""
    measure = measure_of(answer.response.outcome)
    unit = "years" if measure.unit == "year" else measure.unit
    if answer.method == "sobol":
        return f"{one.factor} ({one.value:.0%} of the variance, alone or with others)"
    if answer.method == "pawn":
        return f"{one.factor} ({one.value:.2f})"
    return f"{one.factor} ({one.value:.3g} {unit})"


def _shares(answer: Answer, above: list[Index]) -> Iterator[str]:
    """Yield how much of the variance numbers explain alone."""
    if answer.method != "sobol":
        return
    first = sum(max(0.0, one.value) for one in answer.final if one.measure == "first")
    size = max(one.size for one in answer.final)
    rest = "; the rest is in how they act together" if first < _NEARLY_ALL else ""
    if size < _MANY:
        rest = f", as far as {size} base points can tell; {_MANY} or more would part that from how they act together"
    yield f"Alone, all of them explain {min(first, 1.0):.0%} of the variance{rest}."


def _caveats(answer: Answer) -> Iterator[str]:
    """Yield what is to be known of the numbers: censoring, failures, size, and luck."""
    response = answer.response
    if response.never or response.before_start:
        yield (
            f"The date does not come by the end in {response.never:.0%} of runs, and had come by the start in "
            f"{response.before_start:.0%}; these count as the end and the start: a longer world may rank otherwise."
        )
    if response.failed:
        left_out = f"{answer.left_out:,} {METHODS[answer.method].words} are left out"
        yield f"{response.failed:,} of {response.runs:,} runs failed; {left_out}."
    if answer.method in {"morris", "tornado"}:
        yield "Numbers go from their 5 % to their 95 % quantile."
    if answer.method == "tornado":
        yield "Each moves alone, all others at their central values: nothing is said of how they act together."
    yield f"{response.runs:,} runs, all under the same luck; what is not varied is at its central value."
