"""Pictures of supply and demand: when pools run dry, what there is to read, and how much of it plans would take."""

from collections.abc import Sequence
from math import inf

import numpy as np
import pandas as pd

from simulator.curves import KINDS
from simulator.pictures.colours import BLUE, GREY, ORANGE, PALETTE
from simulator.pictures.picture import YEARS, Axis, Kind, Mark, Panel, Picture, drawn
from simulator.pictures.sides import Side, bands, colours, courses, label, source
from simulator.summary import Summary

T = 1e12
EXHAUSTION = "exhaustion_year."
_FIRST = ("public", "ecosystem")
_CALLED = {"public": "all public text", "ecosystem": "everything one lab can read"}
_HEADROOM = 30.0
"""How far above the largest stock a picture ends; what is wanted beyond that cannot be had anyway."""


def when_dry(sides: Sequence[Side]) -> Picture:
    """Return when each pool runs dry, a row each: the median date and the middle 80 % of futures."""
    end = sides[-1].loaded.world.end
    names = _scarce(sides)
    marks = [
        Mark("ranges", _dates(side, names, end), colour, label(side, "runs dry"))
        for side, colour in zip(sides, colours(sides), strict=True)
    ]
    axis = Axis("year in which it runs dry; at the right edge: not before the end", low=_begin(marks, end), high=end)
    panel = Panel("When pools run dry", axis, Axis(names=tuple(map(called, names))), tuple(marks))
    said = "; ".join(sentence(side) for side in sides)
    return Picture("when-dry", "When pools run dry", said, drawn([panel]), source(sides), tall=_height(len(names)))


def called(name: str) -> str:
    """Return what people call what an outcome `exhaustion_year.NAME` is of."""
    return _CALLED.get(name, name)


def sentence(side: Side) -> str:
    """Return when public text runs dry on a side, in words."""
    found = side.summary.get(f"{EXHAUSTION}public")
    date = None if found is None else found.quantiles["q50"]
    end = side.loaded.world.end
    when = f"runs out in {date:.1f}" if date is not None else f"does not run out before {end:g}"
    return f"public text {when}" + (f" ({side.label})" if side.label else "")


def _scarce(sides: Sequence[Side]) -> list[str]:
    """Return what runs dry in any future of any side, the earliest first, all public text at the top."""
    medians: dict[str, float] = {}
    for side in sides:
        for outcome, summary in side.summary.items():
            if outcome.startswith(EXHAUSTION) and summary.never < 1:
                name = outcome.removeprefix(EXHAUSTION)
                middle = summary.quantiles["q50"]
                medians[name] = min(medians.get(name, inf), inf if middle is None else middle)
    return sorted(medians, key=lambda name: (name not in _FIRST, name == "ecosystem", medians[name], name))


def _dates(side: Side, names: Sequence[str], end: float) -> pd.DataFrame:
    """Return the dates of one side; what does not come before the end stands at the end."""
    rows = []
    for name in names:
        summary = side.summary.get(f"{EXHAUSTION}{name}")
        if summary is not None:
            rows.append({"y": called(name), **_ends(summary, end)})
    return pd.DataFrame(rows, columns=["y", "low", "middle", "high"])


def _ends(summary: Summary, end: float) -> dict[str, float]:
    """Return the middle 80 % and the median of a date, restricted to the world's time."""
    found = (summary.quantiles[name] for name in ("q10", "q50", "q90"))
    return dict(zip(("low", "middle", "high"), (end if one is None else one for one in found), strict=True))


def _begin(marks: Sequence[Mark], end: float) -> float:
    """Return a year a little before the earliest date."""
    earliest = min((mark.frame["low"].min() for mark in marks if not mark.frame.empty), default=end - 10)
    return float(np.floor(earliest)) - 1


def _height(rows: int) -> float:
    """Return the height of a panel of rows over the usual one."""
    return max(0.5, 0.16 + 0.085 * rows)


def stock_and_corpus(sides: Sequence[Side]) -> Picture:
    """Return public text beside the largest corpus that a lab wants, and when they meet."""
    marks: list[Mark] = []
    tints = zip(sides, _pairs(sides), strict=True)
    tops = []
    for side, (water, thirst) in tints:
        stock, corpus = (bands(course.where(course > 0), T) for course in (_public(side), wanted(side)))
        if len(sides) == 1:
            marks += _window(side)
        marks += [
            Mark("band", stock, water, label(side, "public text, effective stock"), dashed=side is not sides[-1]),
            Mark("band", corpus, thirst, label(side, "largest corpus wanted"), dashed=side is not sides[-1]),
        ]
        tops += [(stock["high"].max(), min(stock["low"].min(), corpus["low"].min()))] if len(stock) else []
    top, bottom = max((one[0] for one in tops), default=1.0), min((one[1] for one in tops), default=0.1)
    amount = Axis("T token (trillion tokens)", log=True, low=bottom / 2, high=top * _HEADROOM)
    panel = Panel("Public text, and the largest corpus that a lab wants", YEARS, amount, tuple(marks))
    words = "; ".join(sentence(side) for side in sides)
    return Picture("stock-and-corpus", "Supply and demand", words, drawn([panel]), source(sides))


