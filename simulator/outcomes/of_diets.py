"""Outcomes of diets: what was read, and who made it."""

from collections.abc import Callable, Iterator
from math import exp, fsum, log

from agents.corpus import Helping
from simulator.outcomes.measure import Outcome
from simulator.recorder import History
from worlds.config.schema import World


def diet_share(world: World, history: History) -> Iterator[Outcome]:
    """Yield what corpora are made of, by kind."""
    eaten = _eaten(history, lambda helping: helping.kind)
    whole = fsum(eaten.values())
    for kind in sorted({pool.kind for pool in world.pools.values()}):
        yield Outcome(f"diet_share.{kind}", eaten.get(kind, 0.0) / whole if whole > 0 else 0.0)


def diet_breadth(world: World, history: History) -> Iterator[Outcome]:
    """Yield how many pools count."""
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


def human_share(world: World, history: History) -> Iterator[Outcome]:
    """Yield how much of what was read people made."""
    read = fsum(one.corpus.read for one in history.corpora)
    human = fsum(one.corpus.human_share * one.corpus.read for one in history.corpora)
    yield Outcome("human_share", human / read) if read > 0 else Outcome("human_share", None, "never")
