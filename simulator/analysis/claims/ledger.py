"""The ledger: every claim of the source article with the verdict that runs give it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from simulator.analysis.claims.beside import Row, beside
from simulator.analysis.claims.causes import MAIN_CAUSE
from simulator.analysis.claims.claim import Claim, Finding, Verdict
from simulator.analysis.claims.futures import Futures
from simulator.analysis.claims.memory import MEMORISES, USED_UP
from simulator.analysis.claims.modalities import INTERACTION, MULTIMODAL
from simulator.analysis.claims.money import AS_COMPUTE, CHEAPER
from simulator.analysis.claims.optima import OPTIMUM, PAYS
from simulator.analysis.claims.overtraining import ALSO, EVERYONE, LLAMA, MANAGEABLE
from simulator.analysis.claims.private import ALLIANCE, PRIVATE
from simulator.analysis.claims.race import DATA_FIRST, OPEN_AND_CLOSED
from simulator.analysis.claims.regrowth import OUTPACED
from simulator.analysis.claims.sizes import SMALL_BEATS_LARGE
from simulator.analysis.claims.stocks import PRIVATE_SHARE, STOCK, WINDOW
from simulator.analysis.claims.synthetic import SYNTHETIC
from simulator.request import Progress
from worlds.config.faults import InputError, listed, nearest

REPLICATIONS = 200

CLAIMS: tuple[Claim, ...] = (
    STOCK,
    PRIVATE_SHARE,
    WINDOW,
    LLAMA,
    EVERYONE,
    MANAGEABLE,
    ALSO,
    OPTIMUM,
    PAYS,
    SMALL_BEATS_LARGE,
    OUTPACED,
    SYNTHETIC,
    MULTIMODAL,
    PRIVATE,
    INTERACTION,
    DATA_FIRST,
    MAIN_CAUSE,
    OPEN_AND_CLOSED,
    AS_COMPUTE,
    CHEAPER,
    MEMORISES,
    ALLIANCE,
    USED_UP,
)
"""Every claim, in the order in which the article comes to it."""


@dataclass(frozen=True)
class Entry:
    """A claim that was judged.

    Attributes:
        claim: the claim.
        finding: what runs say about it.
    """

    claim: Claim
    finding: Finding

    @property
    def verdict(self) -> Verdict:
        """What the rule of the claim makes of the numbers."""
        return self.claim.rule.verdict(self.finding.numbers)

    @property
    def why(self) -> str:
        """One sentence with the numbers, or with what is missing."""
        numbers = self.finding.numbers
        lacking = self.claim.rule.lacking(numbers)
        return f"It cannot be tested: {'; '.join(lacking)}." if lacking else self.claim.why.format(**numbers)

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed claims --json` prints of it."""
        ends = (self.finding.low, self.finding.high)
        return {
            "id": self.claim.id,
            "claim": self.claim.claim,
            "verdict": self.verdict,
            "value": self.finding.value,
            "interval": list(ends) if all(map(isfinite, ends)) else None,
            "unit": self.claim.unit,
            "world": self.claim.world,
            "why": self.why,
            "command": self.claim.command,
        }


@dataclass(frozen=True)
class Ledger:
    """Every claim that was judged, and the three worlds that the article's numbers lead to.

    Attributes:
        replications: futures of a small world.
        seed: seed of every random stream.
        entries: the claims.
        beside: rows of the table of worlds; empty where it was not asked for.
    """

    replications: int
    seed: int
    entries: list[Entry]
    beside: list[Row]


def chosen(only: Iterable[str]) -> list[Claim]:
    """Return the claims that are asked for by id, all unless some are, in the order of the ledger.

    Raises:
        InputError: when there is no such claim.
    """
    asked, known = list(only), [claim.id for claim in CLAIMS]
    for name in asked:
        if name not in known:
            wrong = f"--only {name}: there is no such claim{nearest(name, known)}"
            raise InputError(f"{wrong}; allowed: {listed(known)}")
    return [claim for claim in CLAIMS if not asked or claim.id in asked]


def study(
    replications: int = REPLICATIONS,
    seed: int = 0,
    only: Iterable[str] = (),
    progress: Progress | None = None,
    *,
    with_worlds: bool = True,
) -> Ledger:
    """Judge claims, and put the worlds behind the article's numbers beside each other.

    Args:
        replications: futures of a small world; of the world of 2026 a sixteenth of that.
        seed: seed of every random stream.
        only: ids of the claims that are judged; all unless some are named.
        progress: called after every claim.
        with_worlds: whether the table of worlds is asked for.

    Raises:
        InputError: when there is no such claim.
    """
    claims, futures = chosen(only), Futures(replications, seed)
    of, entries = len(claims) + with_worlds, []
    for done, claim in enumerate(claims):
        entries.append(Entry(claim, claim.measure(futures)))
        if progress is not None:
            progress(done + 1, of)
    rows = beside(futures) if with_worlds else []
    if progress is not None:
        progress(of, of)
    return Ledger(replications, seed, entries, rows)


def ledger(
    replications: int = REPLICATIONS, seed: int = 0, only: Iterable[str] = (), progress: Progress | None = None
) -> list[Entry]:
    """Judge claims of the source article; the arguments are those of `study`.

    Raises:
        InputError: when there is no such claim.
    """
    return study(replications, seed, only, progress, with_worlds=False).entries
