"""The page of the waterfall: what tells the world of 2026 from Epoch's forecast, and what moves it most."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from simulator.analysis.parts import Part
from simulator.analysis.steps import Step, Waterfall
from simulator.analysis.waterfall import PUBLIC, Study
from simulator.pictures.style import style
from simulator.report.figures import save as save_figure
from simulator.report.waterfall_figure import figure_of
from simulator.report.waterfall_words import by_other_data, interval, level, story, unit_of
from worlds.config.faults import writing

NAME = "waterfall"
_WIDTH = 120
_MEANINGS = {
    PUBLIC: "The first year in which a lab's plan reaches the effective stock of all public text that it can read.",
    "exhaustion_year.ecosystem": (
        "The first year in which a lab's plan reaches the effective stock of everything that it can read, of all kinds."
    ),
    "data_bound_share": "The share of planned training runs that find less than 0.99 of their plan.",
}


def prepared(folder: Path) -> Path:
    """Return the folder with a place for figures, made before the long work begins.

    Raises:
        InputError: when it cannot be written.
    """
    with writing(folder):
        (folder / "figures").mkdir(parents=True, exist_ok=True)
    return folder


def save(found: Study, folder: Path) -> Path:
    """Write waterfall.md and its figure into a folder, and return the page."""
    prepared(folder)
    with style():
        save_figure(figure_of(found), folder / "figures" / NAME, formats=("png",))
    page = folder / f"{NAME}.md"
    page.write_text(_page(found), encoding="utf-8")
    return page


def _page(found: Study) -> str:
    """Return the page."""
    return _PAGE.format(
        first=found.first.name,
        last=found.last.name,
        worlds=found.worlds,
        replications=found.replications,
        seed=found.seed,
        end=found.last.world.end,
        name=NAME,
        adds="\n".join(_adds(found)),
        outcomes="\n".join(_section(one, found) for one in found.waterfalls),
    )


def _adds(found: Study) -> Iterator[str]:
    """Yield the lines of the list of steps."""
    for step in found.waterfalls[0].steps:
        yield f"- **{step.part.name}**: {step.part.why}{_names(step.part, found)}"


def _names(part: Part, found: Study) -> str:
    """Return the pools that a part brings, and how many labs."""
    labs, pools = found.brings(part, "labs"), found.brings(part, "pools")
    said = [f"{len(labs)} of them"] if labs else []
    said += [f"`{pool}`" for pool in pools]
    return f" ({', '.join(said)})" if said else ""


def _section(one: Waterfall, found: Study) -> str:
    """Return the section of one outcome."""
    told = [story(one, found.first.name, found.last.name), *([by_other_data(one)] if one.outcome == PUBLIC else [])]
    return _SECTION.format(
        outcome=one.outcome,
        meaning=_MEANINGS[one.outcome],
        told="\n\n".join(fill(words, _WIDTH, break_on_hyphens=False, break_long_words=False) for words in told),
        first=found.first.name,
        begin=level(one.outcome, one.first),
        unit=unit_of(one.outcome).strip(),
        rows="\n".join(_row(one, step) for step in one.steps),
    )


def _row(one: Waterfall, step: Step) -> str:
    """Return the row of one step."""
    cells = (level(one.outcome, step.level), interval(one.outcome, step.change), interval(one.outcome, step.alone))
    return f"| {step.part.name} | {' | '.join(cells)} |"


_SECTION = """## `{outcome}`

{meaning}

{told}

| with it | median | step, {unit} | alone, {unit} |
| --- | ---: | ---: | ---: |
| `{first}` | {begin} | | |
{rows}
"""
_PAGE = """# From `{first}` to `{last}`

Written by `tokenshed waterfall` (`make waterfall`); do not edit. {worlds} worlds, {replications} futures of each
(`--replications {replications}`), seed {seed}.

What tells the world of 2026 from Epoch's forecast, and what of it moves the outcomes most? The walk begins in
`{first}`, and each step adds one thing, until the last one ends in `{last}`:

{adds}

![What each step does](figures/{name}.png)

Each step is the difference of two medians over futures, so that steps add up to the whole; in brackets stands its 90 %
interval (bootstrap of pairs of futures). 0 is exactly nothing, and +0.00 is less than can be written. A date after
{end:.0f} counts as {end:.0f}, and beside a median stands in what share of futures it is never reached by then. All
worlds share their luck for the numbers that they share; a step that replaces numbers, such as the stock or the labs,
draws them anew, so that its interval is wider. A date is that of the first lab, so that of several labs with uncertain
compute the largest counts.

The order of the steps matters. So *alone* tells what each thing does when nothing else is missing: `{last}` less
the same world without it (diamonds). Without the real labs there is the trend line again, with its own overtraining.

{outcomes}"""
