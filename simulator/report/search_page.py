"""The page of a search: what was asked, what came out, and how sure it is."""

from collections.abc import Sequence
from pathlib import Path

from simulator.analysis.search.answer import Search
from simulator.analysis.search.words import words_anew, words_of
from simulator.report.search import baseline_cells, cells_of, header_of, save_figure
from worlds.config.faults import writing

_PAGE = """# Which mix of policies is robust in `{world}`?

Written by the command below; do not edit. {runs} runs of `{world}`, seed {seed}.

```console
$ {command}
```

{candidates} settings of {levers} levers were tried, {population} to a generation, each in the same {futures} futures:
the same draws of every uncertain number and the same luck, for every candidate and for the world as it is.

## What came out

{words}

![Levers and objectives, candidate by candidate]({figure})

A line is a candidate. Levers stand above the dotted line, each over the range that was searched; below it are the
means of the objectives, the better end at the right. The dashed line is the world as it is, which sets no lever.

## The levers

| lever | from | to |
| --- | ---: | ---: |
{knobs}

## The candidates that none dominates

The most robust first. Regret is the mean share of the way from the best to the worst candidate of a future, in the
objective in which that is largest. A candidate satisfies in a future when {satisfies}.

{table}

## What this does not say

A lever costs nothing here but what objectives show: nobody pays for archives that stay readable or for privacy that
training keeps, and no objective asks what users or owners lose. Every candidate sets every lever, within the ranges
above and from its date on for good; policies that leave some alone, come later or react are not among them.

The same command with `--write robust.yaml` writes the candidate as a policy, from the runs that are there; a what-if
shows all that it changes, in futures that nothing was chosen by:

```console
$ tokenshed whatif {world} --policy robust.yaml --seed 2 --replications 40
```
"""


def save_page(answer: Search, page: Path, command: str, anew: Search | None, number: int) -> Path:
    """Write the page of a search, and its figure into `figures` beside it.

    Args:
        answer: what was found.
        page: the file.
        command: by which it is written again.
        anew: how one candidate does in new futures; None where that was not asked.
        number: of that candidate.

    Raises:
        InputError: when it cannot be written.
    """
    with writing(page):
        save_figure(answer, page.parent / "figures" / page.stem)
        words = [*words_of(answer), *([] if anew is None else [words_anew(anew, number)])]
        page.write_text(_markdown(answer, command, words, f"figures/{page.stem}.png"), encoding="utf-8")
    return page


def _markdown(answer: Search, command: str, words: Sequence[str], figure: str) -> str:
    """Return the page."""
    thresholds = " and ".join(map(str, answer.thresholds))
    return _PAGE.format(
        world=answer.world,
        command=command,
        runs=f"{(1 + len(answer.points)) * answer.futures:,}",
        seed=answer.seed,
        candidates=len(answer.points),
        levers=len(answer.knobs),
        population=answer.population,
        futures=answer.futures,
        words="\n\n".join(words),
        figure=figure,
        knobs="\n".join(_knob_rows(answer)),
        satisfies=thresholds or "it is no worse there than the world as it is in any objective",
        table=_table(answer),
    )


def _knob_rows(answer: Search) -> list[str]:
    """Return a row for each lever."""
    rows = []
    for one in answer.knobs:
        ends = f"{one.show(one.low)} | {one.show(one.high)}"
        if one.choices:
            ends = f"{', '.join(map(one.show, one.choices))} |"
        rows.append(f"| `{one.name}` | {ends} |")
    return rows


def _table(answer: Search) -> str:
    """Return the candidates that none dominates, and the world as it is."""
    header = header_of(answer)
    rows = [cells_of(answer, one) for one in answer.pareto] + [baseline_cells(answer)]
    lines = [header, ["---:"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
