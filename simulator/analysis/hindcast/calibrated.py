"""A world as a fit has it: which of its numbers the fit replaces, and what they are in one draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, log10

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
        newcomers: those of them that had published nothing before the origin, though they are real.
        absent: labs that do not appear in time, and leave the world.
    """

    starts: Mapping[str, float]
    newcomers: tuple[str, ...]
    absent: tuple[str, ...]


def roster(loaded: LoadedWorld, fitted: Fit, until: float) -> Roster:
    """Return who is in the world: labs that published before the origin, then newcomers as labs used to appear.

    Both are dated by decimal years, up to `until`.

    In a world of real labs those without a model before the origin stand for newcomers, in the order of their names,
    which mean nothing then. In any other world a lab stands for all, and is there from its own beginning on.

    Raises:
        InputError: when the world has no lab whose trend can be fitted.
    """
    mine = {name: lab for name, lab in loaded.world.labs.items() if fittable(lab)}
    if not mine:
        raise InputError(
            f"{loaded.name}: no lab has a trend to fit; allowed: a world whose labs have compute, one each"
        )
    began, start = fitted.pace.began, loaded.world.start
    if not {one.actor for one in observed_models()} & set(mine):
        return Roster({name: start if lab.start is None else lab.start for name, lab in mine.items()}, (), ())
    starts = {name: max(began[name], start) for name in mine if name in began}
    strangers = sorted(set(mine) - set(starts))
    dates = {name: fitted.origin + (place + 1) / fitted.pace.newcomers for place, name in enumerate(strangers)}
    new = {name: date for name, date in dates.items() if date <= until}
    return Roster({**starts, **new}, tuple(new), tuple(name for name in dates if name not in new))


def fittable(lab: Lab) -> bool:
    """Return whether a lab has a trend of compute of its own."""
    return lab.compute is not None and lab.slate is None and lab.budget is None and lab.count == 1


@dataclass(frozen=True)
class Shape:
    """How a lab of a fit is written in a world.

    Attributes:
        origin: decimal year of the origin.
        years: years since then at which its overtraining is stated, in their order; from the last one on it stays.
        family: size of each member over that of the lead.
    """

    origin: float
    years: Sequence[float]
    family: Mapping[str, float]

    def dates(self) -> list[tuple[str, float]]:
        """Return the name of each date in the course, with its decimal year; the last one is called `since`."""
        return [(f"y{self.origin + year:.2f}".replace(".", "_"), self.origin + year) for year in self.years]

    def share(self, elasticity: float) -> float:
        """Return how many times that of its lead the compute of a generation is."""
        return fsum(ratio ** (1.0 + elasticity) for ratio in self.family.values())


def shape(fitted: Fit, start: float, ahead: float) -> Shape:
    """Return a lab with a date each half year, from its beginning to some years after the origin."""
    back, forward = (max(least, ceil(years / STEP)) for least, years in ((0, fitted.origin - start), (1, ahead)))
    return Shape(fitted.origin, [STEP * place for place in range(-back, forward + 1)], family(fitted))


def family(fitted: Fit) -> dict[str, float]:
    """Return the members of a family by name, with the ratio of their size to that of the lead."""
    return {f"size_{place + 1}": fitted.pace.ratio**place for place in range(fitted.pace.members)}


def lead(draw: Draw, lab: str, year: float) -> tuple[float, float]:
    """Return log10 of the compute of a lab's lead model [FLOP] and of its tokens, some years after the origin.

    Tokens are those that size and date want: with C = 6 N D and log10 D = m + e (log10 N - 10),
    log10 D = (m + e (log10(C / 6) - 10)) / (1 + e).
    """
    one, e = draw.labs[lab], draw.elasticity
    flop = one.flop + one.growth * year
    return flop, (draw.level(year) + one.tokens + e * (flop - _RULE - SIZE)) / (1.0 + e)


def overtraining_of(flop: float, tokens: float) -> float:
    """Return log10 k from log10 compute and tokens: k = 6 D^2 / (20 C)."""
    return 2.0 * tokens - _OPTIMUM - (flop - _RULE)


def numbers_of(draw: Draw, lab: str, form: Shape) -> dict[str, float]:
    """Return the numbers of a lab in a draw, by their paths in the world, in base units."""
    one = draw.labs[lab]
    found = {
        f"labs.{lab}.compute": 10.0**one.flop * form.share(draw.elasticity),
        f"labs.{lab}.compute_growth": min(max(10.0**one.growth, 0.01), 100.0),
        f"labs.{lab}.cadence": one.cadence,
        f"labs.{lab}.smaller_see": draw.elasticity,
    }
    for (name, _), year in zip(form.dates(), form.years, strict=True):
        last = year == form.years[-1]
        path = f"labs.{lab}.overtraining.k" if last else f"labs.{lab}.overtraining.course.{name}.k"
        found[path] = 10.0 ** overtraining_of(*lead(draw, lab, year))
    return found


def adapted(loaded: LoadedWorld, fitted: Fit, until: float) -> tuple[LoadedWorld, dict[str, Shape]]:
    """Return a world with labs as a fit has them, ready for the numbers of draws, and the form of each.

    What slows compute later than the origin was not known then, and is left out; up to the decimal year `until`.
    """
    present = roster(loaded, fitted, until)
    end = until + STEP
    settings = [Setting("end", end), *(Setting(f"labs.{name}", None) for name in present.absent)]
    forms = {}
    for name, start in present.starts.items():
        forms[name] = shape(fitted, min(start, fitted.origin), end - fitted.origin)
        settings += _lab_settings(name, start, forms[name])
        settings.append(Setting(f"labs.{name}.taper", None))
    return loaded.with_settings(settings), forms


def _lab_settings(name: str, start: float, form: Shape) -> list[Setting]:
    """Return what gives a lab the form of a fit; its numbers hold places until a draw replaces them."""
    held = {"value": 1.0, "assumption": "replaced in every draw"}
    *course, (_, since) = form.dates()
    dated = {key: {"at": date, "k": held} for key, date in course}
    overtraining = {"strategy": "fixed", "k": held, "since": since, "course": dated}
    sizes = {key: {**held, "value": ratio} for key, ratio in form.family.items()}
    return [
        Setting(f"labs.{name}.start", start),
        Setting(f"labs.{name}.compute", {**held, "value": "1e23 FLOP", "at": form.origin}),
        *(Setting(f"labs.{name}.{key}", None) for key in ("family", "overtraining")),
        Setting(f"labs.{name}.family", sizes),
        Setting(f"labs.{name}.overtraining", overtraining),
    ]
