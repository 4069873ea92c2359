"""The words of the hindcast's page: scores, what they say, and what the numbers know that they should not."""

from collections.abc import Iterable, Iterator, Sequence
from math import log10
from textwrap import fill

import numpy as np
import pandas as pd

from simulator.analysis.hindcast.beliefs import Believed
from simulator.analysis.hindcast.scoring import Scores
from simulator.analysis.hindcast.study import Hindcast, Origin
from simulator.analysis.hindcast.training import usable
from simulator.report.hindcast_page import PAGE

WIDTH = 120
NEAR = 0.1
"""How far coverage may lie from nominal."""
LEVELS = (50, 80, 95)


def page(found: Hindcast, beliefs: Sequence[Believed]) -> str:
    """Return the page."""
    asked, mean = found.asked, found.average
    return PAGE.format(
        world=asked.loaded.name,
        source=asked.source,
        replications=asked.replications,
        seed=asked.seed,
        scores="\n".join([*map(_score_row, found.origins), _cells("**average**", "", "", mean)]),
        verdict=_filled(_verdict(found)),
        misses="\n\n".join(map(_filled, _misses(found))),
        yearly="\n".join(_yearly(found)),
        largest="\n".join(_largest(found)),
        sizes="\n".join(_sizes(found.overtraining)),
        published="\n".join(_published(found)),
        simulated=_filled(_simulated(found)),
        beliefs="\n".join(map(_belief, beliefs)),
        believed=_filled(_believed(beliefs)),
    )


def _filled(words: str) -> str:
    """Return words as a paragraph."""
    return fill(words, WIDTH, break_on_hyphens=False, break_long_words=False)


def _score_row(one: Origin) -> str:
    """Return the row of an origin."""
    return _cells(one.train_until, str(len(one.fitted.known.models)), str(len(one.forecasts)), one.scores)


def _cells(name: str, known: str, new: str, one: Scores) -> str:
    """Return a row of scores."""
    covered = " | ".join(f"{_coverage(one, level):.0%}" for level in LEVELS)
    return (
        f"| {name} | {known} | {new} | {one.crps:.3f} | {one.crps_trend:.3f} | {one.crps_persistence:.3f} | {covered} "
        f"| {one.skill_vs_trend:+.2f} | {one.skill_vs_persistence:+.2f} | {one.error:+.2f} |"
    )


def _coverage(one: Scores, level: int) -> float:
    """Return the coverage of an interval."""
    return float(getattr(one, f"coverage{level}"))


def _verdict(found: Hindcast) -> str:
    """Return what the average says."""
    mean = found.average
    covered = ", ".join(f"{_coverage(mean, level):.0%} of the middle {level} %" for level in LEVELS)
    near = all(abs(_coverage(mean, level) - level / 100) <= NEAR for level in LEVELS)
    better = "above" if mean.skill_vs_trend > 0 else "not above"
    return (
        f"On average over {len(found.origins)} origins the skill against the log-linear trend is "
        f"{mean.skill_vs_trend:+.2f}, {better} zero, and against persistence {mean.skill_vs_persistence:+.2f}. "
        f"Coverage is {covered}, which is {'within' if near else 'not within'} 10 points of nominal."
    )


def _misses(found: Hindcast) -> Iterator[str]:
    """Yield what went wrong at which origins, and why as far as the numbers tell."""
    worse = {
        "the trend": [one for one in found.origins if one.scores.skill_vs_trend <= 0],
        "persistence": [one for one in found.origins if one.scores.skill_vs_persistence <= 0],
    }
    for name, some in worse.items():
        if some:
            days = _listed(f"{one.train_until} ({getattr(one.scores, _KEYS[name]):+.2f})" for one in some)
            yield f"**Not better than {name}:** {days}. {_REASONS[name]}"
    off = [one for one in found.origins if any(_off(one.scores, level) for level in LEVELS)]
    low = [one for one in off if _coverage(one.scores, 80) < 0.8 - NEAR]
    if low:
        days = _listed(
            f"{one.train_until} (80 % interval: {one.scores.coverage80:.0%}; tokens {_times(one.scores.error)} "
            "foretold)"
            for one in low
        )
        yield f"**Too narrow, or beside it:** {days}. {_NARROW}"
    high = [one for one in off if one not in low and _coverage(one.scores, 80) > 0.8 + NEAR]
    if high:
        days = _listed(f"{one.train_until} ({one.scores.coverage80:.0%})" for one in high)
        yield f"**Too wide:** 80 % intervals held more than nine in ten at {days}. {_WIDE}"
    rest = [one for one in off if one not in low and one not in high]
    if rest:
        days = _listed(
            f"{one.train_until} ({', '.join(f'{level} %: {_coverage(one.scores, level):.0%}' for level in LEVELS)})"
            for one in rest
        )
        yield f"**Off in the middle or in the tails only:** {days}; the 80 % interval is within 10 points there."


