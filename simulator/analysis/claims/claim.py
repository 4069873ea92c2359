"""What a claim is: a sentence, runs that test it, a rule that turns their numbers into a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf, isnan
from typing import Literal

from simulator.analysis.claims.futures import Futures

Verdict = Literal["holds", "holds in part", "does not hold", "cannot be tested"]
Facts = Mapping[str, float]


@dataclass(frozen=True)
class Bound:
    """A number that must lie in a range.

    Attributes:
        fact: its name among the numbers of a finding.
        low: the least it may be.
        high: the most it may be.
        words: what it is, for people.
    """

    fact: str
    low: float = -inf
    high: float = inf
    words: str = ""

    def met(self, numbers: Facts) -> bool:
        """Return whether the number lies in the range, ends included."""
        return self.low <= numbers[self.fact] <= self.high

    def missing(self, numbers: Facts) -> bool:
        """Return whether there is no such number."""
        return isnan(numbers.get(self.fact, float("nan")))

    def __str__(self) -> str:
        """Return the range in words: `the share is between 1 and 2`."""
        if self.low == self.high:
            return f"{self.words} is {self.low:.3g}"
        if self.low == -inf:
            return f"{self.words} is at most {self.high:.3g}"
        if self.high == inf:
            return f"{self.words} is at least {self.low:.3g}"
        return f"{self.words} is between {self.low:.3g} and {self.high:.3g}"


@dataclass(frozen=True)
class Rule:
    """How numbers become a verdict; thresholds are stated here, before any run.

    Attributes:
        holds: what must all be met for the claim to hold.
        in_part: what must all be met for it to hold in part, where it does not hold.
        testable: what must all be met for it to be tested at all.
    """

    holds: tuple[Bound, ...]
    in_part: tuple[Bound, ...]
    testable: tuple[Bound, ...] = ()

    def verdict(self, numbers: Facts) -> Verdict:
        """Return the verdict on some numbers; without a number that the rule needs, the claim cannot be tested."""
        every = (*self.testable, *self.holds, *self.in_part)
        if any(one.missing(numbers) for one in every) or not all(one.met(numbers) for one in self.testable):
            return "cannot be tested"
        if all(one.met(numbers) for one in self.holds):
            return "holds"
        return "holds in part" if all(one.met(numbers) for one in self.in_part) else "does not hold"

    def __str__(self) -> str:
        """Return the rule as one sentence."""
        ways = (("can be tested", self.testable), ("holds", self.holds), ("holds in part", self.in_part))
        return "; ".join(f"{way} if {' and '.join(map(str, bounds))}" for way, bounds in ways if bounds)


@dataclass(frozen=True)
class Finding:
    """What runs say about a claim, in the unit of the claim.

    Attributes:
        value: the number that stands for it.
        low: lower end of its interval; the value itself where it is exact.
        high: upper end.
        facts: the other numbers that the rule and the sentence use.
    """

    value: float
    low: float
    high: float
    facts: Facts = field(default_factory=dict)

    @property
    def numbers(self) -> Facts:
        """Every number by its name."""
        return {"value": self.value, "low": self.low, "high": self.high, **self.facts}


@dataclass(frozen=True)
class Claim:
    """A claim of the source article.

    Attributes:
        id: its name.
        claim: what it says, in our words.
        world: in which world it is tested, and how.
        unit: unit of the value.
        interval: what the interval is over.
        rule: how numbers become a verdict.
        why: the sentence that the numbers are put into.
        command: a line of the command line that shows it.
        measure: finds the numbers.
    """

    id: str
    claim: str
    world: str
    unit: str
    interval: str
    rule: Rule
    why: str
    command: str
    measure: Callable[[Futures], Finding]
