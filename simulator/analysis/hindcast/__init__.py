"""Hindcasts: a world fitted to what was known at a date, simulated on, and scored against what came after."""
