"""The study of the futures in which a cap on overtraining backfires in the world of 2026: its page and figure."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from simulator.analysis.discovery.study import Discovery, discover
from simulator.analysis.discovery.words import limits_of
from simulator.experiments.execution import Told, run_batch
from simulator.experiments.results import Results
from simulator.report.discovery import markdown, save_figure
from simulator.whatif.pairs import difference
from worlds.config.loading import load_world
from worlds.config.policies import NO_POLICY

WORLD, EXPERIMENT, OUTCOME, CAP = "baseline-2026", "cap-futures", "exhaustion_year.public", "overtraining-cap"
BY, SIZES = 0.05, (0.0, 0.02, 0.05, 0.1)
PAGE = Path("studies") / "overtraining-cap.md"
_OF_META = {"labs.meta.overtraining.k", "labs.meta.smaller_see"}

_TEXT = """# In which futures does a cap on overtraining backfire?

*Written by `tokenshed studies overtraining-cap`; do not edit. {runs:,} runs of `baseline-2026`: {futures:,} futures,
each without the policy `overtraining-cap` and with it, under the same luck.*

From 2027 on no model may be trained on more than ten times the tokens of the compute-optimal rule. One may hope that
this saves text. It backfires where public text runs out *sooner* with the cap than without. Over all futures the date
moves by {mean:+.3f} years on average, {worst:+.2f} to {best:+.2f} in single ones (a date after 2035 counts as 2035):
the cap hardly matters for the date, whichever way it goes.

## Backfiring by more than {days:.0f} days

{words}
![Where the cap backfires](../figures/studies/overtraining-cap.png)

{why}## Other ways to ask

How large a backfiring must be to count was chosen after a look at all four sizes below, so that the box above is
somewhat better than it would be in other futures. `chance` is the share of shuffles in which a box as good as the
first was found.

| asked | happens in | box 1 | coverage | density | chance |
| --- | ---: | --- | ---: | ---: | ---: |
{rows}

{tree}

## How to repeat it

```text
tokenshed batch {experiment} --out cap
tokenshed discover cap --outcome {outcome} --worse-than "no policy" --by {by:g}
tokenshed discover cap --outcome {outcome} --worse-than "no policy" --by {by:g} --method cart
```

## Limits

Of the {numbers:,} uncertain numbers of the world {axes:,} are axes, chosen by argument before any run; the others are
drawn anew at each point, and what they do looks like chance here. {futures:,} futures over so many axes are few: what
is not found may be there still. The world ends in 2035. Labs keep to the cap, and spend what it frees on their lead
model; both are assumptions of the policy.
"""

_WHY = """## Why there

{box}: a lab whose lead is near the cap, and whose family reads nearly the same corpus (at `smaller_see` 0 all of it),
has small models far above the cap. A cap binds these first. The compute that they may no longer use goes to the lead,
whose corpus gets larger, and it is the largest corpus that reaches the stock. Where a lab's lead is far below the
cap, or its small models see less anyway, there is nothing to shift. The policy's file argued so before any run; the
box says for whom. In nine of these futures, made again one by one (`tokenshed rerun cap RUN_ID --out DIR`, events
`exhausted`), it is meta's plan that reaches the stock first, without the cap and with it.

"""


def study(workers: int | None, told: Told, folder: Path | None = None) -> Results:
    """Run the experiment, or what is missing of it."""
    return run_batch(EXPERIMENT, folder, workers=workers, progress=told)


def save(results: Results, folder: Path) -> Path:
    """Write the page and its figure below a folder, and return the page.

    Args:
        results: of the experiment.
        folder: of the documentation.
    """
    main = discover(results.folder, OUTCOME, worse_than=NO_POLICY, by=BY)
    save_figure(main, folder / "figures" / "studies" / "overtraining-cap")
    moved = _moved(results)
    text = _TEXT.format(
        runs=int(results.manifest["runs"]),
        futures=len(main.futures.passes),
        mean=moved.mean(),
        worst=moved.min(),
        best=moved.max(),
        days=BY * 365.25,
        words=markdown(main),
        why=_why(main),
        rows="\n".join(_rows(results)),
        tree=_tree(results),
        experiment=EXPERIMENT,
        outcome=OUTCOME,
        by=BY,
        axes=len(main.futures.factors),
        numbers=sum(one.uncertain for one in load_world(WORLD).numbers.values()),
    )
    page = folder / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
    return page


def _moved(results: Results) -> pd.Series:
    """Return by how many years the date moves in each future."""
    rows = results.wide([OUTCOME])
    end = max(float(world["end"]) for world in results.manifest["worlds"].values())
    dates = rows.assign(date=rows[OUTCOME].fillna(end)).pivot_table(index="point", columns="policy", values="date")
    return pd.Series([difference(a, b) for a, b in zip(dates[NO_POLICY], dates[CAP], strict=True)])


def _why(main: Discovery) -> str:
    """Return the explanation, if the box is where it explains."""
    if not main.findings:
        return ""
    box, factors = main.findings[0].step.box, main.futures.factors
    if {factors[axis].name for axis in box.limits} != _OF_META:
        return ""
    return _WHY.format(box=" and ".join(f"`{name}`{rest}" for name, rest in map(_split, limits_of(box, factors))))


def _split(limit: str) -> tuple[str, str]:
    """Return the name of an axis, and what a box says of it."""
    name, _, rest = limit.partition(" ")
    return name, f" {rest}"


def _rows(results: Results) -> Iterator[str]:
    """Yield a row for each other way to ask."""
    for size in SIZES:
        asked = f"sooner by more than {size:g} years" if size else "sooner at all"
        yield _row(asked, discover(results.folder, OUTCOME, worse_than=NO_POLICY, by=size))
    asked = f"later by more than {BY:g} years"
    yield _row(asked, discover(results.folder, OUTCOME, against=NO_POLICY, above=BY))
    yield _row("`best_loss` higher", discover(results.folder, "best_loss", worse_than=NO_POLICY))


def _row(asked: str, found: Discovery) -> str:
    """Return one row."""
    start = f"| {asked} | {found.futures.rate:.0%} |"
    if not found.findings:
        return f"{start} none | | | |"
    finding = found.findings[0]
    limits = "; ".join(
        f"`{name}`{rest}" for name, rest in map(_split, limits_of(finding.step.box, found.futures.factors))
    )
    return f"{start} {limits} | {finding.coverage:.0%} | {finding.step.density:.0%} | {found.chance:.0%} |"


def _tree(results: Results) -> str:
    """Return what a tree says of the main question."""
    found = discover(results.folder, OUTCOME, worse_than=NO_POLICY, by=BY, method="cart")
    if found.skill > 0 and found.findings:
        return f"A tree (CART) finds {len(found.findings)} boxes and has errors {found.skill:.0%} smaller than none."
    return "A tree (CART) asked the same finds nothing that holds in futures that it has not seen."
