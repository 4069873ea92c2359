"""The page of what the world of 2026 does up to its end, and whether it can be believed."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from simulator.courses import Courses
from simulator.curves import CURVES
from simulator.pictures.style import style
from simulator.plausibility import EXHAUSTION, YEARS, Check, Course, checks, course_of, exhaustion
from simulator.report.figures import save as save_figure
from simulator.report.plausibility_figures import SECTIONS, draw_section
from simulator.run import Result

_WIDTH = 120


def save(result: Result, folder: Path) -> None:
    """Write plausibility.md and its figures into a folder."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    courses = Courses(result)
    found = checks(courses)
    with style():
        for name in SECTIONS:
            save_figure(draw_section(name, courses, found), figures / f"plausibility-{name}", formats=("png",))
    (folder / "plausibility.md").write_text(_page(result, courses, found), encoding="utf-8")


def _page(result: Result, courses: Courses, found: Sequence[Check]) -> str:
    """Return the page."""
    world = result.request.loaded.world
    return _PAGE.format(
        world=result.name,
        replications=result.request.replications,
        seed=result.request.seed,
        end=world.end,
        sums=_sums(found),
        apart=_listed([one for one in found if one.apart]),
        leaning=_listed([one for one in found if not one.within and not one.apart]),
        exhaustion=fill(_exhaustion(result), _WIDTH),
        silent=fill(_silent(courses, found), _WIDTH),
        years=" | ".join(str(year) for year in YEARS),
        sections="\n".join(_section(name, courses, found) for name in SECTIONS),
    )


def _sums(found: Sequence[Check]) -> str:
    """Return how many checks hold, so far and ahead."""
    now = YEARS[0] + 1
    so_far, ahead = ([one for one in found if (one.bound.year < now) == past] for past in (True, False))
    told = [f"{sum(one.within for one in part)} of {len(part)}" for part in (so_far, ahead)]
    return fill(
        f"The median lies within the bound in {told[0]} checks up to {YEARS[0]}, and in {told[1]} after it.", _WIDTH
    )


def _listed(found: Sequence[Check]) -> str:
    """Return a sentence for each check, those furthest off first."""
    furthest = sorted(found, key=lambda one: -_times(one))
    return "\n".join(fill(f"- {_sentence(one)}", _WIDTH, subsequent_indent="  ") for one in furthest) or "- None."


def _times(one: Check) -> float:
    """Return how many times the median is from the end of its bound, above 1; infinite from nothing."""
    small, large = sorted((one.middle, one.end))
    return large / small if small > 0 else float("inf")


def _sentence(one: Check) -> str:
    """Return what a check that does not hold says."""
    curve = CURVES[one.bound.curve]
    than, most = ("above", "at most") if one.beyond > 0 else ("below", "at least")
    middle, end = (_short(number / curve.scale) for number in (one.middle, one.end))
    unit = f" {curve.unit}" if curve.unit else ""
    return (
        f"**{curve.title}** in {one.bound.year:.1f}: {middle}{unit}, {_by(one)} {than} what is known or possible "
        f"({most} {end}{unit}); {one.inside:.0%} of futures lie within. Held against: {one.bound.source}."
    )


def _by(one: Check) -> str:
    """Return how far a median is from its bound: times, or points where it is a share."""
    if CURVES[one.bound.curve].unit == "%":
        return f"{abs(one.middle - one.end) * 100:.2g} points"
    return f"{float(f'{_times(one):.2g}'):,.10g} times"


def _exhaustion(result: Result) -> str:
    """Return when public text runs out, beside the forecast."""
    year, within = exhaustion(result.summary["exhaustion_year.public"])
    window = f"Epoch's forecast of {EXHAUSTION[0]:.0f} to {EXHAUSTION[1]:.0f}"
    if year is None:
        return f"Public text runs out in less than half of all futures, which is outside {window}."
    return f"Public text runs out in {year:.1f} (median), which is {'within' if within else 'outside'} {window}."


