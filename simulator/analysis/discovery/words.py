"""What a discovery says, in words."""

from collections.abc import Iterator
from math import inf

from simulator.analysis.discovery.box import Box, Factor, Restriction
from simulator.analysis.discovery.choice import SIGNIFICANT
from simulator.analysis.discovery.study import Discovery, Finding

_FEW = 10


def words_of(discovery: Discovery) -> Iterator[str]:
    """Yield the findings, sentence by sentence."""
    futures, happens = discovery.futures, discovery.question.words
    yield f"In {futures.rate:.0%} of {len(futures.passes):,} futures {happens}."
    if not discovery.findings:
        yield "No box was found whose edges say more than chance."
    for number, finding in enumerate(discovery.findings, 1):
        yield _told(discovery, number, finding)
    yield from _trust(discovery)
    yield from _caveats(discovery)


def limits_of(box: Box, factors: tuple[Factor, ...]) -> list[str]:
    """Return each restricted axis of a box in words, in the units of the world."""
    return [f"{factors[axis].name} {_limit(box, factors[axis], axis)}" for axis in box.limits]


def _limit(box: Box, factor: Factor, axis: int) -> str:
    """Return what a box allows on an axis, in words."""
    limit = box.on(axis)
    if limit.words is not None:
        return f"is {' or '.join(factor.words[i] for i in sorted(limit.words))}"
    if limit.low == -inf:
        return f"at most {factor.show(limit.high)}"
    if limit.high == inf:
        return f"at least {factor.show(limit.low)}"
    return f"from {factor.show(limit.low)} to {factor.show(limit.high)}"


def edge_words(edge: Restriction, box: Box, factors: tuple[Factor, ...]) -> str:
    """Return one edge of a box in words, in the units of the world."""
    factor, limit = factors[edge.axis], box.on(edge.axis)
    if limit.words is not None:
        return " or ".join(factor.words[i] for i in sorted(limit.words))
    return f"at least {factor.show(limit.low)}" if edge.side == "low" else f"at most {factor.show(limit.high)}"


def _told(discovery: Discovery, number: int, finding: Finding) -> str:
    """Return a box as a sentence."""
    step, futures = finding.step, discovery.futures
    inside = f"{step.density:.0%} ({step.passed:,} of {step.held:,})"
    where = _listed(limits_of(step.box, futures.factors))
    if discovery.method == "cart" or number == 1:
        return (
            f"Box {number}: {finding.coverage:.0%} of the futures in which it happens have {where}; "
            f"there it happens in {inside}, over all futures in {futures.rate:.0%}."
        )
    rest = step.passing / step.futures
    return (
        f"Box {number}: of the rest of them, {step.coverage:.0%} have {where} ({finding.coverage:.0%} of all); "
        f"there it happens in {inside}, over the rest in {rest:.0%}."
    )


def _listed(parts: list[str]) -> str:
    """Return parts as a list in words."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _trust(discovery: Discovery) -> Iterator[str]:
    """Yield how far the boxes are more than chance."""
    if discovery.method == "cart":
        seen = (
            "says nothing" if discovery.skill <= 0 else f"has squared errors {discovery.skill:.0%} smaller than no tree"
        )
        yield f"In futures that it has not seen, the tree {seen}."
    elif discovery.shuffles:
        how_often = f"{discovery.chance:.0%} of them" if discovery.chance else "none of them"
        doubt = "" if discovery.chance < SIGNIFICANT else ": the box may be chance"
        yield (
            f"What happens was shuffled over the futures {discovery.shuffles:,} times; "
            f"in {how_often} a box as good as the first was found{doubt}."
        )


def _caveats(discovery: Discovery) -> Iterator[str]:
    """Yield what is to be known: censoring, failures, and how many cases there are."""
    futures, question = discovery.futures, discovery.question
    if futures.censored and question.kind != "never":
        differences = ", so that differences may be larger than counted" if question.against else ""
        yield (
            f"In {futures.censored:,} futures a date does not come by the end, or had come by the start; "
            f"it counts as the end or the start{differences}."
        )
    if len(futures.left_out):
        inside = ", ".join(f"{one.unknown:,} of them in box {i}" for i, one in enumerate(discovery.findings, 1))
        runs = f"; in {futures.failed:,} a run failed" if futures.failed else ""
        yield (
            f"{len(futures.left_out):,} futures are left out, since it is not known whether it happens{runs}"
            f"{f': {inside}' if inside else ''}."
        )
    if futures.passes.sum() < _FEW or (~futures.passes).sum() < _FEW:
        yield f"It happens in {futures.passes.sum():,} futures only; boxes from so few are frail."
    if futures.replications > 1:
        yield (
            f"There are {futures.replications:,} futures at each point, which are not independent: "
            "quasi-p-values and shuffles look surer than they are."
        )
