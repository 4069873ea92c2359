"""What an agent may see and do: the face that an ecosystem shows to those who live in it."""

from dataclasses import dataclass
from typing import Protocol

from agents.clock import Clock
from agents.corpus import Corpus
from agents.plan import Plan
from agents.training import Model
from worlds.config.schema import World
from worlds.config.values import Values
from worlds.pools.access import Access
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Demand:
    """A plan held against what there is.

    Attributes:
        lab: who plans.
        year: decimal year of the plan.
        tokens: W, the corpus wanted [token].
        utilisation: W or its share in a pool over the effective stock, by `public`, `ecosystem` and name of the pool;
            without an entry where the lab can read nothing of the kind.
        stretch: positions wanted in each pool [token], by name.
        gone: what the plan wants and finds nothing of: pools, `public` where the lab reads public text, `ecosystem`.
    """

    lab: str
    year: float
    tokens: float
    utilisation: dict[str, float]
    stretch: dict[str, float]
    gone: tuple[str, ...] = ()


class Surroundings(Protocol):
    """The ecosystem as its agents know it."""

    clock: Clock
    world: World
    values: Values
    access: Access
    pools: dict[str, Pool]

    def planned(self, plan: Plan, demand: Demand) -> None:
        """Take note of a plan."""

    def looked(self, lab: str, corpus: Corpus, plan: Plan) -> None:
        """Take note of what a lab found before it answered any shortfall."""

    def gathered(self, lab: str, corpus: Corpus) -> None:
        """Take note of a corpus."""

    def release(self, model: Model) -> None:
        """Let a trained model into the world."""
