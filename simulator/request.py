"""What is run: a world with its settings, in a scenario and under policies, how often, and with what luck.

Nothing that runs a world is imported here, so that what is wrong with a request is said at once.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from worlds.config.chance import Luck
from worlds.config.faults import InputError
from worlds.config.governing import Idle, govern
from worlds.config.loading import LoadedWorld, as_loaded
from worlds.config.policies import load_policies
from worlds.config.scenarios import load_scenario
from worlds.config.settings import Setting
from worlds.config.values import Values, central, drawn

Progress = Callable[[int, int], None]
"""Called with how many replications are done, and of how many."""

MOST_REPLICATIONS = 1_000_000
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Request:
    """What is run.

    Attributes:
        loaded: the world, with its settings, in its scenario and under its policies.
        seed: seed of every random stream.
        replications: how many.
        drawn: whether uncertain numbers are drawn; else every replication has the central values.
        policies: names of the policies that it is under, in their order.
        scenario: name of the scenario that it is in; None where it is as it is.
        idle: parts of policies that have nothing to change in it.
    """

    loaded: LoadedWorld
    seed: int
    replications: int
    drawn: bool
    policies: tuple[str, ...] = ()
    scenario: str | None = None
    idle: tuple[Idle, ...] = ()

    @property
    def title(self) -> str:
        """The world with its scenario and its policies, as its folder is called."""
        return "-".join([self.loaded.name, *filter(None, (self.scenario, "+".join(self.policies)))])

    def values(self, replication: int) -> Values:
        """Return the numbers of one replication."""
        return drawn(self.loaded, self.seed, replication) if self.drawn else central(self.loaded)

    def luck(self, replication: int) -> Luck:
        """Return the chance of one replication."""
        return Luck(self.seed, replication)

    @cached_property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change a result."""
        parts = [self.loaded.hash, self.seed, self.replications, self.drawn, version("tokenshed")]
        parts += [list(self.policies), self.scenario] if self.policies or self.scenario else []
        return blake2b(json.dumps(parts).encode(), digest_size=5).hexdigest()


def requested(
    world: str | Path | LoadedWorld,
    seed: int = 0,
    replications: int | None = None,
    until: float | None = None,
    settings: Iterable[Setting] = (),
    *,
    policies: Iterable[str] = (),
    scenario: str | None = None,
    strict: bool = False,
    central_values: bool = False,
) -> Request:
    """Return the checked request for a run; the arguments are those of `run_world`.

    Settings are laid over the scenario, and policies over both.
    """
    loaded = as_loaded(world)
    chosen = None if scenario is None else load_scenario(scenario)
    loaded = prepared(loaded if chosen is None else chosen.applied(loaded), until, settings)
    references = [policies] if isinstance(policies, str) else policies
    governed = govern(loaded, [one for reference in references for one in load_policies(reference)], strict=strict)
    request = Request(
        governed.loaded,
        seed,
        1 if replications is None else replications,
        replications is not None and not central_values,
        tuple(one.name for one in governed.policies),
        None if chosen is None else chosen.name,
        governed.idle,
    )
    check(request)
    return request


def prepared(world: str | Path | LoadedWorld, until: float | None, settings: Iterable[Setting]) -> LoadedWorld:
    """Return a loaded world with its settings, and its end, a decimal year, changed."""
    given = [settings] if isinstance(settings, str) else list(settings)
    for one in given:
        if not isinstance(one, Setting):
            raise InputError(
                f"settings: {one!r} is none; allowed: Setting(path, value), or parse_setting('PATH=VALUE')"
            )
    ends = [] if until is None else [Setting("end", until, f"--until {until}")]
    return as_loaded(world).with_settings([*given, *ends])


def check(request: Request) -> None:
    """Refuse seeds and numbers of replications that cannot be."""
    for name, given in (("seed", request.seed), ("replications", request.replications)):
        if not isinstance(given, int) or isinstance(given, bool):
            raise InputError(f"{name}: not a whole number; given: {given!r}")
    if not 0 <= request.seed <= LARGEST_SEED:
        raise InputError(f"seed: out of range; allowed: 0 to {LARGEST_SEED}; given: {request.seed}")
    if not 1 <= request.replications <= MOST_REPLICATIONS:
        raise InputError(
            f"replications: out of range; allowed: 1 to {MOST_REPLICATIONS:,}; given: {request.replications}"
        )
