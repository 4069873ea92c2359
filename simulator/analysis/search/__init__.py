"""Search: settings of levers that do well in many futures, by several outcomes at once."""

from simulator.analysis.search.anew import judged_anew
from simulator.analysis.search.answer import Answer
from simulator.analysis.search.study import search

__all__ = ["Answer", "judged_anew", "search"]
