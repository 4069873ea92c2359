"""The posterior of a fit as a world file: medians, ranges, and where they are from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

import numpy as np

from simulator.analysis.hindcast.calibrated import Shape, family, lead, overtraining_of, roster
from simulator.analysis.hindcast.fit import Draw, Fit
from simulator.analysis.hindcast.scores import Floats
from worlds.config.loading import LoadedWorld
from worlds.config.number import Bounds
from worlds.config.observations import day_of
from worlds.config.schema.base import Cadence, Growth, Overtraining, Strength
from worlds.config.schema.overtraining import FixedOvertraining

DRAWS = 1000
"""Draws of the posterior from which medians and ranges are taken."""
AHEAD = 5.0
"""Years after the origin from which a lab's overtraining stays, and whose range tells how far corpora may wander."""
_BACK = 1.0
_NARROWEST = 0.02
"""Least standard deviation of log10 k, so that a range never is none."""
_Z90 = 1.6449


@dataclass(frozen=True)
class Calibrated:
    """A world file that a fit made.

    Attributes:
        text: what stands in it.
        labs: labs whose numbers are those of the fit.
    """

    text: str
    labs: tuple[str, ...]


def calibrated(
    name: str, base: str, loaded: LoadedWorld, fitted: Fit, observations: str, seed: int, *, dated: bool
) -> Calibrated:
    """Return a world that extends another with the numbers of a fit.

    Args:
        name: of the new world.
        base: what it extends, as its file says it.
        loaded: that world.
        fitted: the fit.
        observations: what it was fitted to.
        seed: seed of the draws.
        dated: whether the world shall know nothing of what came after the origin: labs without a model before it are
            newcomers, or leave, and families are those of the fit. Otherwise both stay as the world has them.
    """
    present = roster(loaded, fitted, loaded.world.end)
    starts = {lab: date for lab, date in present.starts.items() if dated or lab not in present.newcomers}
    draws = [fitted.draw(seed, place, starts, AHEAD) for place in range(DRAWS)]
    until = day_of(fitted.origin)
    why = (
        f"fitted to {len(fitted.known.models)} models published before {until} ({observations}); 90 % of the posterior"
    )
    lines = [
        f"world: {name}",
        "description: " + json.dumps(f"{loaded.name} with its labs as models published before {until} have them."),
        f"extends: {base}",
        "",
        "# Written by `tokenshed calibrate`. Ranges are those of each number alone, since a world draws one by one; k",
        "# is as wide as corpora need it to be beside the range of compute.",
        "labs:",
    ]
    if dated:
        lines += [f"  {lab}: null" for lab in present.absent]
    for lab, start in starts.items():
        lines += _Writer(loaded, fitted, lab, draws, why).lines(start, dated=dated)
    return Calibrated("\n".join(lines) + "\n", tuple(starts))


