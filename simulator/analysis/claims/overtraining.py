"""Claims about overtraining: who overtrains by how much, and what it does to the date."""

from itertools import pairwise
from math import log, log10, sqrt

import numpy as np

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import LARGE, MIDDLE, Futures, Numbers, outcome
from simulator.analysis.claims.spread import mean, median, middle
from worlds.config.observations import ObservedModel, observed_models
from worlds.config.settings import Setting
from worlds.config.values import Values, scaling_laws
from worlds.laws.overtraining import compute_penalty, optimal_ratio
from worlds.laws.scaling import ScalingLaw, train_flop

WORLD = "epoch-2024"
PUBLIC = "exhaustion_year.public"
LLAMA_8B = 93.75
STATED_YEAR = 2025
LONG_GONE = 2033.0
"""Decimal year by which public text has run out in that world, so that the rest of it need not run."""
DATA_TIMES_100 = 1e4
"""The k at which the data of a model, and not its tokens per parameter, are a hundred times those of the optimum."""


def drawn_laws() -> list[ScalingLaw]:
    """Return the constant sets that worlds draw from; Hoffmann's are for reference only."""
    return [law for name, law in scaling_laws().items() if not name.startswith("hoffmann")]


def _k(k: float) -> list[Setting]:
    """Return the setting of an overtraining in Epoch's world."""
    return [Setting("labs.frontier.overtraining.k", k)]


def _llama(futures: Futures) -> Finding:
    """Read the overtraining of Llama 3 off the world that trains it."""
    runs = futures.central("article-2024", until=2025.0).frame("runs")
    mine = runs[runs["lab"] == "llama_3"].set_index("model")
    small, large = (mine["overtraining"][name] for name in ("8b", "70b"))
    ratio = mine["tokens"]["8b"] / mine["size_active"]["8b"]
    right = sum(0.8 <= one <= 1.25 for one in (small / 100, large / 10))
    facts = {
        "large": large,
        "ratio": ratio,
        "data_small": sqrt(small),
        "data_large": sqrt(large),
        "right": float(right),
    }
    return Finding(small, small, small, facts)


LLAMA = Claim(
    id="llama-8b",
    claim="Llama 3 8B is overtrained 100 times, and the 70B 10 times.",
    world="`article-2024`, at central values: both sizes on 15 T tokens",
    unit="x",
    interval="exact",
    rule=Rule(
        holds=(Bound("right", 2, 2, "the number of the two that lie within a quarter of 100 and 10"),),
        in_part=(Bound("right", 1, 2, "the number of the two that lie within a quarter of 100 and 10"),),
    ),
    why="Exact: 15 T tokens are {ratio:,.0f} for each parameter of the 8B, {value:.4g} times the 20 of the rule, and "
    "{large:.3g} times for the 70B; in data at the same compute that is {data_small:.1f} and {data_large:.1f} times.",
    command="tokenshed claims --only llama-8b",
    measure=_llama,
)


def _everyone(futures: Futures) -> Finding:
    """Date exhaustion if the lead model of everyone were overtrained like Llama 3 8B."""
    years = outcome(futures.of(WORLD, _k(LLAMA_8B)), PUBLIC)
    median_, low, high = middle(years)
    together = futures.of("everyone-8b", one_in=LARGE, until=LONG_GONE)
    everyone, everyone_low, everyone_high = middle(outcome(together, PUBLIC))
    hundredfold = median(outcome(futures.of(WORLD, _k(DATA_TIMES_100)), PUBLIC))
    per_log = (median_ - hundredfold) / log(DATA_TIMES_100 / LLAMA_8B)
    facts = {
        "everyone": everyone,
        "everyone_low": everyone_low,
        "everyone_high": everyone_high,
        "hundredfold": hundredfold,
        "labs": float(len(together.request.loaded.world.labs)),
        "takes": LLAMA_8B * float(np.exp((median_ - STATED_YEAR - 0.5) / per_log)) if per_log > 0 else float("nan"),
        "by": float(np.mean(years < STATED_YEAR + 1)),
    }
    return Finding(median_, low, high, facts)


EVERYONE = Claim(
    id="everyone-8b",
    claim="If all models were trained like Llama 3 8B, public text would run out in 2025.",
    world="`epoch-2024` with k = 93.75, and `everyone-8b`, in which the lead model of each lab has that k",
    unit="year",
    interval="futures",
    rule=Rule(
        holds=(
            Bound(
                "by", low=0.6, words="the share of futures on Epoch's trend in which text runs out by the end of 2025"
            ),
        ),
        in_part=(
            Bound(
                "by", low=0.25, words="the share of futures on Epoch's trend in which text runs out by the end of 2025"
            ),
        ),
    ),
    why="On Epoch's trend the median is {value:.1f} [{low:.1f}, {high:.1f}] and {by:.0%} of futures run out by the end "
    "of 2025, since k times the tokens per parameter is sqrt(k) times the data: mid-2025 takes k = {takes:.0f}, a "
    "hundred times the data would give {hundredfold:.1f}; the {labs:.0f} labs of 2026 at that k run out in "
    "{everyone:.1f} [{everyone_low:.1f}, {everyone_high:.1f}].",
    command="tokenshed claims --only everyone-8b",
    measure=_everyone,
)

