"""Experiments: batches of runs over a design, stored in parts, gone on with, read back."""
