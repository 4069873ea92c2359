"""What a lab's last model writes for its next one."""

from collections.abc import Mapping
from dataclasses import dataclass

from worlds.config.schema import SyntheticPool
from worlds.config.values import Values
from worlds.laws.synthesis import Ancestry, quality, written_by
from worlds.laws.transfer import FLOP_PER_PARAMETER_AND_WRITTEN_TOKEN
from worlds.pools.pool import Pool


@dataclass(frozen=True)
class Teacher:
    """A model that writes.

    Attributes:
        size: active parameters.
        loss: reducible loss [nat/token].
        ancestry: of what it was trained on.
        shares: share of each pool in its diet.
    """

    size: float
    loss: float
    ancestry: Ancestry
    shares: Mapping[str, float]


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
    pool.make(year, values[section.budget] * flop / each, worth, ancestry, instead=section.regime == "replace")
