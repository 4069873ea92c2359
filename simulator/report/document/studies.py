"""What studies have written into the folder of a batch: indices of sensitivity, and boxes of discovery."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from simulator.analysis.sensitivity.methods import METHODS
from simulator.pictures.colours import BLUE
from simulator.pictures.picture import Axis, Mark, Panel, Picture, drawn, rows_of
from simulator.report.document.document import Block, Paragraph, Section, Shown, table

_SENSITIVITY, _DISCOVERY, _BOXES = "sensitivity-", "discover-", "-boxes"
_SHOWN = 12


def stored(folder: Path) -> Iterator[Section]:
    """Yield a section for each study that was written into a folder."""
    for path in sorted(folder.glob(f"{_SENSITIVITY}*.parquet")):
        method, _, outcome = path.stem.removeprefix(_SENSITIVITY).partition("-")
        if method in METHODS:
            title = f"Sensitivity of {outcome}, method {method}"
            yield Section(
                title, tuple(_indices(pq.read_table(path).to_pandas(), METHODS[method].main, method, outcome))
            )
    for path in sorted(folder.glob(f"{_DISCOVERY}*{_BOXES}.parquet")):
        method, _, outcome = path.stem.removeprefix(_DISCOVERY).removesuffix(_BOXES).partition("-")
        yield Section(f"Discovery for {outcome}, method {method}", tuple(_boxes(pq.read_table(path).to_pandas())))


def _indices(frame: pd.DataFrame, main: str, method: str, outcome: str) -> Iterator[Block]:
    """Yield the main index of every number at the full size of the design, as a picture and as a table."""
    full = frame[(frame["size"] == frame["size"].max()) & (frame["measure"] == main) & frame["value"].notna()]
    ranked = full.sort_values(["value", "factor"], ascending=[False, True]).head(_SHOWN)
    sizes = f"{int(frame['size'].max()):,} {METHODS[method].words}"  # type: ignore[index]
    yield Paragraph(f"The index {main} of each number, over {sizes}; the command tokenshed sensitivity wrote it.")
    yield Shown(_bars(ranked, main, method, outcome, sizes))
    rows = [(one["factor"], f"{one['value']:.3g}", _interval(one)) for one in rows_of(ranked)]
    yield table(("number", main, "90 % interval"), rows, "The numbers with the largest index.")


def _interval(one: dict[str, float]) -> str:
    """Return an interval; nothing where there is none."""
    return "" if pd.isna(one["low"]) else f"{one['low']:.3g} to {one['high']:.3g}"


def _bars(ranked: pd.DataFrame, main: str, method: str, outcome: str, sizes: str) -> Picture:
    """Return the picture of indices with their intervals."""
    ends = {end: ranked[end].fillna(ranked["value"]) for end in ("low", "high")}
    rows = pd.DataFrame({"y": ranked["factor"], "low": ends["low"], "middle": ranked["value"], "high": ends["high"]})
    panel = Panel(
        f"What moves {outcome}", Axis(f"index {main}"), Axis(names=tuple(rows["y"])), (Mark("ranges", rows, BLUE),)
    )
    name, words = (
        f"sensitivity-{method}-{outcome}",
        f"The index {main} of each number with its 90 % interval, the largest first.",
    )
    tall = max(0.45, 0.16 + 0.075 * len(rows))
    return Picture(
        name, f"What moves {outcome}", words, drawn([panel]), f"Tokenshed, method {method}, {sizes}", tall=tall
    )


def _boxes(frame: pd.DataFrame) -> Iterator[Block]:
    """Yield the boxes of a discovery as they were written."""
    if frame.empty:
        yield Paragraph("No box was found whose edges say more than chance.")
        return
    yield Paragraph("Limits within which it happens often, as the command tokenshed discover wrote them.")
    rows = [[_cell(value) for value in row.values()] for row in rows_of(frame)]
    yield table(list(map(str, frame.columns)), rows, "Boxes and their edges.", words=2)


def _cell(value: object) -> str:
    """Return a value as a cell."""
    if value is None or value != value:  # noqa: PLR0124 (NaN)
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
