"""Claims about private data: what they add and what they cost, and what an alliance changes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import LARGE, Futures, Numbers, by_future, outcome
from simulator.analysis.claims.spread import mean, median, middle
from simulator.run import Result
from worlds.config.loading import load_world
from worlds.config.schema import DataOwner
from worlds.config.settings import Setting

BASELINE = "baseline-2026"
YEAR = 2026.0
BOUND, ECOSYSTEM = "data_bound_share", "exhaustion_year.ecosystem"


def _over_public(result: Result, column: str) -> Numbers:
    """Return what private pools have of something over what public pools have, today, in each future."""

    def number(rows: pd.DataFrame) -> float:
        now = rows[rows["year"] == YEAR]
        amounts = now["stock"] * now["quality"] if column == "usable" else now[column]
        by_kind = amounts.groupby(now["kind"]).sum()
        return float(by_kind.get("private", 0.0) / by_kind["public"])

    return by_future(result, "pools", number)


def _waits(result: Result) -> Numbers:
    """Return the mean years from a lab's first request to an owner until it has every deal, in each future.

    Requests that have not led there by the end count up to the end.
    """
    end = result.request.loaded.world.end

    def number(rows: pd.DataFrame) -> float:
        asked = rows[rows["kind"] == "application"].groupby(["subject", "agent"])["year"].min()
        whole = rows[(rows["kind"] == "deal") & (rows["value"] > 1 - 1e-9)]
        signed = whole.groupby(["agent", "subject"])["year"].min()
        return float(np.mean([signed.get(pair, end) - year for pair, year in asked.items()])) if len(asked) else np.nan

    return by_future(result, "events", number)


def _private(futures: Futures) -> Finding:
    """Compare the world as it is with one where nothing private opens, and with one where most of it does."""
    world, without, commons = (futures.of(name, one_in=LARGE) for name in (BASELINE, "no-private", "private-commons"))
    readable, low, high = middle(_over_public(commons, "effective_stock"))
    facts = {
        "there": median(_over_public(world, "usable")),
        "now": median(_over_public(world, "effective_stock")),
        "bound": mean(outcome(world, BOUND))[0],
        "bound_without": mean(outcome(without, BOUND))[0],
        "bound_commons": mean(outcome(commons, BOUND))[0],
        "later": mean(outcome(world, ECOSYSTEM) - outcome(without, ECOSYSTEM))[0],
        "later_commons": mean(outcome(commons, ECOSYSTEM) - outcome(without, ECOSYSTEM))[0],
        "incidents": mean(outcome(world, "privacy_incidents") - outcome(without, "privacy_incidents"))[0],
        "spend": mean(outcome(world, "data_spend_usd") - outcome(without, "data_spend_usd"))[0] / 1e9,
        "wait": median(_waits(world)),
    }
    return Finding(readable, low, high, facts)


PRIVATE = Claim(
    id="private",
    claim="Private data could add about ten times as much as there is in public, at a cost in privacy and integration.",
    world="`private-commons`: effective private tokens over public ones that could be read in 2026 if trusts opened "
    "most of them; `baseline-2026` and `no-private` beside it",
    unit="x public text",
    interval="futures",
    rule=Rule(
        holds=(
            Bound(
                "value",
                low=5.0,
                words="the ratio of readable private tokens to public ones, if trusts opened most of them,",
            ),
            Bound("incidents", low=1.0, words="the number of incidents that reading them adds"),
        ),
        in_part=(Bound("there", low=2.0, words="the ratio of usable private tokens that exist to public ones"),),
    ),
    why="{there:.1f} times the usable public tokens exist in private, of which doors, consent and epochs let {now:.1f} "
    "be read in 2026, and trusts would {value:.1f} [{low:.1f}, {high:.1f}]; {bound_without:.0%} of runs fall short "
    "with none, {bound:.0%} as it is, {bound_commons:.0%} with trusts (everything readable lasts {later:.1f} and "
    "{later_commons:.1f} years longer), at {incidents:.0f} incidents, {spend:.0f} billion USD and {wait:.1f} years "
    "from request to last deal.",
    command="tokenshed claims --only private",
    measure=_private,
)


def _read(result: Result) -> Numbers:
    """Return the effective private tokens that all labs read, in each future [T token]."""
    return by_future(result, "diets", lambda rows: float(rows[rows["kind"] == "private"]["effective"].sum()) / 1e12)


def _paid(result: Result) -> Numbers:
    """Return what labs paid for deals and for working them in, in each future [USD]."""
    return by_future(
        result, "payments", lambda rows: float(rows[rows["what"].isin(("deal", "integration"))]["usd"].sum())
    )


def _consortia(owners: Mapping[str, DataOwner], together: bool) -> list[Setting]:
    """Return the settings under which every kind of owner deals as one, or none does."""
    changed = [name for name, owner in owners.items() if owner.consortium != together]
    return [Setting(f"data_owners.{name}.consortium", together) for name in changed]


def _alliance(futures: Futures) -> Finding:
    """Let the owners of each kind of private data form a consortium, and compare."""
    owners = load_world(BASELINE).world.data_owners
    single, together = (futures.of(BASELINE, _consortia(owners, one), one_in=LARGE) for one in (False, True))
    gain, low, high = mean(_read(together) / _read(single) - 1.0)
    fees = _paid(together) / _read(together) / (_paid(single) / _read(single))
    facts = {
        "wait": median(_waits(together)),
        "wait_single": median(_waits(single)),
        "sooner": mean(_waits(single) - _waits(together))[1],
        "fees": median(fees),
        "incidents": mean(outcome(together, "privacy_incidents") - outcome(single, "privacy_incidents"))[0],
        "times": float(np.mean([owner.consortium_time.value for owner in owners.values()])),
    }
    return Finding(gain, low, high, facts)


ALLIANCE = Claim(
    id="data-alliance",
    claim="A lab can gather unpublished private data through an alliance with those who own them.",
    world="`baseline-2026` with a consortium of all owners of each kind, against deals with one owner after the other: "
    "effective private tokens read by all labs",
    unit="share more",
    interval="mean over paired futures",
    rule=Rule(
        holds=(
            Bound("low", low=0.0, words="the lower end of what it adds to the private tokens that are read"),
            Bound("sooner", low=0.0, words="the lower end of the years that it saves"),
        ),
        in_part=(Bound("value", low=0.0, words="what it adds to the private tokens that are read"),),
    ),
    why="With a consortium labs read {value:.0%} [{low:.0%}, {high:.0%}] more private tokens, have all of an owner's "
    "data {wait:.1f} years after they ask instead of {wait_single:.1f}, pay {fees:.2f} times the fees and integration "
    "a token and have {incidents:.0f} more incidents; that it negotiates {times:.0f} times as long is judged, and no "
    "real alliance is tested.",
    command="tokenshed claims --only data-alliance",
    measure=_alliance,
)
