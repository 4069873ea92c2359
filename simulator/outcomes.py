"""Outcomes: the named numbers of a run, each computed from what one replication recorded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp, fsum, log
from typing import Literal

from agents.corpus import Helping
from simulator.recorder import History
from worlds.config.schema import World

Censoring = Literal["never", "before_start"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Outcome:
    """One named number of one replication.

    Attributes:
        name: its stable name.
        value: in base units; None when censored.
        censored: `never` when it did not happen before the end, `before_start` when it had happened by the start.
    """

    name: str
    value: float | None
    censored: Censoring | None = None


@dataclass(frozen=True)
class Measure:
    """A kind of outcome: what it means, in which unit, and which direction people want.

    Attributes:
        unit: base unit, `year` for dates.
        meaning: one sentence.
        better: which direction is wished for; None where that depends on who asks.
        of: computes it from a history.
    """

    unit: str
    meaning: str
    better: Better | None
    of: Callable[[World, History], Iterator[Outcome]]


def date(history: History, name: str, year: float | None) -> Outcome:
    """Return a date as an outcome, counted as censored outside the world's time."""
    if year is None or year > history.end:
        return Outcome(name, None, "never")
    if year <= history.start:
        return Outcome(name, None, "before_start")
    return Outcome(name, year)


def _exhaustion(world: World, history: History) -> Iterator[Outcome]:
    for target in ("public", "ecosystem", *world.pools):
        yield date(history, f"exhaustion_year.{target}", history.crossings.year(target))


def _data_bound_year(world: World, history: History) -> Iterator[Outcome]:
    for lab in world.labs:
        first = min((one.year for one in history.searches if one.lab == lab and one.short), default=None)
        yield date(history, f"data_bound_year.{lab}", first)


def _data_bound_share(world: World, history: History) -> Iterator[Outcome]:
    runs = sum(one.runs for one in history.searches)
    yield Outcome("data_bound_share", sum(one.short for one in history.searches) / runs if runs else 0.0)


def _final_stock(world: World, history: History) -> Iterator[Outcome]:
    for pool, state in history.final.items():
        yield Outcome(f"final_stock.{pool}", state.stock)


def _read_share(world: World, history: History) -> Iterator[Outcome]:
    for pool, state in history.final.items():
        yield Outcome(f"read_share.{pool}", state.read_share)


def _regeneration_gap(world: World, history: History) -> Iterator[Outcome]:
    for pool, state in history.final.items():
        wanted = [(one.year, one.stretch[pool]) for one in history.demands if one.stretch.get(pool, 0.0) > 0]
        first = next((one for one in history.states if one.pool == pool and one.stock > 0), None)
        if (
            len(wanted) < 2
            or wanted[-1][0] <= wanted[0][0]
            or first is None
            or state.stock <= 0
            or state.year <= first.year
        ):
            yield Outcome(f"regeneration_gap.{pool}", None, "never")
            continue
        use = log(wanted[-1][1] / wanted[0][1]) / (wanted[-1][0] - wanted[0][0])
        regrowth = log(state.stock / first.stock) / (state.year - first.year)
        yield Outcome(f"regeneration_gap.{pool}", use - regrowth)


def _peak_utilisation(world: World, history: History) -> Iterator[Outcome]:
    for pool in world.pools:
        seen = [one.utilisation[pool] for one in history.demands if pool in one.utilisation]
        yield Outcome(f"peak_utilisation.{pool}", max(seen, default=0.0))


def _best_model(world: World, history: History) -> Iterator[Outcome]:
    best = min(history.models, key=lambda one: (one.loss, one.year, one.lab, one.name), default=None)
    if best is None:
        yield from (Outcome(name, None, "never") for name in ("best_loss", "loss_gap", "compute_equivalent_gap"))
        return
    yield Outcome("best_loss", best.loss)
    yield Outcome("loss_gap", best.loss - best.planned_loss)
    yield Outcome("compute_equivalent_gap", best.compute_equivalent)


def _diet_share(world: World, history: History) -> Iterator[Outcome]:
    eaten = _eaten(history, lambda helping: helping.kind)
    whole = fsum(eaten.values())
    for kind in sorted({pool.kind for pool in world.pools.values()}):
        yield Outcome(f"diet_share.{kind}", eaten.get(kind, 0.0) / whole if whole > 0 else 0.0)


