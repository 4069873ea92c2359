"""Pictures of a hindcast: how good forecasts were by date, and the largest corpus as foretold and as it came."""

import pandas as pd

from simulator.pictures.colours import BLUE, GREY, ORANGE, VERMILION
from simulator.pictures.picture import Axis, Mark, Panel, Picture, drawn
from worlds.config.observations import decimal_year

_OLD, _NEW = "foretold: median and 80 %", "published"


def scores(frame: pd.DataFrame, source: str) -> Picture:
    """Return the score of each forecast by the date until which models were known, beside trend and persistence.

    Args:
        frame: `scores.parquet`.
        source: what stands in the corner.
    """
    kinds = (("crps", BLUE, "this model"), ("crps_trend", ORANGE, "trend"), ("crps_persistence", GREY, "persistence"))
    years = [decimal_year(str(day)) for day in frame["train_until"]]
    marks = [
        Mark("points", pd.DataFrame({"x": years, "y": frame[name], "text": frame["train_until"]}), colour, label)
        for name, colour, label in kinds
        if name in frame
    ]
    down = Axis("CRPS of log10 tokens (less is better)", low=0)
    panel = Panel("How good forecasts were", Axis("year until which models were known"), down, tuple(marks))
    words = "The score of forecasts of new models by the date until which models were known; less is better."
    return Picture("hindcast-scores", "How good forecasts were", words, drawn([panel]), source)


def largest(frame: pd.DataFrame, day: str, source: str) -> Picture:
    """Return the largest corpus so far by date, as foretold at a day and as it came.

    Args:
        frame: rows of `largest.parquet` of that day.
        day: until which models were known.
        source: what stands in the corner.
    """
    years = frame["what"].astype(float)
    ends = {"middle": "q50", "low": "q10", "high": "q90"}
    told = pd.DataFrame({"x": years, **{key: 10.0 ** frame[one] / 1e12 for key, one in ends.items()}})
    came = pd.DataFrame({"x": years, "y": 10.0 ** frame["observed"] / 1e12, "text": "published"}).dropna()
    marks = (Mark("band", told, BLUE, _OLD), Mark("points", came, VERMILION, _NEW))
    panel = Panel(f"The largest corpus, as foretold on {day}", Axis("year"), Axis("T token", log=True), marks)
    words = f"The largest corpus of any model so far, as foretold from what was known on {day}, and as published."
    return Picture("hindcast-largest", "The largest corpus", words, drawn([panel]), source)
