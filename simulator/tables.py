"""The tables of a result: typed columns that many replications are written into, one after another."""

from array import array
from collections.abc import Iterable, Mapping
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


class Table:
    """One table under construction; numbers are kept in arrays, so that a long run does not burden memory."""

    def __init__(self, columns: Mapping[str, Kind]) -> None:
        self._kinds = dict(columns)
        self._numbers = {name: array("d") for name, kind in columns.items() if kind == "float"}
        self._others: dict[str, list[object]] = {name: [] for name, kind in columns.items() if kind != "float"}
        self._missing: dict[str, list[int]] = {name: [] for name in self._numbers}
        self.rows = 0

    def append(self, row: Iterable[object]) -> None:
        """Add a row, its values in the order of the columns; None is a missing value."""
        for (name, kind), value in zip(self._kinds.items(), row, strict=True):
            if kind != "float":
                self._others[name].append(value)
            elif value is None:
                self._missing[name].append(self.rows)
                self._numbers[name].append(0.0)
            else:
                self._numbers[name].append(float(value))  # type: ignore[arg-type]
        self.rows += 1

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


Key = tuple[object, ...]
"""What begins every row of a run: its replication, in a batch after its id."""


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
        for outcome in outcomes:
            self._tables["outcomes"].append((*key, outcome.name, outcome.value, outcome.censored))
        self._add_records(key, "pools", history.states)
        self._add_records(key, "use", history.uses)
        self._add_records(key, "payments", history.payments)
        if "events" in self._tables:
            self._add_records(key, "events", weighed(history))
        if "runs" in self._tables:
            self._add_runs(key, history)
        if "diets" in self._tables:
            self._add_diets(key, history)

    def _add_records(self, key: Key, table: str, records: Iterable[object]) -> None:
        """Write down records whose attributes are the columns."""
        if table not in self._tables:
            return
        columns = list(COLUMNS[table])[1:]
        for one in records:
            self._tables[table].append((*key, *(getattr(one, name) for name in columns)))

    def _add_runs(self, key: Key, history: History) -> None:
        """Write down the models that came out."""
        for model in history.models:
            sizes = (
                model.size,
                model.size_active,
                model.tokens,
                model.unique_tokens,
                model.effective_tokens,
                model.epochs,
            )
            training = (
                model.overtraining,
                model.planned_overtraining,
                model.flop,
                model.loss,
                model.data_bound,
                model.spend_usd,
            )
            plan = (model.planned_year, model.planned_tokens, model.planned_loss, model.compute_equivalent)
            ancestry = (model.human_share, model.ancestry.generation, model.ancestry.tail, model.ancestry.bias)
            told = (model.ancestry.depth, model.memorised_share, history.group(model.lab))
            row = (*sizes, *training, *plan, *ancestry, *told)
            self._tables["runs"].append((*key, model.lab, model.name, model.year, *row))

    def _add_diets(self, key: Key, history: History) -> None:
        """Write down what was read for each corpus."""
        for one in history.corpora:
            for helping in one.corpus.helpings:
                worth = (helping.effective, helping.marginal_value(one.r_star), helping.spend_usd)
                eaten = (
                    helping.unique,
                    helping.read,
                    helping.epochs,
                    *worth,
                    helping.kind,
                    helping.compute,
                    helping.part,
                )
                self._tables["diets"].append((*key, one.lab, one.year, helping.pool, *eaten))

    def arrow(self, *, empty: bool = False) -> dict[str, pa.Table]:
        """Return every table that has rows, or all of them."""
        return {name: table.arrow() for name, table in self._tables.items() if table.rows or empty}
