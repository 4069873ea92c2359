"""The page of the world of 2026: what is simulated beside what is known, and what was fitted to what."""

from collections.abc import Iterator
from math import fsum
from pathlib import Path
from textwrap import fill

from simulator.baseline import WORLD, Point, overtraining_by_size, points
from simulator.courses import Courses
from simulator.curves import CURVES
from simulator.known import Beside, DealsSoFar, beside, deals_so_far, known
from simulator.pictures.style import style
from simulator.report.baseline_figures import draw_corpora, draw_deals, draw_sizes, draw_use
from simulator.report.figures import save as save_figure
from simulator.run import Result

_T = 1e12
_YEAR_OF_SIZES = 2024
_DEALS_BEGIN = 2022.5
FITTED = (
    "labs.meta.overtraining.k",
    "labs.meta.smaller_see",
    "publishers.sites.machine_text.appeal_loss",
    "publishers.sites.machine_text.sensitivity",
    "publishers.sites.machine_text.most",
    "user_bases.everyone.demand",
    "user_bases.everyone.earlier_growth",
    "user_bases.everyone.appeal_loss",
    "user_bases.everyone.spending",
    "data_owners.newspapers.beside",
    "data_owners.platforms.beside",
    "data_owners.book_publishers.beside",
)
"""Numbers of the world by which it passes through what is known; those of one lab stand for those of all."""


def save(result: Result, folder: Path) -> None:
    """Write baseline.md and its figures into a folder."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    courses, found = Courses(result), points(result)
    deals = deals_so_far(courses, _DEALS_BEGIN)
    with style():
        for ending, figure in (
            ("", draw_corpora(result, found)),
            ("-sizes", draw_sizes(result, _YEAR_OF_SIZES)),
            ("-use", draw_use(courses, known())),
            ("-deals", draw_deals(result, deals)),
        ):
            save_figure(figure, folder / "figures" / f"{WORLD}{ending}", formats=("png",))
    (folder / "baseline.md").write_text(_page(result, found, beside(courses, known()), deals), encoding="utf-8")


def _page(result: Result, found: list[Point], use: list[Beside], deals: list[DealsSoFar]) -> str:
    """Return the page."""
    return _PAGE.format(
        world=WORLD,
        replications=result.request.replications,
        end=result.request.loaded.world.end,
        number=len(found),
        error=fsum(abs(one.error) for one in found) / len(found),
        inside=sum(one.inside for one in found) / len(found),
        worst="\n".join(_row(one) for one in sorted(found, key=lambda one: -abs(one.error))[:6]),
        sizes="\n".join(
            f"| {name} | {number} | {real:.3g} | {made_number} | {made:.3g} |"
            for name, number, real, made_number, made in overtraining_by_size(result, _YEAR_OF_SIZES)
        ),
        use="\n".join(map(_use_row, use)),
        parted=_parted(use),
        deals="\n".join(map(_deals_row, deals)),
        until=deals[0].grid[-1],
        fitted="\n".join(_fitted(result)),
    )


def _row(one: Point) -> str:
    """Return the row of one corpus."""
    band = f"{one.low / _T:.3g} to {one.high / _T:.3g}"
    return (
        f"| {one.name} | {one.year:.1f} | {one.observed / _T:.3g} | {one.middle / _T:.3g} ({band}) | {one.error:+.2f} |"
    )


def _use_row(one: Beside) -> str:
    """Return the row of a figure of use, money or AI-written text."""
    curve, figure = CURVES[one.known.curve], one.known
    value, low, middle, high = (number / curve.scale for number in (figure.value, one.low, one.middle, one.high))
    least = "at least " if figure.high is None else ""
    observed, simulated = f"{least}{_short(value)}", f"{_short(middle)} ({_short(low)} to {_short(high)})"
    return f"| {curve.label} | {figure.name} | {figure.year:.1f} | {observed} | {simulated} | {one.verdict} |"


def _short(number: float) -> str:
    """Return a number in three digits, written out."""
    return f"{float(f'{number:.3g}'):,.10g}"


def _parted(use: list[Beside]) -> str:
    """Return a sentence on where simulated and observed part, and on the lower bounds that say little."""
    apart = [one for one in use if not one.holds]
    told = [
        f"{CURVES[one.known.curve].title} in {one.known.year:.1f} ({one.known.name}) is {one.verdict}" for one in apart
    ]
    above = [one for one in use if one.known.high is None and one.known.low > 0]
    most = max(above, key=lambda one: one.middle / one.known.low)
    ratio = most.middle / most.known.low
    sentence = (
        f"{len(use) - len(apart)} of {len(use)} figures agree. Apart: {'; '.join(told) or 'none'}. A lower bound "
        f"agrees with anything above it: furthest above is {CURVES[most.known.curve].title} in {most.known.year:.1f}, "
        f"{ratio:.3g} times what is known; in {sum(one.short for one in use)} rows the median is below one. "
        "States are simulated yearly and read in between."
    )
    return fill(sentence, 120)


def _deals_row(one: DealsSoFar) -> str:
    """Return the row of the deals with one kind of owner."""
    if one.simulated is None:
        return f"| {one.kind} | {one.public[-1]} | no such owner | |"
    low, middle, high = one.simulated.iloc[-1].quantile([0.1, 0.5, 0.9])
    verdict = "as many, or more" if middle >= one.public[-1] else "too few"
    verdict += " in most futures" if middle < one.public[-1] <= high else ""
    return f"| {one.kind} | {one.public[-1]} | {middle:.3g} ({low:.3g} to {high:.3g}) | {verdict} |"


def _fitted(result: Result) -> Iterator[str]:
    """Yield a row for each number that was set with an eye on what is known."""
    numbers = result.request.loaded.numbers
    for path in FITTED:
        one = numbers[path]
        yield f"| `{path}` | {one.dimension.show(one.value)} | {one.source or one.assumption} |"


_PAGE = """# The world of 2026 beside what is known

