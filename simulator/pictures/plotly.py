"""Drawing pictures with Plotly, for the page and for notebooks: as plain data, which needs no Plotly to be made.

In a notebook: `plotly.graph_objects.Figure(figure(picture))`.
"""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite, log10
from typing import Any

import pandas as pd

from simulator.pictures.picture import Axis, Mark, Panel, Picture

Trace = dict[str, Any]
_GAP_ACROSS, _GAP_UP = 0.11, 0.2
"""What lies between panels, as shares of the picture."""
_APART = {"ranges": 0.24, "points": 0.2}
"""How far apart marks of one row stand, in rows."""
_WIDTHS = 6
"""Widths that links are drawn in; one trace each."""
_PANEL = 300
_BESIDE = {"left": "middle left", "right": "middle right", "above": "top center"}


def figure(picture: Picture) -> dict[str, Any]:
    """Return a picture as what Plotly draws: `data` and `layout`.

    Colours of text and grid are left to whoever shows it, who knows whether it is dark there.
    """
    columns = max(1, min(picture.columns, len(picture.panels)))
    rows = max(1, -(-len(picture.panels) // columns))
    data: list[Trace] = []
    layout: dict[str, Any] = {
        "height": round(_PANEL * picture.tall * rows + 90),
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "hovermode": "closest",
        "meta": {"source": picture.source, "words": picture.words},
        "annotations": [],
        "shapes": [],
    }
    for i, panel in enumerate(picture.panels):
        place = _domain(i, columns, rows)
        suffix = "" if i == 0 else str(i + 1)
        layout[f"xaxis{suffix}"] = {**_axis(panel.x), "domain": place[0], "anchor": f"y{suffix}"}
        layout[f"yaxis{suffix}"] = {**_axis(panel.y), "domain": place[1], "anchor": f"x{suffix}"}
        if len(picture.panels) > 1:
            layout["annotations"].append(_heading(panel.title, place))
        data += [
            {**trace, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "legendgroup": f"{mark.label}{mark.colour}"}
            for mark in panel.marks
            if not mark.frame.empty
            for trace in _DRAWN[mark.kind](mark, panel)
        ]
        layout["shapes"] += [shape for mark in panel.marks for shape in _shapes(mark, suffix)]
    return {"data": _each_once(data), "layout": layout}


def _domain(place: int, columns: int, rows: int) -> tuple[list[float], list[float]]:
    """Return where a panel lies, across and up, as shares of the picture."""
    column, row = place % columns, place // columns
    wide, high = (1 - _GAP_ACROSS * (columns - 1)) / columns, (1 - _GAP_UP * (rows - 1)) / rows
    left, top = column * (wide + _GAP_ACROSS), 1 - row * (high + _GAP_UP)
    return [round(left, 4), round(left + wide, 4)], [round(max(0.0, top - high), 4), round(top, 4)]


def _axis(axis: Axis) -> dict[str, Any]:
    """Return an axis."""
    found: dict[str, Any] = {"title": {"text": axis.label}, "zeroline": False, "automargin": True}
    if axis.hidden:
        return {"visible": False, "range": [axis.low, axis.high], "fixedrange": True}
    if axis.names:
        ticks = {"tickvals": list(range(len(axis.names))), "ticktext": list(map(_text, axis.names))}
        return {**found, **ticks, "range": [len(axis.names) - 0.5, -0.5]}
    if axis.log:
        ends = [None if end is None or end <= 0 else log10(end) for end in (axis.low, axis.high)]
        return {**found, "type": "log", "dtick": 1, "exponentformat": "power", **_range(ends)}
    if axis.share:
        found["tickformat"] = ".0%"
    if axis.label.startswith("year"):
        found |= {"tickformat": "d", "nticks": 8, "hoverformat": ".1f"}
    return {**found, **_range([axis.low, axis.high])}


def _range(ends: list[float | None]) -> dict[str, Any]:
    """Return where an axis begins and ends, as far as that is given."""
    if ends == [None, None]:
        return {}
    return {"range": ends, **({"autorange": "min" if ends[0] is None else "max"} if None in ends else {})}


def _heading(title: str, place: tuple[list[float], list[float]]) -> dict[str, Any]:
    """Return the title of one of several panels."""
    corner = {"x": place[0][0], "y": place[1][1], "xref": "paper", "yref": "paper"}
    return {**corner, "text": _text(title), "showarrow": False, "xanchor": "left", "yanchor": "bottom"}


def _text(words: str) -> str:
    """Return words for Plotly, which reads some tags in them."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _numbers(values: Iterable[Any]) -> list[float | None]:
    """Return numbers that JSON knows: None for what is none."""
    return [round(float(value), 12) if isfinite(value) else None for value in values]


def _line(mark: Mark, width: float = 2.0) -> Trace:
    """Return what lines of a mark look like."""
    shown = {"name": _text(mark.label), "showlegend": bool(mark.label)}
    return {"type": "scatter", "mode": "lines", **shown, "line": {"color": mark.colour, "width": width, **_dash(mark)}}


def _dash(mark: Mark) -> dict[str, str]:
    """Return the dash of a line."""
    return {"dash": "dash"} if mark.dashed else {}


def _see_through(colour: str, share: float) -> str:
    """Return a colour of which only a share is to be seen."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _band(mark: Mark, _panel: Panel) -> list[Trace]:
    frame = mark.frame
    years = _numbers(frame["x"])
    middle = {**_line(mark), "x": years, "y": _numbers(frame["middle"])}
    if not (frame["high"] > frame["low"]).any():
        return [middle]
    plain = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"}
    low = {**plain, "x": years, "y": _numbers(frame["low"])}
    filled = {"fill": "tonexty", "fillcolor": _see_through(mark.colour, 0.2)}
    return [low, {**plain, **filled, "x": years, "y": _numbers(frame["high"])}, middle]


def _plain_line(mark: Mark, _panel: Panel) -> list[Trace]:
    return [{**_line(mark, 1.3), "x": _numbers(mark.frame["x"]), "y": _numbers(mark.frame["y"])}]


def _step(mark: Mark, panel: Panel) -> list[Trace]:
    (trace,) = _plain_line(mark, panel)
    trace["line"] = {**trace["line"], "shape": "hv", "width": 1.8}
    return [trace]


def _layer(mark: Mark, panel: Panel) -> list[Trace]:
    (trace,) = _plain_line(mark, panel)
    return [{**trace, "stackgroup": panel.title, "fillcolor": _see_through(mark.colour, 0.85), "line": {"width": 0.3}}]


def _points(mark: Mark, panel: Panel) -> list[Trace]:
    frame = mark.frame
    dots = {"color": mark.colour, "size": 4 if mark.faint else 7, "opacity": 0.45 if mark.faint else 0.85}
    shown = {"name": _text(mark.label), "showlegend": bool(mark.label), "hoverinfo": "text+name"}
    heights = [row + (_shift(mark, panel) if panel.y.names else 0.0) for row in _heights(frame["y"], panel)]
    words = list(map(_text, frame["text"]))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "marker": dots,
            **shown,
            "text": words,
            "x": _numbers(frame["x"]),
            "y": heights,
        }
    ]


