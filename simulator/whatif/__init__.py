"""What-ifs: policies and settings against the baseline, paired replication by replication under common luck."""

from simulator.whatif.comparison import Answer, Comparison, compare, execute
from simulator.whatif.effects import Burden, Effect
from simulator.whatif.pairs import CONFIDENCE, Values, mean_and_half_width, paired, restricted
from simulator.whatif.question import DEFAULT_REPLICATIONS, Question, asked
from simulator.whatif.regret import Regret
from simulator.whatif.survival import Survival

__all__ = [
    "CONFIDENCE",
    "DEFAULT_REPLICATIONS",
    "Answer",
    "Burden",
    "Comparison",
    "Effect",
    "Question",
    "Regret",
    "Survival",
    "Values",
    "asked",
    "compare",
    "execute",
    "mean_and_half_width",
    "paired",
    "restricted",
]
