"""PRIM: boxes by patient peeling and pasting, after Friedman and Fisher 1999 (Statistics and Computing 9).

The box that holds all futures is peeled: of all slices of a few per cent at either end of any axis, the one goes that
leaves it the most often among the rest, until few futures are left, even where a slice does harm for a while. Then
slices are pasted back where that helps. Every box on the way is kept, since what to give up for what is a choice
(Bryant and Lempert 2010, doi:10.1016/j.techfore.2009.08.002).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from simulator.analysis.discovery.box import Box, Factor, Limit, Step, step_of

ALPHA, LEAST = 0.05, 0.05


@dataclass(frozen=True)
class _Cut:
    """One way to change a box on one axis.

    Attributes:
        gain: by how much the share of passing futures rises, for each share of futures that leave (or come).
        axis: its number.
        limit: what is allowed there afterwards.
        free: at how many futures from this end on it does not happen before it first does; 0 if within the slice.
    """

    gain: float
    axis: int
    limit: Limit
    free: int = 0


class Search:
    """A search for one box among some futures."""

    def __init__(
        self, factors: Sequence[Factor], columns: np.ndarray, alpha: float = ALPHA, least: float = LEAST
    ) -> None:
        """Prepare a search, which many outcomes can then be given to.

        Args:
            factors: the axes.
            columns: their values [futures x axes]; of words their places.
            alpha: share of a box that is peeled at a time.
            least: share of the futures that a box must hold.
        """
        self._factors, self.columns = factors, columns
        self._alpha, self._least = alpha, max(1.0, least * len(columns))
        self._numbers = np.array([i for i, one in enumerate(factors) if not one.words], dtype=int)
        self.words = [i for i, one in enumerate(factors) if one.words]
        self._order = np.argsort(columns[:, self._numbers], axis=0, kind="stable").T

    def trajectory(self, passes: np.ndarray, axes: Sequence[int] | None = None) -> list[Step]:
        """Return every box from all futures to the last that was peeled, then those that were pasted.

        Args:
            passes: in which futures it happens.
            axes: numbers of the axes that boxes may have edges on; all unless given.
        """
        mine = np.ones(len(self._numbers), dtype=bool) if axes is None else np.isin(self._numbers, axes)
        numbers, words = self._numbers[mine], [one for one in self.words if axes is None or one in axes]
        steps = [step_of("all", Box(), self.columns, passes)]
        order = self._order[mine]
        while (cut := self._peel(steps[-1], numbers, words, order, passes)) is not None:
            box = self._changed(steps[-1].box, cut)
            steps.append(step_of("peel", box, self.columns, passes))
            kept = box.holds(self.columns)
            order = order[kept[order]].reshape(len(order), -1)
        while (cut := self._paste(steps[-1], passes)) is not None:
            steps.append(step_of("paste", self._changed(steps[-1].box, cut), self.columns, passes))
        return steps

    def _changed(self, box: Box, cut: _Cut) -> Box:
        """Return a box after a cut."""
        return box.with_limit(cut.axis, cut.limit, len(self._factors[cut.axis].words))

    def _peel(
        self, step: Step, numbers: np.ndarray, words: Sequence[int], order: np.ndarray, passes: np.ndarray
    ) -> _Cut | None:
        """Return the slice whose going helps most, or harms least; nothing when all are left in whom it happens.

        Of equal ones that which begins the longest way on which it does not happen, since where it happens seldom
        chance offers a slice without it on every axis; then one on an axis that has edges already.
        """
        if step.passed == step.held:
            return None
        cuts = sorted(
            [*self._slices(step, numbers, order, passes), *self._word_peels(step, words, passes)],
            key=lambda cut: cut.axis,
        )
        return max(cuts, key=lambda cut: (cut.gain, cut.free, cut.axis in step.box.limits), default=None)

    def _slices(self, step: Step, numbers: np.ndarray, order: np.ndarray, passes: np.ndarray) -> Iterator[_Cut]:
        """Yield the slice at either end of every axis of numbers."""
        if not len(numbers):
            return
        ordered = self.columns[order, numbers[:, None]]
        happened = passes[order]
        for side in ("high", "low"):
            inwards = slice(None, None, -1 if side == "high" else 1)
            values = ordered[:, inwards]
            first = values[:, [int(self._alpha * (step.held - 1))]]
            leave = (values >= first if side == "high" else values <= first).sum(axis=1)
            lost = np.cumsum(happened[:, inwards], axis=1)
            free = (lost == 0).sum(axis=1)
            free[free < leave] = 0
            for row, axis in enumerate(numbers):
                n = int(leave[row])
                if step.held - n < self._least:
                    continue
                edge = float((values[row, n - 1] + values[row, n]) / 2.0)
                limit = step.box.on(int(axis)).moved(side, edge)
                yield _Cut(_gain(step, -n, -int(lost[row, n - 1])), int(axis), limit, int(free[row]))

    def _word_peels(self, step: Step, words: Sequence[int], passes: np.ndarray) -> Iterator[_Cut]:
        """Yield every word that can go."""
        inside = step.box.holds(self.columns)
        for axis in words:
            here = self.columns[inside, axis]
            for word in np.unique(here):
                left = here == word
                n = int(left.sum())
                if step.held - n >= self._least:
                    others = frozenset(map(int, np.unique(here))) - {int(word)}
                    yield _Cut(_gain(step, -n, -int(passes[inside][left].sum())), axis, Limit(words=others))

    def _paste(self, step: Step, passes: np.ndarray) -> _Cut | None:
        """Return the slice whose coming back helps most, or nothing where none does."""
        cuts = [cut for axis in step.box.limits for cut in self._pastes(step, axis, passes)]
        best = max(cuts, key=lambda cut: cut.gain, default=None)
        return best if best is not None and best.gain > 0 else None

    def _pastes(self, step: Step, axis: int, passes: np.ndarray) -> Iterator[_Cut]:
        """Yield what can come back on one axis: at an edge as many as would be peeled, or one word."""
        limit = step.box.on(axis)
        column = self.columns[:, axis]
        outside = step.box.with_limit(axis, Limit()).holds(self.columns) & ~limit.holds(column)
        if limit.words is not None:
            for word in np.unique(column[outside]):
                back = outside & (column == word)
                came = Limit(words=limit.words | {int(word)})
                yield _Cut(_gain(step, int(back.sum()), int(passes[back].sum())), axis, came)
            return
        for side in ("low", "high"):
            beyond = outside & (column < limit.low if side == "low" else column > limit.high)
            if beyond.any():
                edge, back = self._nearest(column, beyond, side, step)
                gain = _gain(step, int(back.sum()), int(passes[back].sum()))
                yield _Cut(gain, axis, limit.moved(side, edge))

    def _nearest(self, column: np.ndarray, beyond: np.ndarray, side: str, step: Step) -> tuple[float, np.ndarray]:
        """Return the edge farther out that lets the nearest slice in, and who comes."""
        sign = -1.0 if side == "low" else 1.0
        outwards = np.sort(sign * column[beyond])
        last = outwards[min(max(1, int(self._alpha * step.held)), len(outwards)) - 1]
        back = beyond & (sign * column <= last)
        farther = outwards[outwards > last]
        edge = inf if len(farther) == 0 else float((last + farther[0]) / 2.0)
        return sign * edge, back


def _gain(step: Step, held: int, passed: int) -> float:
    """Return by how much density rises for each share of the box that comes or goes.

    Slices of numbers are of one size, words are not: a word that half of the futures have should not win by its size.
    """
    after = (step.passed + passed) / (step.held + held)
    return (after - step.density) * step.held / abs(held)
