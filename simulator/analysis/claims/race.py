"""Claims about the race: whether data decide it, and whether open and closed labs run it alike."""

from math import exp

import numpy as np
import pandas as pd

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import Futures, Numbers
from simulator.analysis.claims.spread import bootstrap, middle
from simulator.run import Result
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.observations import ObservedModel, observed_models
from worlds.config.settings import Setting

BASELINE = "baseline-2026"
FEW = 8
"""Into how many small worlds' time a run of the pools of 2026 with two or three labs goes."""
DECADE = 2030.0
YEAR_OF_GROWTH = 4.5
"""Times the compute that the largest runs gain in a year: 4.57 since 2018 (Epoch AI, Data on notable AI models)."""
OBSERVED_SINCE, SECRETIVE_SINCE = 2020.0, 2023.0
"""Years from which published corpora are looked at, and from which closed labs tell little of them."""
COMPUTE = 3e26
"""Compute of the largest run of 2025 [FLOP], which every lab of these worlds has unless stated."""


def _lab(compute: float = COMPUTE, reads: list[str] | None = None, release: str = "closed") -> dict[str, object]:
    """Return a lab that differs from its rivals only in what is stated here."""
    same: dict[str, object] = {
        "compute": {"value": f"{compute:g} FLOP", "at": 2025.0},
        "compute_growth": f"{YEAR_OF_GROWTH} x/year",
        "taper": {"since": 2025.0, "to": "1.45 x/year", "time": "5 year"},
        "cadence": "1 year",
        "min_value": "40 %",
        "shortfall": ["repeat", "undertrain"],
        "release": release,
    }
    return same if reads is None else {**same, "reads": reads}


def _only(loaded: LoadedWorld, labs: dict[str, dict[str, object]]) -> list[Setting]:
    """Return the setting that puts some labs in the place of those of a world."""
    gone: dict[str, object] = dict.fromkeys(loaded.world.labs)
    return [Setting("labs", {**gone, **labs})]


def _reducible(result: Result, lab: str) -> list[list[float]]:
    """Return the reducible losses of a lab's models of the decade, in each future [nat/token]."""
    runs = result.frame("runs")
    mine = runs[(runs["lab"] == lab) & (runs["planned_year"] >= DECADE)].sort_values("planned_year")
    laws = [result.request.values(i).law for i in range(result.request.replications)]
    return [[loss - law.irreducible for loss in mine["loss"][mine["replication"] == i]] for i, law in enumerate(laws)]


def _worth(result: Result, ahead: str, behind: str) -> Numbers:
    """Return how many times the compute the better data of one lab are worth, in each future (mean over the decade)."""
    laws = [result.request.values(i).law for i in range(result.request.replications)]
    both = zip(laws, _reducible(result, behind), _reducible(result, ahead), strict=True)
    return np.array(
        [np.mean([law.compute_equivalent(b, a) for b, a in zip(bs, as_, strict=False)]) for law, bs, as_ in both]
    )


def _wins(result: Result, ahead: str, behind: str) -> float:
    """Return the share of models of the decade in which one lab is better than another."""
    pairs = zip(_reducible(result, ahead), _reducible(result, behind), strict=True)
    return float(np.mean([a < b for as_, bs in pairs for a, b in zip(as_, bs, strict=False)]))


def _data_first(futures: Futures) -> Finding:
    """Let labs of equal compute race on everything and on public text, and one with a year's more compute."""
    loaded = load_world(BASELINE)
    public = [name for name, pool in loaded.world.pools.items() if pool.kind == "public"]
    labs = {"broad": _lab(), "narrow": _lab(reads=public), "rich": _lab(YEAR_OF_GROWTH * COMPUTE, public)}
    result = futures.of(loaded, _only(loaded, labs), one_in=FEW)
    value, low, high = middle(_worth(result, "broad", "narrow"))
    facts = {"equal": _wins(result, "broad", "narrow"), "against": _wins(result, "broad", "rich")}
    return Finding(value, low, high, facts)


DATA_FIRST = Claim(
    id="data-first",
    claim="The race is decided by data: whoever has more and broader data wins.",
    world="pools of `baseline-2026` with three labs: one that reads all five kinds, one as large that reads public "
    "text alone, and one with public text alone and 4.5 times the compute; models from 2030 on",
    unit="x compute",
    interval="futures",
    rule=Rule(
        holds=(Bound("value", low=YEAR_OF_GROWTH, words="the compute that the broader data are worth"),),
        in_part=(
            Bound("value", low=1.05, words="the compute that the broader data are worth"),
            Bound("equal", low=0.5, words="the share of models in which the broader lab wins at equal compute"),
        ),
    ),
    why="At equal compute the lab that reads everything has the lower loss in {equal:.0%} of models from 2030 on; its "
    "data are worth {value:.2f} [{low:.2f}, {high:.2f}] times the compute, and against public text with one more "
    "year's growth of compute it wins in {against:.0%}.",
    command="tokenshed claims --only data-first",
    measure=_data_first,
)


