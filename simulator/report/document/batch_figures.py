"""The pictures of the report of a batch."""

from collections.abc import Iterator, Mapping

import pandas as pd

from simulator.pictures.batches import by_cell, over_axes, pool_bands
from simulator.pictures.comparisons import effects
from simulator.pictures.picture import Axis, Picture
from simulator.pictures.sides import Side
from simulator.pictures.supply import when_dry
from simulator.report.document.cells import Cells, Name
from simulator.report.document.drivers import OUTCOME
from simulator.report.document.varied import axes_of, over_points
from simulator.summary import Summary

_CELLS, _PLACES = 24, 2
"""Cells that a picture shows, and worlds and scenarios with effects of their own picture."""
_LEVELS = (0.1, 0.5, 0.9)
_UTILISATION = Axis("plan over what there is (1: exhausted)", log=True, low=0.01)


def pictures(cells: Cells, summaries: Mapping[Name, Mapping[str, Summary]], told: pd.DataFrame) -> Iterator[Picture]:
    """Yield the pictures of a batch, those that have something to show."""
    first, corner = cells.names[0], corner_of(cells)
    shown = [_dates(cells, summaries), *_effects(told, corner)]
    if cells.units:
        runs, where = over_points(cells, first), f"{corner}; {cells.called(first)}"
        shown.append(over_axes(axes_of(cells, first), cells.units, runs, where))
    shown += _bands(cells, corner)
    yield from (one for one in shown if one.panels)


def corner_of(cells: Cells) -> str:
    """Return what stands in the corner of pictures."""
    stated = cells.results.manifest
    return f"Tokenshed, batch {stated['experiment']}, seed {stated['section'].get('seed', 0)}, {stated['runs']:,} runs"


def _dates(cells: Cells, summaries: Mapping[Name, Mapping[str, Summary]]) -> Picture:
    """Return when pools run dry: of one cell every pool, of several public text in each."""
    stated, first = cells.results.manifest, cells.names[0]
    loaded = cells.loaded(first)
    if len(cells.names) == 1:
        side = Side("", loaded, int(stated["section"].get("seed", 0)), int(stated["runs"]), True, {}, summaries[first])
        return when_dry([side])
    shown = {cells.called(name): one[OUTCOME] for name, one in list(summaries.items())[:_CELLS] if OUTCOME in one}
    more = f"; the first {_CELLS} of {len(cells.names)}" if len(cells.names) > _CELLS else ""
    return by_cell(OUTCOME, shown, loaded.world.end, corner_of(cells) + more)


def _effects(told: pd.DataFrame, corner: str) -> Iterator[Picture]:
    """Yield what policies do, in the first of several worlds and scenarios."""
    if not len(told):
        return
    places = list(told["scenario"].unique())
    for place in places[:_PLACES]:
        picture = effects(told[told["scenario"] == place], f"{corner}; {place}")
        yield picture.called(place) if len(places) > 1 else picture


def _bands(cells: Cells, corner: str) -> Iterator[Picture]:
    """Yield the courses of pools over all runs of a batch with one cell, where it kept them."""
    if len(cells.names) > 1 or "pools" not in cells.results.tables:
        return
    kinds = (
        ("stocks", "stock", "Unique tokens in each pool", Axis("T token", log=True), 1e12),
        ("utilisation", "utilisation", "How much of each pool plans would take", _UTILISATION, 1.0),
    )
    for name, column, title, axis, scale in kinds:
        frame = cells.results.band("pools", column, ("year", "pool"), levels=_LEVELS)
        yield pool_bands(name, title, axis, frame.dropna(subset=["q50"]), scale, corner)
