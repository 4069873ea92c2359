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
        self._models: dict[str, dict[str, object]] = {}
        self._lessons: list[tuple[str, str, float]] = []

    def add(self, model: Model, lab: str, licence: str, corpus: Corpus) -> None:
        """Add a model and whom it learned from.

        Args:
            model: the model.
            lab: the lab or group of labs that it is of.
            licence: `open` or `closed`.
            corpus: what its generation read, of which it saw a part.
        """
        facts = {"lab": lab, "model": model.name, "year": model.year, "licence": licence, "loss": model.loss}
        student = model.id
        self._models[student] = {**facts, "generation": model.ancestry.depth}
        seen = model.tokens / corpus.read if corpus.read > 0 else 0.0
        for author, tokens in corpus.authors.items():
            if author in self._models and tokens > 0:
                self._lessons.append((author, student, tokens * seen))

    @property
    def graph(self) -> "nx.DiGraph[str]":
        """The graph.

        Nodes are models with `lab`, `model`, `year`, `licence` (open or closed), `loss` and `generation`; an edge has
        the `tokens` that a student read of its teacher.
        """
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self._models.items())
        graph.add_weighted_edges_from(self._lessons, weight="tokens")
        return graph
