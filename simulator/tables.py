"""The tables of a result: typed columns that many replications are written into, one after another."""

from array import array
from collections.abc import Iterable, Mapping
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


class Tables:
    """The tables of a run, filled one replication after another."""

    def __init__(self) -> None:
        self._tables = {name: Table(columns) for name, columns in COLUMNS.items()}

    def add(self, replication: int, history: History, outcomes: Iterable[Outcome]) -> None:
        """Write down one replication."""
        for outcome in outcomes:
            self._tables["outcomes"].append((replication, outcome.name, outcome.value, outcome.censored))
        self._add_records(replication, "pools", history.states)
        self._add_records(replication, "use", history.uses)
        self._add_records(replication, "payments", history.payments)
        self._add_records(replication, "events", weighed(history))
        self._add_runs(replication, history)

    def _add_records(self, replication: int, table: str, records: Iterable[object]) -> None:
        """Write down records whose attributes are the columns."""
        columns = list(COLUMNS[table])[1:]
        for one in records:
            self._tables[table].append((replication, *(getattr(one, name) for name in columns)))

    def _add_runs(self, replication: int, history: History) -> None:
        runs, diets = self._tables["runs"], self._tables["diets"]
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
            runs.append((replication, model.lab, model.name, model.year, *row))
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
                diets.append((replication, one.lab, one.year, helping.pool, *eaten))

    def arrow(self) -> dict[str, pa.Table]:
        """Return every table that has rows."""
        return {name: table.arrow() for name, table in self._tables.items() if table.rows}
