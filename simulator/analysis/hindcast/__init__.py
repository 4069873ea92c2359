"""Hindcasts: a world fitted to what was known at a date, simulated on, and scored against what came after."""

from simulator.analysis.hindcast.calibration import calibrate
from simulator.analysis.hindcast.question import ORIGINS, REPLICATIONS, WORLD, question
from simulator.analysis.hindcast.study import Hindcast, Origin, answer, hindcast

__all__ = ["ORIGINS", "REPLICATIONS", "WORLD", "Hindcast", "Origin", "answer", "calibrate", "hindcast", "question"]
