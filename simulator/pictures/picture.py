"""A picture as data: panels of marks, each mark a tidy frame with the colour and the words it is drawn with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

Kind = Literal["band", "line", "step", "layer", "points", "ranges", "window", "links", "nodes"]
"""What a mark is drawn as, and the columns of its frame:

- `band`: a median with its middle 80 %: x, middle, low, high
- `line`, `step`: x, y
- `layer`: one layer of stacked areas, from the bottom up: x, y
- `points`: x, y, text
- `ranges`: from low to high with a point between, a row each: y (a name), low, middle, high
- `window`: a stretch of the horizontal axis: low, middle, high
- `links`: straight lines: x, y, x_to, y_to, width
- `nodes`: points with their names beside them: x, y, text, size, side (`left`, `right` or `above`)
"""


@dataclass(frozen=True)
class Axis:
    """One axis of a panel.

    Attributes:
        label: what it shows, with its unit; empty for an axis of names or of no meaning.
        log: whether it is logarithmic.
        share: whether it shows shares from 0 to 1, written as per cent.
        low: where it begins; None where the marks say so.
        high: where it ends; None where the marks say so.
        names: the names along it, from the top down, where it is an axis of names.
        hidden: whether it is not drawn at all.
    """

    label: str = ""
    log: bool = False
    share: bool = False
    low: float | None = None
    high: float | None = None
    names: tuple[str, ...] = ()
    hidden: bool = False


YEARS = Axis("year")


@dataclass(frozen=True)
class Mark:
    """Something that is drawn in a panel.

    Attributes:
        kind: what it is drawn as.
        frame: what is drawn, in the units of the axes.
        colour: as `#rrggbb`.
        label: what it is called in the key; empty where the key does not name it.
        dashed: whether its lines are dashed.
        faint: whether it stands behind the others.
    """

    kind: Kind
    frame: pd.DataFrame
    colour: str
    label: str = ""
    dashed: bool = False
    faint: bool = False

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is drawn, row by row."""
        return rows_of(self.frame)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@dataclass(frozen=True)
class Panel:
    """One pair of axes with what is drawn between them.

    Attributes:
        title: what stands above it.
        x: its horizontal axis.
        y: its vertical axis.
        marks: what is drawn, from the back to the front.
        own_key: whether it names its marks itself, since others have other marks of the same colours.
    """

    title: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    own_key: bool = False


@dataclass(frozen=True)
class Picture:
    """A whole picture.

    Attributes:
        name: what its file is called.
        title: what it shows, for headings.
        words: what a reader who cannot see it would want to know.
        panels: from left to right and from the top down.
        source: world, seed and replications, for the corner.
        columns: panels side by side.
        tall: height of a panel over its usual one.
    """

    name: str
    title: str
    words: str
    panels: tuple[Panel, ...]
    source: str
    columns: int = 1
    tall: float = 1.0

    def called(self, more: str) -> "Picture":
        """Return the same picture as one of several, with what tells it from the others behind its name and title."""
        return replace(self, name=f"{self.name}-{more}", title=f"{self.title}, {more}")

    @property
    def caption(self) -> str:
        """Title and words as sentences, for below the picture and for who cannot see it."""
        said = f"{self.words[:1].upper()}{self.words[1:]}"
        return f"{self.title}. {said}" + ("" if said.endswith(".") or not said else ".")

    @property
    def frame(self) -> pd.DataFrame:
        """Everything that is drawn as one tidy frame: panel, series and drawn_as before the columns of each mark."""
        rows = [_named(panel, mark) for panel in self.panels for mark in panel.marks if not mark.frame.empty]
        return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["panel", "series", "drawn_as"])

    def svg(self) -> str:
        """Return the picture as the text of an SVG element; a notebook shows it by itself."""
        from simulator.pictures.drawing import svg  # noqa: PLC0415 (matplotlib takes a second to import)

        return svg(self)

    _repr_svg_ = svg

    def plotly(self) -> dict[str, Any]:
        """Return the picture for Plotly: `plotly.graph_objects.Figure(picture.plotly())`."""
        from simulator.pictures.plotly import figure  # noqa: PLC0415 (it is made of pictures itself)

        return figure(self)


def _named(panel: Panel, mark: Mark) -> pd.DataFrame:
    """Return the frame of a mark, with the panel and the series it belongs to."""
    frame = mark.frame.reset_index(drop=True)
    frame.insert(0, "panel", panel.title)
    frame.insert(1, "series", mark.label)
    frame.insert(2, "drawn_as", mark.kind)
    return frame


def drawn(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Return the panels that have something to show."""
    return tuple(panel for panel in panels if any(not mark.frame.empty for mark in panel.marks))
