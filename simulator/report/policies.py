"""The page of policies: what each shipped one does beside what was argued beforehand, and when it acts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from scipy import stats

from simulator.outcomes import measure_of
from simulator.pictures.colours import BLUE, GREY, ORANGE
from simulator.pictures.comparisons import effects
from simulator.pictures.style import style
from simulator.report.figures import save as save_figure
from simulator.report.figures import save_picture
from simulator.report.whatif import corner_of
from simulator.whatif.comparison import Comparison
from simulator.whatif.effects import Effect
from worlds.config.policies import LoadedPolicy, load_policy
from worlds.config.schema import Reaction
from worlds.config.schema.policy import Expectation

WORLDS = ("baseline-2026", "article-2024")
ERROR = 0.05
_END = 2040.0
_LINE = range(2025, 2041)


@dataclass(frozen=True)
class Verdict:
    """An effect beside what was argued beforehand.

    Attributes:
        policy: name of the policy.
        expected: what was argued.
        effect: what came out; None where the world has no such outcome.
        along: share of pairs in which the outcome moves as argued.
        against: share in which it moves the other way.
        pairs: how many pairs of runs.
        still: why it does nothing where it does nothing in any pair.
    """

    policy: str
    expected: Expectation
    effect: Effect | None
    along: float = 0.0
    against: float = 0.0
    pairs: int = 0
    still: str = "no effect"

    @property
    def word(self) -> str:
        """As argued, against it, or neither beyond chance (sign test at 5 %)."""
        if self.effect is None:
            return "not in this world"
        moved = round((self.along + self.against) * self.pairs)
        if moved == 0:
            return self.still
        along = round(self.along * self.pairs)
        if float(stats.binomtest(along, moved, alternative="greater").pvalue) < ERROR:
            return "as argued"
        if float(stats.binomtest(moved - along, moved, alternative="greater").pvalue) < ERROR:
            return "**against**"
        return "neither"


def verdicts(comparison: Comparison, policies: Sequence[LoadedPolicy]) -> Iterator[Verdict]:
    """Yield what each policy did beside what was argued beforehand."""
    effects = {(one.policy, one.outcome): one for one in comparison.effects}
    pairs = comparison.frame("pairs").set_index(["policy", "outcome"]).sort_index()
    still = {one.policy: f"never acts: {one.why}" for one in comparison.never_acted}
    still |= {
        side.policy: "nothing to change"
        for side in comparison.request.cases[0].sides
        if not side.loaded.world.regulators.keys() - comparison.request.baseline.loaded.world.regulators.keys()
    }
    for policy in policies:
        for expected in policy.section.expects.values():
            key = policy.name, expected.outcome
            if key not in effects:
                yield Verdict(policy.name, expected, None)
                continue
            mine = pairs.loc[[key]]
            sign = 1.0 if expected.direction == "rises" else -1.0
            moved = sign * (mine["changed"] - mine["baseline"])
            small = 1e-9 * mine["baseline"].abs()
            along, against = float((moved > small).mean()), float((moved < -small).mean())
            why = still.get(policy.name, "no effect")
            yield Verdict(policy.name, expected, effects[key], along, against, len(mine), why)


def save(comparisons: Mapping[str, Comparison], folder: Path) -> None:
    """Write policies.md and its figures into a folder."""
    figures = folder / "figures" / "policies"
    figures.mkdir(parents=True, exist_ok=True)
    policies = [load_policy(name) for name in next(iter(comparisons.values())).request.policies]
    with style():
        for policy in policies:
            save_figure(schedule(policy), figures / policy.name, formats=("png",))
    for world, comparison in comparisons.items():
        scenario = comparison.answers[0].case.scenario
        told = comparison.frame("effects")
        picture = effects(told[told["scenario"] == scenario], corner_of(comparison, scenario))
        if picture.panels:
            save_picture(picture, figures / f"effects-{world}", formats=("png",))
    (folder / "policies.md").write_text(_page(comparisons, policies), encoding="utf-8")


def _page(comparisons: Mapping[str, Comparison], policies: Sequence[LoadedPolicy]) -> str:
    """Return the page."""
    parts = [_HEAD.format(pairs=next(iter(comparisons.values())).request.baseline.replications, number=len(policies))]
    for world, comparison in comparisons.items():
        found = list(verdicts(comparison, policies))
        ratios = [one.variance_ratio for one in _main_effects(comparison, policies) if one.variance_ratio is not None]
        parts.append(
            _WORLD.format(
                world=world,
                rows="\n".join(map(_row, found)),
                ratio=f"{median(ratios):.0f}" if ratios else "no",
                surprises="\n".join(_surprises(found)) or "None.",
            )
        )
    parts.append("## The policies\n")
    parts += [_policy(one) for one in policies]
    return "\n".join(parts)


def _main_effects(comparison: Comparison, policies: Sequence[LoadedPolicy]) -> Iterator[Effect]:
    """Yield the effect of each policy on the first outcome that it is about."""
    effects = {(one.policy, one.outcome): one for one in comparison.effects}
    for policy in policies:
        first = next(iter(policy.section.expects.values()), None)
        if first is not None and (policy.name, first.outcome) in effects:
            yield effects[policy.name, first.outcome]


def _row(one: Verdict) -> str:
    """Return the row of one expectation."""
    argued = f"`{one.expected.outcome}` {one.expected.direction}"
    if one.effect is None:
        return f"| {one.policy} | {argued} | | | {one.word} |"
    unit = measure_of(one.expected.outcome).unit
    half = (one.effect.high - one.effect.low) / 2
    mean = f"{one.effect.difference:+.3g} ± {half:.2g}" + {"year": " years", "1": "", "x": ""}.get(unit, f" {unit}")
    return f"| {one.policy} | {argued} | {mean} | {one.along:.0%} / {one.against:.0%} | {one.word} |"


def _surprises(found: Sequence[Verdict]) -> Iterator[str]:
    """Yield what came out against what was argued, with the explanation that the policy file has for it."""
    for one in found:
        if one.word == "**against**":
            why = one.expected.surprise or "not explained yet"
            outcome, way = one.expected.outcome, one.expected.direction
            yield f"- **{one.policy}**, `{outcome}`: argued that it {way}; it does not. {why}."


def _policy(policy: LoadedPolicy) -> str:
    """Return what a policy is, assumes and argues."""
    section = policy.section
    argued = "\n".join(f"- `{one.outcome}` {one.direction}: {one.why}." for one in section.expects.values())
    assumed = "\n".join(f"- {one}" for one in section.assumptions)
    name = policy.name
    return f"""### {name}

