"""What a report says of sensitivity: which uncertain numbers go with an outcome, as far as results can tell."""

from collections.abc import Iterator, Sequence

import pandas as pd

from simulator.analysis.ranks import FEWEST, Rank, draws, ranks
from simulator.pictures.drivers import correlations
from simulator.report.document.document import Block, Paragraph, Shown, Table, table
from worlds.config.loading import LoadedWorld

OUTCOME = "exhaustion_year.public"
_SAID, _LISTED = 5, 12
_METHOD = (
    "Told by the correlation of ranks between each number and the outcome over the futures there are. It says what "
    "goes together, one number at a time; it does not part the variance, which the command tokenshed sensitivity does."
)


def of_run(loaded: LoadedWorld, seed: int, outcomes: pd.DataFrame, source: str) -> Iterator[Block]:
    """Yield which numbers go with the date on which public text runs out in a run at drawn numbers.

    Args:
        loaded: its world.
        seed: of the run.
        outcomes: its outcomes, as in its table.
        source: what stands in the corner of the picture.
    """
    rows = outcomes[outcomes["outcome"] == OUTCOME].sort_values("replication")
    numbers = draws(loaded, seed, len(rows)) if len(rows) >= FEWEST else pd.DataFrame()
    values = ordered(rows, loaded.world.start)[: len(numbers)]
    return blocks(ranks(numbers, values) if len(numbers) else [], OUTCOME, len(values), source, loaded.name)


def ordered(rows: pd.DataFrame, start: float) -> list[float]:
    """Return dates for ranks: those that had come before the start first, those that do not come last."""
    late = float(rows["value"].max()) + 1.0 if rows["value"].notna().any() else 1.0
    censored = {"never": late, "before_start": start - 1.0}
    return [
        float(value) if word not in censored else censored[word]
        for value, word in zip(rows["value"], rows["censored"], strict=True)
    ]


def of_difference(loaded: LoadedWorld, seed: int, pairs: pd.DataFrame) -> list[Rank]:
    """Return which numbers go with how far a policy moves an outcome.

    Args:
        loaded: the world without it.
        seed: of the what-if.
        pairs: both sides of each pair, as in its table.
    """
    rows = pairs.sort_values("replication")
    if len(rows) < FEWEST:
        return []
    numbers = draws(loaded, seed, len(rows))
    return ranks(numbers, (rows["changed"] - rows["baseline"]).tolist()[: len(numbers)])


def blocks(ranked: Sequence[Rank], what: str, futures: int, source: str, name: str) -> Iterator[Block]:
    """Yield what goes with an outcome: in words, as a picture, and as a table.

    Args:
        ranked: the numbers, the strongest first; none where results cannot say.
        what: the outcome in words.
        futures: how many there are.
        source: what stands in the corner of the picture.
        name: of the world.
    """
    sure = [one for one in ranked if one.sure]
    if not ranked:
        yield Paragraph(
            f"These results cannot say which numbers go with {what}: that takes at least {FEWEST} futures in which "
            f"numbers and outcome differ. The command tokenshed sensitivity {name} asks the world itself."
        )
        return
    if sure:
        said = ", then ".join(f"{one.name} ({one.correlation:+.2f})" for one in sure[:_SAID])
        yield Paragraph(f"What goes with {what} most: {said}.")
    else:
        yield Paragraph(f"Over {futures:,} futures no number goes with {what} by more than chance.")
    yield Paragraph(
        f"{len(sure):,} of {len(ranked):,} numbers that differ over {futures:,} futures go with it by more than chance "
        f"(5 % over all of them together). {_METHOD}"
    )
    if sure:
        yield Shown(correlations(ranked, what, source))
        yield _table(sure)


def _table(sure: Sequence[Rank]) -> Table:
    """Return the numbers that go with an outcome by more than chance."""
    rows = [(one.name, f"{one.correlation:+.2f}", f"{one.low:+.2f} to {one.high:+.2f}") for one in sure[:_LISTED]]
    return table(("number", "rank correlation", "90 % interval"), rows, "Numbers that matter, by more than chance.")
