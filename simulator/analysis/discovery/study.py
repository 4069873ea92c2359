"""A study of scenario discovery: in which futures of a batch it happens, as boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from simulator.analysis.discovery.box import Box, Factor, Restriction, Step
from simulator.analysis.discovery.cart import grown
from simulator.analysis.discovery.choice import chance, found, quasi_p
from simulator.analysis.discovery.futures import Futures, futures_of
from simulator.analysis.discovery.prim import ALPHA, LEAST, Search
from simulator.analysis.discovery.question import Question, When, question_of
from simulator.experiments.results import Results
from worlds.config.faults import InputError

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["prim", "cart"]
METHODS: tuple[Method, ...] = ("prim", "cart")
BOXES, SHUFFLES = 3, 100


@dataclass(frozen=True)
class Finding:
    """A box that is told.

    Attributes:
        step: the box, with what happens in it among the futures that no box before it holds.
        coverage: share of all futures in which it happens that lie in it and in no box before.
        quasi_p: of each of its edges.
        trajectory: every box on the way to it; empty for a leaf of a tree.
        unknown: in how many futures of the box it is not known whether it happens.
    """

    step: Step
    coverage: float
    quasi_p: tuple[float, ...]
    trajectory: tuple[Step, ...]
    unknown: int

    @property
    def edges(self) -> list[Restriction]:
        """The edges of the box, in the order of their quasi-p-values."""
        return self.step.box.restrictions


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes:
        question: when it happens.
        futures: where, and where not.
        method: how boxes were looked for.
        findings: boxes, the best first; none where nothing is better than all futures together.
        chance: of PRIM, in which share of shuffles a box as good as the first was found by chance.
        shuffles: how many there were.
        skill: of CART, how much smaller its squared errors are than without a tree, in futures that it has not seen.
        folder: of the batch.
        seed: of the batch.
        world: name of the world, or of all, of the batch.
        asked: what was asked of the method otherwise than is usual, by name.
    """

    question: Question
    futures: Futures
    method: Method
    findings: tuple[Finding, ...]
    chance: float
    shuffles: int
    skill: float
    folder: Path
    seed: int
    world: str
    asked: Mapping[str, float]

    def boxes(self) -> "pd.DataFrame":
        """Return a row for each edge of each box: box, axis, low, high, words, unit, quasi_p, in base units."""
        import pandas as pd  # noqa: PLC0415

        columns = ["box", "axis", "side", "edge", "words", "unit", "quasi_p"]
        return pd.DataFrame([row for i, _ in enumerate(self.findings) for row in self._edges(i)], columns=columns)

    def trajectory(self) -> "pd.DataFrame":
        """Return a row for each box on the way: box, step, stage, coverage, density, mass, restricted, held, passed."""
        import pandas as pd  # noqa: PLC0415

        rows = [
            {"box": i + 1, "step": j, **measures(step)}
            for i, finding in enumerate(self.findings)
            for j, step in enumerate(finding.trajectory)
        ]
        return pd.DataFrame(rows, columns=["box", "step", *measures(Step("", Box(), 1, 1, 1, 1))])

    def _edges(self, number: int) -> list[dict[str, Any]]:
        """Return the edges of a box in plain words."""
        finding = self.findings[number]
        return [
            {"box": number + 1, **_edge(self.futures.factors, finding.step.box, edge), "quasi_p": level}
            for edge, level in zip(finding.edges, finding.quasi_p, strict=True)
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return what `tokenshed discover --json` prints."""
        question, futures = self.question, self.futures
        return {
            "outcome": question.outcome,
            "kind": question.kind,
            "threshold": None if question.kind == "never" else question.threshold,
            "unit": question.unit,
            "policy": question.policy,
            "against": question.against,
            "world": question.world,
            "scenario": question.scenario,
            "method": self.method,
            "asked": dict(self.asked),
            "futures": len(futures.passes),
            "passing": int(futures.passes.sum()),
            "left_out": len(futures.left_out),
            "failed": futures.failed,
            "censored": futures.censored,
            "chance": self.chance,
            "shuffles": self.shuffles,
            "skill": self.skill,
            "boxes": [
                {
                    **measures(one.step),
                    "coverage_of_all": one.coverage,
                    "unknown": one.unknown,
                    "edges": self._edges(i),
                    "trajectory": [measures(step) for step in one.trajectory],
                }
                for i, one in enumerate(self.findings)
            ],
        }


def measures(step: Step) -> dict[str, Any]:
    """Return what is measured of a box."""
    names = ("stage", "coverage", "density", "mass", "restricted", "held", "passed")
    return {name: getattr(step, name) for name in names}


def _edge(factors: Sequence[Factor], box: Box, edge: Restriction) -> dict[str, Any]:
    """Return an edge in base units."""
    factor, limit = factors[edge.axis], box.on(edge.axis)
    words = [factor.words[i] for i in sorted(limit.words or ())]
    return {
        "axis": factor.name,
        "side": edge.side,
        "edge": None if edge.side == "words" else getattr(limit, edge.side),
        "words": words or None,
        "unit": factor.dimension.unit if factor.dimension else "",
    }


def discover(
    results: str | Path,
    outcome: str,
    *,
    below: float | str | None = None,
    above: float | str | None = None,
    never: bool = False,
    worse_than: str | None = None,
    by: float | str | None = None,
    against: str | None = None,
    policy: str | None = None,
    scenario: str | None = None,
    world: str | None = None,
    method: Method = "prim",
    coverage: float | None = None,
    boxes: int = BOXES,
    alpha: float | None = None,
    least: float = LEAST,
    shuffles: int | None = None,
    seed: int = 0,
) -> Discovery:
    """Find out in which futures of a batch an outcome passes a threshold, or a policy does worse than another.

    Args:
        results: folder of a complete batch over a sample or a grid.
        outcome: its name.
        below: it happens where the outcome is below this, in base units or with a unit.
        above: it happens where the outcome is above this.
        never: it happens where the date does not come by the end of the world.
        worse_than: it happens where the outcome is worse than under this policy in the same future.
        by: by how much worse at least; by anything unless given.
        against: `below` and `above` are of the difference from this policy in the same future.
        policy: under which policy.
        scenario: in which scenario; all of them unless given, as an axis of words.
        world: in which world; all of them unless given, as an axis of words.
        method: prim, or cart (which needs the extra `analysis`).
        coverage: of PRIM, the densest box that covers so much, instead of the one that tells best apart.
        boxes: how many boxes at most, each among the futures that none before it holds.
        alpha: share of a box that PRIM peels at a time; a twentieth unless given.
        least: share of the futures that a box must hold.
        shuffles: how often what happens is shuffled over the futures, to see what PRIM finds in chance; 100 times
            unless given.
        seed: of shuffles, and of the parts that trees are judged by.

    Raises:
        InputError: when something is not there, not measured like that, or happens in none or all of the futures.
    """
    _check(method, least, coverage=coverage, alpha=alpha, shuffles=shuffles)
    alpha, shuffles = ALPHA if alpha is None else alpha, SHUFFLES if shuffles is None else shuffles
    opened = Results.open(results)
    happens = When(below, above, never, worse_than, by, against)
    question = question_of(opened, outcome, happens, policy=policy, scenario=scenario, world=world)
    futures = futures_of(opened, question)
    luck, skill = nan, nan
    if method == "prim":
        findings, luck = _by_prim(futures, coverage, boxes, alpha, least, shuffles, seed)
    else:
        tree = grown(futures.factors, futures.columns, futures.passes, least=least, seed=seed)
        leaves, skill = [one for one in tree.leaves if one.restricted][:boxes], tree.skill
        findings = [_finding(one, (), futures, futures.columns, futures.passes) for one in leaves]
    made = shuffles if method == "prim" and findings else 0
    asked = _unusual(coverage=coverage, boxes=boxes, alpha=alpha, least=least, shuffles=shuffles, seed=seed)
    section = opened.manifest["section"]
    worlds, own = ", ".join(section["worlds"]), int(section["seed"])
    return Discovery(question, futures, method, tuple(findings), luck, made, skill, opened.folder, own, worlds, asked)


def _unusual(**given: float | None) -> dict[str, float]:
    """Return what is asked of the method otherwise than is usual, by name."""
    usual = {"coverage": None, "boxes": BOXES, "alpha": ALPHA, "least": LEAST, "shuffles": SHUFFLES, "seed": 0}
    return {name: float(value) for name, value in given.items() if value is not None and value != usual[name]}


def _by_prim(
    futures: Futures, coverage: float | None, boxes: int, alpha: float, least: float, shuffles: int, seed: int
) -> tuple[list[Finding], float]:
    """Return box after box, each among the futures that none before it holds; and how often chance does as well."""
    columns, passes = futures.columns, futures.passes
    findings: list[Finding] = []
    luck = nan
    while len(findings) < boxes and passes.any() and not passes.all():
        search = Search(futures.factors, columns, alpha, least * len(futures.passes) / len(passes))
        box, steps = found(search, passes, coverage)
        if not box.restricted or box.density <= futures.rate:
            break
        if not findings:
            luck = chance(search, passes, box, shuffles, seed, coverage)
        findings.append(_finding(box, tuple(steps), futures, columns, passes))
        rest = ~box.box.holds(columns)
        columns, passes = columns[rest], passes[rest]
    return findings, luck


def _finding(step: Step, steps: tuple[Step, ...], futures: Futures, columns: np.ndarray, passes: np.ndarray) -> Finding:
    """Return a box with what is to be told of it."""
    levels = tuple(map(float, quasi_p(step, columns, passes)))
    unknown = int(step.box.holds(futures.left_out).sum()) if len(futures.left_out) else 0
    return Finding(step, step.passed / int(futures.passes.sum()), levels, steps, unknown)


def _check(method: str, least: float, **of_prim: float | None) -> None:
    """Refuse what no search can be made with, or changes nothing of it."""
    if method not in METHODS:
        raise InputError(f"method: there is no {method!r}; allowed: {', '.join(METHODS)}")
    for name, value in of_prim.items():
        if value is not None and method == "cart":
            raise InputError(f"--{name}: is of the method prim; a tree has no such choice")
    for name, value in {**of_prim, "least": least}.items():
        if value is not None and name != "shuffles" and not 0.0 < value < 1.0:
            raise InputError(f"--{name}: is a share; allowed: above 0 and below 1; given: {value:g}")
