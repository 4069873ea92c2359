"""Sensitivity: which of a world's uncertain numbers move an outcome, and by how much."""

from simulator.analysis.sensitivity.answer import Sensitivity
from simulator.analysis.sensitivity.stored import sensitivity_of
from simulator.analysis.sensitivity.study import sensitivity

__all__ = ["Sensitivity", "sensitivity", "sensitivity_of"]
