"""Sensitivity: which of a world's uncertain numbers move an outcome, and by how much."""
