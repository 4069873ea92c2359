"""A choice as the files and the line that the command line takes, and files as parts of a choice."""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import yaml

from simulator.dashboard.choice import Choice
from worlds.config.faults import InputError, Mark, nearest
from worlds.config.loading import LoadedWorld, checked
from worlds.config.policies import LoadedPolicy, load_policy, policy_of, shipped_policies
from worlds.config.scenarios import LoadedScenario, load_scenario, shipped_scenarios
from worlds.config.schema.policy import Scenario
from worlds.config.selectors import paths_of
from worlds.config.tree import plain, planted, read_tree

POLICY, SCENARIO = "my-policy", "my-scenario"
_PLACE = "the page"


@dataclass(frozen=True)
class Imported:
    """What a file brings into a choice.

    Attributes:
        assumptions: numbers that nobody chooses, as they are written, by path.
        levers: what a policy sets, by path: value, from and until.
        notes: what of the file has no place on the page.
    """

    assumptions: Mapping[str, str]
    levers: Mapping[str, Mapping[str, object]]
    notes: tuple[str, ...]


def policy_data(choice: Choice) -> dict[str, object] | None:
    """Return the policy set by hand as the file of a policy says it; None where there is none."""
    if not choice.levers:
        return None
    changes = {}
    for path, lever in sorted(choice.levers.items()):
        until = {} if lever.until is None else {"until": lever.until}
        changes[re.sub(r"[^a-z0-9_]", "_", path.lower())] = {
            "path": path,
            "from": lever.from_,
            **until,
            "value": lever.value,
        }
    return {"policy": POLICY, "description": f"A policy set by hand for {choice.world}.", "changes": changes}


def scenario_data(choice: Choice) -> dict[str, object] | None:
    """Return what is assumed as the file of one scenario says it; None where nothing is.

    The values of a shipped scenario come first, so that those set by hand hold where both set a number.
    """
    if not choice.is_assuming:
        return None
    shipped = _shipped_values(choice.scenario) if choice.scenario else {}
    values = {path: value for path, value in shipped.items() if path not in choice.assumptions}
    words = f"What is assumed of {choice.world}" + (f", beside {choice.scenario}." if choice.scenario else ".")
    return {"scenario": SCENARIO, "description": words, "values": {**values, **choice.assumptions}}


def _shipped_values(name: str) -> Mapping[str, object]:
    """Return what a shipped scenario sets; a name is never a path here.

    Raises:
        InputError: when there is none of that name.
    """
    if name not in shipped_scenarios():
        raise InputError(f"there is no scenario {name!r} here{nearest(name, shipped_scenarios())}")
    return load_scenario(name).section.values


def scenario_of(choice: Choice) -> LoadedScenario | None:
    """Return what is assumed as a scenario; None where nothing is.

    Raises:
        InputError: when it is no scenario.
    """
    data = scenario_data(choice)
    if data is None:
        return None
    tree = planted(data, Mark(_PLACE))
    return LoadedScenario(checked(Scenario, tree), tree)


def policies_of(choice: Choice) -> list[LoadedPolicy]:
    """Return the shipped policies that are switched on, and the one set by hand.

    Raises:
        InputError: when there is no such policy.
    """
    data = policy_data(choice)
    by_hand = [] if data is None else [policy_of(data, 0.0, _PLACE)]
    for reference in choice.policies:
        name = reference.partition("@")[0]
        if name not in shipped_policies():
            raise InputError(f"there is no policy {name!r} here{nearest(name, shipped_policies())}")
    return [*map(load_policy, choice.policies), *by_hand]


def text_of(data: Mapping[str, object]) -> str:
    """Return the text of a file."""
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=100)


def command(choice: Choice, replications: int) -> str:
    """Return the line that gives the same on the command line, once both files are exported.

    Args:
        choice: what was chosen.
        replications: how many are shown; 0 for a run at central values.
    """
    words = ["tokenshed", "whatif" if choice.is_governing and replications else "run", choice.world]
    references = [*choice.policies, *([f"{POLICY}.yaml"] if choice.levers else [])]
    if references:
        words += ["--policy", "+".join(references)]
    if choice.is_assuming:
        words += ["--scenario", f"{SCENARIO}.yaml" if choice.assumptions else str(choice.scenario)]
    words += ["--seed", str(choice.seed)] if choice.seed else []
    words += ["--until", f"{choice.until:g}"] if choice.until is not None else []
    words += ["--replications", str(replications)] if replications else []
    return shlex.join(words)


def imported(text: str, loaded: LoadedWorld) -> Imported:
    """Return what the text of a policy or of a scenario brings into a choice.

    Args:
        text: YAML, as the command line reads it.
        loaded: the world of the page, which patterns are spelled out for.

    Raises:
        InputError: when it is neither, or wrong.
    """
    tree = read_tree(text, "what was imported")
    if "policy" in tree.children:
        return _policy(policy_of(_mapping(plain(tree)), 0.0, "what was imported"), loaded)
    if "scenario" in tree.children:
        return _scenario(LoadedScenario(checked(Scenario, tree), tree), loaded)
    raise InputError(
        "what was imported: neither a policy nor a scenario; allowed: `policy: NAME` or `scenario: NAME` first"
    )


def imported_from(text: str, world: str) -> str:
    """Return what a file brings into a choice, as JSON; see `imported`.

    Args:
        text: YAML.
        world: name of the world of the page.
    """
    from simulator.dashboard.running import world_named  # noqa: PLC0415 (it reads choices by this module)

    return json.dumps({**asdict(imported(text, world_named(world))), "policies": []})


def _mapping(data: object) -> Mapping[str, object]:
    """Return data that is a mapping, as a file with keys is."""
    return data if isinstance(data, dict) else {}


def _policy(policy: LoadedPolicy, loaded: LoadedWorld) -> Imported:
    """Return what a policy sets in a world; what is relative, gradual or a reaction has no slider."""
    levers: dict[str, Mapping[str, object]] = {}
    notes = [f"the reaction {name} has no slider" for name in policy.section.reacts]
    for name, change in policy.section.changes.items():
        paths = paths_of(change.path, loaded.world, loaded.numbers)
        if not paths:
            notes.append(f"{name}: {loaded.name} has no {change.path}")
        elif change.value is None or change.over is not None:
            notes.append(f"{name}: changes that are relative or gradual have no slider")
        else:
            set_to = {"value": _written(change.value), "from": change.from_, "until": change.until}
            levers |= dict.fromkeys(paths, set_to)
    return Imported({}, levers, tuple(notes))


def _scenario(scenario: LoadedScenario, loaded: LoadedWorld) -> Imported:
    """Return what a scenario assumes of a world."""
    values = {one.path: _written(one.value) for one in scenario.settings(loaded)}
    return Imported(values, {}, tuple(f"{loaded.name} has no {path}" for path in scenario.missing(loaded)))


def _written(value: object) -> str:
    """Return a value as it is written in a file."""
    return str(value).lower() if isinstance(value, bool) else str(value)
