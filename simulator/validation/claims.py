"""The claims of the source article: the verdict of the ledger on each, beside the figure that the article states."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

from simulator.analysis.claims.claim import Verdict
from simulator.analysis.claims.ledger import Entry, Ledger, study
from simulator.request import Progress
from simulator.validation.row import Row

FIGURES: Mapping[str, float] = {
    "stock": 300.0,
    "private-share": 0.9,
    "llama-8b": 100.0,
    "everyone-8b": 2025.0,
    "optimum-20": 20.0,
    "private": 10.0,
}
"""The figure of each claim that states one for the very number that is measured, in the unit of the claim."""
ARTICLE = "press report of June 2024 on Villalobos et al. 2024, arXiv:2211.04325"


@dataclass(frozen=True)
class Judged(Row):
    """A claim with its verdict, which decides instead of a tolerance: a rule with thresholds set beforehand.

    Attributes:
        verdict: what the rule makes of the numbers.
        low: lower end of the interval of the value.
        high: upper end.
    """

    verdict: Verdict = "cannot be tested"
    low: float = nan
    high: float = nan

    @property
    def within(self) -> bool:
        """Whether the claim holds, at least in part."""
        return self.verdict in {"holds", "holds in part"}


@dataclass(frozen=True)
class Claims:
    """What became of the claims.

    Attributes:
        ledger: the fresh ledger.
    """

    ledger: Ledger

    @property
    def rows(self) -> list[Judged]:
        """Every claim, in the order of the article."""
        return [judged(entry) for entry in self.ledger.entries]


def judged(entry: Entry) -> Judged:
    """Return a claim beside the figure of the article, if it states one."""
    claim, finding = entry.claim, entry.finding
    figure = FIGURES.get(claim.id, nan)
    ends = (finding.low, finding.high)
    return Judged(claim.id, figure, finding.value, nan, ARTICLE, claim.unit, False, entry.verdict, *ends)


def judge(replications: int, progress: Progress | None = None) -> Claims:
    """Judge every claim anew.

    Args:
        replications: futures of a small world.
        progress: called after every claim.
    """
    return Claims(study(replications, progress=progress, with_worlds=False))