_KEYS = {"the trend": "skill_vs_trend", "persistence": "skill_vs_persistence"}
_REASONS = {
    "the trend": (
        "Corpora had hardly grown for a year and a half and then grew faster than compute. A straight line from 2018 "
        "on, steepened by the small models it begins with, happens to run through both; its slope was luck, and half "
        "a year later it lies far too low. Telling the two apart would take evidence on slopes that so few "
        "models cannot give."
    ),
    "persistence": (
        "Tokens stayed where they were for longer than compute did, or a burst of small corpora had just been "
        "published. To say 'no change' is then hard to beat; it takes knowledge of the turn, not of the trend."
    ),
}
_NARROW = (
    "All new models are seen from one date, so that they share one error: a forecast that is off is off for most of "
    "them, and coverage at one origin is a sample of little more than one. From the middle of 2023 on corpora grew "
    "faster than half of compute, since labs began to train far beyond the compute-optimal rule. The first small "
    "models on large corpora had come out before (LLaMA-7B, MPT-7B, Falcon-7B), but theirs were no larger than that of "
    "2019's T5, so that a level of corpora does not show the turn; and the fit lets k drift only slowly. What would be "
    "needed is what made labs do it: use of models, and so the worth of small ones, known before the date, and a "
    "strategy of overtraining fitted to it."
)
_WIDE = (
    "The fit does not know how fast corpora wander and draws it from what has been seen, and few models say little; "
    "by a half year to two after the date they had not wandered that far."
)


def _off(one: Scores, level: int) -> bool:
    """Return whether coverage lies far from nominal."""
    return abs(_coverage(one, level) - level / 100) > NEAR


def _times(error: float) -> str:
    """Return an error in log10 as a factor."""
    return f"{10**error:.2g} times what was"


def _listed(names: Iterable[str]) -> str:
    """Return names as `a, b and c`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _yearly(found: Hindcast) -> Iterator[str]:
    """Yield a row for each year of models: number, geometric mean of tokens, and how that grew."""
    models = usable(found.asked.models)
    frame = pd.DataFrame(
        {"year": [int(one.year) for one in models], "log": [log10(one.tokens or 1.0) for one in models]}
    )
    means = frame.groupby("year")["log"].agg(["size", "mean"])
    before: float | None = None
    for year, number, mean in means.itertuples():
        grown = "" if before is None else f"{10 ** (mean - before):.2f}"
        yield f"| {year} | {number} | {10 ** (mean - 12):.3g} | {grown} |"
        before = float(mean)


def _largest(found: Hindcast) -> Iterator[str]:
    """Yield a row for each origin of how well the largest corpus was foretold, and one for all."""
    for day, rows in found.largest.groupby("train_until"):
        last = rows.iloc[-1]
        low, middle, high, came = (_short(10 ** (last[name] - 12)) for name in ("q10", "q50", "q90", "observed"))
        told = f"{last['what']} | {came} | {middle} ({low} to {high})"
        yield f"| {day} | {len(rows)} | {rows['crps'].mean():.3f} | {rows['within'].mean():.0%} | {told} |"
    rows = found.largest
    yield f"| **all** | {len(rows)} | {rows['crps'].mean():.3f} | {rows['within'].mean():.0%} |  |  |  |"


def _short(number: float) -> str:
    """Return a number in three digits, written out."""
    return f"{float(f'{number:.3g}'):,.10g}"


def _sizes(frame: pd.DataFrame) -> Iterator[str]:
    """Yield a row for each class of sizes of how well median k was foretold, over all origins."""
    for name, rows in frame.groupby("what", sort=False):
        ratio = 10 ** float(np.median(rows["observed"] - rows["q50"]))
        low, high = (_short(10**end) for end in (rows["observed"].min(), rows["observed"].max()))
        scored = f"{rows['crps'].mean():.3f} | {rows['within'].mean():.0%}"
        yield f"| {name} | {len(rows)} | {low} to {high} | {ratio:.2g} | {scored} |"


def _published(found: Hindcast) -> Iterator[str]:
    """Yield a row for each origin and year of how many models came out."""
    for one in found.origins[::2]:
        for each in one.published:
            yield (
                f"| {one.train_until} | {each.year} | {each.middle:.0f} ({each.low:.0f} to {each.high:.0f}) | "
                f"{each.observed} |"
            )


def _simulated(found: Hindcast) -> str:
    """Return what the simulation adds to the fit."""
    mean = found.average
    better = [one.train_until for one in found.origins if one.scores.crps < one.scores.crps_fit_alone]
    which = f" ({_listed(better)})" if better else ""
    return (
        f"The fit alone, drawn without a run, has a CRPS of {mean.crps_fit_alone:.3f} on average, and the simulated "
        f"futures {mean.crps:.3f}; they are better at {len(better)} of {len(found.origins)} origins{which}. So the "
        "skill is that of the fit. The runs cut off corpora larger than all there is to read, which counts where "
        "forecasts reach far; they say which labs train when, which gives the largest corpus and models a year; and "
        "they show that labs as the model has them do what the fit says. They add noise, since the labs of the world "
        "are few."
    )


def _belief(one: Believed) -> str:
    """Return the row of some beliefs."""
    return f"| {one.name} | {one.crps:.3f} | {one.skill:+.2f} | {one.worst:+.2f} | {one.coverage80:.0%} |"


def _believed(beliefs: Sequence[Believed]) -> str:
    """Return what other beliefs do to the skill."""
    low, high = min(one.skill for one in beliefs), max(one.skill for one in beliefs)
    first = beliefs[0]
    place = sorted((one.skill for one in beliefs), reverse=True).index(first.skill) + 1
    return (
        f"Average skill lies between {low:+.2f} and {high:+.2f} under all of them; what was judged stands at place "
        f"{place} of {len(beliefs)}, so that some of its skill may be hindsight and most of it is not."
    )
