"""A first what-if: a changed world against the baseline, paired replication by replication under common luck."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from math import fsum, nan, sqrt
from pathlib import Path
from statistics import variance

import pyarrow as pa
from scipy import stats

from simulator.folder import write_folder, write_tables
from simulator.outcomes import Outcome, measure_of, outcomes_of
from simulator.run import Progress, Request, histories, requested
from simulator.summary import quantile
from worlds.config.faults import InputError
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting

CONFIDENCE = 0.90
DEFAULT_REPLICATIONS = 200
ROUNDING = 1e-13


@dataclass(frozen=True)
class Effect:
    """What a change does to one outcome, in its base unit.

    Attributes:
        policy: name of the change.
        outcome: name of the outcome.
        difference: mean over replications of changed minus baseline. Dates that do not happen count as the end of the
            world, those before the start as the start (restricted mean).
        low: lower end of the 90 % interval of that mean (Student's t on paired differences).
        high: its upper end.
        q05: 5 % quantile of the difference over futures.
        q95: 95 % quantile.
        helps: share of futures in which the outcome moves the way that is wished for; None where there is none.
        variance_ratio: by how many times pairing cut the variance of the difference; None when nothing varies.
        censored: share of pairs in which the date is censored on either side.
    """

    policy: str
    outcome: str
    difference: float
    low: float
    high: float
    q05: float
    q95: float
    helps: float | None
    variance_ratio: float | None
    censored: float


@dataclass(frozen=True)
class Pairing:
    """What is compared.

    Attributes:
        baseline: what is run unchanged.
        changed: what is run with the changes.
        policy: what the changes are called.
    """

    baseline: Request
    changed: Request
    policy: str

    @property
    def hash(self) -> str:
        """Ten hexadecimal digits that change with anything that can change the comparison."""
        return blake2b(f"{self.baseline.hash} {self.changed.hash}".encode(), digest_size=5).hexdigest()


@dataclass(frozen=True)
class Comparison:
    """A what-if and its effects.

    Attributes:
        request: what was compared.
        pairs: replication, outcome, baseline, changed (restricted values) as an Arrow table.
        effects: one for each outcome that both worlds have.
        wall_seconds: how long it took.
    """

    request: Pairing
    pairs: pa.Table
    effects: list[Effect]
    wall_seconds: float

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed whatif --json` prints."""
        base = self.request.baseline
        return {
            "world": base.loaded.name,
            "seed": base.seed,
            "replications": base.replications,
            "effects": [asdict(effect) for effect in self.effects],
        }


def compare(
    world: str | Path | LoadedWorld,
    settings: Iterable[Setting],
    *,
    seed: int = 0,
    replications: int = DEFAULT_REPLICATIONS,
    until: float | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare a changed world with the baseline.

    Every uncertain number is drawn alike on both sides, but for those that the settings replace.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        settings: the changes, taken together.
        seed: seed of every random stream.
        replications: how many pairs of runs.
        until: decimal year to end at instead of the world's own.
        progress: called after every run, of which there are two for each replication.

    Raises:
        InputError: when the world or a setting is wrong, or there is none.
    """
    return execute(requested_pair(world, settings, seed=seed, replications=replications, until=until), progress)


def requested_pair(
    world: str | Path | LoadedWorld,
    settings: Iterable[Setting],
    *,
    seed: int = 0,
    replications: int = DEFAULT_REPLICATIONS,
    until: float | None = None,
) -> Pairing:
    """Return the checked request for a what-if; the arguments are those of `compare`."""
    settings = list(settings)
    if not settings:
        raise InputError("whatif: nothing is changed; allowed: --set PATH=VALUE, as often as needed")
    timed = [one for one in settings if one.path in {"start", "end", "world"}]
    if timed:
        raise InputError(f"{timed[0].mark}: both sides of a what-if share their time; allowed: --until YEAR for both")
    base = requested(world, seed, replications, until)
    changed = replace(base, loaded=base.loaded.with_settings(settings))
    return Pairing(base, changed, " ".join(f"{one.path}={_written(one.value)}" for one in settings))


def _written(value: object) -> str:
    """Return a value as it is written in a world file."""
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


def execute(request: Pairing, progress: Progress | None = None) -> Comparison:
    """Run both sides of a what-if."""
    begun = time.perf_counter()
    base = restricted(request.baseline, progress, 0)
    changed = restricted(request.changed, progress, request.baseline.replications)
    effects = [_effect(request.policy, name, base[name], changed[name]) for name in base if name in changed]
    return Comparison(request, _pairs(base, changed), effects, time.perf_counter() - begun)


def save(comparison: Comparison, folder: Path) -> Path:
    """Write the folder of a what-if: `effects.parquet`, `pairs.parquet` and the manifest."""
    request = comparison.request
    effects = pa.Table.from_pylist([asdict(effect) for effect in comparison.effects])
    facts: dict[str, object] = {
        "kind": "whatif",
        "world": request.baseline.loaded.name,
        "policy": request.policy,
        "world_hash": request.baseline.loaded.hash,
        "changed_hash": request.changed.loaded.hash,
        "resolved": request.baseline.loaded.plain,
        "changed": request.changed.loaded.plain,
        "seed": request.baseline.seed,
        "replications": request.baseline.replications,
        "wall_seconds": round(comparison.wall_seconds, 3),
    }
    return write_folder(
        folder, request.hash, facts, lambda draft: write_tables({"effects": effects, "pairs": comparison.pairs}, draft)
    )


Values = list[tuple[float, bool]]
"""The value of an outcome in each replication, and whether it was censored."""


def restricted(request: Request, progress: Progress | None = None, before: int = 0) -> dict[str, Values]:
    """Return every outcome in every replication, dates restricted to the world's time.

    Args:
        request: what is run.
        progress: called after every run, as one of twice as many.
        before: how many were done before.
    """
    world = request.loaded.world
    values: dict[str, Values] = {}

    def told(done: int, of: int) -> None:
        if progress is not None:
            progress(before + done, 2 * of)

    for history in histories(request, told):
        for outcome in outcomes_of(world, history):
            values.setdefault(outcome.name, []).append(_value(outcome, world.start, world.end))
    return values


def _value(outcome: Outcome, start: float, end: float) -> tuple[float, bool]:
    """Return the value of an outcome, a censored date as the end or the start; other missing numbers are NaN."""
    if outcome.value is not None:
        return outcome.value, False
    if measure_of(outcome.name).unit != "year":
        return nan, True
    return (end if outcome.censored == "never" else start), True


def _effect(policy: str, outcome: str, base: Values, changed: Values) -> Effect:
    """Return the effect on one outcome."""
    pairs = paired(base, changed)
    differences = [_difference(a, b) for a, b in pairs]
    censored = sum(x or y for (_, x), (_, y) in zip(base, changed, strict=True)) / len(base)
    better = measure_of(outcome).better
    ordered = sorted(differences)
    mean, half = mean_and_half_width(differences)
    return Effect(
        policy,
        outcome,
        mean,
        mean - half,
        mean + half,
        _level(ordered, 0.05),
        _level(ordered, 0.95),
        _helps(differences, better),
        _variance_ratio(pairs),
        censored,
    )


def paired(one: Values, other: Values) -> list[tuple[float, float]]:
    """Return the values of both runs of each pair, where both have one."""
    return [(a, b) for (a, _), (b, _) in zip(one, other, strict=True) if a == a and b == b]  # noqa: PLR0124 (NaN)


def _difference(a: float, b: float) -> float:
    """Return b - a, and exactly zero where they differ by the rounding of a few operations alone."""
    return 0.0 if abs(b - a) <= ROUNDING * max(abs(a), abs(b)) else b - a


def mean_and_half_width(differences: list[float]) -> tuple[float, float]:
    """Return the mean of paired differences and half the width of its interval."""
    n = len(differences)
    if n == 0:
        return nan, nan
    mean = fsum(differences) / n
    if n == 1:
        return mean, nan
    spread = sqrt(variance(differences))
    return mean, spread / sqrt(n) * float(stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1))


def _level(ordered: list[float], level: float) -> float:
    """Return a quantile of ordered values, NaN of none."""
    value = quantile(ordered, level) if ordered else None
    return nan if value is None else value


def _helps(differences: list[float], better: str | None) -> float | None:
    """Return the share of futures in which the outcome moves the way that is wished for."""
    if better is None or not differences:
        return None
    sign = 1 if better == "higher" else -1
    return sum(sign * one > 0 for one in differences) / len(differences)


def _variance_ratio(pairs: list[tuple[float, float]]) -> float | None:
    """Return the variance of the difference of independent runs over that of paired ones."""
    if len(pairs) < 2:
        return None
    paired = variance(b - a for a, b in pairs)
    apart = variance(a for a, _ in pairs) + variance(b for _, b in pairs)
    return apart / paired if paired > 0 else None


def _pairs(base: dict[str, Values], changed: dict[str, Values]) -> pa.Table:
    """Return both sides of every pair as a table."""
    rows = [
        (replication, name, a, b)
        for name in base
        if name in changed
        for replication, ((a, _), (b, _)) in enumerate(zip(base[name], changed[name], strict=True))
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    types = {"replication": pa.int32(), "outcome": pa.string(), "baseline": pa.float64(), "changed": pa.float64()}
    return pa.table({name: pa.array(column, type=types[name]) for name, column in zip(types, columns, strict=True)})
