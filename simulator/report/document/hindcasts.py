"""The report of a hindcast."""

from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq

from simulator.pictures.hindcasts import largest, scores
from simulator.pictures.picture import Picture, rows_of
from simulator.report.document.again import hindcast_again
from simulator.report.document.document import Document, Listing, Paragraph, Section, Shown, Table, parts, table
from simulator.report.document.numbers import count, per_cent
from simulator.report.document.opened import Opened
from simulator.report.document.trust import limits_section, validation_section
from simulator.report.document.world import world_section
from worlds.config.loading import world_of

_LEVELS = (50, 80, 95)
_LIMITS = (
    "The world whose labs are fitted was written in 2026: its structure knows what came, its fitted numbers do not.",
    "Models whose makers publish no figures are not scored, and those that are scored are not all equally sure.",
)


def document(found: Opened) -> Document:
    """Return the report of a hindcast."""
    stated, folder = found.manifest, found.folder
    told = pq.read_table(folder / "scores.parquet").to_pandas()
    sections = parts(
        Section("Question", (Paragraph(_question(found)),)),
        world_section(world_of(stated["resolved"], f"{folder}: resolved")),
        Section("Findings", (Listing(tuple(_findings(told))),)),
        Section("Scores", (_scores(told), *_forecasts(found))),
        Section("Figures", tuple(map(Shown, _pictures(found, told)))),
        validation_section(),
        limits_section(_LIMITS),
        hindcast_again(found),
    )
    return Document(f"Hindcast of {stated['world']}", next(_findings(told)), sections, found.colophon)


def _question(found: Opened) -> str:
    """Return what was asked."""
    stated = found.manifest
    return (
        f"Fitted to the models published before a date ({', '.join(map(str, stated['origins']))}), what would "
        f"{stated['world']} have foretold of those that came out from then on? {stated['replications']:,} futures for "
        f"each date; models from {stated['observations']}."
    )


def _findings(told: pd.DataFrame) -> Iterator[str]:
    """Yield how good forecasts were, sentence by sentence."""
    mean = told.mean(numeric_only=True)
    over = f"over {count(len(told), 'date')}, on average" if len(told) > 1 else f"from {told['train_until'].iloc[0]} on"
    yield f"The CRPS of log10 tokens is {mean['crps']:.3f} {over}; trend alone has {mean['crps_trend']:.3f}."
    said = ", ".join(f"{level} % intervals hold {per_cent(mean[f'coverage{level}'])}" for level in _LEVELS)
    yield f"Of the models that came, {said}."
    yield (
        f"Skill against the log-linear trend is {mean['skill_vs_trend']:+.2f}, against persistence "
        f"{mean['skill_vs_persistence']:+.2f} (0: as good, 1: perfect)."
    )
    yield f"Models came out {10 ** mean['error']:.2g} times as large in tokens as the median forecast, on average."


def _scores(told: pd.DataFrame) -> Table:
    """Return the scores of every date."""
    header = (
        "known until",
        "known",
        "new",
        "CRPS",
        "in 50 %",
        "in 80 %",
        "in 95 %",
        "skill vs trend",
        "vs persistence",
    )
    rows = [
        (
            str(one["train_until"]),
            str(one["n_train"]),
            str(one["n_test"]),
            f"{one['crps']:.3f}",
            *(per_cent(one[f"coverage{level}"]) for level in _LEVELS),
            f"{one['skill_vs_trend']:+.2f}",
            f"{one['skill_vs_persistence']:+.2f}",
        )
        for one in rows_of(told)
    ]
    return table(header, rows, "Scores of log10 tokens of the models that came out from each date on.")


def _forecasts(found: Opened) -> Iterator[Table]:
    """Yield every forecast beside what came."""
    path = found.folder / "forecasts.parquet"
    if path.exists():
        header = ("known until", "model", "date", "published, T token", "median forecast", "5 to 95 %")
        rows = [
            (
                str(one["train_until"]),
                str(one["name"]),
                str(one["date"]),
                _tokens(one["observed"]),
                _tokens(one["q50"]),
                f"{_tokens(one['q05'])} to {_tokens(one['q95'])}",
            )
            for one in pq.read_table(path).to_pylist()
        ]
        yield table(header, rows, "Every model that came, beside its forecast.", words=3, folded=True)


def _tokens(power: float) -> str:
    """Return tokens in trillions of their log10."""
    return f"{10 ** (power - 12):,.3g}"


def _pictures(found: Opened, told: pd.DataFrame) -> Iterator[Picture]:
    """Yield scores by date where there are several, and the largest corpus as the first date foretold it."""
    stated = found.manifest
    corner = f"Tokenshed, hindcast of {stated['world']}, seed {stated['seed']}, replications {stated['replications']:,}"
    if len(told) > 1:
        yield scores(told, corner)
    path = found.folder / "largest.parquet"
    if path.exists():
        frame = pq.read_table(path).to_pandas()
        day = str(frame["train_until"].iloc[0])
        yield largest(frame[frame["train_until"] == day], day, corner)
