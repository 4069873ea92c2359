"""Claims about reading: whether it spoils the reader, and whether it uses up what is read."""

from collections.abc import Callable
from math import isnan

import numpy as np

from simulator.analysis.claims.claim import Bound, Claim, Finding, Rule
from simulator.analysis.claims.futures import MIDDLE, Futures, Numbers, outcome
from simulator.analysis.claims.overtraining import drawn_laws
from simulator.analysis.claims.spread import mean, middle
from simulator.run import Result
from worlds.config.loading import load_world
from worlds.config.observations import observed_models
from worlds.config.settings import Setting

T = 1e12
FORMS = ("saturating", "overfitting")
LITTLE = {"kind": "public", "description": "Too little text.", "stock": "3.75 T token"}
"""A pool that has to be read four times to fill the corpus of Llama 3."""


def _model(tokens: str, pool: str) -> dict[str, object]:
    """Return a lab that trains one model of 8 B parameters, on tokens of a pool, as often as it takes."""
    slate = {"8b": {"size": "8 B parameter", "tokens": tokens}}
    return {"cadence": "20 year", "slate": slate, "reads": [pool], "shortfall": ["repeat"], "min_value": "1 %"}


def _trained(futures: Futures, form: str) -> Result:
    """Return models of one size: on the optimal tokens, on 94 times as many fresh ones, on as many repeated ones."""
    labs = {
        "optimal": _model("160 G token", "public_text"),
        "fresh": _model("15 T token", "public_text"),
        "repeated": _model("15 T token", "little"),
    }
    settings = [
        Setting("pools", {"little": LITTLE}),
        Setting("labs", {"lab": None, **labs}),
        Setting("laws.repetition.form", form),
        Setting("laws.scaling.draw", [law.name for law in drawn_laws()]),
    ]
    return futures.of("minimal", settings, until=2025.0)


def _column(result: Result, lab: str, column: str) -> Numbers:
    """Return a column of a lab's only model, in each future."""
    runs = result.frame("runs")
    return runs[runs["lab"] == lab].sort_values("replication")[column].to_numpy(dtype=float)


def _memorises(futures: Futures) -> Finding:
    """Train one size on more fresh tokens, and on more repeated ones."""
    plain, harmed = (_trained(futures, form) for form in FORMS)
    loss = {lab: _column(plain, lab, "loss") for lab in ("optimal", "fresh", "repeated")}
    value, low, high = middle(loss["fresh"] - loss["optimal"])
    recited = {lab: _column(plain, lab, "memorised_share") for lab in ("fresh", "repeated")}
    spoiled = _column(harmed, "repeated", "loss") - loss["fresh"]
    overtrained = [
        m for m in observed_models() if m.form == "decoder" and m.fit_for_use and m.epochs and m.overtraining
    ]
    epochs = [m.epochs for m in overtrained if (m.overtraining or 0.0) >= 10]
    facts = {
        "fresh": middle(recited["fresh"])[0],
        "repeated": middle(recited["repeated"])[0],
        "more": middle(recited["repeated"] - recited["fresh"])[0],
        "epochs": middle(_column(plain, "repeated", "epochs"))[0],
        "costs": middle(loss["repeated"] - loss["fresh"])[0],
        "spoiled": middle(spoiled)[0],
        "spoiled_high": middle(spoiled)[2],
        "observed": float(len(epochs)),
        "observed_epochs": float(np.median(np.array(epochs, dtype=float))) if epochs else float("nan"),
    }
    return Finding(value, low, high, facts)


MEMORISES = Claim(
    id="overtraining-memorises",
    claim="An overtrained model learns noise and detail by heart instead of the distribution.",
    world="`minimal` with three models of 8 B parameters: 160 G tokens (k = 1), 15 T fresh ones (k = 94), and 15 T out "
    "of 3.75 T repeated; loss of the second less that of the first",
    unit="nat/token",
    interval="futures",
    rule=Rule(
        holds=(Bound("value", low=0.0, words="what more fresh tokens add to the loss"),),
        in_part=(
            Bound("more", low=1e-3, words="what repeating adds to the share that can be recited"),
            Bound("spoiled", low=0.0, words="what repeating adds to the loss"),
        ),
    ),
    why="94 times overtraining on fresh tokens changes the loss by {value:+.3f} [{low:+.3f}, {high:+.3f}] and lets "
    "{fresh:.0%} be recited; {epochs:.0f} epochs of fewer tokens cost {costs:.3f}, or {spoiled:.3f} [up to "
    "{spoiled_high:.2f}] where repeats do harm, and let {repeated:.0%} be recited (judged); {observed:.0f} published "
    "models with k of 10 and more read their data {observed_epochs:.2g} times (median).",
    command="tokenshed claims --only overtraining-memorises",
    measure=_memorises,
)

