"""What happened in one replication, kept as plain records until outcomes and tables are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import networkx as nx

from agents.corpus import Corpus
from agents.surroundings import Demand
from agents.training import Model
from simulator.exhaustion import Crossings
from simulator.lineage import Lineage


@dataclass(frozen=True)
class Gathered:
    """A corpus with who read it, and when.

    Attributes:
        lab: the lab.
        year: decimal year.
        corpus: what was read.
        r_star: R_D* of repetition, by which one more position is worth less.
    """

    lab: str
    year: float
    corpus: Corpus
    r_star: float


@dataclass(frozen=True)
class Search:
    """What a lab found for a plan before it answered any shortfall.

    Attributes:
        lab: the lab.
        year: decimal year of the plan.
        runs: training runs planned.
        short: how many of them find too little.
    """

    lab: str
    year: float
    runs: int
    short: int


@dataclass(frozen=True)
class PoolState:
    """A pool at a date, in base units; see `docs/files.md` for the columns."""

    year: float
    pool: str
    kind: str
    stock: float
    human: float
    machine: float
    quality: float
    generation: float
    effective_stock: float
    utilisation: float | None
    price: float
    open_share: float
    read_share: float
    new_machine_share: float


@dataclass(frozen=True)
class Happening:
    """Something worth telling.

    Attributes:
        year: decimal year.
        kind: such as release, deal or incident; docs/files.md lists them.
        agent: who did it.
        subject: what it was done to.
        value: its size in the unit that goes with the kind.
        text: one sentence.
        weight: how much it mattered, from 0 to 100; weighed when all is known.
    """

    year: float
    kind: str
    agent: str
    subject: str
    value: float
    text: str
    weight: float = 0.0


@dataclass(frozen=True)
class Payment:
    """Money that a lab paid.

    Attributes:
        year: decimal year.
        lab: who paid.
        to: key of the agent that got it; empty where it was nobody of this world.
        usd: how much [USD].
        what: reading, levy, deal, integration or fine.
    """

    year: float
    lab: str
    to: str
    usd: float
    what: str


@dataclass(frozen=True)
class UseState:
    """How a user base uses a lab's models at a date, in base units; see `docs/files.md` for the columns."""

    year: float
    user_base: str
    lab: str
    share: float
    serving: float
    tokens: float
    inference_flop: float
    spend_usd: float
    revenue_usd: float


@dataclass
class History:
    """Everything that one replication recorded between the start and the end of its world.

    `groups` names the section of the world file of each lab that shares one with others.
    """

    start: float
    end: float
    crossings: Crossings
    lineage: Lineage
    groups: Mapping[str, str] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    corpora: list[Gathered] = field(default_factory=list)
    models: list[Model] = field(default_factory=list)
    states: list[PoolState] = field(default_factory=list)
    final: dict[str, PoolState] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    uses: list[UseState] = field(default_factory=list)
    final_uses: list[UseState] = field(default_factory=list)
    rights: dict[str, dict[str, float]] = field(default_factory=dict)
    access: "nx.DiGraph[str]" = field(default_factory=nx.DiGraph)
    events: int = 0

    def group(self, lab: str) -> str:
        """Return the name of a lab's section in the world file: that of its group, or its own."""
        return self.groups.get(lab, lab)
