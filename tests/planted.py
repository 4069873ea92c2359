"""Futures with a box planted in them: `python -m tests.planted` writes tests/data/planted.csv.

tests/data/planted-ema.json holds the boxes that EMA Workbench 2.5.3 (`ema_workbench.analysis.prim.Prim(x, y,
threshold=0.5, peel_alpha=0.05, mass_min=0.05)`, then `find_box()`) gives on that file: limits, coverage and density of
every box on its trajectory, in an environment of its own, since it brings Platypus, which is under the GPL.
"""

import csv
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
PLANTED = DATA / "planted.csv"
AXES = ("growth", "stock", "pace", "noise_a", "noise_b", "noise_c")


def futures(
    n: int, seed: int, noise: int = 3, inside: float = 0.85, outside: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Return n points of the unit cube over three axes and some more, and whether it happens.

    It happens at the rate `inside` where growth is above 0.55, stock below 0.5 and pace above 0.3; else `outside`.
    """
    rng = np.random.default_rng(seed)
    points = rng.random((n, 3 + noise))
    in_box = (points[:, 0] > 0.55) & (points[:, 1] < 0.5) & (points[:, 2] > 0.3)
    return points, rng.random(n) < np.where(in_box, inside, outside)


def main() -> None:
    """Write the futures that EMA's boxes are of."""
    points, passes = futures(600, 5)
    with PLANTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*AXES, "passes"])
        for row, passed in zip(points, passes, strict=True):
            writer.writerow([*(f"{value:.6f}" for value in row), int(passed)])


if __name__ == "__main__":
    main()
