"""Pictures of what is read: the diet of the frontier, and how much of what is read and written models made."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from simulator.pictures.colours import PALETTE
from simulator.pictures.picture import YEARS, Axis, Mark, Panel, Picture, drawn
from simulator.pictures.sides import Side, bands, colours, courses, label, source

_MOST = 8
"""Layers that can be told apart; smaller ones are drawn together."""
_OTHERS = "others"
_OTHER_COLOUR = "#b5b5b5"


def diet(sides: Sequence[Side]) -> Picture:
    """Return what the corpora of the lead lab are made of, as stacked areas; of several sides one panel each."""
    shares = [_shares(side) for side in sides]
    kept = _largest(shares)
    tints = dict(zip(kept, PALETTE * (1 + len(kept) // len(PALETTE)), strict=False)) | {_OTHERS: _OTHER_COLOUR}
    panels = [
        Panel(_title(side), YEARS, Axis("share of effective tokens", share=True, low=0, high=1), _layers(one, tints, i))
        for i, (side, one) in enumerate(zip(sides, (_gathered(one, kept) for one in shares), strict=True))
    ]
    words = "What the lead lab reads, by share of the effective tokens of its corpora."
    return Picture("diet", "What the frontier reads", words, drawn(panels), source(sides, what="means"), len(panels))


def _title(side: Side) -> str:
    """Return what a panel shows."""
    return label(side, f"The diet of {side.lead}")


def _shares(side: Side) -> pd.DataFrame:
    """Return the share of each pool (columns) in the effective tokens of the lead lab by whole year (rows)."""
    diets = side.frame("diets")
    return shares_of(diets[diets["lab"] == side.lead]) if not diets.empty else diets


def shares_of(mine: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each pool (columns) in the effective tokens of some corpora by whole year (rows)."""
    if mine.empty:
        return pd.DataFrame()
    yearly = mine.assign(year=np.floor(mine["year"]))
    eaten = yearly.groupby(["year", "replication", "pool"])["effective"].sum().unstack(fill_value=0)
    return eaten.div(eaten.sum(axis=1), axis=0).groupby(level="year").mean()


def _largest(shares: Sequence[pd.DataFrame]) -> list[str]:
    """Return the pools that have a layer of their own, the largest first."""
    means = pd.concat([one.mean() for one in shares if not one.empty] or [pd.Series(dtype=float)])
    ranked = means.groupby(level=0).max().sort_values(ascending=False)
    return [str(name) for name in ranked.index[:_MOST] if ranked[name] > 0]


def _gathered(shares: pd.DataFrame, kept: Sequence[str]) -> pd.DataFrame:
    """Return shares with all that have no layer of their own as one."""
    if shares.empty:
        return shares
    mine = shares.reindex(columns=list(kept), fill_value=0.0)
    rest = (1 - mine.sum(axis=1)).clip(lower=0)
    return mine.assign(**{_OTHERS: rest}) if rest.max() > 1e-6 else mine


def _layers(shares: pd.DataFrame, tints: dict[str, str], place: int) -> tuple[Mark, ...]:
    """Return a layer for each pool; only the first panel names them in the key."""
    years = shares.index.to_numpy(dtype=float)
    return tuple(
        Mark("layer", pd.DataFrame({"x": years, "y": shares[name].to_numpy()}), tints[name], name if not place else "")
        for name in shares.columns
    )


def layers_of(mine: pd.DataFrame, tints: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return rows of `diets` as layers without names, in given colours by pool."""
    shares = shares_of(mine)
    years = shares.index.to_numpy(dtype=float)
    return tuple(
        Mark("layer", pd.DataFrame({"x": years, "y": shares[name].to_numpy()}), tints[name])
        for name in tints
        if name in shares
    )


def machine_text(sides: Sequence[Side]) -> Picture:
    """Return how much of the public text models wrote, and how deep the ancestry of what is read has become."""
    shares, depths = [], []
    for side, colour in zip(sides, colours(sides), strict=True):
        dashed = side is not sides[-1]
        shares += [
            Mark("band", bands(_written(side)), colour, label(side, "of public text"), dashed=dashed),
            Mark("band", bands(_read(side)), _second(colour), label(side, "of what labs read"), dashed=dashed),
        ]
        depths.append(Mark("band", bands(_generations(side)), colour, label(side, "lead models"), dashed=dashed))
    panels = [
        Panel("Share that models wrote", YEARS, Axis("share of tokens", share=True, low=0, high=1), tuple(shares)),
        Panel("Generation of what is read", YEARS, Axis("models behind a token, mean", low=0), tuple(depths)),
    ]
    words = "How much of the public text, and of what labs read, models wrote; and through how many models it went."
    return Picture("machine-text", "What models wrote", words, drawn(panels), source(sides), 2)


def _second(colour: str) -> str:
    """Return the colour of a second line of a side."""
    return {"#0072B2": "#E69F00", "#E69F00": "#8c6d31", "#6b6b6b": "#b5b5b5"}.get(colour, colour)


def _written(side: Side) -> pd.DataFrame:
    """Return the share of public text that models wrote by year and replication."""
    pools = side.frame("pools")
    public = pools[pools["kind"] == "public"] if not pools.empty else pools
    return courses(public, "machine") / courses(public, "stock") if not public.empty else public


def _read(side: Side) -> pd.DataFrame:
    """Return the share of what labs read that people or instruments did not make, weighted by tokens."""
    runs = side.frame("runs")
    if runs.empty:
        return runs
    yearly = runs.assign(year=np.floor(runs["planned_year"]), made=runs["unique_tokens"] * (1 - runs["human_share"]))
    return courses(yearly, "made") / courses(yearly, "unique_tokens")


def _generations(side: Side) -> pd.DataFrame:
    """Return the mean generation of what each year's largest training runs read."""
    runs = side.frame("runs")
    if runs.empty:
        return runs
    largest = runs.assign(year=np.floor(runs["year"])).sort_values("flop").groupby(["year", "replication"]).tail(1)
    return courses(largest, "generation")
