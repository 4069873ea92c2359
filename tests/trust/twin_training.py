"""Training of the twin: MODEL.md 7.10."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from tests.trust.twin_diet import Choice, Helping, worth
from tests.trust.twin_facts import WorldFacts


@dataclass(frozen=True)
class Order:
    """A model as it is planned: its size, its tokens, and what was found for the plan."""

    name: str
    planned: float
    released: float
    size: float
    tokens: float
    found: float


def trained(
    facts: WorldFacts, order: Order, choices: Sequence[Choice], diet: Sequence[Helping]
) -> dict[str, object] | None:
    """Return a model that sees its share of a corpus; none where the corpus is worth nothing."""
    law, lab = facts.law, facts.lab
    corpus = sum(one.positions for one in diet)
    share = min(1.0, order.tokens / corpus) if corpus > 0.0 else 0.0
    eaten = [Helping(one.positions * share, min(one.unique, one.positions * share)) for one in diet]
    slots, unique = sum(one.positions for one in eaten), sum(one.unique for one in eaten)
    if _worth(facts, choices, diet) < 1.0:
        return None
    data = _worth(facts, choices, eaten)
    k, size, supported = order.tokens / (20.0 * order.size), order.size, order.size
    if slots < (1.0 - 1e-9) * order.tokens:
        supported = max(law.size_for(data), data / (20.0 * k))
        if lab.undertrains:
            most = supported * (1.0 - law.r_n * log(lab.min_value))
            size = min(order.size * order.tokens / slots, most)
    reducible = law.reducible(worth(size, supported, law.r_n), data)
    repeats = slots / unique - 1.0
    if law.penalty is not None and repeats > 0.0:
        p, delta, kappa = law.penalty
        reducible += p * exp(delta * log(repeats) + kappa * log(size / unique))
    promised = law.reducible(order.size, order.tokens)
    flop = 6.0 * size * slots
    return {
        "planned_year": order.planned,
        "year": order.released,
        "model": order.name,
        "size": size,
        "tokens": slots,
        "unique_tokens": unique,
        "effective_tokens": data,
        "epochs": slots / unique,
        "overtraining": slots / (20.0 * size),
        "flop": flop,
        "cost": flop * law.compute_price(order.released),
        "loss": law.e + reducible,
        "planned_tokens": order.tokens,
        "planned_loss": law.e + promised,
        "compute_equivalent": (reducible / promised) ** ((law.alpha + law.beta) / (law.alpha * law.beta)),
        "data_bound": min(order.tokens, order.found) < 0.99 * order.tokens,
    }


def _worth(facts: WorldFacts, choices: Sequence[Choice], diet: Sequence[Helping]) -> float:
    """Return the fresh tokens that a corpus is worth."""
    both = zip(choices, diet, strict=True)
    return sum(one.worth * worth(helping.positions, helping.unique, facts.law.r_d) for one, helping in both)
