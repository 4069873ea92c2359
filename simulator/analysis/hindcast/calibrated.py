"""A world as a fit has it: which of its numbers the fit replaces, and what they are in one draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from simulator.analysis.hindcast.corpora import SIZE
from simulator.analysis.hindcast.fit import Draw, Fit
from simulator.analysis.hindcast.linear import STEP
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.observations import observed_models
from worlds.config.schema import Lab
from worlds.config.settings import Setting
from worlds.laws.overtraining import OPTIMAL_TOKENS_PER_PARAMETER
from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN

_RULE = log10(FLOP_PER_PARAMETER_AND_TOKEN)
_OPTIMUM = log10(OPTIMAL_TOKENS_PER_PARAMETER)


@dataclass(frozen=True)
class Roster:
    """The labs of a world that a fit speaks of.

    Attributes:
        starts: in which decimal year each of them begins.
        absent: labs that do not appear in time, and leave the world.
    """

    starts: Mapping[str, float]
    absent: tuple[str, ...]


def roster(loaded: LoadedWorld, fitted: Fit, until: float) -> Roster:
    """Return who is in the world: labs that published before the origin, and then newcomers as labs used to appear.

    Real labs without a model before the origin stand for newcomers, in the order of their names, which mean nothing
    then. A lab that is none of the real ones is there from its own beginning on.

    Raises:
        InputError: when the world has no lab whose trend can be fitted.
    """
    real = {one.actor for one in observed_models()} | set(fitted.corpora_labs)
    mine = {name: lab for name, lab in loaded.world.labs.items() if fittable(lab)}
    if not mine:
        raise InputError(f"{loaded.name}: no lab has a trend to fit; allowed: a world whose labs have compute, one each")
    starts: dict[str, float] = {}
    strangers = []
    for name, lab in mine.items():
        if name in fitted.pace.began:
            starts[name] = max(fitted.pace.began[name], loaded.world.start)
        elif name in real:
            strangers.append(name)
        else:
            starts[name] = loaded.world.start if lab.start is None else lab.start
    dates = {name: fitted.origin + (place + 1) / fitted.pace.newcomers for place, name in enumerate(sorted(strangers))}
    starts.update({name: date for name, date in dates.items() if date <= until})
    return Roster(starts, tuple(name for name in dates if name not in starts))


def fittable(lab: Lab) -> bool:
    """Return whether a lab has a trend of compute of its own."""
    return lab.compute is not None and lab.slate is None and lab.budget is None and lab.count == 1


@dataclass(frozen=True)
class Knots:
    """The dates at which the overtraining of a lab is stated, before the one from which it stays.

    Attributes:
        origin: decimal year of the origin.
        years: years since then, half a year or more apart, in their order.
    """

    origin: float
    years: Sequence[float]

    def names(self) -> list[tuple[str, float]]:
        """Return the name of each date in the course, with the date; the last one is called `since`."""
        dates = [self.origin + year for year in self.years]
        return [(f"y{date:.2f}".replace(".", "_"), date) for date in dates]


def knots(fitted: Fit, start: float, ahead: float, step: float = STEP) -> Knots:
    """Return knots from the beginning of a lab to some years after the origin, one of them the origin itself."""
    back = max(0, round((fitted.origin - start) / step + 0.499))
    forward = max(1, round(ahead / step + 0.499))
    return Knots(fitted.origin, [step * place for place in range(-back, forward + 1)])


def numbers_of(draw: Draw, fitted: Fit, lab: str, dates: Knots) -> dict[str, float]:
    """Return the numbers of a lab in a draw, by their paths in the world, in base units.

    The k of the lead follows from its compute and the corpus that its size and date want: with C = 6 N D and
    log10 D = m + e (log10 N - 10), log10 D = (m + e (log10(C / 6) - 10)) / (1 + e), and k = 6 D^2 / (20 C).
    """
    one, e = draw.labs[lab], draw.elasticity
    share = sum(fitted.pace.ratio ** (place * (1.0 + e)) for place in range(fitted.pace.members))
    found = {
        f"labs.{lab}.compute": 10.0**one.flop * share,
        f"labs.{lab}.compute_growth": min(max(10.0**one.growth, 0.01), 100.0),
        f"labs.{lab}.cadence": one.cadence,
        f"labs.{lab}.smaller_see": e,
    }
    for (name, _), year in zip(dates.names(), dates.years, strict=True):
        product = one.flop + one.growth * year - _RULE
        tokens = (draw.level(year) + one.tokens + e * (product - SIZE)) / (1.0 + e)
        last = year == dates.years[-1]
        path = f"labs.{lab}.overtraining.k" if last else f"labs.{lab}.overtraining.course.{name}.k"
        found[path] = 10.0 ** (2.0 * tokens - _OPTIMUM - product)
    return found


def family(fitted: Fit) -> dict[str, float]:
    """Return the members of a family by name, with their size over that of the lead."""
    return {f"size_{place + 1}": fitted.pace.ratio**place for place in range(fitted.pace.members)}


def adapted(loaded: LoadedWorld, fitted: Fit, until: float) -> tuple[LoadedWorld, dict[str, Knots]]:
    """Return a world with labs as a fit has them, ready for the numbers of draws, and the knots of each lab.

    What slows compute later than the origin was not known then, and is put off to the end.
    """
    present = roster(loaded, fitted, until)
    end = until + STEP
    settings = [Setting("end", end), *(Setting(f"labs.{name}", None) for name in present.absent)]
    dates = {}
    for name, start in present.starts.items():
        dates[name] = knots(fitted, min(start, fitted.origin), end - fitted.origin)
        settings += _lab_settings(loaded.world.labs[name], name, start, fitted, dates[name], end)
    return loaded.with_settings(settings), dates


def _lab_settings(
    lab: Lab, name: str, start: float, fitted: Fit, dates: Knots, end: float
) -> list[Setting]:
    """Return what gives a lab the shape of a fit; its numbers are placeholders until a draw replaces them."""
    why = "replaced in every draw"
    course = {key: {"at": date, "k": {"value": 1.0, "assumption": why}} for key, date in dates.names()[:-1]}
    overtraining = {
        "strategy": "fixed",
        "k": {"value": 1.0, "assumption": why},
        "since": dates.names()[-1][1],
        "course": course,
    }
    sizes = {key: {"value": ratio, "assumption": why} for key, ratio in family(fitted).items()}
    settings = [
        Setting(f"labs.{name}.start", start),
        Setting(f"labs.{name}.compute", {"value": "1e23 FLOP", "at": fitted.origin, "assumption": why}),
        Setting(f"labs.{name}.family", None),
        Setting(f"labs.{name}.overtraining", None),
        Setting(f"labs.{name}.family", sizes),
        Setting(f"labs.{name}.overtraining", overtraining),
    ]
    return [*settings, Setting(f"labs.{name}.taper.since", end)] if lab.taper is not None else settings
