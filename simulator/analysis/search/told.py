"""Values of objectives as people read them."""

from collections.abc import Sequence

from simulator.analysis.search.answer import Search
from simulator.analysis.search.candidates import Candidate
from simulator.analysis.search.wishes import Objective
from worlds.config.units import counted


def means_of(answer: Search) -> list[list[str]]:
    """Return the means of each candidate as people read them, then those of the world as it is."""
    base = zip(
        answer.objectives, answer.baseline_means, answer.baseline_never, answer.baseline_before_start, strict=True
    )
    return [*(means_told(answer.objectives, one) for one in answer.candidates), [bounded(*one) for one in base]]


def means_told(objectives: Sequence[Objective], one: Candidate) -> list[str]:
    """Return the means of a candidate as people read them."""
    return [bounded(*each) for each in zip(objectives, one.means, one.never, one.before_start, strict=True)]


def bounded(wish: Objective, value: float, never: float, before_start: float) -> str:
    """Return a mean as people read it; where dates do not come in the world's time, as the bound that it is.

    Args:
        wish: the objective.
        value: its mean, dates that do not come counted as the end of the world, and those before as its start.
        never: share of futures in which it does not come by the end.
        before_start: share in which it had come by the start.
    """
    sign = "~" if never and before_start else ">=" if never else "<=" if before_start else ""
    return f"{sign}{shown(wish, value)}"


def shown(wish: Objective, value: float) -> str:
    """Return a value of an objective, in base units, as people read it."""
    if wish.unit == "year":
        return f"{value:.2f}"
    if wish.unit in {"USD", "token"}:
        return f"{counted(value)}{wish.unit}"
    return f"{value:.4g}" + ("" if wish.unit in {"1", "x"} else f" {wish.unit}")