def _diet_breadth(world: World, history: History) -> Iterator[Outcome]:
    eaten = [amount for amount in _eaten(history, lambda helping: helping.pool).values() if amount > 0]
    whole = fsum(eaten)
    entropy = -fsum(amount / whole * log(amount / whole) for amount in eaten)
    yield Outcome("diet_breadth", exp(entropy) if eaten else 0.0)


def _eaten(history: History, key: Callable[[Helping], str]) -> dict[str, float]:
    """Return the effective tokens of all corpora by a key of their helpings."""
    parts: dict[str, list[float]] = {}
    for one in history.corpora:
        for helping in one.corpus.helpings:
            parts.setdefault(key(helping), []).append(helping.effective)
    return {name: fsum(amounts) for name, amounts in sorted(parts.items())}


def _human_share(world: World, history: History) -> Iterator[Outcome]:
    read = fsum(one.corpus.read for one in history.corpora)
    human = fsum(one.corpus.human_share * one.corpus.read for one in history.corpora)
    yield Outcome("human_share", human / read) if read > 0 else Outcome("human_share", None, "never")


def _max_generation(world: World, history: History) -> Iterator[Outcome]:
    yield Outcome("max_generation", float(max((model.ancestry.depth for model in history.models), default=0)))


def _data_spend(world: World, history: History) -> Iterator[Outcome]:
    yield Outcome("data_spend_usd", fsum(one.corpus.spend_usd for one in history.corpora))


def _train_flop(world: World, history: History) -> Iterator[Outcome]:
    yield Outcome("train_flop", fsum(model.flop for model in history.models))


def _compute_spend(world: World, history: History) -> Iterator[Outcome]:
    yield Outcome("compute_spend_usd", fsum(model.spend_usd for model in history.models))


def _training_runs(world: World, history: History) -> Iterator[Outcome]:
    yield Outcome("training_runs", float(len(history.models)))


MEASURES: dict[str, Measure] = {
    "exhaustion_year": Measure(
        "year", "first year in which a lab's plan reaches the effective stock", "higher", _exhaustion
    ),
    "data_bound_year": Measure(
        "year", "first year in which the lab finds less than 0.99 of its plan", "higher", _data_bound_year
    ),
    "data_bound_share": Measure(
        "1", "share of planned training runs that find less than 0.99 of their plan", "lower", _data_bound_share
    ),
    "final_stock": Measure("token", "unique tokens in the pool at the end", "higher", _final_stock),
    "read_share": Measure(
        "1", "share of the pool's tokens at the end that anyone has read at least once", None, _read_share
    ),
    "regeneration_gap": Measure(
        "1/year", "log growth of use minus log growth of the stock", "lower", _regeneration_gap
    ),
    "peak_utilisation": Measure(
        "x", "largest part of unique tokens times epoch cap that one plan wants", "lower", _peak_utilisation
    ),
    "diet_share": Measure("1", "share of a kind of data in the effective tokens of all corpora", None, _diet_share),
    "diet_breadth": Measure(
        "x", "pools that count: exponential of the entropy of effective tokens", "higher", _diet_breadth
    ),
    "human_share": Measure("1", "share of what was read that people or instruments made", "higher", _human_share),
    "max_generation": Measure("1", "longest line of models behind what a model read", None, _max_generation),
    "best_loss": Measure("nat/token", "lowest loss of any model", "lower", _best_model),
    "train_flop": Measure("FLOP", "compute of all training runs", None, _train_flop),
    "compute_spend_usd": Measure("USD", "cost of all training compute", "lower", _compute_spend),
    "data_spend_usd": Measure("USD", "what labs paid for data", "lower", _data_spend),
    "training_runs": Measure("1", "models released", None, _training_runs),
}
"""Every outcome by the part of its name before the first point, in the order of reports."""

_BY_BEST_MODEL = {
    "loss_gap": Measure(
        "nat/token", "loss of the best model above what its plan would have reached", "lower", _best_model
    ),
    "compute_equivalent_gap": Measure(
        "x", "times the compute that the best model's loss was worth without a shortfall", "lower", _best_model
    ),
}


def measure_of(name: str) -> Measure:
    """Return the measure behind the name of an outcome."""
    stem = name.partition(".")[0]
    return _BY_BEST_MODEL[stem] if stem in _BY_BEST_MODEL else MEASURES[stem]


def outcomes_of(world: World, history: History) -> list[Outcome]:
    """Return every outcome of one replication."""
    return [outcome for measure in MEASURES.values() for outcome in measure.of(world, history)]