def _corpora(licence: str, since: float) -> list[ObservedModel]:
    """Return decoders under a licence of which tokens are known."""
    known = [m for m in observed_models() if m.form == "decoder" and m.fit_for_use and m.tokens]
    return [m for m in known if m.licence == licence and m.year >= since]


def _yearly(models: list[ObservedModel], weights: Numbers) -> float:
    """Return the factor by which corpora grow in a year: weighted least squares of log tokens on the date."""
    year = np.array([m.year for m in models])
    tokens = np.log(np.array([m.tokens for m in models], dtype=float))
    year, tokens = year - np.average(year, weights=weights), tokens - np.average(tokens, weights=weights)
    spread = float((weights * year**2).sum())
    return exp(float((weights * year * tokens).sum()) / spread) if spread > 0 else float("nan")


SEATS = ({"first": "open", "second": "closed"}, {"first": "closed", "second": "open"})
"""Who is open and who is closed; both ways, so that it does not matter who acts first."""
BOTH = ("open", "closed")


def _under_equal_access(futures: Futures, column: str) -> pd.DataFrame:
    """Return the mean of a column over the decade's models of an open and a closed lab that are alike otherwise."""
    loaded, means = load_world(BASELINE), []
    for seat in SEATS:
        labs = {name: _lab(release=release) for name, release in seat.items()}
        runs = futures.of(loaded, _only(loaded, labs), one_in=2 * FEW).frame("runs")
        late = runs[runs["planned_year"] >= DECADE]
        means.append(late[column].astype(float).groupby([late["replication"], late["lab"].map(seat)]).mean().unstack())
    return pd.concat(means)


def _observed(futures: Futures, licence: str) -> dict[str, float]:
    """Return by how much the published corpora of a kind of model grow in a year, with its interval."""
    models = _corpora(licence, OBSERVED_SINCE)

    def statistic(weights: Numbers) -> float:
        return _yearly(models, weights)

    low, high = bootstrap(len(models), statistic, futures.seed)
    return {licence: statistic(np.ones(len(models))), f"{licence}_low": low, f"{licence}_high": high}


def _open_and_closed(futures: Futures) -> Finding:
    """Let an open and a closed lab race under equal access, and look at published corpora."""
    read, short = (_under_equal_access(futures, column) for column in ("effective_tokens", "data_bound"))
    value, low, high = middle((read["open"] / read["closed"]).to_numpy())
    observed = _observed(futures, "open") | _observed(futures, "closed")
    late = [m for m in observed_models() if m.licence == "closed" and m.year >= SECRETIVE_SINCE]
    facts = {
        **observed,
        "bound": float((short["open"] - short["closed"]).mean()),
        "slowest": min(observed[f"{licence}_low"] for licence in BOTH),
        "late": float(len(late)),
        "told": float(len([m for m in late if m.fit_for_use and m.tokens])),
    }
    return Finding(value, low, high, facts)


OPEN_AND_CLOSED = Claim(
    id="open-and-closed",
    claim="The race for data holds for open and closed models alike.",
    world="pools of `baseline-2026` with an open and a closed lab that are alike otherwise, in both seats: effective "
    "tokens of the open over those of the closed one from 2030 on; corpora of `worlds/data/models.csv` by licence",
    unit="x",
    interval="futures",
    rule=Rule(
        holds=(
            Bound("value", 0.9, 1.1, "effective tokens of the open lab over those of the closed one"),
            Bound("slowest", low=1.08, words="the lower end of the yearly growth of published corpora of either kind"),
        ),
        in_part=(
            Bound("slowest", low=1.08, words="the lower end of the yearly growth of published corpora of either kind"),
        ),
    ),
    why="Under equal access the open lab reads {value:.3f} [{low:.3f}, {high:.3f}] times what the closed one does and "
    "falls short {bound:+.1%} more often; published corpora grow {open:.1f} times [{open_low:.1f}, {open_high:.1f}] a "
    "year for open models and {closed:.1f} times [{closed_low:.1f}, {closed_high:.1f}] for closed ones, of which "
    "{told:.0f} of {late:.0f} since 2023 are told.",
    command="tokenshed claims --only open-and-closed",
    measure=_open_and_closed,
)
