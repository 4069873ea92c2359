"""The figures of a what-if as files; what they show is prepared in `simulator.pictures.comparisons`."""

from collections.abc import Iterator
from pathlib import Path

from simulator.pictures.comparisons import costs, effects, survival
from simulator.pictures.picture import Picture
from simulator.report.figures import save_picture
from simulator.whatif.comparison import Comparison
from worlds.config.scenarios import AS_IT_IS


def save_figures(comparison: Comparison, folder: Path) -> None:
    """Draw a what-if into a folder: survival.png, effects.png and, of several policies, costs.png; and as SVG.

    Of several scenarios each has its own, with its name behind.
    """
    for picture in pictures_of(comparison):
        save_picture(picture, folder / picture.name)


def pictures_of(comparison: Comparison) -> Iterator[Picture]:
    """Yield the pictures of a what-if that have something to show, scenario by scenario."""
    tables = comparison.frame("effects"), comparison.frame("survivals")
    scenarios = [answer.case.scenario for answer in comparison.answers]
    for scenario in scenarios:
        told, curves = (frame[frame["scenario"] == scenario] if len(frame) else frame for frame in tables)
        corner = corner_of(comparison, scenario)
        lasting = [survival(curves, told, corner)] if len(curves) else []
        for picture in (*lasting, effects(told, corner), costs(told, corner)):
            if picture.panels:
                yield picture if len(scenarios) == 1 else picture.called(scenario)


def corner_of(comparison: Comparison, scenario: str) -> str:
    """Return what stands in the corner of a picture: world, seed, pairs, and the scenario if there is one."""
    base = comparison.request.baseline
    where = f", scenario {scenario}" if scenario != AS_IT_IS else ""
    return f"Tokenshed, world {base.loaded.name}, seed {base.seed}, pairs {base.replications:,}{where}"