Written by `tokenshed baseline` (`make baseline`); do not edit. {replications} replications of `{world}` up to {end:g},
seed 0, beside `worlds/data`: `models.csv` (decoders; reported, likely or derived figures), `use.csv`, `ai_share.csv`
and `deals.csv`. Blue is simulated: medians, and the middle 80 % of replications.

**This is a fit and no forecast.** The overtraining of every lab was solved, generation by generation, so that the trend
of its compute gives the corpora that it has published: most of the corpora below are those it was solved on, and the
error says how closely one corpus a generation can follow them, not how well anything was foretold. What else was set
with an eye on which figure is at the end of the page.

## Corpora

Of {number} published corpora of labs in the world, 2020 to mid-2025, the mean absolute error of log10 corpus size is
{error:.3f}, and the 80 % band covers {inside:.0%}.

![Largest corpus, and corpora of labs](figures/{world}.png)

Larger runs than the published ones are judged: the step of 2023 is GPT-4, whose corpus is not public.

Beside each stands the corpus that the lab of the world planned last before; what was published before it begins has
none. Furthest off, in T token; small or special corpora stand out, since a lab of the world reads one a generation:

| model | year | observed | simulated (80 %) | error, log10 |
| --- | ---: | ---: | ---: | ---: |
{worst}

## Overtraining by size, 2024

![Overtraining by size](figures/{world}-sizes.png)

Median k of published models and of simulated ones, by active parameters.

| active parameters | published | median k | simulated | median k |
| --- | ---: | ---: | ---: | ---: |
{sizes}

A lab of the world trains its whole family on one corpus, of which smaller models see a part.

## AI-written text, users, tokens, revenue

![AI-written text, users, tokens, revenue](figures/{world}-use.png)

What one firm tells is a lower bound for the world. Firms' figures are added up, each with its last one. Users are a
share of people online, since the world knows no heads but shares; theirs are of a week, by one firm.

| what | observed of | year | observed | simulated (80 %) | simulated is |
| --- | --- | ---: | ---: | ---: | --- |
{use}

{parted}

## Deals

![Deals so far by kind of owner](figures/{world}-deals.png)

Signatures up to {until:.1f}, renewals left out. Only what is public is counted on one side, and only owners that the
world has on the other.

| owners | public, at least | simulated (80 %) | simulated are |
| --- | ---: | ---: | --- |
{deals}

## What was fitted to what

What these numbers of the world were taken from, in its own words. A figure that is named here does not test the world;
the others do. The numbers of one lab stand for those of all.

| number | value | taken from |
| --- | ---: | --- |
{fitted}
"""
