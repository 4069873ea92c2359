"""The numbers of a world as sliders: what each means, its unit, its ends and where it is from."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import floor, isfinite, log10

from simulator.dashboard.running import world_named
from worlds.config.levers import Lever, levers_of
from worlds.config.loading import LoadedWorld
from worlds.config.meanings import meaning_of
from worlds.config.number import Number
from worlds.config.policies import load_policy, shipped_policies
from worlds.config.scenarios import load_scenario, shipped_scenarios
from worlds.config.selectors import paths_of
from worlds.config.units import UnitError

_WIDE = 30.0
"""How many times its low end the high end of a slider is from which on it is logarithmic."""
_STEPS = 200
_AROUND = 4.0
"""How far from its value a number without a range may be moved, down and up, in times."""
_OUTER = 0.005
"""Quantile at which the slider of an uncertain number begins; it ends as far from the other side."""


@dataclass(frozen=True)
class Slider:
    """A number as the page shows it; numbers are in `unit`.

    Attributes:
        path: its dotted path.
        group: the section of the world that it is in.
        unit: as it is written behind a number.
        value: what it is in the world as shipped.
        low: where the slider begins.
        high: where it ends.
        likely: the ends of its range; None for a certain number.
        step: how far one step moves it.
        log: whether equal ways on the slider are equal factors.
        meaning: what it is, in a sentence.
        source: where it is from, or why it was chosen.
        assumed: whether it has no source.
        text: value and range as people read them.
        lever: name of the lever; empty for a number that is none.
    """

    path: str
    group: str
    unit: str
    value: float
    low: float
    high: float
    likely: tuple[float, float] | None
    step: float
    log: bool
    meaning: str
    source: str
    assumed: bool
    text: str
    lever: str = ""


def described(name: str) -> dict[str, object]:
    """Return what the page needs to know of a world.

    Raises:
        InputError: when there is no such world.
    """
    loaded = world_named(name)
    world = loaded.world
    numbers = [asdict(_assumption(one)) for one in loaded.numbers.values()]
    levers = [asdict(_lever(one)) for one in levers_of(loaded).values()]
    return {
        "name": loaded.name,
        "description": world.description,
        "start": world.start,
        "end": world.end,
        "sources": len({one.source for one in loaded.numbers.values() if one.source}),
        "numbers": numbers,
        "levers": sorted(levers, key=lambda one: str(one["path"])),
        "policies": list(_policies(loaded)),
        "scenarios": list(_scenarios(loaded)),
    }


def _policies(loaded: LoadedWorld) -> Iterator[Mapping[str, object]]:
    """Yield the shipped policies, and whether they have anything to change in a world."""
    for name in shipped_policies():
        policy = load_policy(name)
        applies = any(paths_of(part.path, loaded.world, loaded.numbers) for part in policy.parts.values())
        said = {"name": name, "description": policy.section.description, "assumptions": policy.section.assumptions}
        yield {**said, "applies": applies}


def _scenarios(loaded: LoadedWorld) -> Iterator[Mapping[str, object]]:
    """Yield the shipped scenarios, and whether they say anything of a world."""
    for name in shipped_scenarios():
        section = load_scenario(name).section
        applies = any(paths_of(path, loaded.world, loaded.numbers) for path in section.values)
        yield {"name": name, "description": section.description, "applies": applies}


def _assumption(number: Number) -> Slider:
    """Return a number as a slider over what it may be."""
    unit, scale = unit_of(number)
    low, high = _ends(number)
    return _slider(number, unit, scale, low, high, meaning_of(number.path))


def _lever(lever: Lever) -> Slider:
    """Return a lever as a slider over what a policy may set."""
    unit, scale = unit_of(lever.number)
    low, high = lever.low, lever.high
    if lever.number.value > 0 and high > lever.number.value * 100:
        low, high = max(low, lever.number.value / 100), lever.number.value * 100
    made = _slider(lever.number, unit, scale, low, high, lever.meaning)
    return Slider(**{**asdict(made), "lever": lever.name})


def _slider(number: Number, unit: str, scale: tuple[float, float], low: float, high: float, meaning: str) -> Slider:
    """Return the slider of a number between two ends in base units."""

    def shown(value: float) -> float:
        factor, offset = scale
        return float(f"{(value - offset) / factor:.6g}")

    ends = shown(low), shown(high)
    likely = None if number.low is None or number.high is None else (shown(number.low), shown(number.high))
    is_log = ends[0] > 0 and ends[1] / ends[0] > _WIDE
    return Slider(
        number.path,
        number.path.partition(".")[0],
        unit,
        shown(number.value),
        min(ends[0], shown(number.value)),
        max(ends[1], shown(number.value)),
        likely,
        _step(ends[1] - ends[0]),
        is_log,
        meaning,
        number.source or number.assumption or "",
        not number.source,
        number.show(),
    )


def unit_of(number: Number) -> tuple[str, tuple[float, float]]:
    """Return the unit in which people read a number, and the factor and offset from it to base units."""
    words = number.dimension.show(number.value)
    unit = words.partition(" ")[2]
    if not unit:
        return "", (1.0, 0.0)
    try:
        zero, one = (number.dimension.parse(f"{count} {unit}") for count in (0, 1))
    except UnitError:
        return number.dimension.unit, (1.0, 0.0)
    return unit, (one - zero, zero)


def _ends(number: Number) -> tuple[float, float]:
    """Return between what a number may be moved: its range and a little more, within what is allowed."""
    if number.low is not None:
        low, high = number.quantile(_OUTER), number.quantile(1 - _OUTER)
    elif number.value == 0:
        low, high = 0.0, 1.0
    else:
        low, high = sorted((number.value / _AROUND, number.value * _AROUND))
    least, most = number.bounds.edges
    if number.dimension.unit in {"1", "1/year"} and isfinite(most):
        high = max(high, min(most, number.value * _AROUND))
    return max(low, least if isfinite(least) else low), min(high, most if isfinite(most) else high)


def _step(width: float) -> float:
    """Return a round step of which some hundred make the way of a slider."""
    if width <= 0:
        return 0.01
    rough = width / _STEPS
    power = 10.0 ** floor(log10(rough))
    return float(f"{next(factor for factor in (1, 2, 5, 10) if factor * power >= rough) * power:.6g}")
