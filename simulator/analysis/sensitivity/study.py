"""A study of sensitivity: a design that is run as a batch, and what its outcome says of each number."""

from collections.abc import Sequence
from pathlib import Path

from simulator.analysis.sensitivity.answer import Design, Sensitivity, answered
from simulator.analysis.sensitivity.methods import METHODS, Method
from simulator.analysis.sensitivity.problem import problem_of
from simulator.experiments.batch import Batch, Cell
from simulator.experiments.execution import Told, execute
from simulator.folder import default_folder
from simulator.outcomes import names_in
from simulator.request import prepared
from worlds.config.faults import InputError, listed, nearest
from worlds.config.loading import LoadedWorld
from worlds.config.policies import NO_POLICY, load_policies
from worlds.config.scenarios import AS_IT_IS
from worlds.config.schema.experiment import Experiment
from worlds.config.settings import Setting

DEFAULT_SIZE: dict[Method, int] = {"sobol": 128, "morris": 10, "tornado": 1, "pawn": 512}


def sensitivity(
    world: str | Path | LoadedWorld,
    outcome: str = "exhaustion_year.public",
    *,
    method: Method = "sobol",
    size: int | None = None,
    over: Sequence[str] = (),
    depth: int | None = None,
    policy: str | None = None,
    seed: int = 0,
    replications: int = 1,
    until: float | None = None,
    settings: Sequence[Setting] = (),
    folder: str | Path | None = None,
    workers: int | None = None,
    progress: Told = lambda _: None,
) -> Sensitivity:
    """Find out which uncertain numbers of a world move an outcome.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        outcome: its name.
        method: sobol (shares of variance), morris (screening), tornado (one number at a time) or pawn (any sample, with
            rank correlations beside).
        size: base points (a power of two), trajectories or points; 128, 10 and 512 unless given. A tornado has none.
        over: paths or patterns of the numbers that vary; all uncertain ones unless given.
        depth: numbers that share so many first parts of their path move together; not of pawn.
        policy: under which the world is put.
        seed: of the design and of the runs.
        replications: runs at each point, whose mean is taken; all points have the same luck.
        until: decimal year to end at.
        settings: what to change in the world.
        folder: where the runs go, or are; `results/<world>-<method>-<hash>` unless given.
        workers: processes; one for each core unless given.
        progress: called whenever a part is stored.

    Raises:
        InputError: when the world, a path, the size or the outcome is wrong.
    """
    loaded = prepared(world, until, settings)
    check_outcome(outcome, loaded)
    size = _size(method, size)
    if depth is not None and method == "pawn":
        raise InputError("--depth: pawn looks at each number by itself; allowed: another method, or to leave it out")
    problem = problem_of(loaded, over, depth=depth)
    design = Design(method, problem, METHODS[method].sample(problem, size, seed), size)
    batch = _batch(loaded, design, policy, seed, replications)
    place = Path(folder) if folder is not None else default_folder(batch.name, batch.hash)
    if not execute(batch, place, workers=workers, progress=progress).complete:
        raise InputError(f"{place}: stopped before it was complete; start it again to go on")
    return answered(batch, 0, design, outcome, place)


def check_outcome(outcome: str, loaded: LoadedWorld) -> None:
    """Refuse an outcome that no run of a world has, before any is made.

    Raises:
        InputError: naming those that there are.
    """
    known = names_in(loaded.world)
    if outcome not in known:
        near = nearest(outcome, known)
        raise InputError(f"--outcome {outcome}: is no outcome of {loaded.name}{near}; allowed: {listed(known)}")


def _size(method: str, size: int | None) -> int:
    """Return the size of a design: what was asked for, or the usual.

    Raises:
        InputError: when there is no such method, or it cannot have that size.
    """
    if method not in METHODS:
        raise InputError(f"method: there is no {method!r}; allowed: {', '.join(METHODS)}")
    if size is None:
        return DEFAULT_SIZE[method]
    fewest = METHODS[method].fewest
    if not fewest:
        raise InputError(f"--samples: a {method} has no size, since each number moves twice; given: {size}")
    if method == "sobol" and (size < fewest or size & (size - 1)):
        raise InputError(f"--samples: a Sobol' design wants a power of two, at least {fewest}; given: {size}")
    if size < fewest:
        raise InputError(f"--samples: too few; allowed: {fewest} or more; given: {size}")
    return size


def _batch(loaded: LoadedWorld, design: Design, policy: str | None, seed: int, replications: int) -> Batch:
    """Return the batch of a design: what does not vary stays at its central value."""
    method = design.method
    policies = () if policy is None else tuple(load_policies(policy))
    name = "+".join(one.name for one in policies) or NO_POLICY
    section = Experiment(
        experiment=f"{loaded.name}-{method}"[:64],
        description=f"Which numbers of {loaded.name} matter, by the method {method}.",
        worlds=[loaded.name],
        replications=replications,
        draw=False,
        seed=seed,
    )
    cell = Cell(loaded.name, AS_IT_IS, name, loaded, policies)
    return Batch(section, (cell,), design.problem.points(design.unit, loaded.numbers, METHODS[method].design))
