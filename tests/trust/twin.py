"""An independent twin: the core written a second time from MODEL.md alone, against runs of random worlds."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import yaml

from simulator.run import Result, run_world
from tests.trust.promise import Finding, share_of
from tests.trust.twin_core import Twin
from tests.trust.twin_worlds import twin_world

WORLDS = 3_000
LIMIT = 1e-9
Row = Mapping[str, object]


@dataclass
class Deviations:
    """The largest relative deviation of each quantity, and what does not match at all.

    Attributes:
        largest: by quantity.
        compared: how many numbers.
        unlike: what is there once only, is never on one side only, or differs without being a number.
    """

    largest: dict[str, float] = field(default_factory=dict)
    compared: int = 0
    unlike: list[str] = field(default_factory=list)

    def note(self, quantity: str, theirs: object, ours: object, where: str) -> None:
        """Compare a value of a run with the twin's."""
        self.compared += 1
        if isinstance(theirs, int | float) and isinstance(ours, int | float) and abs(theirs) < inf and abs(ours) < inf:
            scale = max(abs(theirs), abs(ours))
            off = abs(theirs - ours) / scale if scale > 0.0 else 0.0
            self.largest[quantity] = max(self.largest.get(quantity, 0.0), off)
        elif theirs != ours:
            self.unlike.append(f"{where}: {quantity} is {theirs} and {ours}")

    def rows(self, what: str, theirs: Iterable[Row], ours: Sequence[Row], key: tuple[str, ...], where: str) -> None:
        """Compare two tables, row by row in the order of a key."""

        def place(row: Row) -> tuple[str, ...]:
            return tuple(f"{row[name]:.9f}" if isinstance(row[name], float) else str(row[name]) for name in key)

        left, right = {place(row): row for row in theirs}, {place(row): row for row in ours}
        self.unlike += [f"{where}: {what} {one} is there once" for one in left.keys() ^ right.keys()]
        for one in left.keys() & right.keys():
            for name, value in right[one].items():
                if name in left[one] and name not in key:
                    self.note(f"{what}.{name}", left[one][name], value, where)


def compare(seed: int, folder: Path, found: Deviations) -> None:
    """Run a random world both ways, and note how far they are apart."""
    tree, facts = twin_world(seed)
    path = folder / "twin.yaml"
    path.write_text(yaml.safe_dump(tree), encoding="utf-8")
    result, twin, where = run_world(path), Twin(facts).run(), f"world {seed}"
    found.rows("pools", _table(result, "pools"), twin.pool_rows, ("year", "pool"), where)
    found.rows("diets", _table(result, "diets"), twin.diet_rows, ("year", "pool"), where)
    found.rows("models", _table(result, "runs"), twin.model_rows, ("planned_year", "model"), where)
    outcomes = {str(row["outcome"]): _told(row) for row in _table(result, "outcomes")}
    for name, value in _outcomes(twin).items():
        found.note(name.split(".")[0], outcomes[name], value, where)


def _table(result: Result, name: str) -> list[Row]:
    """Return the rows of a table, none where nothing was written."""
    return list(result.tables[name].to_pylist()) if name in result.tables else []


def _told(row: Row) -> object:
    """Return an outcome, censored dates being infinitely early or late."""
    return {"never": inf, "before_start": -inf}.get(str(row["censored"]), row["value"])


def _outcomes(twin: Twin) -> dict[str, float]:
    """Return outcomes of the twin, censored dates being infinitely early or late, as is the loss of no model."""
    facts, rows = twin.facts, twin.model_rows
    dates = {f"exhaustion_year.{name}": twin.exhausted(name) for name in twin.uses}
    dates["data_bound_year.lab"] = twin.bound
    within = {name: -inf if date <= facts.start else inf if date > facts.end else date for name, date in dates.items()}
    stocks = {f"final_stock.{name}": stock for name, stock in twin.final.items()}
    best = min((float(str(row["loss"])) for row in rows), default=inf)
    sums = {
        "train_flop": sum(float(str(row["flop"])) for row in rows),
        "compute_spend_usd": sum(float(str(row["cost"])) for row in rows),
        "training_runs": float(len(rows)),
        "best_loss": best,
    }
    return within | stocks | sums


def deviations(worlds: int) -> Deviations:
    """Return how far runs of so many random worlds are from the twin."""
    found = Deviations()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(worlds):
            compare(seed, Path(folder), found)
    return found


def measure(size: float) -> Iterator[Finding]:
    """Compare random worlds with the twin."""
    worlds = share_of(WORLDS, size, 20)
    found = deviations(worlds)
    where = f"{found.compared:,} numbers of {worlds:,} random worlds"
    for what, tables in _GROUPS.items():
        mine = {name: off for name, off in found.largest.items() if name.split(".")[0] in tables}
        worst = max(mine, key=lambda name: mine[name])
        yield Finding(what, f"{mine[worst]:.1e} at most ({worst})", "1e-9", mine[worst] <= LIMIT)
    first = f"; the first: {found.unlike[0]}" if found.unlike else ""
    yield Finding(
        "rows, names, and dates that are never",
        f"{len(found.unlike)} that differ, of {where}{first}",
        "0",
        not found.unlike,
        "MODEL.md did not say that public text is no target of a lab that reads no public pool, which way of reading, "
        "set of constants, form of repetition and response hold where a world names none; it does now",
    )


_GROUPS = {
    "stocks, people's and machines', quality, what is open and read, each year": ("pools", "final_stock"),
    "diets: unique, positions, effective tokens": ("diets",),
    "models: size, tokens, epochs, k, FLOP, loss": ("models", "best_loss", "train_flop", "compute_spend_usd"),
    "dates of exhaustion and of too little data": ("exhaustion_year", "data_bound_year"),
}
