"""Claims about how much there is: the public stock, the private share, the years in which it is used."""

from math import exp, log
from statistics import NormalDist

import numpy as np

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import Futures, Numbers, outcome
from simulator.analysis.claims.spread import median, middle, proportion
from worlds.config.chance import uniform
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.schema import StockedPool
from worlds.config.values import Values

WORLD = "epoch-2024"
DRAWS = 10
"""Draws of numbers alone for each future that is run."""
T = 1e12

STATED_STOCK = 300.0
STATED_PRIVATE = 0.90
FIRST_YEAR, LAST_YEAR = 2026, 2032
"""What the article says: T tokens of public text, the private share of all text, the years of exhaustion."""

WHOLE_WEB = (1900.0, 3100.0, 5200.0)
"""Indexed and deep web, raw [T token] (2.5, 50, 97.5 %): Villalobos et al. 2024, arXiv:2211.04325, table 1."""


def _public(futures: Futures) -> dict[str, Numbers]:
    """Return draws of the indexed web in 2024 [T token]: raw, unique of usable quality, and effective."""
    loaded = load_world(WORLD)
    draws = futures.draws(loaded, DRAWS * futures.replications)
    raw, usable, times = (
        np.array([values.at(f"pools.public_text.{name}") for values in draws])
        for name in ("raw", "usable", "repetition")
    )
    return {"raw": raw / T, "unique": raw * usable / T, "effective": raw * usable * times / T}


def _stock(futures: Futures) -> Finding:
    """Hold the stated stock against draws of what Epoch states."""
    stocks = _public(futures)
    effective, low, high = middle(stocks["effective"])
    unique, unique_low, unique_high = middle(stocks["unique"])
    facts = {
        "unique": unique,
        "unique_low": unique_low,
        "unique_high": unique_high,
        "times": median(stocks["effective"] / stocks["unique"]),
        "raw": median(stocks["raw"]),
        "of_effective": effective / STATED_STOCK,
        "of_unique": unique / STATED_STOCK,
    }
    return Finding(effective, low, high, facts)


STOCK = Claim(
    id="stock",
    claim="About 300 T tokens of good public text by people exist.",
    world="`epoch-2024`, its numbers drawn: raw web x usable share x repetition, in 2024",
    unit="T token",
    interval="draws",
    rule=Rule(
        holds=(
            Bound("of_effective", 0.8, 1.25, "the median effective stock over 300 T"),
            Bound("of_unique", 0.8, 1.25, "the median of unique tokens over 300 T"),
        ),
        in_part=(Bound("of_effective", 0.8, 1.25, "the median effective stock over 300 T"),),
    ),
    why="The effective stock of 2024 is {value:.0f} T [{low:.0f}, {high:,.0f}], but that counts each token {times:.1f} "
    "times, for the epochs that it may be read: {unique:.0f} T [{unique_low:.0f}, {unique_high:.0f}] are different "
    "tokens, of {raw:.0f} T raw.",
    command="tokenshed claims --only stock",
    measure=_stock,
)


def _whole_web(number: int, seed: int) -> Numbers:
    """Return draws of the whole web [T token], each side of the median with its own spread."""
    low, middle_, high = WHOLE_WEB
    reach = NormalDist().inv_cdf(0.975)
    levels = [NormalDist().inv_cdf(uniform(seed, i, "whole web", "number")) for i in range(number)]
    sides = [(log(high / middle_) if level > 0 else log(middle_ / low)) / reach for level in levels]
    return np.array([middle_ * exp(level * side) for level, side in zip(levels, sides, strict=True)])


def _usable(loaded: LoadedWorld, kind: str, values: Values) -> float:
    """Return what pools of a kind hold, times its quality [token]."""
    held = 0.0
    for pool in loaded.world.pools.values():
        if pool.kind != kind or not isinstance(pool, StockedPool):
            continue
        stock = 0.0 if pool.stock is None else values[pool.stock]
        if pool.raw is not None:
            stock = values[pool.raw] * (1.0 if pool.usable is None else values[pool.usable])
        held += stock * values[pool.quality]
    return held


def _private_share(futures: Futures) -> Finding:
    """Compare raw with raw, and usable with usable."""
    raw = _public(futures)["raw"]
    whole = _whole_web(len(raw), futures.seed)
    share, low, high = middle(1.0 - raw[raw < whole] / whole[raw < whole])
    loaded = load_world("baseline-2026")
    draws = futures.draws(loaded, futures.replications)
    private, public = (np.array([_usable(loaded, kind, one) for one in draws]) for kind in ("private", "public"))
    usable, usable_low, usable_high = middle(private / (private + public))
    facts = {
        "stated": 1.0 - STATED_STOCK / WHOLE_WEB[1],
        "usable": usable,
        "usable_low": usable_low,
        "usable_high": usable_high,
        "off": share - STATED_PRIVATE,
    }
    return Finding(share, low, high, facts)


PRIVATE_SHARE = Claim(
    id="private-share",
    claim="With private ones 3,100 T tokens exist, so that 90 % of all text is private.",
    world="`epoch-2024`, raw indexed web against the raw whole web of Epoch's table 1; pools of `baseline-2026`",
    unit="share",
    interval="draws",
    rule=Rule(
        holds=(Bound("off", -0.03, 0.03, "the raw share less 90 %"),),
        in_part=(Bound("value", 0.5, 1.0, "the raw share"),),
    ),
    why="{stated:.0%} holds 300 T of effective tokens against 3,100 T raw ones; raw against raw {value:.0%} "
    "[{low:.0%}, {high:.0%}] lie outside the index, which is not all private, and by usable tokens of the pools of "
    "2026 it is {usable:.0%} [{usable_low:.0%}, {usable_high:.0%}].",
    command="tokenshed claims --only private-share",
    measure=_private_share,
)


def _window(futures: Futures) -> Finding:
    """Count the futures in which public text is exhausted within the stated years."""
    result = futures.of(WORLD)
    years = outcome(result, "exhaustion_year.public")
    end = result.request.loaded.world.end
    share, low, high = proportion((years >= FIRST_YEAR) & (years < LAST_YEAR + 1))
    q10, q50, q90 = (float(one) for one in np.quantile(years, [0.1, 0.5, 0.9]))
    facts = {
        "q10": q10,
        "q50": q50,
        "q90": q90,
        "sooner": float(np.mean(years < FIRST_YEAR)),
        "later": float(np.mean((years >= LAST_YEAR + 1) & (years < end))),
        "never": float(np.mean(years >= end)),
    }
    return Finding(share, low, high, facts)


WINDOW = Claim(
    id="window",
    claim="If trends go on, the public stock is fully used between 2026 and 2032.",
    world="`epoch-2024`: share of futures in which public text is exhausted from 2026.0 up to 2033.0",
    unit="share of futures",
    interval="futures",
    rule=Rule(
        holds=(Bound("value", 0.8, 1.0, "the share of futures within those years"),),
        in_part=(Bound("value", 0.5, 1.0, "the share of futures within those years"),),
    ),
    why="{value:.0%} of futures fall within those years, {sooner:.0%} before, {later:.0%} after and {never:.0%} never "
    "by 2040 (10, 50 and 90 %: {q10:.1f}, {q50:.1f}, {q90:.1f}), on Epoch's historic trend, which does not slow down.",
    command="tokenshed claims --only window",
    measure=_window,
)
