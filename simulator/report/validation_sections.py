"""The tables of the validation, part by part."""

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from math import isnan
from textwrap import fill

from simulator.analysis.claims.futures import LARGE, MIDDLE, Futures
from simulator.analysis.hindcast.study import Origin
from simulator.report.claims import amount, counted, ends, number
from simulator.validation.claims import Claims, Judged
from simulator.validation.forecast import Reproduction
from simulator.validation.hindcast import LEVELS, Scored
from simulator.validation.laws import Laws
from simulator.validation.reference import Reference
from simulator.validation.row import Part, Row

WIDTH = 120


@singledispatch
def section(part: Part) -> Iterator[str]:
    """Yield the lines of the section of a part."""
    yield from _rows(part.rows)


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a table of numbers with their targets."""
    yield "| | target | Tokenshed | deviation | allowed |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for row in rows:
        allowed = "more" if row.at_least else f"{row.tolerance:.2g}"
        yield f"| {row.what} | {row.target:.5g} | {row.value:.5g} | {_signed(row.deviation)} | {allowed} |"


def _signed(deviation: float) -> str:
    """Return a deviation with its sign; what is mere rounding is none."""
    return "0" if abs(deviation) < 1e-9 else f"{deviation:+.2g}"


def _filled(words: str) -> str:
    """Return words as a paragraph."""
    return fill(" ".join(words.split()), WIDTH, break_on_hyphens=False, break_long_words=False)


@section.register
def _forecast(part: Reproduction) -> Iterator[str]:
    """Yield the tables of exhaustion years and of stocks."""
    n = part.replications
    yield _filled(
        f"""The world `epoch-2024` states Villalobos et al. 2024 (arXiv:2211.04325) as labs and pools: the trend in
        dataset size as compute at k = 1, the indexed web with its quality filter, growth and repetition. {n:,}
        replications for each k (`tokenshed run epoch-2024 --replications {n} --set labs.frontier.overtraining.k=K`),
        {part.stock_draws:,} draws for the stocks, seed 0. Targets are recomputed from Epoch's code. Years may deviate
        by 0.3, medians of stocks by 5 %, their tails by 10 %."""
    )
    yield ""
    yield from forecast_table(part)
    yield ""
    yield from _stock_table(part)
    yield ""
    yield "![Public text and the largest corpus, 2018 to 2040](figures/epoch-2024.png)"


def forecast_table(part: Reproduction) -> Iterator[str]:
    """Yield the lines of the table of exhaustion years."""
    yield "| overtraining k | Epoch's trend, 10 / 50 / 90 % | Tokenshed, 10 / 50 / 90 % | deviation, years |"
    yield "| ---: | :---: | :---: | :---: |"
    for k, rows in part.forecast.items():
        target, value = (_joined("{:.1f}", numbers) for numbers in _both(rows))
        deviation = _joined("{:+.2f}", [row.deviation for row in rows])
        yield f"| {k} | {target} | {value} | {deviation} |"


def _stock_table(part: Reproduction) -> Iterator[str]:
    """Yield the lines of the table of stocks."""
    yield "| stock in 2024, T token | Epoch, 2.5 / 50 / 97.5 % | Tokenshed, 2.5 / 50 / 97.5 % | deviation |"
    yield "| --- | :---: | :---: | :---: |"
    for name, rows in part.stocks.items():
        target, value = (_joined("{:.0f}", numbers) for numbers in _both(rows))
        deviation = _joined("{:+.1%}", [row.deviation / row.target for row in rows])
        yield f"| {name} | {target} | {value} | {deviation} |"


def _both(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """Return the targets of some rows, and what came out."""
    return [row.target for row in rows], [row.value for row in rows]


def _joined(form: str, numbers: Sequence[float]) -> str:
    """Return numbers as `a / b / c`."""
    return " / ".join(form.format(one) for one in numbers)


@section.register
def _laws(part: Laws) -> Iterator[str]:
    """Yield a table for each law, with its sources."""
    yield _filled(
        """Numbers that a paper prints, or that were worked out from a paper's constants apart from this code; each
        table says which. The constants are those of `worlds/data/scaling_laws.csv` and of the world files."""
    )
    for title, rows in part.tables.items():
        unit = f", {rows[0].unit}" if rows[0].unit and len({row.unit for row in rows}) == 1 else ""
        yield from ("", f"### {title}{unit}", "", *_rows(rows), "")
        yield _filled(f"Targets: {'; '.join(dict.fromkeys(row.source for row in rows))}.")


@section.register
def _claims(part: Claims) -> Iterator[str]:
    """Yield the table of verdicts."""
    found = part.ledger
    futures = Futures(found.replications, found.seed)
    yield _filled(
        f"""Every claim judged anew ({counted(found.entries)}); [claims.md](claims.md) has the sentences, rules and
        reasons. Small worlds in {futures.number()} futures, those with several pools in {futures.number(MIDDLE)}, the
        world of 2026 in {futures.number(LARGE)}. The article's figure stands where it states one for the number that is
        measured. The target is that a claim holds, at least in part; its rule has the thresholds, instead of a
        tolerance."""
    )
    yield ""
    yield "| claim | article | Tokenshed | interval | deviation | verdict |"
    yield "| --- | ---: | ---: | :---: | ---: | --- |"
    for entry, row in zip(found.entries, part.rows, strict=True):
        shown = f"{amount(entry)} | {ends(entry)} | {_from_article(row)} | {row.verdict}"
        yield f"| [{row.what}](claims.md#{row.what}) | {number(row.target, row.unit)} | {shown} |"


def _from_article(row: Judged) -> str:
    """Return how far a claim's number lies from the article's: in years, in points of a share, or in per cent."""
    if isnan(row.target):
        return "-"
    if row.unit == "year":
        return f"{row.deviation:+.1f} years"
    if row.unit.startswith("share"):
        return f"{100 * row.deviation:+.0f} points"
    return f"{row.deviation / row.target:+.0%}"


@section.register
def _hindcast(part: Scored) -> Iterator[str]:
    """Yield the targets, and the scores of each origin."""
    found = part.found
    yield _filled(
        f"""`{found.asked.loaded.name}` fitted to the models of {found.asked.source} that were known at a date,
        simulated on, and scored against those that came: log10 tokens of each; {len(found.origins)} origins,
        {found.asked.replications} futures each, seed {found.asked.seed}. Targets are for the mean over origins;
        coverage may lie 10 points from nominal. [hindcast.md](hindcast.md) says what went wrong where."""
    )
    yield ""
    yield from _rows(part.rows)
    yield ""
    yield _filled(
        """Origin by origin, with how far coverage lies from nominal in points. All models of an origin are seen from
        one date and share one error, so that single origins have no target."""
    )
    yield ""
    levels = " | ".join(f"{level} %" for level in LEVELS)
    yield f"| before | known | new | CRPS | skill vs trend | vs persistence | {levels} |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    yield from map(_origin, found.origins)


def _origin(one: Origin) -> str:
    """Return the row of an origin."""
    scores = one.scores
    held = {level: float(getattr(scores, f"coverage{level}")) for level in LEVELS}
    covered = " | ".join(f"{share:.0%} ({100 * share - level:+.0f})" for level, share in held.items())
    numbers = f"{len(one.fitted.known.models)} | {len(one.forecasts)} | {scores.crps:.3f}"
    skills = f"{scores.skill_vs_trend:+.2f} | {scores.skill_vs_persistence:+.2f}"
    return f"| {one.train_until} | {numbers} | {skills} | {covered} |"


@section.register
def _reference(part: Reference) -> Iterator[str]:
    """Yield how far each world has moved from its stored outcomes."""
    if not part.rows:
        yield _filled(
            """The outcomes are stored in `results/reference` of a checkout; an installed package does not have them."""
        )
        return
    yield _filled(
        f"""{part.numbers:,} outcomes of {len(part.rows)} worlds, at central values and in five replications of seed 0,
        beside those of `results/reference`. With the locked libraries they are the same to the byte; others, and other
        processors, may round otherwise."""
    )
    yield ""
    yield "| world | largest relative deviation | the same to the byte |"
    yield "| --- | ---: | --- |"
    for row in part.rows:
        same = "yes" if row.what in part.same else "no"
        yield f"| {row.what} | {row.value:.2g} | {same} |"
