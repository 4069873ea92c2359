"""What agents hear of each other."""

from dataclasses import dataclass

from agents.corpus import Corpus
from agents.surroundings import Demand
from agents.training import Model


@dataclass(frozen=True)
class Planned:
    """A lab has made a plan."""

    demand: Demand


@dataclass(frozen=True)
class Read:
    """A lab has read a corpus."""

    lab: str
    corpus: Corpus


@dataclass(frozen=True)
class Released:
    """A lab has released the models of a generation.

    Attributes:
        lab: the lab.
        models: its models, best first.
        corpus: what they were trained on.
    """

    lab: str
    models: tuple[Model, ...]
    corpus: Corpus


News = Planned | Read | Released
