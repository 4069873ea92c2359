"""Quantiles of a column over groups of rows, quick for many millions of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

_SHORT = 2**16
"""As many groups have numbers of 16 bits, which are sorted in a few passes."""


def encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column as places in a list of its values."""
    whole = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    return whole.combine_chunks() if whole.num_chunks != 1 else whole.chunk(0)


def laid_out(values: pa.ChunkedArray, places: pa.Array) -> pa.ChunkedArray:
    """Return a column that has at each row the value at a place."""
    each = encoded(pa.chunked_array(values))
    return pa.chunked_array([pa.DictionaryArray.from_arrays(each.indices.take(places), each.dictionary)])


def quantiles(keys: Mapping[str, pa.ChunkedArray], values: pa.ChunkedArray, levels: Sequence[float]) -> "pd.DataFrame":
    """Return quantiles of values for each combination of keys that there is, in the order of the keys.

    Missing values do not count; rows with a missing key are left out.

    Args:
        keys: by which rows are grouped.
        values: numbers.
        levels: of the quantiles, in [0, 1].

    Returns:
        The keys, then a column for each level, named q05, q50, q97.5.
    """
    import pandas as pd  # noqa: PLC0415 (half a second that those who ask for no frame need not wait)

    ranks, words = zip(*(_ranked(column) for column in keys.values()), strict=True)
    shape = tuple(max(1, len(one)) for one in words)
    numbers = values.cast(pa.float64()).to_numpy()
    if any(column.null_count for column in keys.values()):
        known = np.logical_and.reduce([one >= 0 for one in ranks])
        ranks, numbers = tuple(one[known] for one in ranks), numbers[known]
    group: np.ndarray = np.asarray(np.ravel_multi_index(ranks, shape))
    found, rows = _by_group(group, numbers, int(np.prod(shape)), levels)
    columns = {
        name: one.take(places) for name, one, places in zip(keys, words, np.unravel_index(found, shape), strict=True)
    }
    frame = pd.DataFrame(columns)
    frame[[name_of(level) for level in levels]] = rows
    return frame


def name_of(level: float) -> str:
    """Return the name of the quantile of a share: q05, q50, q97.5."""
    per_cent = f"{100 * level:.6g}"
    return f"q{per_cent.zfill(2)}"


def _ranked(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rank of each row's value, -1 where it is missing, and the values in order."""
    whole = encoded(column)
    values = whole.dictionary.to_pandas().to_numpy()
    order = np.argsort(values, kind="stable")
    rank = np.append(np.argsort(order, kind="stable"), -1)
    return rank[pc.fill_null(whole.indices, len(values)).to_numpy()], values[order]


def _by_group(group: np.ndarray, values: np.ndarray, groups: int, levels: Sequence[float]) -> tuple[np.ndarray, ...]:
    """Return the groups that there are, and the quantiles of each [groups x levels]."""
    order = np.argsort(group.astype(np.uint16) if groups <= _SHORT else group, kind="stable")
    group = group[order]
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)])
    rows = np.full((len(begins), len(levels)), np.nan)
    for i, within in enumerate(np.split(values[order], begins[1:])):
        there = within[~np.isnan(within)]
        if len(there):
            rows[i] = np.quantile(there, levels)
    return group[begins], rows