def _silent(courses: Courses, found: Sequence[Check]) -> str:
    """Return which curves nothing holds after 2030."""
    ends = {name: course_of(name, courses, found).checked_until for _, names in SECTIONS.values() for name in names}
    never = [CURVES[name].title for name, end in ends.items() if end is None]
    early = [CURVES[name].title for name, end in ends.items() if end is not None and end < YEARS[1]]
    return (
        f"Nothing is known against which to hold: {'; '.join(never)}. Nothing checks after {YEARS[1]}, though "
        f"something does before: {'; '.join(early)}. There the page shows what the model does, "
        "not whether it is right."
    )


def _section(name: str, courses: Courses, found: Sequence[Check]) -> str:
    """Return a section: its picture and a row for each curve."""
    title, names = SECTIONS[name]
    rows = "\n".join(_row(course_of(one, courses, found)) for one in names)
    years = " | ".join(str(year) for year in YEARS)
    head = f"| curve | {years} | held against | verdict |\n| --- | {'---: | ' * len(YEARS)}--- | --- |"
    return f"## {title}\n\n![{title}](figures/plausibility-{name}.png)\n\n{head}\n{rows}\n"


def _row(course: Course) -> str:
    """Return the row of a curve."""
    curve = CURVES[course.name]
    numbers = " | ".join(_band(one, curve.scale) for one in course.numbers)
    against = "<br>".join(_against(one) for one in course.checks) or "nothing known"
    verdict = "<br>".join(_verdict(one) for one in course.checks) or "not checked"
    return f"| {curve.label} | {numbers} | {against} | {verdict} |"


def _against(one: Check) -> str:
    """Return a bound in words."""
    scale, low, high = CURVES[one.bound.curve].scale, one.bound.low, one.bound.high
    if low is None and high is not None:
        told = f"at most {_short(high / scale)}"
    elif high is None and low is not None:
        told = f"at least {_short(low / scale)}"
    else:
        told = f"{_short((low or 0.0) / scale)} to {_short((high or 0.0) / scale)}"
    return f"{one.bound.year:.1f}: {told} ({one.bound.source})"


def _verdict(one: Check) -> str:
    """Return what a check says."""
    if one.within:
        return f"{one.bound.year:.1f}: within ({one.inside:.0%} of futures)"
    than = "too high" if one.beyond > 0 else "too low"
    return f"{one.bound.year:.1f}: **{than}** by {_by(one)} ({one.inside:.0%} of futures within)"


def _band(numbers: tuple[float, float, float] | None, scale: float) -> str:
    """Return a median with its middle 80 %."""
    if numbers is None:
        return ""
    low, middle, high = (_short(number / scale) for number in numbers)
    return middle if low == high else f"{middle} ({low} to {high})"


def _short(number: float) -> str:
    """Return a number in three digits: written out, or as a power of ten where that would be long."""
    rounded = float(f"{number:.3g}")
    if rounded != 0 and not 1e-4 <= abs(rounded) < 1e7:
        return f"{rounded:.2e}".replace("e+", "e")
    return f"{rounded:,.10g}"


_PAGE = """# Whether the world of 2026 can be believed

Written by `tokenshed plausibility` (`make plausibility`); do not edit. {replications} replications of `{world}` up to
{end:g}, seed {seed}: medians, and the middle 80 % as bands and in brackets. Orange marks what a curve is held against:
a bar from least to most, a triangle where only one end is known. Bounds with their sources are in
`worlds/data/bounds.csv`; what is known of use, money and AI-written text is in [baseline.md](baseline.md). A verdict is
about the median: within a bound, or outside and by how much. Every verdict and every sentence below is made by the
numbers of this run.

{sums}

What cannot be believed as it stands, since its whole band is outside, furthest off first:

{apart}

What leans, since its median is outside and its band reaches in:

{leaning}

{exhaustion}

{silent}

States are those at the beginning of a year, flows those of a year (for {end:g} of the year before).

{sections}"""