@dataclass(frozen=True)
class _Writer:
    """Who writes the section of one lab."""

    loaded: LoadedWorld
    fitted: Fit
    lab: str
    draws: Sequence[Draw]
    why: str

    def lines(self, start: float, *, dated: bool) -> list[str]:
        """Return the lines of the section, with numbers from a decimal year on."""
        old = self.loaded.world.labs[self.lab]
        keep = not dated and old.family is not None
        sizes = {key: one.value for key, one in (old.family or {}).items()} if keep else family(self.fitted)
        form = Shape(self.fitted.origin, self._years(start), sizes)
        mine = [one.labs[self.lab] for one in self.draws]
        shares = np.array([form.share(one.elasticity) for one in self.draws])
        flop = np.array([one.flop for one in mine]) + np.log10(shares)
        growth = 10.0 ** np.array([one.growth for one in mine])
        at = f"at: {form.origin:.4f}, "
        said = [
            f"  {self.lab}:",
            *([f"    start: {start:.4f}"] if dated else []),
            f"    compute: {self._number(10.0**flop, ' FLOP', Bounds(), at)}",
            f"    compute_growth: {self._number(growth, ' x/year', _of(Growth))}",
            f"    cadence: {self._number(np.array([one.cadence for one in mine]), ' year', _of(Cadence))}",
            f"    smaller_see: {self._number(np.array([one.elasticity for one in self.draws]), ' x', _of(Strength))}",
        ]
        return [*said, *([] if keep else self._family(sizes, list(old.family or {}))), *self._overtraining(form)]

    def _years(self, start: float) -> list[float]:
        """Return the dates at which k is stated, in years since the origin: yearly before it, and once far ahead."""
        back = np.arange(_BACK, max(0.0, self.fitted.origin - start) + _BACK, _BACK)
        return [*(-float(one) for one in back[::-1]), 0.0, AHEAD]

    def _family(self, sizes: Mapping[str, float], old: Sequence[str]) -> list[str]:
        """Return the lines of the family."""
        gone = [f"      {name}: null" for name in old if name not in sizes]
        new = [f'      {name}: {{value: {ratio:.3g} x, assumption: "{self.why}"}}' for name, ratio in sizes.items()]
        return ["    family:", *gone, *new]

    def _overtraining(self, form: Shape) -> list[str]:
        """Return the lines of the strategy: what k was, what it is at the origin, and what it comes to."""
        dates = form.dates()
        old = self.loaded.world.labs[self.lab].overtraining
        gone = old.course if isinstance(old, FixedOvertraining) else {}
        lines = ["    overtraining:", "      strategy: fixed"]
        lines += [
            f"      k: {self._k(form.years[-1], ranged=True)}",
            f"      since: {dates[-1][1]:.4f}",
            "      course:",
        ]
        lines += [f"        {name}: null" for name in gone if name not in dict(dates[:-1])]
        for (name, date), year in zip(dates[:-1], form.years[:-1], strict=True):
            lines.append(f"        {name}: {{at: {date:.4f}, k: {self._k(year, ranged=year >= 0)}}}")
        return lines

    def _k(self, year: float, *, ranged: bool) -> str:
        """Return the k of the lead at a date, as wide as corpora need it: var(k) = 4 var(D) - var(C), in logarithms."""
        flop, tokens = np.array([lead(one, self.lab, year) for one in self.draws]).T
        middle = overtraining_of(float(np.median(flop)), float(np.median(tokens)))
        spread = max(4.0 * tokens.var() - flop.var(), _NARROWEST**2) ** 0.5 if ranged else 0.0
        low, high = middle - _Z90 * spread, middle + _Z90 * spread
        return self._said([10.0**one for one in (low, middle, high)], " x", _of(Overtraining), "", ranged=ranged)

    def _number(self, sample: Floats, unit: str, bounds: Bounds, at: str = "") -> str:
        """Return a number with its range from draws."""
        return self._said([float(one) for one in np.quantile(sample, (0.05, 0.5, 0.95))], unit, bounds, at)

    def _said(self, ends: Sequence[float], unit: str, bounds: Bounds, at: str, *, ranged: bool = True) -> str:
        """Return a number as a mapping of a world file, within what is allowed."""
        least, most = bounds.edges
        low, middle, high = (f"{min(max(one, least), most):.4g}{unit}" for one in ends)
        interval = f"ci90: [{low}, {high}], " if ranged and low != high else ""
        return f'{{value: {middle}, {at}{interval}source: "{self.why}"}}'


def _of(kind: object) -> Bounds:
    """Return what numbers of a kind may be."""
    bounds: Bounds = kind.__metadata__[0].bounds  # type: ignore[attr-defined]
    return bounds


def base_named(world: str, file: Path) -> str:
    """Return how a file says that it extends a world: its name, or the way to its file."""
    path = Path(world)
    return relpath(path.resolve(), file.resolve().parent) if path.suffix in {".yaml", ".yml"} else world
