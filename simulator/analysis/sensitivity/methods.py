"""Methods: the points that each wants, and what it says of each number or group. The indices are SALib's.

Rows keep their place in a design. Where a run failed, what belongs together (a block of a Sobol' design, a trajectory
of Morris) is left out whole and counted, since an index of a design with a hole would be wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan
from typing import Literal

import numpy as np
from scipy import stats
from scipy.stats import qmc

from simulator.analysis.sensitivity.problem import Problem, inner

Method = Literal["sobol", "morris", "tornado", "pawn"]
CONFIDENCE = 0.9
RESAMPLES = 200
DUMMY = "(chance)"
"""A number that nothing depends on: an index that is not above its own cannot be told from noise."""
ALL = "(all)"
"""All numbers and groups that vary, each alone: the sum of their first order indices."""
_MORRIS_LEVELS = 4
_SEED_OF_NOUGHT = 2**31


@dataclass(frozen=True)
class Index:
    """What a method says of a number or a group.

    Attributes:
        factor: path of the number, or name of the group.
        measure: first, total (shares of variance), and their sum over all that vary, `sum`; mu_star, sigma; low, high,
            swing (changes); pawn, rank.
        value: the index.
        low: lower end of its 90 % interval; NaN where it has none.
        high: upper end.
        size: how many base points of the design it rests on.
    """

    factor: str
    measure: str
    value: float
    low: float
    high: float
    size: int

    @property
    def interval(self) -> str:
        """Its interval as people read it; nothing where it has none."""
        return "" if isnan(self.low) else f"{self.low:.3g} to {self.high:.3g}"


@dataclass(frozen=True)
class Way:
    """A method.

    Attributes:
        sample: from a problem, a size and a seed to levels of the unit cube [points x numbers].
        indices: from a problem, levels, values and a seed to the indices.
        main: the measure to rank by.
        block: how many points belong together, by the number of factors; 0 where a hole harms no other point.
        words: what the size counts.
        design: what its points are called where they are stored.
        fewest: the least size that says anything; 0 where there is no size.
    """

    sample: Callable[[Problem, int, int], np.ndarray]
    indices: Callable[[Problem, np.ndarray, np.ndarray, int], Iterator[Index]]
    main: str
    block: Callable[[int], int]
    words: str
    design: str
    fewest: int


def whole_blocks(unit: np.ndarray, values: np.ndarray, block: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Return levels and values of blocks without a hole, and how many blocks were left out."""
    if block == 0:
        return unit, values, int(np.isnan(values).sum())
    blocks = len(values) // block
    shaped = values[: blocks * block].reshape(blocks, block)
    whole = ~np.isnan(shaped).any(axis=1)
    rows = unit[: blocks * block].reshape(blocks, block, -1)[whole].reshape(-1, unit.shape[1])
    return rows, shaped[whole].ravel(), int(blocks - whole.sum())


def _sobol_sample(problem: Problem, size: int, seed: int) -> np.ndarray:
    """Return Saltelli's design: size x (factors + 2) points."""
    from SALib.sample import sobol  # noqa: PLC0415 (an extra)

    found: np.ndarray = sobol.sample(problem.salib, size, calc_second_order=False, seed=seed)
    return found


def _sobol(problem: Problem, unit: np.ndarray, values: np.ndarray, seed: int) -> Iterator[Index]:
    """Yield first and total order indices (Sobol' 2001; Saltelli et al. 2010; intervals by bootstrap)."""
    from SALib.analyze import sobol  # noqa: PLC0415

    size = len(values) // (len(problem.factors) + 2)
    if np.ptp(values) == 0:
        yield from (
            Index(one, measure, 0.0, 0.0, 0.0, size) for one in problem.factors for measure in ("first", "total")
        )
        yield Index(ALL, "sum", 0.0, 0.0, 0.0, size)
        return
    never_nought = seed or _SEED_OF_NOUGHT  # 0 SALib reads as none, and its intervals would never come again
    found = sobol.analyze(
        problem.salib,
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=never_nought,
    )
    for i, factor in enumerate(problem.factors):
        for measure, key in (("first", "S1"), ("total", "ST")):
            value, half = float(found[key][i]), float(found[f"{key}_conf"][i])
            yield Index(factor, measure, value, value - half, value + half, size)
    yield _together(values.reshape(size, -1), seed)


def _together(blocks: np.ndarray, seed: int) -> Index:
    """Return the sum of first order indices with its interval, which those of single numbers do not give.

    The estimator is SALib's (Saltelli et al. 2010, table 2, b); the interval is by bootstrap over base points, as is
    that of single numbers.

    Args:
        blocks: for each base point the value at A, at A with each factor from B, and at B [size x (factors + 2)].
        seed: of the resamples.
    """
    scaled = (blocks - blocks.mean()) / blocks.std()
    first, middle, last = scaled[:, 0], scaled[:, 1:-1], scaled[:, -1]
    products = (last[:, None] * (middle - first[:, None])).sum(axis=1)
    size = len(blocks)
    rows = np.random.default_rng(seed).integers(0, size, (RESAMPLES, size))
    found, again = (
        products[one].mean(axis=-1) / np.concatenate([first[one], last[one]], axis=-1).var(axis=-1)
        for one in (np.arange(size), rows)
    )
    half = float(stats.norm.ppf(0.5 + CONFIDENCE / 2) * np.std(again, ddof=1))
    return Index(ALL, "sum", float(found), float(found) - half, float(found) + half, size)