EPOCH = "epoch-2024"


def _drunk() -> tuple[Numbers, Numbers, Numbers]:
    """Return what published models would have drunk by their dates, each lab reading again what it has copied.

    Returns:
        Decimal years, tokens of the corpus without repeats [T token], and all that labs had read first by then.
    """
    held: dict[str, float] = {}
    rows = []
    for model in observed_models():
        if model.form != "decoder" or model.modality != "text" or not model.fit_for_use or model.tokens is None:
            continue
        lab, tokens = model.actor or model.lab, model.tokens / max(1.0, model.epochs or 1.0) / T
        held[lab] = max(held.get(lab, 0.0), tokens)
        rows.append((model.year, tokens, sum(held.values())))
    years, corpora, read = np.array(rows).T
    return years, corpora, read


def _used_up(futures: Futures) -> Finding:
    """Hold what published models have read against what there is, as if reading took it away."""
    years, corpora, read = _drunk()
    loaded = load_world(EPOCH)
    number = 10 * futures.replications
    stocks = np.array([_unique(one.at, years[-1]) for one in futures.draws(loaded, number)])
    value, low, high = middle(read[-1] / stocks)
    dry = read > np.median(stocks)
    passed = int(np.argmax(dry)) if dry.any() else -1
    later = corpora[passed + 1 :] if passed >= 0 else np.array([])
    water, text = (futures.of("rivalry", one, one_in=MIDDLE) for one in ((), _rivalry(0.0)))
    public = "exhaustion_year.public"
    facts = {
        "read": float(read[-1]),
        "stock": float(np.median(stocks)),
        "passed": float(years[passed]) if passed >= 0 else float("nan"),
        "largest": float(corpora[: passed + 1].max()) if passed >= 0 else float("nan"),
        "later": float(later.max()) if len(later) else float("nan"),
        "sooner": mean(outcome(text, public) - outcome(water, public))[0],
    }
    facts["grown"] = float("nan") if isnan(facts["later"]) else facts["later"] / facts["largest"]
    return Finding(value, low, high, facts)


def _unique(at: Callable[[str], float], year: float) -> float:
    """Return the different tokens of usable quality on the indexed web at a date [T token]."""
    raw, usable, growth = (at(f"pools.public_text.{name}") for name in ("raw", "usable", "net_growth"))
    return raw * usable * float(growth ** (year - 2024.0)) / T


def _rivalry(share: float) -> list[Setting]:
    """Return the settings for how much of what is read is lost to others."""
    pools = load_world("rivalry").world.pools
    return [Setting(f"pools.{name}.rivalry", share) for name in pools]


USED_UP = Claim(
    id="used-up",
    claim="Data are consumed like water: what is read is gone.",
    world="`worlds/data/models.csv` beside the unique tokens of `epoch-2024`: what labs have read for the first time "
    "over what there is in 2025; and `rivalry`, with and without",
    unit="x stock",
    interval="draws of the stock",
    rule=Rule(
        testable=(Bound("value", low=1.0, words="tokens read by published models over the stock"),),
        holds=(Bound("grown", high=0.5, words="the largest corpus since the stock was read over the largest before"),),
        in_part=(
            Bound("grown", high=1.0, words="the largest corpus since the stock was read over the largest before"),
        ),
    ),
    why="Published text models have read {read:.0f} T different tokens, lab by lab, {value:.1f} [{low:.1f}, "
    "{high:.1f}] times the {stock:.0f} T that exist: as water they would have been gone by {passed:.1f}, yet the "
    "largest corpus has grown from {largest:.0f} to {later:.0f} T since; if reading did take them away, `rivalry` "
    "would run dry {sooner:.1f} years sooner.",
    command="tokenshed claims --only used-up",
    measure=_used_up,
)