{section.description}

![When {name} acts](figures/policies/{name}.png)

Argued before any run:

{argued}

Assumptions:

{assumed}
"""


def schedule(policy: LoadedPolicy) -> Figure:
    """Return the picture of when each part of a policy acts: coming by and by, in force, or waiting for something."""
    parts = policy.parts
    figure, axes = plt.subplots(figsize=(7.0, 0.5 + 0.45 * len(parts)), layout="constrained")
    for i, (name, part) in enumerate(parts.items()):
        begun = (part.from_ or float(_LINE[0])) + policy.delay
        over = getattr(part, "over", None)
        there = begun + (0.0 if over is None else over.value)
        until = getattr(part, "until", None)
        end = _END if until is None else until + policy.delay
        axes.barh(i, there - begun, left=begun, color=BLUE, alpha=0.35, height=0.5)
        waits = isinstance(part, Reaction)
        axes.barh(i, end - there, left=there, color=ORANGE if waits else BLUE, alpha=0.4 if waits else 1.0, height=0.5)
        words = f"when {part.when}" if isinstance(part, Reaction) else part.path
        axes.text(begun + 0.2, i, words, va="center", fontsize=7, color="black" if waits else "white")
        axes.text(_LINE[0] + 0.1, i, name, va="center", fontsize=8, color=GREY)
    axes.set_xlim(_LINE[0], _END)
    axes.set_yticks([])
    axes.invert_yaxis()
    return figure


_HEAD = """# What the shipped policies do

Written by `tokenshed policies --out docs` (`make policies`); do not edit. {number} policies, each against the world as
it is in {pairs} paired futures, seed 0: mean difference with its 90 % interval, the share of futures in which the
outcome moves as argued and the other way, and whether more move as argued than against beyond chance (sign test at
5 %). The signs were argued in the policy files before any run. Dates are restricted means: what does not happen by the
end counts as the end. Where no pair moves, *nothing to change* says that the world has none of the numbers that the
policy sets, *never acts* that it sets nothing to another value, and *no effect* that it does, and the outcome stays.
"""
_WORLD = """
## In `{world}`

| policy | argued beforehand | difference | as argued / against | |
| --- | --- | ---: | ---: | :---: |
{rows}

Pairing cuts the variance of the first effect of each policy {ratio} times for the median policy, against independent
seeds.

![Effects in {world}](figures/policies/effects-{world}.png)

Mean (dot), its 90 % interval (thick) and 5 to 95 % of futures (thin).

What went against the argument:

{surprises}
"""
