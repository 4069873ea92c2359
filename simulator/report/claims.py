"""The page of the ledger: verdicts at a glance, each claim with its rule, and three worlds beside each other."""

from collections import Counter
from pathlib import Path
from typing import get_args

from simulator.analysis.claims.beside import WORLDS, Row
from simulator.analysis.claims.claim import Verdict
from simulator.analysis.claims.futures import LARGE, MIDDLE, Futures
from simulator.analysis.claims.ledger import Entry, Ledger


def save(found: Ledger, folder: Path) -> Path:
    """Write claims.md into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "claims.md"
    page.write_text(_page(found), encoding="utf-8")
    return page


def number(value: float, unit: str, digits: int = 3) -> str:
    """Return a number of the ledger as people read it, without its unit; a dash for none."""
    if value != value:  # noqa: PLR0124 (NaN)
        return "-"
    if unit.startswith("share"):
        return f"{value:.0%}"
    if unit == "year":
        return f"{value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:#.{digits}g}".rstrip(".")


def amount(entry: Entry) -> str:
    """Return the value of an entry with its unit: `16.6 token/parameter`."""
    unit, exact = entry.claim.unit, entry.finding.low == entry.finding.high
    plain = number(entry.finding.value, unit, 4 if exact else 3)
    if unit.startswith("share"):
        return f"{plain}{unit.removeprefix('share')}"
    return plain if unit == "year" else f"{plain} {unit}"


def ends(entry: Entry) -> str:
    """Return the interval of an entry: `[10.4, 19.6]`, or `exact`."""
    finding, unit = entry.finding, entry.claim.unit
    if finding.low == finding.high:
        return "exact"
    return f"[{number(finding.low, unit)}, {number(finding.high, unit)}]"


def counted(entries: list[Entry]) -> str:
    """Return how many claims have each verdict: `4 hold in part`."""
    verdicts = Counter(entry.verdict for entry in entries)
    return ", ".join(f"{verdicts[one]} {one}" for one in get_args(Verdict) if verdicts[one])


def _page(found: Ledger) -> str:
    """Return the page."""
    futures = Futures(found.replications, found.seed)
    return _PAGE.format(
        number=len(found.entries),
        counts=counted(found.entries),
        replications=futures.number(),
        middle=futures.number(MIDDLE),
        large=futures.number(LARGE),
        seed=found.seed,
        rows="\n".join(_summary(entry) for entry in found.entries),
        sections="\n".join(_section(entry) for entry in found.entries),
        worlds=" | ".join(f"`{name}`" for name in WORLDS),
        rule=" | ".join(":---:" for _ in WORLDS),
        beside="\n".join(_beside(row) for row in found.beside),
    )


def _summary(entry: Entry) -> str:
    """Return the row of a claim in the table at the top."""
    claim = entry.claim
    return f"| [{claim.id}](#{claim.id}) | {claim.claim} | **{entry.verdict}** | {amount(entry)} | {ends(entry)} |"


def _section(entry: Entry) -> str:
    """Return the section of a claim."""
    claim = entry.claim
    over = "" if entry.finding.low == entry.finding.high else f", {claim.interval}"
    return f"""### {claim.id}

> {claim.claim}

**{entry.verdict.capitalize()}**: {amount(entry)} ({ends(entry)}{over}).

{entry.why}

- Tested in: {claim.world}.
- Rule: {claim.rule}.
- `{claim.command}`
"""


def _beside(row: Row) -> str:
    """Return the row of a number of the three worlds."""
    cells = " | ".join(_cell(row.form, *row.cells[name]) for name in WORLDS)
    return f"| {row.what} | {cells} | {row.why} |"


def _cell(form: str, middle: float, low: float, high: float) -> str:
    """Return a number with its interval, where it has one."""
    if middle != middle:  # noqa: PLR0124 (NaN)
        return "-"
    shown, first, last = (form.format(one) for one in (middle, low, high))
    return shown if first == last else f"{shown} [{first}, {last}]"


_PAGE = """# The claims of the article

Written by `tokenshed claims --out docs` (`make claims`); do not edit. A press report of June 2024 on Epoch AI's
forecast ([Villalobos et al. 2024](https://arxiv.org/abs/2211.04325)) makes {number} claims about AI training data,
which stand here in our words. {counts}.

No verdict is written by hand: each follows from the numbers by a rule whose thresholds stand beside the claim. They
were set beforehand, and set anew once for three claims (`everyone-8b`, `outpaced`, `interaction`) that lay so close to
one that luck would have decided. Small worlds are run in {replications} futures, those with several pools in {middle},
the world of 2026 in {large}, seed {seed}. Intervals are the middle 90 % of futures or draws, or 90 % bootstrap over
observed models, or the range over sets of constants, as each claim says. What is *judged* in a world has a range but no
source. `tokenshed claims --only ID` repeats one claim; `--json` gives all of them to a program.

| | claim | verdict | value | interval |
| --- | --- | --- | ---: | :---: |
{rows}

## One by one

{sections}
## Where the worlds part

The article's numbers taken literally, Epoch's forecast, and the world of 2026, whose numbers are a fit to published
models and judged in part ([baseline.md](baseline.md)): median, and middle 90 % of futures.

| | {worlds} | why they part |
| --- | {rule} | --- |
{beside}
"""
