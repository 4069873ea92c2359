"""What a model writes for a lab's next one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from agents.corpus import Corpus
from agents.training import Model
from worlds.config.schema import SyntheticPool
from worlds.config.values import Values
from worlds.laws.synthesis import Ancestry, fidelity, quality, written_by
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN, compute_per_written_token
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Teacher:
    """A model that writes.

    Attributes:
        size: active parameters.
        loss: reducible loss [nat/token].
        ancestry: of what it was trained on.
        shares: share of each pool in its diet.
        id: of the model.
    """

    size: float
    loss: float
    ancestry: Ancestry
    shares: Mapping[str, float]
    id: str = ""

    @cached_property
    def fidelity(self) -> float:
        """How close its text is to people's, as a share (MODEL.md, 7.6)."""
        return fidelity(self.loss)


def teacher_of(model: Model, corpus: Corpus) -> Teacher:
    """Return a model that was trained on a corpus as one that writes."""
    return Teacher(model.size_active, model.reducible_loss, corpus.ancestry, corpus.shares, model.id)


def best_teacher(teachers: Iterable[Teacher], acceptance: float, reader: float) -> Teacher | None:
    """Return the teacher whose text is worth most for the compute of writing and reading it; None of none.

    Args:
        teachers: who may write.
        acceptance: share of what is written that is of use.
        reader: active parameters of the model that is to read it.
    """
    best, most = None, -1.0
    for one in teachers:
        worth = one.fidelity / compute_per_written_token(acceptance, one.size, reader)
        if best is None or worth > most or (worth == most and one.id < best.id):
            best, most = one, worth
    return best


def write(pool: Pool, teacher: Teacher, flop: float, year: float, values: Values) -> None:
    """Let a teacher write into a synthetic pool as much as the budget allows: budget / (2 N / acceptance) tokens.

    Args:
        pool: the synthetic pool.
        teacher: who writes.
        flop: compute of the generation, of which the pool's `budget` is a share [FLOP].
        year: decimal year.
        values: the numbers of this replication.
    """
    section = pool.section
    if not isinstance(section, SyntheticPool):
        return
    each = FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN * teacher.size / values[section.acceptance]
    ancestry = written_by(teacher.ancestry, values[section.tail_cut], values[section.drift])
    worth = (
        quality(teacher.loss, ancestry, values[section.verifier], values[section.quality_loss], section.regime)
        * values[section.quality]
    )
    pool.make(
        year,
        values[section.budget] * flop / each,
        worth,
        ancestry,
        instead=section.regime == "replace",
        author=teacher.id,
    )