STEPS = (1.0, 5.0, 10.0, 30.0, 100.0, 300.0)
"""Overtraining k at which a cliff is looked for."""


def _tenfold(years: dict[float, Numbers], low: float, high: float) -> Numbers:
    """Return the years that each factor of ten in k costs between two of them."""
    return (years[low] - years[high]) / log10(high / low)


def tenfold_in_closed_form(values: Values) -> float:
    """Return ln 10 / (2 ln(demand growth / stock growth)), the years that a factor of ten in k costs."""
    demand = log(values.at("labs.frontier.compute_growth")) / 2.0
    return log(10.0) / (2.0 * (demand - log(values.at("pools.public_text.net_growth"))))


def _manageable(futures: Futures) -> Finding:
    """Look for a cliff: years lost by factors of ten in k, at low k and at high."""
    results = {k: futures.of(WORLD, _k(k), one_in=MIDDLE) for k in STEPS}
    years = {k: outcome(result, PUBLIC) for k, result in results.items()}
    slopes = [_tenfold(years, *pair) for pair in pairwise(STEPS)]
    first, last = _tenfold(years, 1.0, 10.0), _tenfold(years, 30.0, 300.0)
    ratio, low, high = middle(np.divide(last, first, out=np.full_like(first, np.nan), where=first > 0))
    law = scaling_laws()["besiroglu"]
    request = results[1.0].request
    facts = {
        **{f"lost_{k:.0f}": mean(years[1.0] - years[k])[0] for k in STEPS[1:]},
        "bend": max(float(np.max(np.abs(b - a))) for a, b in pairwise(slopes)),
        "tenfold": median(slopes[0]),
        "closed": median(np.array([tenfold_in_closed_form(request.values(i)) for i in range(request.replications)])),
        **{f"compute_{k:.0f}": compute_penalty(law, k) for k in (10.0, 100.0)},
    }
    return Finding(ratio, low, high, facts)


MANAGEABLE = Claim(
    id="manageable",
    claim="At 5 to 10 times overtraining consumption stays manageable; from 100 times on it explodes.",
    world="`epoch-2024` with k = 1, 5, 10, 30, 100 and 300: cost of a factor of ten from 30 to 300 over that from 1 to "
    "10",
    unit="x",
    interval="futures",
    rule=Rule(
        holds=(Bound("value", low=2.0, words="the cost of a factor of ten at high k over that at low k"),),
        in_part=(Bound("value", low=1.25, words="the cost of a factor of ten at high k over that at low k"),),
    ),
    why="k = 5, 10, 30, 100 and 300 bring the date forward by {lost_5:.1f}, {lost_10:.1f}, {lost_30:.1f}, "
    "{lost_100:.1f} and {lost_300:.1f} years: corpora go with the root of k, so that while demand and stock grow "
    "steadily a factor of ten costs {tenfold:.2f} years (closed form: {closed:.2f}), at high k {value:.2f} times what "
    "it costs at low k; what swells is the compute for a given loss, {compute_10:.1f} times at 10 and "
    "{compute_100:.1f} at 100.",
    command="tokenshed claims --only manageable",
    measure=_manageable,
)

CALLED_OVERTRAINED = ("GPT-3 175B", "FLAN 137B (LaMDA-PT)", "Falcon-180B")
CLEARLY = 1.5
"""Times the compute-optimal ratio from which a model is called overtrained: clear of how sets of constants differ."""


def _beyond_law(model: ObservedModel, law: ScalingLaw) -> float:
    """Return the tokens per parameter of a model over those of the law's own optimum at its compute."""
    if model.size_active is None or model.tokens is None or model.overtraining is None:
        return float("nan")
    return model.overtraining / optimal_ratio(law, train_flop(model.size_active, model.tokens))


def _also(futures: Futures) -> Finding:
    """Look up the models that are called overtrained."""
    named = {model.name: model for model in observed_models()}
    models = [named[name] for name in CALLED_OVERTRAINED]
    found = [float("nan") if model.overtraining is None else model.overtraining for model in models]
    most = max(found)
    by_law = max(_beyond_law(model, law) for model in models for law in drawn_laws())
    facts = dict(zip(("gpt", "flan", "falcon"), found, strict=True)) | {"least": min(found), "by_law": by_law}
    return Finding(most, most, most, facts)


ALSO = Claim(
    id="also-overtrained",
    claim="GPT-3, FLAN 137B and Falcon-180B are overtrained too.",
    world="`worlds/data/models.csv`: tokens per parameter over 20; the largest of the three",
    unit="x",
    interval="exact",
    rule=Rule(
        holds=(Bound("least", low=CLEARLY, words="the smallest k of the three"),),
        in_part=(Bound("value", low=CLEARLY, words="the largest k of the three"),),
    ),
    why="Exact: k is {gpt:.2g} for GPT-3, at most {flan:.2g} for FLAN, whose tokens are disputed, and {falcon:.2g} for "
    "Falcon-180B; against the optimum of the replicated laws instead of 20 the largest k is {by_law:.3g}.",
    command="tokenshed claims --only also-overtrained",
    measure=_also,
)
