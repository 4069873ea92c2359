"""What an agent may see and do: the face that an ecosystem shows to those who live in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import simpy

from agents.budget import ComputeMarket
from agents.clock import Clock
from agents.corpus import Corpus
from agents.deals import Negotiator
from agents.plan import Plan
from agents.training import Model
from agents.writing import Teacher
from worlds.config.chance import Luck
from worlds.config.enacting import Awaited, Enacted
from worlds.config.groups import Member
from worlds.config.schema import World
from worlds.config.values import Values
from worlds.pools.access import Access
from worlds.pools.copies import Copies
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


@dataclass(frozen=True)
class Use:
    """How much a lab's models are used.

    Attributes:
        index: users it has over those it would have if all models had kept their plans' promise; 1 without users.
        serving: tokens it serves a year [token/year].
        share: share of all who might use models that uses its.
    """

    index: float = 1.0
    serving: float = 0.0
    share: float = 0.0


class Surroundings(Protocol):
    """The ecosystem as its agents know it."""

    clock: Clock
    world: World
    values: Values
    luck: Luck
    access: Access
    pools: dict[str, Pool]
    compute: ComputeMarket
    enacted: Sequence[Enacted]
    awaited: Sequence[Awaited]
    negotiators: Mapping[str, Negotiator]
    opened: simpy.Event
    """Happens when somebody is let into a pool; there is a new one each time."""

    def member(self, lab: str) -> Member:
        """Return which lab it is of which section of the world file."""

    def pool(self, name: str, lab: str) -> Pool:
        """Return a pool as a lab knows it: synthetic text is its own."""

    def scripted(self, lab: str, year: float) -> Plan | None:
        """Return the plan that a lab keeps to at a date instead of making one; None where it is free."""

    def planned(self, plan: Plan, demand: Demand) -> None:
        """Take note of a plan."""

    def looked(self, lab: str, corpus: Corpus, plan: Plan) -> None:
        """Take note of what a lab found before it answered any shortfall."""

    def read(self, lab: str, corpus: Corpus, copied: Mapping[str, Copies]) -> None:
        """Let a lab read a corpus, of which it has copies of some by pool.

        Raises:
            Trespass: when it has no right to.
        """

    def release(self, models: Sequence[Model], corpus: Corpus, teachers: Sequence[Teacher]) -> None:
        """Let the models of a generation into the world, which may teach others."""

    def teachers(self, lab: str) -> Sequence[Teacher]:
        """Return the models of other labs that a lab may let write for it, by their names."""

    def use(self, lab: str) -> Use:
        """Return how much a lab's models are used now."""

    def frontier(self, year: float) -> float:
        """Return the largest training compute that any lab's trend has at a date [FLOP]; 0 where none trains."""

    def grant(self, pool: str, lab: str, share: float, premium: float = 1.0) -> None:
        """Let a lab read a share of a pool from now on, at a multiple of the price; a share of 0 ends its right.

        The name of a group stands for each of its labs.
        """

    def admit(self, pool: str, lab: str, share: Callable[[float], float]) -> None:
        """Let a lab, or each of a group, read a share of a pool that changes with the year."""

    def pay(self, lab: str, to: str, usd: float, what: str) -> None:
        """Take note of money [USD] that a lab pays: to an agent, by its key, or to nobody here."""

    def owed(self, lab: str) -> float:
        """Return what a lab has had to pay since it was last asked [USD]."""

    def enact(self, path: str, rule: str, value: float) -> bool:
        """Let a rule set a number of the world [base unit]; returns whether that changes anything."""

    def unruled(self, path: str, rule: str) -> float:
        """Return what a number would be now without a rule [base unit]."""

    def utilisation(self, pool: str) -> float | None:
        """Return how many times what a pool holds plans of labs last wanted; None before any could read it."""

    def happened(self, kind: str) -> int:
        """Return how often something has happened so far, by its kind."""

    def repeal(self, path: str, rule: str) -> bool:
        """End a rule; returns whether that changes anything."""

    def tell(self, kind: str, agent: str, subject: str, value: float, text: str, year: float | None = None) -> None:
        """Tell of something that happened; now, unless another date is given."""
