"""Running both sides of every pair of one scenario."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.plan import Plan
from simulator.ecosystem import Ecosystem
from simulator.outcomes import outcomes_of
from simulator.request import Request
from simulator.whatif.dormant import Deeds
from simulator.whatif.pairs import Values, add
from simulator.whatif.question import Case

Told = Callable[[], None]


@dataclass(frozen=True)
class Answer:
    """What came out in one scenario.

    Attributes:
        case: the scenario and its sides.
        base: every outcome of the baseline in every replication, dates restricted to the world's time.
        sides: the same of every side, by its policy.
        deeds: what regulators did on every side.
    """

    case: Case
    base: dict[str, Values]
    sides: dict[str, dict[str, Values]]
    deeds: dict[str, Deeds]


def answered(case: Case, told: Told, *, frozen: bool) -> Answer:
    """Run one scenario, pair by pair."""
    base: dict[str, Values] = {}
    sides: dict[str, dict[str, Values]] = {side.policy: {} for side in case.sides}
    deeds = {side.policy: Deeds() for side in case.sides}
    for replication in range(case.baseline.replications):
        free = alive(case.baseline, replication)
        _note(free, case.baseline, base)
        told()
        for side in case.sides:
            request = case.request(side)
            ecosystem = alive(request, replication, free.plans if frozen else None)
            _note(ecosystem, request, sides[side.policy])
            deeds[side.policy].note(ecosystem.history)
            told()
    return Answer(case, base, sides, deeds)


def alive(request: Request, replication: int, plans: dict[str, list[tuple[float, Plan]]] | None = None) -> Ecosystem:
    """Return one replication of a world, not yet run; its labs keep to plans, by decimal year, where some are given."""
    return Ecosystem(request.loaded, request.values(replication), request.luck(replication), plans)


def _note(ecosystem: Ecosystem, request: Request, values: dict[str, Values]) -> None:
    """Run a world and add its outcomes to others."""
    world = request.loaded.world
    add(values, outcomes_of(world, ecosystem.run()), world.start, world.end)
