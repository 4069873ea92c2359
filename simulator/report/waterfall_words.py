"""The waterfall in words: what moves an outcome most, computed from its steps."""

from collections.abc import Callable, Iterable, Sequence
from math import fsum

from simulator.analysis.steps import Change, Level, Step, Waterfall
from simulator.outcomes import measure_of

_MOST = 3
"""How many steps are named in a ranking."""
_CANCEL = 0.25
"""Share of all steps below which their sum counts as cancelled."""
Way = Callable[[Step], Change]


def in_the_walk(step: Step) -> Change:
    """Return what a step does in the walk."""
    return step.change


def alone(step: Step) -> Change:
    """Return what its part does when it alone is missing from the last world."""
    return step.alone


def stands(outcome: str, value: float, digits: int = 1) -> str:
    """Return the value of an outcome, in base units, as people read it."""
    if measure_of(outcome).unit == "year":
        return f"{value:.{digits}f}"
    return f"{100 * value:.{digits}f} %"


def level(outcome: str, one: Level) -> str:
    """Return where an outcome stands, with the share of futures in which it does not happen."""
    return stands(outcome, one.median) + (f" ({100 * one.never:.0f} % never)" if one.never > 0 else "")


def moved(outcome: str, value: float, unit: str = "") -> str:
    """Return a difference in base units with its sign; nothing at all is 0."""
    year = measure_of(outcome).unit == "year"
    said = "0" if value == 0 else f"{value:+.2f}" if year else f"{100 * value:+.1f}"
    return said + unit


def unit_of(outcome: str) -> str:
    """Return the unit of differences."""
    return " years" if measure_of(outcome).unit == "year" else " points"


def interval(outcome: str, change: Change) -> str:
    """Return a difference with its interval."""
    if change.value == change.low == change.high == 0:
        return "0"
    return f"{moved(outcome, change.value)} ({moved(outcome, change.low)} to {moved(outcome, change.high)})"


def ranked(steps: Iterable[Step], way: Way) -> list[Step]:
    """Return the steps whose interval lies on one side of zero, the largest first."""
    return sorted((step for step in steps if way(step).clear), key=lambda step: -abs(way(step).value))


def story(one: Waterfall, first: str, last: str) -> str:
    """Return what moves an outcome most, in the walk and alone."""
    walked, missed = ranked(one.steps, in_the_walk), ranked(one.steps, alone)
    ends = f"{level(one.outcome, one.first)} in `{first}` and at {level(one.outcome, one.last)} in `{last}`"
    return " ".join(
        [
            f"It stands at {ends}: {interval(one.outcome, one.whole)}{unit_of(one.outcome)}.",
            *_cancelling(one),
            f"In the walk {_ranking(one.outcome, walked, in_the_walk)}.",
            f"Alone, from `{last}`, {_ranking(one.outcome, missed, alone)}.",
            *_agreement(walked, missed),
            *_unclear(one.steps),
        ]
    )


def _cancelling(one: Waterfall) -> Iterable[str]:
    """Yield how much goes each way, where that cancels."""
    values = [step.change.value for step in one.steps]
    up, down = fsum(max(value, 0.0) for value in values), fsum(min(value, 0.0) for value in values)
    if abs(up + down) < _CANCEL * (up - down):
        ways = f"{moved(one.outcome, up)} and {moved(one.outcome, down)}{unit_of(one.outcome)}"
        yield f"Steps up and steps down make {ways} and nearly cancel."


def _ranking(outcome: str, steps: Sequence[Step], way: Way) -> str:
    """Return the steps that move an outcome most, as the end of a sentence."""
    if not steps:
        return "nothing moves it beyond chance"
    said = [f"{step.part.name} ({moved(outcome, way(step).value, unit_of(outcome))})" for step in steps[:_MOST]]
    others = f", then by {_listed(said[1:])}" if said[1:] else ""
    return f"it is moved most by {said[0]}{others}"


def _agreement(walked: Sequence[Step], missed: Sequence[Step]) -> Iterable[str]:
    """Yield whether both ways agree on what moves it most."""
    if not walked or not missed:
        return
    if walked[0].part.name == missed[0].part.name:
        yield f"Both ways put {walked[0].part.name} first."
    else:
        yield "So what moves it most depends on what else is there."
    turned = [step.part.name for step in walked if step.alone.clear and step.alone.value * step.change.value < 0]
    if turned:
        yield f"The sign turns with what else is there for {_listed(turned)}."


def _unclear(steps: Iterable[Step]) -> Iterable[str]:
    """Yield the steps of which neither way tells a sign."""
    names = [step.part.name for step in steps if not step.change.clear and not step.alone.clear]
    if names:
        yield f"Within chance both ways: {_listed(names)}."


def by_other_data(one: Waterfall) -> str:
    """Return how far an outcome that asks only about public text is moved by data of other kinds."""
    steps = [step for step in one.steps if step.part.other_data]
    said = "By definition this asks only about public text, so that other data can move it only through feedbacks: "
    if not any(way(step).value for step in steps for way in (in_the_walk, alone)):
        return said + "here they do not move it at all."
    most = max(steps, key=lambda step: max(abs(step.change.value), abs(step.alone.value)))
    unit = unit_of(one.outcome)
    return (
        f"{said}the most is {most.part.name}, by {moved(one.outcome, most.change.value, unit)} in the walk and "
        f"{moved(one.outcome, most.alone.value, unit)} alone."
    )


def _listed(names: Sequence[str]) -> str:
    """Return names as the end of a sentence lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
