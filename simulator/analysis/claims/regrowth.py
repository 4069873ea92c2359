"""The claim about regrowth: what is wanted of pools against what they grow by."""

import numpy as np
import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import LARGE, Futures, by_future, outcome
from simulator.analysis.claims.spread import median, middle

BASELINE = "baseline-2026"


def _outpaced(futures: Futures) -> Finding:
    """Hold the growth of use against that of every pool that people or instruments fill."""
    result = futures.of(BASELINE, one_in=LARGE)
    pools = result.request.loaded.world.pools
    gaps = {name: outcome(result, f"regeneration_gap.{name}") for name in pools}
    known = {name: gap for name, gap in gaps.items() if np.mean(~np.isnan(gap)) >= 0.5}
    by_people = {name: median(gap) for name, gap in known.items() if pools[name].kind != "synthetic"}
    written = [median(gap) for name, gap in known.items() if pools[name].kind == "synthetic"]
    value, low, high = middle(gaps["public_text"])
    growth = by_future(result, "pools", lambda rows: _growth(rows, "public_text"))
    facts = {
        "pools": float(len(by_people)),
        "outpaced": float(sum(gap > 0 for gap in by_people.values())),
        "share": sum(gap > 0 for gap in by_people.values()) / len(by_people),
        "least": min(by_people.values()),
        "stock": median(growth),
        "written": written[0] if written else float("nan"),
    }
    return Finding(value, low, high, facts)


def _growth(rows: pd.DataFrame, pool: str) -> float:
    """Return the log growth of a pool's stock from its first year to its last [1/year]."""
    mine = rows[rows["pool"] == pool].sort_values("year")
    first, last = mine.iloc[0], mine.iloc[-1]
    return float(np.log(last["stock"] / first["stock"]) / (last["year"] - first["year"]))


OUTPACED = Claim(
    id="outpaced",
    claim="Data regenerate, but their use grows faster than they do.",
    world="`baseline-2026`: log growth of what plans want of each pool less that of its stock, 2018 to 2040; the value "
    "is for public text",
    unit="1/year",
    interval="futures",
    rule=Rule(
        holds=(
            Bound("low", low=0.0, words="the 5 % quantile for public text"),
            Bound(
                "share", low=0.75, words="the share of pools filled by people or instruments whose median is above 0"
            ),
        ),
        in_part=(Bound("low", low=0.0, words="the 5 % quantile for public text"),),
    ),
    why="What plans want of public text grows by {value:.2f} [{low:.2f}, {high:.2f}] a year in logarithm beyond its "
    "stock, which grows by {stock:.3f}; so it is for {outpaced:.0f} of {pools:.0f} pools that people or instruments "
    "fill (the least has {least:.2f}), while text that models write regrows faster than it is read ({written:.2f}).",
    command="tokenshed claims --only outpaced",
    measure=_outpaced,
)
