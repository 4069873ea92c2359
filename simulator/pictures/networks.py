"""Pictures of the two networks of a run: who reads how much of what, and which model learned from which."""

import networkx as nx
import numpy as np
import pandas as pd

from simulator.pictures.colours import BLUE, GREEN, GREY, ORANGE, VERMILION
from simulator.pictures.picture import YEARS, Axis, Mark, Panel, Picture, drawn, rows_of
from simulator.pictures.sides import FIRST, Side, source

CENTRAL = "the run at central values"
_WIDEST = 9.0
_MANY = 100
"""Lines of a lineage beyond which they become thinner."""
_TALLER = 1.25
"""How much taller panels beside each other are, since they are narrower."""
_MAIN = 0.2
"""Share of what a student read of models from which on a teacher is drawn; the file of the run has them all."""
_ROW = 0.075
"""Height of a row over that of a usual panel."""


def flows(side: Side, year: float | None = None) -> pd.DataFrame:
    """Return how much each lab reads of each pool: in the central run, or the first of many.

    Args:
        side: whose.
        year: whole year in which corpora were planned; None for all years together.

    Returns:
        Columns pool, lab, tokens (effective) and paid (whether anything was paid for it), a row a pair.
    """
    diets = side.frame("diets")
    if diets.empty:
        return pd.DataFrame(columns=["pool", "lab", "tokens", "paid"])
    mine = diets[diets["replication"] == diets["replication"].iloc[0]]
    mine = mine if year is None else mine[np.floor(mine["year"]) == year]
    summed = mine.groupby(["pool", "lab"], observed=True).agg(tokens=("effective", "sum"), paid=("spend_usd", "sum"))
    read: pd.DataFrame = summed[summed["tokens"] > 0].reset_index()
    return read.assign(paid=read["paid"] > 0)


def access(side: Side, year: float | None = None) -> Picture:
    """Return who reads what: pools on the left, labs on the right, lines as wide as what flows.

    Pools and labs keep their places over the years, so that the pictures of several years can be played as a film.

    Args:
        side: whose.
        year: whole year; None for all years together.
    """
    ever, now = flows(side), flows(side, year)
    places = _places(ever)
    largest = float(ever["tokens"].max() if year is None else now["tokens"].max()) if len(now) else 1.0
    marks = [
        Mark("links", _links(now[now["paid"] == paid], places, largest), colour, words)
        for paid, colour, words in ((False, BLUE, "free"), (True, ORANGE, "paid for"))
    ]
    marks += [Mark("nodes", _nodes(now, places, role), colour) for role, colour in (("pool", GREY), ("lab", GREEN))]
    when = "in all years together" if year is None else f"in {year:.0f}"
    blank, sides = Axis(hidden=True, low=-1.12, high=1.12), Axis(hidden=True, low=-2.0, high=2.0)
    panel = Panel(f"Who reads what, {when} (width: effective tokens)", sides, blank, tuple(marks))
    tall = max(0.9, _ROW * max(ever["pool"].nunique(), ever["lab"].nunique()))
    words = "Pools on the left, labs on the right; lines are as wide as the effective tokens that are read."
    return Picture("access", "Who reads what", words, drawn([panel]), source([side], what=FIRST), tall=tall)


