"""The figures of a run as files, PNG and SVG; what they show is prepared in `simulator.pictures`."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from simulator.pictures.drawing import draw
from simulator.pictures.networks import networks
from simulator.pictures.overview import overview
from simulator.pictures.picture import Picture
from simulator.pictures.sides import Side, side_of
from simulator.pictures.style import style
from simulator.pictures.supply import stock_and_corpus
from simulator.run import Result


def save_figures(result: Result, folder: Path) -> None:
    """Write every figure that a run has something for."""
    for picture in pictures_of(side_of(result)):
        save_picture(picture, folder / picture.name)


def pictures_of(side: Side) -> list[Picture]:
    """Return the pictures that stand beside the tables of a run, those that show something."""
    found = [stock_and_corpus([side])] if _meet(side) else []
    if len(set(side.frame("pools").get("year", ()))) > 1 and not side.frame("runs").empty:
        found.append(overview(side))
    taught = side.lineage is not None and side.lineage.number_of_edges() > 0
    if taught or len(side.loaded.world.labs) > 1:
        found.append(networks(side))
    return [one for one in found if one.panels]


def _meet(side: Side) -> bool:
    """Return whether a run has more than a date of both public text and of corpora that are wanted."""
    (panel,) = stock_and_corpus([side]).panels or (None,)
    return panel is not None and all(len(mark.frame) > 1 for mark in panel.marks if mark.kind == "band")


def save_picture(picture: Picture, path: Path, formats: Sequence[str] = ("png", "svg")) -> None:
    """Draw a picture and write it; the arguments are those of `save`."""
    with style():
        save(draw(picture), path, formats)


def save(figure: Figure, path: Path, formats: Sequence[str] = ("png", "svg")) -> None:
    """Write a figure, without a date in it, and close it.

    Args:
        figure: what is written.
        path: where, without an ending; a dot in its name stays.
        formats: endings.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for ending in formats:
        figure.savefig(path.with_name(f"{path.name}.{ending}"), metadata=_UNDATED[ending])
    plt.close(figure)


_UNDATED: dict[str, dict[str, None]] = {"png": {"Software": None}, "svg": {"Date": None}}
