"""Who taught whom: a directed networkx graph from models to the models that read what they wrote."""

import networkx as nx

from agents.corpus import Corpus
from agents.training import Model


class Lineage:
    """The models of a run and what they learned from each other.

    Of a group of labs only those are in it that were its best when they came out: no other lab learns from the rest.
    They are written down in plain lists; few runs are asked for the graph.
    """

    def __init__(self) -> None:
        self._lessons: list[tuple[Model, str, str, Corpus]] = []

    def add(self, model: Model, lab: str, licence: str, corpus: Corpus) -> None:
        """Add a model and whom it learned from.

        Args:
            model: the model.
            lab: the lab or group of labs that it is of.
            licence: `open` or `closed`.
            corpus: what its generation read, of which it saw a part.
        """
        self._lessons.append((model, lab, licence, corpus))

    @property
    def graph(self) -> "nx.DiGraph[str]":
        """The graph.

        Nodes are models with `lab`, `model`, `year`, `licence` (open or closed), `loss` and `generation`; an edge has
        the `tokens` that a student read of its teacher.
        """
        graph: nx.DiGraph[str] = nx.DiGraph()
        for model, lab, licence, _ in self._lessons:
            facts = {"lab": lab, "model": model.name, "year": model.year, "licence": licence, "loss": model.loss}
            graph.add_node(model.id, **facts, generation=model.ancestry.depth)
        for model, _, _, corpus in self._lessons:
            seen = model.tokens / corpus.read if corpus.read > 0 else 0.0
            for author, tokens in corpus.authors.items():
                if author in graph and tokens > 0:
                    graph.add_edge(author, model.id, tokens=tokens * seen)
        return graph