def _ranges(mark: Mark, panel: Panel) -> list[Trace]:
    frame = mark.frame
    shift = _shift(mark, panel)
    heights = [row + shift for row in _heights(frame["y"], panel)]
    ends = [end for low, high in zip(frame["low"], frame["high"], strict=True) for end in (low, high, float("nan"))]
    rows = [one for height in heights for one in (height, height, None)]
    line = {**_line(mark, 1.5 if mark.faint else 4), "x": _numbers(ends), "y": rows, "opacity": 0.5}
    line |= {"showlegend": False, "hoverinfo": "skip"}
    words = [_said(one) for one in mark.rows]
    dots = {"type": "scatter", "mode": "markers", "marker": {"color": mark.colour, "size": 9}, "cliponaxis": False}
    shown = {"name": _text(mark.label), "showlegend": bool(mark.label), "text": words, "hoverinfo": "text+name"}
    return [line] if mark.faint else [line, {**dots, **shown, "x": _numbers(frame["middle"]), "y": heights}]


def _said(row: Mapping[str, Any]) -> str:
    """Return a row of ranges in words."""
    spread = f" ({row['low']:.4g} to {row['high']:.4g})" if row["high"] > row["low"] else ""
    return _text(f"{row['y']}: {row['middle']:.6g}{spread}")


