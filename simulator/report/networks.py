"""The two networks of a run: who may read what, and which model learned from which."""

import matplotlib.pyplot as plt
import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from simulator.report.style import BLUE, GREEN, GREY, ORANGE, VERMILION, sign
from simulator.run import Result

_ROW = 0.32
_MOST_LABELLED = 60
_MAIN = 0.2
"""Share of what a student read of models from which on a teacher is drawn; the file has them all."""


def networks(result: Result) -> Figure:
    """Return the picture of both networks at the end of the central run."""
    access, lineage = result.access, result.lineage
    pools, labs = (sorted(node for node in access if node.startswith(f"{role}:")) for role in ("pool", "lab"))
    lines = sorted({lineage.nodes[node]["lab"] for node in lineage})
    height = min(16.0, max(4.2, _ROW * max(len(pools), len(labs), 2 * len(lines)) + 1.6))
    figure, axes = plt.subplots(1, 2, figsize=(12.0, height), layout="constrained", width_ratios=(1, 1.25))
    _draw_access(axes[0], access, pools, labs)
    _draw_lineage(axes[1], lineage, lines)
    sign(figure, result.request.title, result.request.seed, "; the run at central values")
    return figure


def _draw_access(axes: Axes, graph: "nx.DiGraph[str]", pools: list[str], labs: list[str]) -> None:
    """Draw pools on the left, labs on the right, and a line for each right, as thick as its share."""
    at = {node: (0.0, -i / max(1, len(pools) - 1)) for i, node in enumerate(pools)}
    at |= {node: (1.0, -(i + 0.5) / max(1, len(labs))) for i, node in enumerate(labs)}
    for pool, lab, right in graph.edges(data=True):
        ended = right.get("until") is not None
        colour = GREY if ended else ORANGE if right["price"] > 0 else BLUE
        (x0, y0), (x1, y1) = at[pool], at[lab]
        width = 0.8 if ended else 0.6 + 2.4 * right["share"]
        axes.plot([x0, x1], [y0, y1], color=colour, linewidth=width, linestyle=":" if ended else "-", alpha=0.75)
    for node in (*pools, *labs):
        side = "right" if node in set(pools) else "left"
        offset = -0.03 if side == "right" else 0.03
        axes.text(at[node][0] + offset, at[node][1], node.split(":", 1)[1], ha=side, va="center", fontsize=9)
    handles = [
        Line2D([], [], color=BLUE, label="free"),
        Line2D([], [], color=ORANGE, label="paid"),
        Line2D([], [], color=GREY, linestyle=":", label="ended"),
    ]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=3, fontsize=9)
    axes.set_title("who may read what (width: share of the pool)", loc="left", fontsize=11)
    axes.set_xlim(-0.75, 1.4)
    axes.set_ylim(-1.06, 0.06)
    axes.axis("off")


def _draw_lineage(axes: Axes, graph: "nx.DiGraph[str]", labs: list[str]) -> None:
    """Draw every model at its year in the row of its lab, and a line from each teacher to its students."""
    axes.set_title("who learned most from whom (filled: open; red: from another lab)", loc="left", fontsize=11)
    rows = {lab: -i for i, lab in enumerate(labs)}
    at = {node: (facts["year"], rows[facts["lab"]]) for node, facts in graph.nodes(data=True)}
    for teacher, student in _main_edges(graph):
        own = graph.nodes[teacher]["lab"] == graph.nodes[student]["lab"]
        axes.annotate(
            "",
            at[student],
            at[teacher],
            arrowprops={
                "arrowstyle": "->",
                "color": GREY if own else VERMILION,
                "alpha": 0.35 if own else 0.7,
                "linewidth": 0.8,
                "connectionstyle": "arc3,rad=0.25" if own else "arc3,rad=0.05",
            },
        )
    for node, facts in graph.nodes(data=True):
        is_open = facts["licence"] == "open"
        axes.plot(*at[node], "o", color=GREEN, markersize=5, markerfacecolor=GREEN if is_open else "white")
    axes.set_yticks(list(rows.values()), list(rows), fontsize=9 if len(rows) <= _MOST_LABELLED else 5)
    axes.set_ylim(-len(rows) + 0.3, 0.7)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("year of release")


def _main_edges(graph: "nx.DiGraph[str]") -> list[tuple[str, str]]:
    """Return the edges from the teachers that wrote most of what their students read."""
    found = []
    for student in graph:
        taught = {teacher: graph.edges[teacher, student]["tokens"] for teacher in graph.predecessors(student)}
        whole = sum(taught.values())
        found += [(teacher, student) for teacher, tokens in taught.items() if tokens >= _MAIN * whole]
    return found