def _morris_sample(problem: Problem, size: int, seed: int) -> np.ndarray:
    """Return Morris' trajectories: size x (factors + 1) points, between the 5 % and 95 % quantiles."""
    from SALib.sample import morris  # noqa: PLC0415

    return inner(morris.sample(problem.salib, size, num_levels=_MORRIS_LEVELS, seed=seed))


def _morris(problem: Problem, unit: np.ndarray, values: np.ndarray, seed: int) -> Iterator[Index]:
    """Yield mean absolute elementary effects and their spread (Morris 1991; Campolongo et al. 2007)."""
    from SALib.analyze import morris  # noqa: PLC0415

    steps = (unit - unit.min()) / np.ptp(unit)
    found = morris.analyze(
        problem.salib,
        steps,
        values,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=_MORRIS_LEVELS,
        seed=seed,
    )
    size = len(values) // (len(problem.factors) + 1)
    for i, factor in enumerate(problem.factors):
        value, half = float(found["mu_star"][i]), float(found["mu_star_conf"][i])
        yield Index(factor, "mu_star", value, value - half, value + half, size)
        yield Index(factor, "sigma", float(found["sigma"][i]), np.nan, np.nan, size)


def _tornado_sample(problem: Problem, _size: int, _seed: int) -> np.ndarray:
    """Return the middle of all, then each factor at its 5 % and at its 95 % quantile with all others in the middle."""
    groups = [problem.group_of[path] for path in problem.paths]
    rows = [np.full(len(groups), 0.5)]
    for factor in problem.factors:
        mine = np.array([group == factor for group in groups])
        rows += [np.where(mine, end, 0.5) for end in inner(np.array([0.0, 1.0]))]
    return np.array(rows)


def _tornado(problem: Problem, _unit: np.ndarray, values: np.ndarray, _seed: int) -> Iterator[Index]:
    """Yield by how much the outcome changes when a factor alone goes to its low and to its high end."""
    middle = values[0]
    for i, factor in enumerate(problem.factors):
        low, high = values[1 + 2 * i] - middle, values[2 + 2 * i] - middle
        yield Index(factor, "low", float(low), np.nan, np.nan, 1)
        yield Index(factor, "high", float(high), np.nan, np.nan, 1)
        swing = float(np.max(np.abs([low, high, high - low])))  # of a number one of whose runs failed, none
        yield Index(factor, "swing", swing, np.nan, np.nan, 1)


def _even_sample(problem: Problem, size: int, seed: int) -> np.ndarray:
    """Return a Latin hypercube, for methods that take any sample."""
    sample: np.ndarray = qmc.LatinHypercube(len(problem.group_of), rng=np.random.default_rng(seed)).random(size)
    return sample


def given_data(problem: Problem, unit: np.ndarray, values: np.ndarray, seed: int) -> Iterator[Index]:
    """Yield PAWN indices (Pianosi and Wagener 2018) and rank correlations of all numbers.

    A number of pure chance stands among them; intervals are by bootstrap over points.
    """
    rng = np.random.default_rng(seed)
    levels = np.column_stack([unit, rng.random(len(unit))])
    names = [*problem.paths, DUMMY]
    n = len(values)
    again = [rng.integers(0, n, n) for _ in range(RESAMPLES // 4)]
    central = pawn(levels, values)
    spread = np.array([pawn(levels[rows], values[rows]) for rows in again])
    ends = np.quantile(spread, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0) - spread.mean(axis=0)
    ranked = stats.rankdata(values)
    for i, name in enumerate(names):
        yield Index(name, "pawn", central[i], central[i] + ends[0, i], central[i] + ends[1, i], n)
        if np.ptp(values) == 0:
            yield Index(name, "rank", 0.0, np.nan, np.nan, n)
            continue
        found = stats.pearsonr(stats.rankdata(levels[:, i]), ranked)
        low, high = found.confidence_interval(CONFIDENCE)
        yield Index(name, "rank", float(found.statistic), float(low), float(high), n)


def pawn(levels: np.ndarray, values: np.ndarray, slides: int = 10) -> np.ndarray:
    """Return the PAWN index of each column: the median Kolmogorov-Smirnov distance over equal slices of it."""
    from SALib.analyze import pawn as salib  # noqa: PLC0415

    names = [f"x{i}" for i in range(levels.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with np.errstate(invalid="ignore", divide="ignore"):  # its coefficient of variation of nothing, not used here
        found: np.ndarray = np.asarray(salib.analyze(problem, levels, values, S=slides)["median"], dtype=float)
    return found


METHODS: dict[Method, Way] = {
    "sobol": Way(_sobol_sample, _sobol, "total", lambda factors: factors + 2, "base points", "saltelli", 4),
    "morris": Way(_morris_sample, _morris, "mu_star", lambda factors: factors + 1, "trajectories", "morris", 4),
    "tornado": Way(_tornado_sample, _tornado, "swing", lambda _: 0, "numbers", "tornado", 0),
    "pawn": Way(_even_sample, given_data, "pawn", lambda _: 1, "points", "lhs", 32),
}
"""The methods by name."""
