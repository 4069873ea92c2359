"""CART: a tree of yes-or-no questions whose leaves are boxes, by scikit-learn (the extra `analysis`).

It tells futures apart in which it happens from those in which it does not, all of them at once, where PRIM looks for
one box after another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.analysis.discovery.box import Box, Factor, Limit, Step, step_of

_FOLDS, _MOST_ALPHAS = 5, 40


@dataclass(frozen=True)
class Tree:
    """A pruned tree.

    Attributes:
        leaves: its boxes in which it happens more often than over all futures, those told apart best first.
        skill: how much smaller its squared errors are than those of the rate over all futures, in futures that it has
            not seen; zero or below when it says nothing.
    """

    leaves: tuple[Step, ...]
    skill: float


@dataclass(frozen=True)
class _Question:
    """A column that the tree is given: the ranks of a number, or whether it is one word."""

    axis: int
    values: np.ndarray
    word: int | None = None


def grown(factors: Sequence[Factor], columns: np.ndarray, passes: np.ndarray, *, least: float, seed: int = 0) -> Tree:
    """Return the tree, pruned to the simplest whose errors in other futures are within one standard error of the least.

    Args:
        factors: the axes.
        columns: their values [futures x axes].
        passes: in which futures it happens.
        least: share of the futures that a leaf must hold.
        seed: of the parts that futures are cut into to judge trees.
    """
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 (an extra)

    questions = list(_questions(factors, columns))
    table = np.column_stack([_asked(one, columns) for one in questions])
    options: dict[str, Any] = {"min_samples_leaf": max(1, int(np.ceil(least * len(passes)))), "random_state": seed}
    path = DecisionTreeClassifier(**options).cost_complexity_pruning_path(table, passes)
    alphas = np.unique(np.clip(path.ccp_alphas, 0.0, None))
    alphas = alphas[np.unique(np.linspace(0, len(alphas) - 1, _MOST_ALPHAS).astype(int))]
    errors = _errors(table, passes, alphas, options, seed)
    means, spreads = errors.mean(axis=1), errors.std(axis=1, ddof=1) / np.sqrt(errors.shape[1])
    best = int(np.argmin(means))
    simplest = int(np.flatnonzero(means <= means[best] + spreads[best])[-1])
    tree = DecisionTreeClassifier(ccp_alpha=alphas[simplest], **options).fit(table, passes)
    leaves = [step_of("leaf", box, columns, passes) for box in _boxes(tree.tree_, questions, factors)]
    rate = passes.mean()
    told = sorted((one for one in leaves if one.density > rate), key=lambda one: -one.worth)
    return Tree(tuple(told), float(1.0 - means[simplest] / (rate * (1.0 - rate))))


def _questions(factors: Sequence[Factor], columns: np.ndarray) -> Iterator[_Question]:
    """Yield the columns of a tree: it parts ranks, so that single precision, in which it works, loses nothing."""
    for axis, factor in enumerate(factors):
        if factor.words:
            yield from (_Question(axis, np.array([0.0, 1.0]), word) for word in range(len(factor.words)))
        else:
            yield _Question(axis, np.unique(columns[:, axis]))


def _asked(question: _Question, columns: np.ndarray) -> np.ndarray:
    """Return a column of the table that a tree is grown on."""
    column = columns[:, question.axis]
    if question.word is not None:
        is_word: np.ndarray = (column == question.word).astype(float)
        return is_word
    ranks: np.ndarray = np.searchsorted(question.values, column).astype(float)
    return ranks


def _errors(
    table: np.ndarray, passes: np.ndarray, alphas: np.ndarray, options: dict[str, Any], seed: int
) -> np.ndarray:
    """Return the mean squared errors of trees in futures that they have not seen [alphas x parts]."""
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415 (an extra)
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415 (an extra)

    folds = min(_FOLDS, int(passes.sum()), int((~passes).sum()))
    if folds < 2:
        return np.full((len(alphas), 2), passes.mean() * (1 - passes.mean()))  # nothing to judge by: no tree at all
    parts = list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(table, passes))
    found: np.ndarray = np.empty((len(alphas), folds))
    for i, alpha in enumerate(alphas):
        for j, (seen, unseen) in enumerate(parts):
            tree = DecisionTreeClassifier(ccp_alpha=alpha, **options).fit(table[seen], passes[seen])
            found[i, j] = np.mean((tree.predict_proba(table[unseen])[:, 1] - passes[unseen]) ** 2)
    return found


def _boxes(tree: Any, questions: Sequence[_Question], factors: Sequence[Factor]) -> Iterator[Box]:
    """Yield the box of every leaf."""

    def below(node: int, box: Box) -> Iterator[Box]:
        if tree.children_left[node] < 0:
            yield box
            return
        question, threshold = questions[tree.feature[node]], float(tree.threshold[node])
        words = len(factors[question.axis].words)
        for child, yes in ((tree.children_left[node], False), (tree.children_right[node], True)):
            limit = _narrowed(box.on(question.axis), question, threshold, yes=yes, words=words)
            yield from below(int(child), box.with_limit(question.axis, limit, words))

    yield from below(0, Box())


def _narrowed(limit: Limit, question: _Question, threshold: float, *, yes: bool, words: int) -> Limit:
    """Return a limit after an answer: a rank above the threshold or not, the word or another."""
    if question.word is not None:
        allowed = limit.words if limit.words is not None else frozenset(range(words))
        return Limit(words=allowed & {question.word} if yes else allowed - {question.word})
    i = int(np.floor(threshold))
    edge = float((question.values[i] + question.values[i + 1]) / 2.0)
    return Limit(max(limit.low, edge), limit.high) if yes else Limit(limit.low, min(limit.high, edge))
