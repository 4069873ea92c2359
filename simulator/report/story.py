"""The result of a run in plain words: when, how sure, for whom."""

from collections.abc import Iterator, Mapping

from simulator.run import Result
from simulator.summary import Summary
from worlds.config.schema import World


def story(result: Result) -> list[str]:
    """Return a few sentences that say what a run found."""
    request, world = result.request, result.request.loaded.world
    how = (
        f"{request.replications:,} replications, seed {request.seed}" if request.drawn else "one run at central values"
    )
    where = "" if request.scenario is None else f" in the scenario {request.scenario}"
    under = f" under {', '.join(request.policies)}" if request.policies else ""
    lines = [f"{result.name}{where}{under}, {world.start:g} to {world.end:g}: {how}.", ""]
    lines += dates(result.summary, world)
    return lines


def dates(summary: Mapping[str, Summary], world: World) -> Iterator[str]:
    """Yield when public text runs out, and when each lab finds less than it needs, sentence by sentence."""
    yield _when("Public text runs out for the first lab", summary["exhaustion_year.public"], world.end)
    for lab, section in world.labs.items():
        who = lab if section.count == 1 else f"The first of the {section.count:,} labs of {lab}"
        found = summary[f"data_bound_year.{lab}"]
        yield _when(f"{who} finds less than it needs for the first time", found, world.end)
    if summary["training_runs"].mean == 0:
        yield "No lab trains anything."


def _when(what: str, summary: Summary, end: float) -> str:
    """Return a sentence about a date and how sure it is."""
    low, middle, high = (summary.quantiles[name] for name in ("q10", "q50", "q90"))
    if summary.never == 1:
        return f"{what}: not before {end:g}."
    if summary.before_start == 1:
        return f"{what}: it had happened by the start."
    by = "by" if summary.before_start > 0 else "in"
    sentence = f"{what} {by} {middle:.1f}" if middle is not None else f"{what} after {end:g} in most futures"
    if summary.never + summary.before_start == 0 and low == high:
        return sentence + "."
    ends = (
        f"{low:.1f}" if low is not None else f"{end:g}",
        f"{high:.1f}" if high is not None else f"later than {end:g}",
    )
    sentence += f" (median; 80 % of futures: {ends[0]} to {ends[1]})"
    censored = [f"{summary.never:.1%} not before {end:g}"] * (summary.never > 0)
    censored += [f"{summary.before_start:.1%} before the start"] * (summary.before_start > 0)
    return sentence + (f"; {', '.join(censored)}." if censored else ".")
