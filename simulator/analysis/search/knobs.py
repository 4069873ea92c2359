"""What a search may turn: levers of a world, each from a date on, within a range or to one of some values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.experiments.axes import Axis, axis_of
from worlds.config.faults import InputError, Mark, listed, nearest
from worlds.config.levers import Lever, LeverOutOfRange, levers_of
from worlds.config.loading import LoadedWorld
from worlds.config.selectors import paths_of
from worlds.config.timed import dated
from worlds.config.units import Dimension, UnitError

DEFAULT_LEVERS = (
    "statutes.overtraining_cap@2027=1 x..100 x",
    "statutes.data_levy@2027=0 USD/Mtoken,0.1 USD/Mtoken,1 USD/Mtoken,10 USD/Mtoken",
    "statutes.trusts@2027=0,1",
    "pools[kind=private].consent@2027=7 %..90 %",
    "pools.public_text.link_rot@2027=2 %/year..6 %/year",
    "pools[kind=synthetic].max_share@2027=10 %..100 %",
    "archives.*.open_share@2027=10 %..100 %",
    "labs.*.differential_privacy@2027=0 %..90 %",
)
"""What is turned unless something is named, of these what a world has. Most ends are those of the shipped policies."""
_WRITTEN = re.compile(r"^(?P<name>[^@]*[^@\s]@\d{4}(?:\.\d+)?(?:\.\.\d{4}(?:\.\d+)?)?)(?:\s*=\s*(?P<over>.+))?$")
_FORM = "PATH@2027=LOW..HIGH, PATH@2027=A,B,C, or PATH@2027 for the lever's own range"
_SWITCH = (0.0, 1.0)
_WIDE = 20.0
"""Times by which the ends of a range differ from which on it is searched by its logarithm."""


@dataclass(frozen=True)
class Knob:
    """A lever, or all that a pattern names, from a date on, and what it may be set to.

    Attributes:
        name: PATH@2027 or PATH@2027..2032.
        dimension: what is measured.
        low: least value, in base units.
        high: largest value, in base units.
        choices: the only values, in base units; none where any between the ends may be.
    """

    name: str
    dimension: Dimension
    low: float
    high: float
    choices: tuple[float, ...] = ()

    @property
    def by_logarithm(self) -> bool:
        """Whether it is searched by its logarithm."""
        return not self.choices and self.low > 0 and self.high / self.low >= _WIDE

    @property
    def unit(self) -> str:
        """The base unit."""
        return self.dimension.unit

    def settled(self, value: float) -> tuple[float, str | float]:
        """Return a value in base units with four digits as people write it, and as a policy states it."""
        written = self._written(value)
        try:
            exact = self.dimension.parse(written)
        except UnitError:
            exact = value
        if not self.low <= exact <= self.high or (self.choices and exact != value):
            return value, self.dimension.write(value)
        return exact, written

    def _written(self, value: float) -> str | float:
        """Return a value with four digits in the unit that people use."""
        return float(f"{value:.4g}") if self.dimension.unit == "x" else self.dimension.show(value)

    def rule(self, value: float) -> dict[str, object]:
        """Return the change of a policy that sets it to a value in base units."""
        path, since, until = dated(self.name)
        rule: dict[str, object] = {"path": path, "from": since, "value": self.settled(value)[1]}
        return rule if until is None else {**rule, "until": until}

    def show(self, value: float) -> str:
        """Return a value in base units as people read it."""
        if self.choices == _SWITCH:
            return "yes" if value else "no"
        return self.dimension.show(value)


def knobs_of(loaded: LoadedWorld, written: Iterable[str] = ()) -> tuple[Knob, ...]:
    """Return what a search turns in a world.

    Args:
        loaded: the world.
        written: each as `PATH@2027=LOW..HIGH`; those of a sensible set that the world has unless given.

    Raises:
        InputError: when one is no lever of the world, or beyond its range.
    """
    named = list(written)
    levers = levers_of(loaded)
    if not named:
        named = [one for one in DEFAULT_LEVERS if _holds(one, loaded)]
    knobs = tuple(_knob(one, loaded, levers) for one in named)
    names = [one.name for one in knobs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"--lever {twice[0]}: is named twice; allowed: each lever once")
    return knobs


def _holds(written: str, loaded: LoadedWorld) -> bool:
    """Return whether a world has what a lever of the sensible set names, in its time."""
    path, since, _ = dated(written.rpartition("=")[0])
    return bool(paths_of(path, loaded.world, loaded.numbers)) and since is not None and since < loaded.world.end


def _knob(written: str, loaded: LoadedWorld, levers: Mapping[str, Lever]) -> Knob:
    """Return the knob of `PATH@2027=LOW..HIGH`."""
    found = _WRITTEN.match(written.strip())
    if found is None:
        raise InputError(f"--lever {written}: not a lever with a date; allowed: {_FORM}")
    name, over = found["name"], found["over"]
    axis = axis_of(name, Mark(f"--lever {written}"), loaded)
    mine = _levers(written, name, loaded, levers)
    _check_dates(written, name, loaded)
    if axis.dimension is None:
        raise InputError(f"--lever {written}: is a word; allowed: a number")
    if over is None:
        low, high = max(one.low for one in mine), min(one.high for one in mine)
        return Knob(name, axis.dimension, low, high)
    values = _values(written, over, axis)
    for lever in mine:
        for value in values:
            if not lever.low <= value <= lever.high:
                raise InputError(f"--lever {written}: {LeverOutOfRange(lever, value)}")
    return Knob(name, axis.dimension, min(values), max(values), () if ".." in over else tuple(sorted(values)))


def _levers(written: str, name: str, loaded: LoadedWorld, levers: Mapping[str, Lever]) -> Sequence[Lever]:
    """Return the levers that a name means."""
    paths = paths_of(dated(name)[0], loaded.world, loaded.numbers)
    free = [path for path in paths if path not in levers]
    if free:
        known = listed({one.name for one in levers.values()})
        raise InputError(
            f"--lever {written}: {free[0]!r} is no lever{nearest(free[0], levers)}; allowed: levers: {known}"
        )
    return [levers[path] for path in paths]


def _check_dates(written: str, name: str, loaded: LoadedWorld) -> None:
    """Refuse a date at which the world has ended, and an end that does not come after it."""
    _, since, until = dated(name)
    if since is None or since >= loaded.world.end or (until is not None and until <= since):
        allowed = f"a date before {loaded.world.end:g}, and a later one behind it"
        raise InputError(f"--lever {written}: would never hold in {loaded.name}; allowed: {allowed}")


def _values(written: str, over: str, axis: Axis) -> list[float]:
    """Return the ends of `LOW..HIGH`, or the values of `A,B,C`, in base units."""
    ranged = ".." in over
    values = [float(axis.parse(one.strip())) for one in (over.split("..") if ranged else over.split(","))]
    if ranged and (len(values) != 2 or values[0] >= values[1]):
        raise InputError(f"--lever {written}: not a range; allowed: LOW..HIGH, the lower end first")
    if len(set(values)) < 2:
        raise InputError(f"--lever {written}: leaves nothing to choose; allowed: {_FORM}")
    return values


def labels(knobs: Sequence[Knob]) -> list[str]:
    """Return short names that tell knobs apart: `overtraining_cap`, `private consent`, `meta overtraining.k`."""
    shorts = [_short(dated(one.name)[0]) for one in knobs]
    return [one.name if shorts.count(short) > 1 else short for one, short in zip(knobs, shorts, strict=True)]


def _short(path: str) -> str:
    """Return a path as whose it is, then what: without its section where something of its own is named."""
    picked = re.fullmatch(r"[a-z_]+\[[a-z_]+=([A-Za-z0-9_-]+)\]\.(.+)", path)
    if picked is not None:
        return " ".join(picked.groups())
    section, _, rest = path.partition(".")
    name, _, inner = rest.partition(".")
    if section == "statutes" or not inner:
        return rest or path
    return f"{section if name == '*' else name} {inner}"


def changes(knobs: Sequence[Knob], point: Sequence[float]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the changes of a policy that sets every knob to its value, in base units, by name."""
    for label, knob, value in zip(labels(knobs), knobs, point, strict=True):
        name = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:60]
        yield name, knob.rule(value)
