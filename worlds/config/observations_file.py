"""Real models from a table of somebody else: with the columns of `worlds/data/models.csv`, or of Epoch's extracts."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import get_args

from worlds.config.faults import Fault, FaultyFile, InputError, Mark, listed, nearest, shown
from worlds.config.files import text_of
from worlds.config.observations import Confidence, ObservedModel, decimal_year, observed_models

_ALSO = {"n_total": "size", "n_active": "size_active", "d_tokens_seen": "tokens", "arch": "architecture"}
"""Other names of columns, with ours."""
_NEEDED = ("name", "date", "size", "size_active", "tokens", "confidence")
_NUMBERS = ("size", "size_active", "tokens", "epochs", "train_flop")
_WORDS = ("lab", "country", "licence", "form", "modality", "architecture", "source")
_LARGEST = 1e60
_PLAUSIBLE = {
    "tokens": (1e8, 1e17, "tokens, as 1.5e13 for 15 T"),
    "size": (1e6, 1e16, "parameters, as 7e10 for 70 B"),
    "size_active": (1e6, 1e16, "parameters, as 7e10 for 70 B"),
}
"""Between which numbers a model may lie, and what they count: figures in T, B or M lie far below."""


def read_models(path: str | Path) -> tuple[ObservedModel, ...]:
    """Return the models of a CSV file in the order of their publication.

    A file without the column `actor` gets the labs of the world from the names that labs have in `models.csv`.

    Raises:
        InputError: when the file cannot be read, or has faults; the message names line, row and column of each.
    """
    place = Path(path)
    if not place.is_file():
        wrong = "is a folder; allowed: a file" if place.is_dir() else "there is no such file"
        raise InputError(f"{path}: {wrong}")
    rows = _Rows(str(path), text_of(place))
    models = [model for line, cells in rows for model in rows.model(line, cells)]
    if rows.faults:
        raise FaultyFile(rows.faults)
    return tuple(sorted(models, key=lambda one: (one.year, one.name)))


@dataclass(frozen=True)
class _Place:
    """Where a cell stands: the line of the file and the number of its row, counted from 1 below the header."""

    line: int
    row: int


class _Rows:
    """The rows of a file as they are read, with what is wrong in them."""

    def __init__(self, label: str, text: str) -> None:
        self.label = label
        self.faults: list[Fault] = []
        self._reader = csv.reader(StringIO(text))
        self._raw = [cell.strip() for cell in next(self._reader, [])]
        self._header = [_ALSO.get(cell, cell) for cell in self._raw]
        self._written = dict(zip(self._header, self._raw, strict=True))
        self._check_header()
        self._seen: dict[tuple[str, str, float], int] = {}
        self._actors = {model.lab: model.actor for model in observed_models() if model.actor}

    def _check_header(self) -> None:
        """Refuse a file that lacks a column, or has one twice, before any row is read."""
        missing = [name for name in _NEEDED if name not in self._header]
        twice = sorted({name for name in self._header if name and self._header.count(name) > 1})
        wrong = [f"there is no column {name!r}{nearest(name, self._header)}" for name in missing]
        wrong += [f"the column {name!r} stands there twice" for name in twice]
        if wrong:
            allowed = f"{', '.join(_NEEDED)}, or {', '.join(_ALSO)} for {', '.join(_ALSO.values())}"
            raise FaultyFile([Fault(Mark(self.label, 1, 1), "", one, allowed, listed(self._raw)) for one in wrong])

    def __iter__(self) -> Iterator[tuple[_Place, dict[str, str]]]:
        """Yield the cells of each row by column, with where it stands; empty lines are passed over."""
        row = 0
        before = self._reader.line_num
        for cells in self._reader:
            line, before = before + 1, self._reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            row += 1
            place = _Place(line, row)
            if len(cells) != len(self._header):
                self._fault(place, "", f"has {len(cells)} cells", f"{len(self._header)}, as the header", "")
                continue
            yield place, {name: cell.strip() for name, cell in zip(self._header, cells, strict=True)}

    def model(self, place: _Place, cells: Mapping[str, str]) -> list[ObservedModel]:
        """Return the model of a row, or nothing where anything in it is wrong."""
        before = len(self.faults)
        if not cells["name"]:
            self._fault(place, "name", "is empty", "the name of a model", "")
        year = self._year(place, cells["date"])
        if cells["confidence"] not in get_args(Confidence):
            allowed = listed(get_args(Confidence))
            self._fault(place, "confidence", "not a confidence", allowed, cells["confidence"])
        numbers = {name: self._number(place, name, cells.get(name, "")) for name in _NUMBERS}
        if len(self.faults) == before:
            self._check_new(place, cells, year)
        if len(self.faults) > before:
            return []
        words = {name: cells.get(name, "") for name in _WORDS}
        actor = cells["actor"] if "actor" in cells else self._actors.get(words["lab"], "")
        facts = {**numbers, **words, "actor": actor, "name": cells["name"], "confidence": cells["confidence"]}
        return [ObservedModel(year=year, **facts)]  # type: ignore[arg-type]

    def _check_new(self, place: _Place, cells: Mapping[str, str], year: float) -> None:
        """Refuse a model that stands there already, since it would count twice."""
        key = cells["name"].casefold(), cells.get("lab", "").casefold(), year
        first = self._seen.setdefault(key, place.line)
        if first != place.line:
            allowed = "each model of a lab once a day"
            self._fault(place, "name", f"stands in line {first} already, with this date", allowed, cells["name"])

    def _year(self, place: _Place, text: str) -> float:
        """Return the decimal year of a cell."""
        try:
            date.fromisoformat(text)
        except ValueError:
            self._fault(place, "date", "not a day", "year, month and day such as 2024-05-14", text)
            return 0.0
        return decimal_year(text)

    def _number(self, place: _Place, column: str, text: str) -> float | None:
        """Return the number of a cell, None where it is empty."""
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value) or not 0 < value <= _LARGEST:
            self._fault(place, column, "not a number above 0", "a number such as 1.5e13, or nothing", text)
            return None
        low, high, counted = _PLAUSIBLE.get(column, (0.0, _LARGEST, ""))
        if not low <= value <= high:
            self._fault(place, column, "no model is of that size", f"{low:g} to {high:g} {counted}", text)
            return None
        return value

    def _fault(self, place: _Place, column: str, wrong: str, allowed: str, given: str) -> None:
        """Note what is wrong in a cell, or in a whole row."""
        written = self._written.get(column, column)
        at = self._header.index(column) + 1 if column in self._header else 1
        path = f"row {place.row}" + (f", column {written!r}" if column else "")
        self.faults.append(Fault(Mark(self.label, place.line, at), path, wrong, allowed, shown(given) if given else ""))