def _pairs(sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Return the colours of stock and corpus for each side: those behind are paler."""
    behind = [(GREY, "#b9a06a"), ("#7fa7c4", "#c9915d")]
    return [*behind[: len(sides) - 1], (BLUE, ORANGE)]


def _window(side: Side) -> list[Mark]:
    """Return the mark of when public text runs out; none where it does not in most futures."""
    summary = side.summary.get(f"{EXHAUSTION}public")
    if summary is None or summary.quantiles["q50"] is None:
        return []
    ends = _ends(summary, side.loaded.world.end)
    words = f"public text runs out: {ends['middle']:.1f}"
    if ends["high"] > ends["low"]:
        words += f" (80 %: {ends['low']:.1f} to {ends['high']:.1f})"
    return [Mark("window", pd.DataFrame([ends]), GREY, words, dashed=True, faint=True)]


def _public(side: Side) -> pd.DataFrame:
    """Return the effective stock of all public pools [token] by year and replication."""
    pools = side.frame("pools")
    return courses(pools[pools["kind"] == "public"], "effective_stock") if not pools.empty else pools


def wanted(side: Side) -> pd.DataFrame:
    """Return the largest corpus that any lab has wanted so far [token] by year and replication.

    Between plans it grows at a steady rate.
    """
    runs = side.frame("runs")
    if runs.empty:
        return pd.DataFrame()
    largest = runs.groupby(["replication", "planned_year"])["planned_tokens"].max()
    grid = np.arange(np.ceil(runs["planned_year"].min()), np.floor(runs["planned_year"].max()) + 1)
    columns = {}
    for replication, one in largest.groupby(level="replication"):
        grown = np.log(np.maximum.accumulate(one.to_numpy()))
        columns[replication] = np.exp(np.interp(grid, one.index.get_level_values("planned_year"), grown, left=np.nan))
    return pd.DataFrame(columns, index=grid).dropna()


def stocks(sides: Sequence[Side]) -> Picture:
    """Return the unique tokens of each pool over the years; of several sides the last has its bands."""
    return _by_pool(sides, "stocks", "Unique tokens in each pool", "stock", Axis("T token", log=True), T)


def utilisation(sides: Sequence[Side]) -> Picture:
    """Return how much of each pool the plans of labs would take; 1 means that it is exhausted."""
    amount = Axis("plan over what there is (1: exhausted)", log=True, low=0.01)
    return _by_pool(sides, "utilisation", "How much of each pool plans would take", "utilisation", amount, 1.0)


def _by_pool(sides: Sequence[Side], name: str, title: str, column: str, amount: Axis, scale: float) -> Picture:
    """Return a column of `pools` with a line for each pool, and of many pools a panel for each kind of data."""
    pools = pool_order(sides[-1])
    many = len(pools) > len(PALETTE)
    groups = _by_kind(sides[-1], pools) if many else {title: pools}
    years = Axis("year", low=sides[-1].loaded.world.start, high=sides[-1].loaded.world.end)
    panels = [
        Panel(words, years, amount, _courses(sides, mine, column, amount, scale), own_key=many)
        for words, mine in groups.items()
    ]
    before = f"; dashed: {', '.join(side.label for side in sides[:-1])}" if len(sides) > 1 else ""
    words = f"A line for each pool, by year{before}."
    kept = drawn(panels)
    return Picture(name, title, words, kept, source(sides, before), 2 if len(kept) > 1 else 1, 1.0 if many else 1.15)


def _by_kind(side: Side, pools: Sequence[str]) -> dict[str, list[str]]:
    """Return pools by their kind of data."""
    kinds = {name: section.kind for name, section in side.loaded.world.pools.items()}
    found: dict[str, list[str]] = {}
    for pool in sorted(pools, key=lambda pool: (KINDS.index(kinds[pool]), pools.index(pool))):
        found.setdefault(f"{kinds[pool]} data", []).append(pool)
    return found


def _courses(sides: Sequence[Side], names: Sequence[str], column: str, amount: Axis, scale: float) -> tuple[Mark, ...]:
    """Return a line for each of some pools: with its band of the last side, dashed of those before it."""
    tints = dict(zip(names, PALETTE * (1 + len(names) // len(PALETTE)), strict=False))
    marks = []
    for side in sides:
        last, by_pool = side is sides[-1], _by_year(side, column)
        for pool in [name for name in names if name in by_pool]:
            course = by_pool[pool]
            band = bands(course.where(course > 0) if amount.log else course, scale)
            frame = band if last else band.rename(columns={"middle": "y"})[["x", "y"]]
            kind: Kind = "band" if last else "line"
            marks.append(Mark(kind, frame, tints[pool], pool if last else "", dashed=not last, faint=not last))
    return tuple(marks)


def _by_year(side: Side, column: str) -> dict[str, pd.DataFrame]:
    """Return a column of `pools` by pool: a row for each year, a column for each replication."""
    pools = side.frame("pools")
    if pools.empty:
        return {}
    replications = pools["replication"].to_numpy()
    if (replications == replications[0]).all():
        columns = (pools[name].to_numpy() for name in ("pool", "year", column))
        names, years, values = columns
        return {str(name): pd.DataFrame({0: values[names == name]}, index=years[names == name]) for name in set(names)}
    wide = pools.set_index(["pool", "year", "replication"])[column].unstack()
    return {str(name): one.droplevel("pool") for name, one in wide.groupby(level="pool")}


def pool_order(side: Side) -> list[str]:
    """Return the pools of a side, public text first, then by their names."""
    pools = side.frame("pools")
    names = [] if pools.empty else sorted(map(str, pools["pool"].unique()))
    return sorted(names, key=lambda name: (name != "public_text", name))
