"""What a study of sensitivity says, in words."""

from collections.abc import Iterator
from math import isnan

from simulator.analysis.sensitivity.answer import Sensitivity
from simulator.analysis.sensitivity.methods import DUMMY, METHODS, Index
from simulator.outcomes import measure_of
from worlds.config.policies import NO_POLICY
from worlds.config.scenarios import AS_IT_IS

_TOP = 5
_UNSURE = 0.3
"""Width of an interval of a share above which the share is not told, but the interval."""


def words_of(answer: Sensitivity) -> Iterator[str]:
    """Yield the findings of a study, sentence by sentence."""
    ranking = [one for one in answer.ranking if one.factor != DUMMY]
    noise = next((one.high for one in answer.ranking if one.factor == DUMMY), None)
    above = [one for one in ranking if _matters(one, noise)]
    what = f"{answer.response.outcome} of {subject_of(answer)}"
    if not above:
        yield f"Nothing that was varied moves {what} by more than chance."
    else:
        yield f"What moves {what} most: {', then '.join(_said(answer, one) for one in above[:_TOP])}."
        if answer.method == "sobol":
            yield from _shares(answer)
        told = "move it at all" if answer.method == "tornado" else "can be told from none at all"
        yield f"Of {len(ranking):,} that were varied, {len(above):,} {told}."
    yield from _caveats(answer)


def subject_of(answer: Sensitivity) -> str:
    """Return the world, its scenario and its policy, in words."""
    cell = answer.cell
    scenario = "" if cell.scenario == AS_IT_IS else f" in {cell.scenario}"
    return f"{cell.world}{scenario}" + ("" if cell.policy == NO_POLICY else f" under {cell.policy}")


def _matters(one: Index, noise: float | None) -> bool:
    """Return whether an index is told from zero, or from that of chance; without an interval, whether it is any."""
    least = max(0.0, noise) if noise is not None else 0.0
    return (one.value if isnan(one.low) else one.low) > least


def _said(answer: Sensitivity, one: Index) -> str:
    """Return what a method says of a number."""
    measure = measure_of(answer.response.outcome)
    unit = "years" if measure.unit == "year" else measure.unit
    if answer.method == "sobol":
        return f"{one.factor} ({_share(one.value)} of the variance, alone or with others: {_between(one)})"
    if answer.method == "pawn":
        return f"{one.factor} ({one.value:.2f})"
    return f"{one.factor} ({one.value:.3g} {unit})"


def _share(value: float) -> str:
    """Return a share of the variance; what lies beyond none or all of it is an error of the sample."""
    return f"{min(max(value, 0.0), 1.0):.0%}"


def _between(one: Index) -> str:
    """Return the interval of a share."""
    return f"{_share(one.low)} to {_share(one.high)}"


def _shares(answer: Sensitivity) -> Iterator[str]:
    """Yield how much of the variance numbers explain alone, as far as the design can tell."""
    alone = next(one for one in answer.final if one.measure == "sum")
    points = f"{alone.size:,} {METHODS['sobol'].words}"
    if min(alone.high, 1.0) - max(alone.low, 0.0) > _UNSURE:
        yield f"How much all of them explain alone cannot be told from {points} ({_between(alone)} of the variance)."
    else:
        rest = "; the rest is in how they act together" if alone.high < 1.0 else ""
        yield f"Alone, all of them explain {_share(alone.value)} of the variance ({_between(alone)}){rest}."
    most = answer.ranking[0]
    if most.value > 1.0:
        yield f"{points} are too few: {most.factor} comes out at {most.value:.0%}, and no share is above 100%."


def _caveats(answer: Sensitivity) -> Iterator[str]:
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
    yield f"{response.runs:,} runs, {_luck(answer)}; what is not varied is {_rest(answer)}."


def _luck(answer: Sensitivity) -> str:
    """Return which luck the runs had."""
    section = answer.batch.section
    if section.luck == "own":
        return "each with luck of its own"
    return (
        "all under the same luck"
        if section.replications == 1
        else f"{section.replications} lucks, the same at each point"
    )


def _rest(answer: Sensitivity) -> str:
    """Return what numbers are at that no axis moves."""
    section = answer.batch.section
    if not section.draw:
        return "at its central value"
    if section.luck == "own":
        return "drawn anew in each, and so adds to what nothing here explains"
    return "drawn, and the same at each point"
