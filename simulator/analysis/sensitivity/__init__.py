"""Sensitivity: which of a world's uncertain numbers move an outcome, and by how much."""

from simulator.analysis.sensitivity.study import Answer, sensitivity, sensitivity_of

__all__ = ["Answer", "sensitivity", "sensitivity_of"]