def _shift(mark: Mark, panel: Panel) -> float:
    """Return how far below the middle of its row a mark stands beside others of its kind."""
    beside = [one for one in panel.marks if one.kind == mark.kind and one.faint == mark.faint]
    place = next(i for i, one in enumerate(beside) if one is mark)
    return _APART[mark.kind] * (place - (len(beside) - 1) / 2)


def _window(mark: Mark, panel: Panel) -> list[Trace]:
    """Return an empty line that stands in the key for the shapes of a window."""
    return [{**_line(mark, 1.2), "x": [None], "y": [None]}] if mark.label else []


def _shapes(mark: Mark, suffix: str) -> list[dict[str, Any]]:
    """Return the stretches and dates of a window."""
    if mark.kind != "window":
        return []
    ends = {"xref": f"x{suffix}", "yref": f"y{suffix} domain", "y0": 0, "y1": 1, "layer": "below"}
    found = []
    for one in mark.rows:
        if one["high"] > one["low"]:
            colour = {"fillcolor": mark.colour, "opacity": 0.13, "line": {"width": 0}}
            found.append({"type": "rect", "x0": one["low"], "x1": one["high"], **colour, **ends})
        line = {"line": {"color": mark.colour, "width": 1.2, **_dash(mark)}}
        found.append({"type": "line", "x0": one["middle"], "x1": one["middle"], **line, **ends})
    return found


def _links(mark: Mark, panel: Panel) -> list[Trace]:
    frame = mark.frame
    widest = float(frame["width"].max())
    classes = (frame["width"] / widest * _WIDTHS).round().clip(lower=1)
    traces = []
    for step, rows in frame.groupby(classes):
        ends = [_heights(rows[column], panel) for column in ("y", "y_to")]
        across = [x for pair in zip(_numbers(rows["x"]), _numbers(rows["x_to"]), strict=True) for x in (*pair, None)]
        up = [y for pair in zip(*ends, strict=True) for y in (*pair, None)]
        line = _line(mark, widest * float(str(step)) / _WIDTHS)
        traces.append({**line, "x": across, "y": up, "opacity": 0.5, "hoverinfo": "skip"})
    return traces


def _nodes(mark: Mark, panel: Panel) -> list[Trace]:
    frame = mark.frame
    dots = {"color": mark.colour, "size": _numbers(frame["size"]), "opacity": 1}
    where = [_BESIDE[side] for side in frame["side"]]
    words = {"text": list(map(_text, frame["text"])), "textposition": where, "hoverinfo": "text"}
    shown = {"type": "scatter", "mode": "markers+text", "marker": dots, "showlegend": False, "cliponaxis": False}
    return [{**shown, **words, "x": _numbers(frame["x"]), "y": _heights(frame["y"], panel)}]


def _heights(values: "pd.Series[Any]", panel: Panel) -> list[Any]:
    """Return heights: numbers, or the places of names."""
    if not panel.y.names:
        return _numbers(values)
    place = {name: float(i) for i, name in enumerate(panel.y.names)}
    return [place[str(name)] for name in values]


def _each_once(data: list[Trace]) -> list[Trace]:
    """Return traces of which those that are called and coloured alike stand in the key once."""
    seen: set[str] = set()
    for trace in data:
        if trace.get("showlegend"):
            trace["showlegend"] = trace["legendgroup"] not in seen
            seen.add(trace["legendgroup"])
    return data


_DRAWN: dict[str, Callable[[Mark, Panel], list[Trace]]] = {
    "band": _band,
    "line": _plain_line,
    "step": _step,
    "layer": _layer,
    "points": _points,
    "ranges": _ranges,
    "window": _window,
    "links": _links,
    "nodes": _nodes,
}
