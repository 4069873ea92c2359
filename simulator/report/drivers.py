"""The study of what drives the exhaustion of public text in the world of 2026: its page and figures."""

from collections.abc import Callable
from pathlib import Path

from simulator.analysis.sensitivity.answer import Sensitivity
from simulator.analysis.sensitivity.study import sensitivity
from simulator.experiments.execution import Told
from simulator.report.sensitivity import markdown, save_figure
from worlds.config.loading import load_world

WORLD, OUTCOME = "baseline-2026", "exhaustion_year.public"
GROUPED, SAMPLES = 1, 64
PAGE = Path("studies") / "drivers.md"
Telling = Callable[[str], Told]

_TEXT = """# What drives the exhaustion of public text?

*Written by `tokenshed studies drivers` (a quarter of an hour). World `{world}`, outcome `{outcome}`: the first year
in which a lab's plan reaches the effective stock of all public text that it can read.*

Every one of the {numbers:,} uncertain numbers of the world is a judgement or a measurement with a range. Which of them
matter for this date, and which could be anything? Two answers: each number alone, from one end of its range to the
other, and whole sections of the world together, as shares of the variance.

## Each number alone

{tornado}
![How far the date moves when a number goes to either end of its range](../figures/studies/drivers-tornado.png)

## Sections of the world together

All uncertain numbers of a section (all pools, all labs, ...) move together, over their distributions; `total` is the
share of the variance of the date in which a section has a part, alone or with others.

{sobol}
![Shares of the variance by section, and how they converge](../figures/studies/drivers-sobol.png)

## How to repeat it

```text
tokenshed sensitivity {world} --method tornado
tokenshed sensitivity {world} --depth {grouped} --samples {samples}
```

## Limits

All runs have the same luck, that of one replication, so that what chance adds is not here. A tornado sees no number
that acts only together with another. {samples} base points are few: see how far the curves still move. A range that is
too narrow makes its number look harmless; that is no finding about the world.
"""


def study(workers: int | None, telling: Telling) -> tuple[Sensitivity, Sensitivity]:
    """Run both designs of the study."""
    tornado = sensitivity(WORLD, OUTCOME, method="tornado", workers=workers, progress=telling("one number at a time"))
    grouped = sensitivity(
        WORLD,
        OUTCOME,
        method="sobol",
        size=SAMPLES,
        depth=GROUPED,
        workers=workers,
        progress=telling("sections together"),
    )
    return tornado, grouped


def save(answers: tuple[Sensitivity, Sensitivity], folder: Path) -> Path:
    """Write the page and its figures below a folder, and return the page.

    Args:
        answers: of both designs.
        folder: of the documentation.
    """
    tornado, grouped = answers
    figures = folder / "figures" / "studies"
    save_figure(tornado, figures / "drivers-tornado")
    save_figure(grouped, figures / "drivers-sobol")
    text = _TEXT.format(
        world=WORLD,
        outcome=OUTCOME,
        numbers=sum(one.uncertain for one in load_world(WORLD).numbers.values()),
        tornado=markdown(tornado),
        sobol=markdown(grouped),
        grouped=GROUPED,
        samples=SAMPLES,
    )
    page = folder / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")
    return page
