"""What-ifs: policies and settings against the baseline, paired replication by replication under common luck."""

from simulator.whatif.answering import Answer
from simulator.whatif.burdens import Account, Burden
from simulator.whatif.comparison import Comparison, compare, execute
from simulator.whatif.dormant import Dormant
from simulator.whatif.effects import Effect
from simulator.whatif.pairs import CONFIDENCE, Values, mean_and_half_width, paired, restricted
from simulator.whatif.question import DEFAULT_REPLICATIONS, Question, asked
from simulator.whatif.regret import Regret
from simulator.whatif.survival import Survival

__all__ = [
    "CONFIDENCE",
    "DEFAULT_REPLICATIONS",
    "Account",
    "Answer",
    "Burden",
    "Comparison",
    "Dormant",
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
