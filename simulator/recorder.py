"""What happened in one replication, kept as plain records until outcomes and tables are made of them."""

from dataclasses import dataclass, field

from agents.corpus import Corpus
from agents.surroundings import Demand
from agents.training import Model
from simulator.exhaustion import Crossings


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


@dataclass(frozen=True)
class Happening:
    """Something worth telling.

    Attributes:
        year: decimal year.
        kind: release, data_bound or exhausted.
        agent: who did it.
        subject: what it was done to.
        value: its size in the unit that goes with the kind.
        text: one sentence.
    """

    year: float
    kind: str
    agent: str
    subject: str
    value: float
    text: str


@dataclass
class History:
    """Everything that one replication recorded between the start and the end of its world."""

    start: float
    end: float
    crossings: Crossings
    demands: list[Demand] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    corpora: list[Gathered] = field(default_factory=list)
    models: list[Model] = field(default_factory=list)
    states: list[PoolState] = field(default_factory=list)
    final: dict[str, PoolState] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    events: int = 0