def _places(read: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return where pools and labs stand, those with most flow at the top."""
    network: nx.DiGraph[str] = nx.DiGraph()
    columns = []
    for role in ("pool", "lab"):
        ranked = read.groupby(role)["tokens"].sum().sort_values(kind="stable")
        columns.append([f"{role}:{name}" for name in ranked.index])
        network.add_nodes_from(columns[-1])
    if not network:
        return {}
    laid = nx.multipartite_layout(network, subset_key=dict(enumerate(columns)))
    tallest = {i: max((abs(laid[node][1]) for node in column), default=1.0) or 1.0 for i, column in enumerate(columns)}
    return {
        node: (-1.0 if i == 0 else 1.0, float(laid[node][1]) / tallest[i])
        for i, column in enumerate(columns)
        for node in column
    }


def _links(read: pd.DataFrame, places: dict[str, tuple[float, float]], largest: float) -> pd.DataFrame:
    """Return a line for each pair of pool and lab."""
    rows = []
    for one in rows_of(read):
        (x, y), (x_to, y_to) = places[f"pool:{one['pool']}"], places[f"lab:{one['lab']}"]
        width = 0.4 + _WIDEST * one["tokens"] / largest
        rows.append({"x": x, "y": y, "x_to": x_to, "y_to": y_to, "width": width})
    return pd.DataFrame(rows, columns=["x", "y", "x_to", "y_to", "width"])


def _nodes(read: pd.DataFrame, places: dict[str, tuple[float, float]], role: str) -> pd.DataFrame:
    """Return the pools or the labs, their area by what flows through them."""
    through = read.groupby(role)["tokens"].sum()
    most = float(through.max()) if len(through) else 1.0
    rows = []
    for node, (x, y) in places.items():
        kind, _, name = node.partition(":")
        if kind == role:
            size = 4.0 + 12.0 * (float(through.get(name, 0.0)) / most) ** 0.5
            rows.append({"x": x, "y": y, "text": name, "size": size, "side": "left" if role == "pool" else "right"})
    return pd.DataFrame(rows, columns=["x", "y", "text", "size", "side"])


def lineage(side: Side) -> Picture:
    """Return which model learned most from which: a row for each lab, models by their date."""
    graph = side.lineage if side.lineage is not None else nx.DiGraph()
    labs = tuple(sorted({facts["lab"] for _, facts in graph.nodes(data=True)}))
    at = {node: (facts["year"], facts["lab"]) for node, facts in graph.nodes(data=True)}
    taught = _main_teachers(graph)
    own = [(teacher, student) for teacher, student in taught if at[teacher][1] == at[student][1]]
    others = [pair for pair in taught if at[pair[0]][1] != at[pair[1]][1]]
    marks = [
        Mark("links", _lines(own, at), GREY, "own models", faint=True),
        Mark("links", _lines(others, at), VERMILION, "models of other labs", faint=True),
    ]
    for licence, colour in (("closed", BLUE), ("open", GREEN)):
        rows = [
            {"x": year, "y": lab, "text": f"{node} (generation {graph.nodes[node]['generation']})"}
            for node, (year, lab) in at.items()
            if graph.nodes[node]["licence"] == licence
        ]
        marks.append(Mark("points", pd.DataFrame(rows, columns=["x", "y", "text"]), colour, f"{licence} models"))
    panel = Panel("Who learned most from whom", YEARS, Axis(names=labs), tuple(marks))
    words = "Models by date and lab, with a line from each main teacher to its student."
    tall = max(0.6, 0.2 + _ROW * len(labs))
    return Picture(
        "lineage", "Which model learned from which", words, drawn([panel]), source([side], what=CENTRAL), tall=tall
    )


def networks(side: Side) -> Picture:
    """Return both networks beside each other."""
    both = access(side), lineage(side)
    panels = tuple(panel for one in both for panel in one.panels)
    words = " ".join(one.words for one in both)
    corner = source([side], "; lineage: the run at central values" if side.drawn else "", what=f"flows: {FIRST}")
    tall = _TALLER * max(one.tall for one in both)
    return Picture("networks", "Who reads what, and who learned from whom", words, panels, corner, 2, tall)


def _main_teachers(graph: "nx.DiGraph[str]") -> list[tuple[str, str]]:
    """Return the edges from the teachers that wrote most of what their students read of models."""
    found = []
    for student in graph:
        taught = {teacher: graph.edges[teacher, student]["tokens"] for teacher in graph.predecessors(student)}
        whole = sum(taught.values())
        found += [(teacher, student) for teacher, tokens in taught.items() if tokens >= _MAIN * whole]
    return found


def _lines(pairs: list[tuple[str, str]], at: dict[str, tuple[float, str]]) -> pd.DataFrame:
    """Return a line for each pair of teacher and student."""
    width = 0.8 * min(1.0, (_MANY / max(1, len(pairs))) ** 0.5)
    rows = [(*at[teacher], *at[student], width) for teacher, student in pairs]
    return pd.DataFrame(rows, columns=["x", "y", "x_to", "y_to", "width"])
