"""Misses that are known and understood: they are told with their reason, and do not fail the validation."""

from collections.abc import Mapping

from simulator.validation.laws import HUNDRED
from simulator.validation.row import Row

EXPLAINED: Mapping[str, Mapping[str, str]] = {
    "laws": {
        HUNDRED: "It is an artefact of Epoch's solver, which makes the model smaller, instead of dearer to use, once "
        "serving takes a thousand times the compute of training. The first-order conditions have one optimum at given "
        "compute, which earns nearly three times as much. Epoch's forecast takes k = 100 as given, and so do we.",
    },
    "claims": {
        "manageable": "The article errs: corpora go with the root of k at given compute, so that every factor of ten "
        "brings exhaustion forward by the same time. There is no level from which consumption explodes.",
        "also-overtrained": "The article errs: by their makers' figures the three models saw fewer tokens a parameter "
        "than the rule of 20 asks for. Epoch names them for the size of their data alone.",
        "used-up": "The article's metaphor errs: a text that was read can be read again. Published models have read "
        "more than there is to read, and corpora went on growing.",
    },
}
"""The reason of each miss by its part and what it is."""


def reason(part: str, row: Row) -> str | None:
    """Return why a miss was to be expected, if that is known."""
    return None if row.within else EXPLAINED.get(part, {}).get(row.what)


def unexplained(part: str, rows: list[Row]) -> list[Row]:
    """Return the misses without a known reason."""
    return [row for row in rows if not row.within and reason(part, row) is None]
