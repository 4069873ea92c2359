"""Hindcasts: a world fitted to what was known at a date, simulated on, and scored against what came after."""

from simulator.analysis.hindcast.study import ORIGINS, REPLICATIONS, WORLD, Hindcast, Origin, hindcast

__all__ = ["ORIGINS", "REPLICATIONS", "WORLD", "Hindcast", "Origin", "hindcast"]
