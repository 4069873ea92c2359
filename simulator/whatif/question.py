"""What is asked: which policies are compared with the baseline, in which scenarios."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from simulator.request import Request, requested
from worlds.config.faults import InputError
from worlds.config.governing import Idle, govern
from worlds.config.loading import LoadedWorld
from worlds.config.policies import LoadedPolicy, load_policies
from worlds.config.scenarios import AS_IT_IS, LoadedScenario, load_scenario
from worlds.config.settings import Setting
from worlds.config.timed import TimedSetting
from worlds.config.tree import plain

Change = Setting | TimedSetting
DEFAULT_REPLICATIONS = 200
FEW_PAIRS = 20


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a world under policies and settings.

    Attributes:
        policy: what it is called.
        loaded: the world.
        idle: parts of policies that have nothing to change in it.
        warnings: what is set beyond the range in which the model is valid.
    """

    policy: str
    loaded: LoadedWorld
    idle: tuple[Idle, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """The baseline in one scenario, and the sides that are compared with it.

    Attributes:
        scenario: its name.
        baseline: what is run without a policy.
        sides: what is compared with it.
    """

    scenario: str
    baseline: Request
    sides: tuple[Side, ...]

    @property
    def end(self) -> float:
        """The decimal year in which its world ends."""
        return self.baseline.loaded.world.end

    def request(self, side: Side) -> Request:
        """Return what is run for a side: the same draws and the same luck."""
        return replace(self.baseline, loaded=side.loaded)


@dataclass(frozen=True)
class Question:
    """A what-if.

    Attributes:
        cases: one for each scenario, the first of them without one unless scenarios are named.
        frozen: whether labs keep the plans that they have in the baseline.
        assumed: settings that hold on both sides, as people read them.
        gaps: what scenarios set that the world does not have, in words.
    """

    cases: tuple[Case, ...]
    frozen: bool = False
    assumed: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def baseline(self) -> Request:
        """The baseline of the first scenario."""
        return self.cases[0].baseline

    @property
    def policies(self) -> list[str]:
        """What is compared with it."""
        return [side.policy for side in self.cases[0].sides]

    @property
    def idle(self) -> list[Idle]:
        """Parts of policies that have nothing to change in any of its worlds."""
        return list(dict.fromkeys(one for side in self.cases[0].sides for one in side.idle))

    @property
    def warnings(self) -> list[str]:
        """What to be careful about, in words."""
        beyond = [words for case in self.cases for side in case.sides for words in side.warnings]
        pairs = self.baseline.replications
        few = f"{pairs} pairs are few: intervals are rough below {FEW_PAIRS} (--replications N)"
        return [*dict.fromkeys(beyond), *self.gaps, *([few] if pairs < FEW_PAIRS else [])]

    @property
    def runs(self) -> int:
        """How many runs it takes."""
        return sum((1 + len(case.sides)) * case.baseline.replications for case in self.cases)

    @cached_property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change the comparison."""
        requests = [one for case in self.cases for one in (case.baseline, *map(case.request, case.sides))]
        words = " ".join([*(one.hash for one in requests), *self.policies, *(case.scenario for case in self.cases)])
        return blake2b(f"{words} {self.frozen}".encode(), digest_size=5).hexdigest()


def asked(
    world: str | Path | LoadedWorld,
    policies: Iterable[str | Change] = (),
    *,
    settings: Iterable[Change] = (),
    scenarios: Sequence[str] = (),
    seed: int = 0,
    replications: int = DEFAULT_REPLICATIONS,
    until: float | None = None,
    frozen: bool = False,
    strict: bool = False,
) -> Question:
    """Return the checked question; the arguments are those of `compare`."""
    policies = list(policies)
    changes = [*settings, *(one for one in policies if not isinstance(one, str))]
    named = _named([one for one in policies if isinstance(one, str)])
    _check_changes(named, changes)
    base = requested(world, seed, replications, until)
    if base.replications < 2:
        raise InputError(f"replications: too few pairs; allowed: at least 2; given: {replications}")
    assumed = [one for one in changes if isinstance(one, Setting)] if named else []
    changes = [one for one in changes if isinstance(one, TimedSetting)] if named else changes
    found = _in_scenarios(scenarios)
    worlds = {name: one.applied(base.loaded) for name, one in found.items()}
    gaps = [
        f"the scenario {name}: {base.loaded.name} has no {path}"
        for name, one in found.items()
        for path in one.missing(base.loaded)
    ]
    cases = []
    for name, loaded in (worlds or {AS_IT_IS: base.loaded}).items():
        free = loaded.with_settings(assumed)
        cases.append(Case(name, replace(base, loaded=free), tuple(_sides(free, named, changes, strict=strict))))
    return Question(tuple(cases), frozen, tuple(map(_label, assumed)), tuple(gaps))


def _check_changes(named: Collection[str], changes: Collection[Change]) -> None:
    """Refuse a question in which nothing is changed, or the time of one side.

    Raises:
        InputError: with what can be changed instead.
    """
    if not named and not changes:
        allowed = "--policy NAME, or --set PATH=VALUE, as often as needed"
        raise InputError(f"whatif: nothing is changed; allowed: {allowed}")
    timed = [one for one in changes if isinstance(one, Setting) and one.path in {"start", "end", "world"}]
    if timed:
        raise InputError(f"{timed[0].mark}: both sides of a what-if share their time; allowed: --until YEAR for both")


def _named(references: Iterable[str]) -> dict[str, list[LoadedPolicy]]:
    """Return the policies of each side by what they are called together, the same ones once.

    Raises:
        InputError: when two sides that differ are called alike.
    """
    found: dict[str, tuple[str, list[LoadedPolicy]]] = {}
    for reference in references:
        policies = load_policies(reference)
        name = "+".join(one.name for one in policies)
        first, same = found.setdefault(name, (reference, policies))
        if [plain(one.tree) for one in same] != [plain(one.tree) for one in policies]:
            raise _called_alike(first, reference, name, "policies")
    return {name: policies for name, (_, policies) in found.items()}


def _in_scenarios(references: Iterable[str]) -> dict[str, LoadedScenario]:
    """Return scenarios by name, the same ones once.

    Raises:
        InputError: when two that differ are called alike.
    """
    found: dict[str, tuple[str, LoadedScenario]] = {}
    for reference in references:
        scenario = load_scenario(reference)
        first, same = found.setdefault(scenario.name, (reference, scenario))
        if plain(same.tree) != plain(scenario.tree):
            raise _called_alike(first, reference, scenario.name, "scenarios")
    return {name: scenario for name, (_, scenario) in found.items()}


def _called_alike(first: str, second: str, name: str, kind: str) -> InputError:
    """Return the error of two files that go by one name."""
    return InputError(f"{first} and {second} are different {kind}, both called {name!r}; allowed: a name for each")


def _sides(
    loaded: LoadedWorld, named: Mapping[str, Sequence[LoadedPolicy]], changes: Sequence[Change], *, strict: bool
) -> Iterable[Side]:
    """Yield every side of a world: one for each policy, or policies together; without any, settings make one side.

    Settings beside policies have dates and belong to every side.
    """
    label = " ".join(map(_label, changes))
    dated = [one for one in changes if isinstance(one, TimedSetting)]
    changed = loaded.with_settings(one for one in changes if isinstance(one, Setting))
    for name, policies in (named or {"": []}).items():
        governed = govern(changed, policies, strict=strict, settings=dated)
        yield Side(f"{name} {label}".strip(), governed.loaded, governed.idle, governed.warnings)


def _label(change: Change) -> str:
    """Return a setting as people read it."""
    if isinstance(change, TimedSetting):
        return change.written
    value = change.value
    words = str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)
    return f"{change.path}={words}"
