"""Claims about other kinds of data: other modalities and domains, and interaction with the world."""

import numpy as np
import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import MIDDLE, Futures, Numbers, by_future, outcome
from simulator.analysis.claims.spread import mean, median, middle
from simulator.run import Result
from worlds.config.loading import load_world
from worlds.config.schema import InteractionPool, MultimodalPool
from worlds.config.settings import Setting
from worlds.laws.transfer import compute_per_written_token, gate

T = 1e12
TIDE = "multimodal-tide"
SINCE = 2026.0
TABLES = ("genomics", "science")
TEXT_ALONE = (Setting("labs.frontier.reads", ["code", "public_text"]),)


def _sizes(result: Result) -> Numbers:
    """Return the size of the largest model planned in the year of the comparison, in each future [parameter]."""

    def number(rows: pd.DataFrame) -> float:
        return float(rows[(rows["planned_year"] >= SINCE) & (rows["planned_year"] < SINCE + 1)]["size_active"].max())

    return by_future(result, "runs", number)


def _added(result: Result, pool: str) -> Numbers:
    """Return what a pool grows by within the year of the comparison, in each future [T token/year]."""

    def number(rows: pd.DataFrame) -> float:
        stock = rows[rows["pool"] == pool].set_index("year")["stock"]
        return float(stock[SINCE + 1] - stock[SINCE]) / T

    return by_future(result, "pools", number)


def _worth(result: Result, pool: MultimodalPool, sizes: Numbers) -> Numbers:
    """Return the text-equivalent tokens of a token, in each future."""
    every = [result.request.values(i) for i in range(result.request.replications)]
    pairs = zip(every, sizes, strict=True)
    return np.array([min(1.0, v[pool.transfer] * gate(size, v[pool.gate_size])) for v, size in pairs])


def _multimodal(futures: Futures) -> Finding:
    """Convert the streams of other modalities and domains into tokens of text."""
    result = futures.of(TIDE, one_in=MIDDLE)
    pools = result.request.loaded.world.pools
    sizes = _sizes(result)
    media = {name: pool for name, pool in pools.items() if isinstance(pool, MultimodalPool)}
    streams = {name: _added(result, name) * _worth(result, pool, sizes) for name, pool in media.items()}
    value, low, high = middle(np.sum(list(streams.values()), axis=0))
    text = _added(result, "public_text")
    tables = next(pool for pool in media.values() if pool.modality in TABLES)
    stated = load_world("article-2024").numbers["pools.genomics.inflow"].value / T
    without = futures.of(TIDE, TEXT_ALONE, one_in=MIDDLE)
    bound = "data_bound_year.frontier"
    facts = {
        "tokens": median(np.sum([_added(result, name) for name in media], axis=0)),
        "text": median(text),
        "of_text": value / median(text),
        "read": median(outcome(result, "diet_share.multimodal")),
        "read_high": middle(outcome(result, "diet_share.multimodal"))[2],
        "later": mean(outcome(result, bound) - outcome(without, bound))[0],
        "stated": stated,
        "genomics": median(stated * _worth(result, tables, sizes)),
        "genomics_high": middle(stated * _worth(result, tables, sizes))[2],
    }
    return Finding(value, low, high, facts)


MULTIMODAL = Claim(
    id="multimodal",
    claim="Other modalities and domains give a steady stream of data; genomics alone grows by hundreds to over a "
    "thousand T a year.",
    world="`multimodal-tide`: what images, video, speech and tables grow by in 2026, in tokens of text as far as that "
    "transfers to the model of the day",
    unit="T token/year",
    interval="futures",
    rule=Rule(
        holds=(
            Bound("of_text", low=0.1, words="the median stream over what public text grows by"),
            Bound("genomics", low=100.0, words="T tokens of text that the stated genomics are worth"),
        ),
        in_part=(Bound("of_text", low=0.1, words="the median stream over what public text grows by"),),
    ),
    why="{tokens:,.0f} T tokens a year of other kinds are worth {value:.0f} T [{low:.0f}, {high:.0f}] of text beside "
    "{text:.0f} T of new public text, but each so little that they make {read:.0%} [up to {read_high:.0%}] of what a "
    "lab reads and put off its shortfall by {later:.1f} years; {stated:.0f} T of genomics are bytes, worth "
    "{genomics:.2g} T [up to {genomics_high:.2g}] even as tokens (transfer is judged), and finance has no count to "
    "cite.",
    command="tokenshed claims --only multimodal",
    measure=_multimodal,
)

FLYWHEEL = "flywheel"


def _interaction(futures: Futures) -> Finding:
    """Look at what interaction costs a model of the day, and whether a lab that wants it reads any."""
    result = futures.of(FLYWHEEL)
    pool = result.request.loaded.world.pools["conversations"]
    if not isinstance(pool, InteractionPool):
        raise TypeError(f"{FLYWHEEL} has talk in its pool of conversations")
    every = [result.request.values(i) for i in range(result.request.replications)]
    costs, spreads = [], []
    for values, size in zip(every, _sizes(result), strict=True):
        low, high = values[pool.pass_rate], values[pool.best_pass_rate]
        passed = low + (high - low) * gate(size, values[pool.gate_size])
        costs.append(compute_per_written_token(passed, size, size))
        spreads.append(values[pool.spread])
    cost, cost_low, cost_high = middle(np.array(costs))
    shares = outcome(result, "diet_share.interaction")
    spread, spread_low, spread_high = middle(np.array(spreads))
    small = compute_per_written_token(pool.pass_rate.value, 1.0, 1.0)
    facts = {
        "learns": float(np.mean(shares > 0)),
        "share": median(shares),
        "share_high": middle(shares)[2],
        "small": small,
        "spread": spread,
        "spread_low": spread_low,
        "spread_high": spread_high,
    }
    return Finding(cost, cost_low, cost_high, facts)


INTERACTION = Claim(
    id="interaction",
    claim="Models can learn from live interaction with the world, at a high compute cost and under uncertainty.",
    world="`flywheel`: compute of a position of interaction data over plain training, for the largest model of 2026",
    unit="x compute",
    interval="futures",
    rule=Rule(
        holds=(
            Bound("learns", low=0.1, words="the share of futures in which a lab that wants such data reads some"),
            Bound("value", low=2.0, words="the compute of a position over that of plain training"),
            Bound("spread", low=0.3, words="the coefficient of variation of its worth"),
        ),
        in_part=(
            Bound("learns", low=0.1, words="the share of futures in which a lab that wants such data reads some"),
        ),
    ),
    why="A useful token takes {value:.1f} [{low:.1f}, {high:.1f}] times the compute of plain training for the largest "
    "model of 2026, {small:.0f} times for a small one, and its worth varies by {spread:.0%} [{spread_low:.0%}, "
    "{spread_high:.0%}] (judged); a lab that wants to learn from use reads some in {learns:.0%} of futures, "
    "{share:.1%} [up to {share_high:.0%}] of its effective tokens.",
    command="tokenshed claims --only interaction",
    measure=_interaction,
)
