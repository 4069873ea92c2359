"""The claim about synthetic text: how far it extends what there is, and what becomes of it."""

from collections.abc import Mapping

import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import MIDDLE, Futures, Numbers, by_future
from simulator.analysis.claims.spread import median, middle
from simulator.run import Result
from worlds.config.settings import Setting

LATE = 2035.0
"""Plans from this year on, when human text has run out in most futures."""
SHARES = (0.3, 1.0)
"""Shares of a corpus that synthetic text may make."""


def _late(result: Result, column: str = "effective_tokens", lab: str | None = None) -> Numbers:
    """Return the mean of a column over late plans in each future."""

    def number(rows: pd.DataFrame) -> float:
        mine = rows[(rows["planned_year"] >= LATE) & (True if lab is None else rows["lab"] == lab)]
        return float(mine[column].mean())

    return by_future(result, "runs", number)


def _writing(share: float, regime: str) -> list[Setting]:
    """Return the settings under which a lab may write as much as it likes, up to a share of its corpus."""
    reads = ["code", "public_text", *(["own_text"] if share else [])]
    own = {"regime": regime, "budget": "90 %", "max_share": f"{share:.0%}"} if share else {}
    settings = [Setting(f"pools.own_text.{name}", value) for name, value in own.items()]
    return [Setting("labs.frontier.reads", reads), *settings]


def _last(result: Result, lab: str) -> Mapping[str, float]:
    """Return medians over futures of what a lab's last corpus is like, and of what a position of it is worth."""
    runs = result.frame("runs")
    last = runs[runs["lab"] == lab].sort_values("planned_year").groupby("replication").tail(1)
    worth = last["effective_tokens"] / last["planned_tokens"]
    return {"worth": worth.median(), **{name: last[name].median() for name in ("tail", "bias", "generation")}}


def _synthetic(futures: Futures) -> Finding:
    """Let a lab write without limit, and let two live on little else."""
    plain = _late(futures.of("watershed", _writing(0.0, "accumulate"), one_in=MIDDLE))
    times = {
        (regime, share): _late(futures.of("watershed", _writing(share, regime), one_in=MIDDLE)) / plain
        for regime in ("accumulate", "replace")
        for share in SHARES
    }
    value, low, high = middle(times["accumulate", 1.0])
    alone = futures.of("collapse", one_in=MIDDLE)
    kept, renewed = _last(alone, "archivist"), _last(alone, "forgetter")
    facts = {
        "more": median(times["accumulate", 1.0] / times["accumulate", 0.3]),
        "replaced": median(times["replace", 1.0]),
        **{f"kept_{name}": one for name, one in kept.items()},
        **{f"renewed_{name}": one for name, one in renewed.items()},
        "diversity": max(kept["tail"], renewed["tail"]),
        "bias": min(kept["bias"], renewed["bias"]),
        "worth": max(kept["worth"], renewed["worth"]),
    }
    return Finding(value, low, high, facts)


SYNTHETIC = Claim(
    id="synthetic",
    claim="Synthetic data could extend the stock without limit, but with lower quality and diversity, and new bias.",
    world="`watershed` with no limit to writing, against none, plans from 2035 on; `collapse`, where little else is "
    "left",
    unit="x effective tokens",
    interval="futures",
    rule=Rule(
        holds=(
            Bound("more", low=1.5, words="effective tokens with a share up to 100 % over those with up to 30 %"),
            Bound("diversity", high=0.95, words="the diversity left where little else is read"),
            Bound("bias", low=0.01, words="the bias there"),
        ),
        in_part=(
            Bound("diversity", high=0.95, words="the diversity left where little else is read"),
            Bound("bias", low=0.01, words="the bias there"),
        ),
    ),
    why="Without limit to writing a lab gets {value:.2f} [{low:.2f}, {high:.2f}] times the effective tokens, "
    "{more:.2f} times what a share of 30 % gives; where little else is left a position is worth {kept_worth:.2f} of a "
    "fresh one in 2040 if text accumulates and {renewed_worth:.2f} if it is replaced, with {kept_tail:.2f} and "
    "{renewed_tail:.2f} of the diversity and a bias of {kept_bias:.2f} and {renewed_bias:.2f}.",
    command="tokenshed claims --only synthetic",
    measure=_synthetic,
)
