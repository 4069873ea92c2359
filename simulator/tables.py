"""The tables of a result: typed columns that many replications are written into, one after another."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Literal

import pyarrow as pa

from simulator.outcomes import Outcome
from simulator.recorder import History
from simulator.weights import weighed

Kind = Literal["int", "float", "text", "flag"]
_ARROW: dict[Kind, pa.DataType] = {"int": pa.int32(), "float": pa.float64(), "text": pa.string(), "flag": pa.bool_()}

COLUMNS: dict[str, dict[str, Kind]] = {
    "outcomes": {"replication": "int", "outcome": "text", "value": "float", "censored": "text"},
    "pools": {
        "replication": "int",
        "year": "float",
        "pool": "text",
        "kind": "text",
        "stock": "float",
        "human": "float",
        "machine": "float",
        "quality": "float",
        "generation": "float",
        "utilisation": "float",
        "price": "float",
        "open_share": "float",
        "effective_stock": "float",
        "read_share": "float",
        "new_machine_share": "float",
    },
    "runs": {
        "replication": "int",
        "lab": "text",
        "model": "text",
        "year": "float",
        "size": "float",
        "size_active": "float",
        "tokens": "float",
        "unique_tokens": "float",
        "effective_tokens": "float",
        "epochs": "float",
        "overtraining": "float",
        "planned_overtraining": "float",
        "flop": "float",
        "loss": "float",
        "data_bound": "flag",
        "spend_usd": "float",
        "planned_year": "float",
        "planned_tokens": "float",
        "planned_loss": "float",
        "compute_equivalent": "float",
        "human_share": "float",
        "generation": "float",
        "tail": "float",
        "bias": "float",
        "depth": "int",
        "memorised_share": "float",
        "group": "text",
    },
    "diets": {
        "replication": "int",
        "lab": "text",
        "year": "float",
        "pool": "text",
        "unique": "float",
        "read": "float",
        "epochs": "float",
        "effective": "float",
        "marginal_value": "float",
        "spend_usd": "float",
        "kind": "text",
        "compute": "float",
        "part": "text",
    },
    "use": {
        "replication": "int",
        "year": "float",
        "user_base": "text",
        "lab": "text",
        "share": "float",
        "serving": "float",
        "tokens": "float",
        "inference_flop": "float",
        "spend_usd": "float",
        "revenue_usd": "float",
    },
    "payments": {
        "replication": "int",
        "year": "float",
        "lab": "text",
        "to": "text",
        "usd": "float",
        "what": "text",
    },
    "events": {
        "replication": "int",
        "year": "float",
        "kind": "text",
        "agent": "text",
        "subject": "text",
        "value": "float",
        "text": "text",
        "weight": "float",
    },
}
"""The columns of every table, in order, as `docs/files.md` explains them."""

_AT_ONCE = 4096
"""Rows that are turned into columns together: enough to be quick, few enough not to burden memory."""

_RECORD = {name: attrgetter(*list(COLUMNS[name])[1:]) for name in ("pools", "use", "payments", "events")}
"""What reads a row off a record whose attributes are the columns."""

_MODEL = attrgetter(
    "lab",
    "name",
    "year",
    "size",
    "size_active",
    "tokens",
    "unique_tokens",
    "effective_tokens",
    "epochs",
    "overtraining",
    "planned_overtraining",
    "flop",
    "loss",
    "data_bound",
    "spend_usd",
    "planned_year",
    "planned_tokens",
    "planned_loss",
    "compute_equivalent",
    "human_share",
    "ancestry.generation",
    "ancestry.tail",
    "ancestry.bias",
    "ancestry.depth",
    "memorised_share",
)
"""What reads a row of `runs` off a model, but for its group."""

Row = tuple[object, ...]
Key = tuple[object, ...]
"""What begins every row of a run: its replication, in a batch after its id."""


class Table:
    """One table under construction; numbers are kept in arrays, so that a long run does not burden memory."""

    def __init__(self, columns: Mapping[str, Kind]) -> None:
        self._kinds = dict(columns)
        self._numbers = {name: array("d") for name, kind in columns.items() if kind == "float"}
        self._others: dict[str, list[object]] = {name: [] for name, kind in columns.items() if kind != "float"}
        self._missing: dict[str, list[int]] = {name: [] for name in self._numbers}
        self.rows = 0

    def extend(self, key: Key, rows: Iterable[Row]) -> None:
        """Add rows, their values in the order of the columns; None is a missing value.

        They are turned into columns, since a column is added faster than its values one by one.

        Args:
            key: what begins each of them.
            rows: the rest of each.
        """
        rows = iter(rows)
        while block := list(islice(rows, _AT_ONCE)):
            begun = [[value] * len(block) for value in key]
            for name, column in zip(self._kinds, [*begun, *zip(*block, strict=True)], strict=True):
                self._add_to(name, column)
            self.rows += len(block)

    def _add_to(self, name: str, column: Iterable[object]) -> None:
        """Add values to a column."""
        if self._kinds[name] != "float":
            self._others[name].extend(column)
            return
        values = list(column)
        if None in values:
            gaps = [i for i, value in enumerate(values) if value is None]
            self._missing[name] += [self.rows + i for i in gaps]
            for i in gaps:
                values[i] = 0.0
        self._numbers[name].extend(values)  # type: ignore[arg-type]

    def arrow(self) -> pa.Table:
        """Return the table."""
        return pa.table({name: self._column(name) for name in self._kinds})

    def _column(self, name: str) -> pa.Array:
        kind = self._kinds[name]
        if kind != "float":
            return pa.array(self._others[name], type=_ARROW[kind])
        missing = self._missing[name]
        if not missing:
            return pa.array(memoryview(self._numbers[name]), type=pa.float64())
        values: list[float | None] = list(self._numbers[name])
        for row in missing:
            values[row] = None
        return pa.array(values, type=pa.float64())


class Tables:
    """The tables of a run, or of many, filled one replication after another."""

    def __init__(self, names: Iterable[str] = COLUMNS, key: Mapping[str, Kind] = MappingProxyType({})) -> None:
        """Begin without rows.

        Args:
            names: which tables are filled.
            key: columns before all others.
        """
        self._tables = {name: Table({**key, **COLUMNS[name]}) for name in COLUMNS if name in set(names)}

    def add(self, key: Key, history: History, outcomes: Iterable[Outcome]) -> None:
        """Write down one replication.

        Args:
            key: what begins each of its rows; the replication last.
            history: what it recorded.
            outcomes: what came out.
        """
        rows = {
            "outcomes": ((one.name, one.value, one.censored) for one in outcomes),
            "pools": map(_RECORD["pools"], history.states),
            "runs": ((*_MODEL(model), history.group(model.lab)) for model in history.models),
            "diets": _eaten(history),
            "use": map(_RECORD["use"], history.uses),
            "payments": map(_RECORD["payments"], history.payments),
            "events": map(_RECORD["events"], weighed(history)),
        }
        for name, table in self._tables.items():
            table.extend(key, rows[name])

    def arrow(self, *, empty: bool = False) -> dict[str, pa.Table]:
        """Return every table that has rows, or all of them."""
        return {name: table.arrow() for name, table in self._tables.items() if table.rows or empty}


def _eaten(history: History) -> Iterator[Row]:
    """Yield the rows of what was read for each corpus."""
    for one in history.corpora:
        for helping in one.corpus.helpings:
            yield (
                one.lab,
                one.year,
                helping.pool,
                helping.unique,
                helping.read,
                helping.epochs,
                helping.effective,
                helping.marginal_value(one.r_star),
                helping.spend_usd,
                helping.kind,
                helping.compute,
                helping.part,
            )
