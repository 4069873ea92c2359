"""Search: settings of levers that do well in many futures, by several outcomes at once."""

from simulator.analysis.search.anew import judged_anew
from simulator.analysis.search.answer import Search
from simulator.analysis.search.study import search

__all__ = ["Search", "judged_anew", "search"]
