"""Outcomes of training: who falls short, how good models get, what they cost."""

from collections.abc import Iterator
from math import fsum

from simulator.outcomes.measure import Outcome, date
from simulator.recorder import History
from worlds.config.schema import World


def data_bound_year(world: World, history: History) -> Iterator[Outcome]:
    """Yield the year in which each lab first falls short, of a group the first of its labs."""
    first: dict[str, float] = {}
    for one in history.searches:
        if one.short:
            lab = history.group(one.lab)
            first[lab] = min(one.year, first.get(lab, one.year))
    for lab in world.labs:
        yield date(history, f"data_bound_year.{lab}", first.get(lab))


def data_bound_share(world: World, history: History) -> Iterator[Outcome]:
    """Yield the share of runs that fall short."""
    runs = sum(one.runs for one in history.searches)
    yield Outcome("data_bound_share", sum(one.short for one in history.searches) / runs if runs else 0.0)


def best_model(world: World, history: History) -> Iterator[Outcome]:
    """Yield what the best model says."""
    best = min(history.models, key=lambda one: (one.loss, one.year, one.lab, one.name), default=None)
    if best is None:
        yield from (Outcome(name, None, "never") for name in ("best_loss", "loss_gap", "compute_equivalent_gap"))
        return
    yield Outcome("best_loss", best.loss)
    yield Outcome("loss_gap", best.loss - best.planned_loss)
    yield Outcome("compute_equivalent_gap", best.compute_equivalent)


def max_generation(world: World, history: History) -> Iterator[Outcome]:
    """Yield the longest line of models."""
    yield Outcome("max_generation", float(max((model.ancestry.depth for model in history.models), default=0)))


def train_flop(world: World, history: History) -> Iterator[Outcome]:
    """Yield the compute of all training."""
    yield Outcome("train_flop", fsum(model.flop for model in history.models))


def compute_spend(world: World, history: History) -> Iterator[Outcome]:
    """Yield its cost."""
    yield Outcome("compute_spend_usd", fsum(model.spend_usd for model in history.models))


def training_runs(world: World, history: History) -> Iterator[Outcome]:
    """Yield how many models came out."""
    yield Outcome("training_runs", float(len(history.models)))
